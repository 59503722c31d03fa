"""What goes into the engine and what comes out of it: plain, typed, frozen data.

The engine is a function. ``compile`` turns a drawing into a process or into problems;
``start`` and ``step`` turn (process, state, command, time) into an ``Outcome``. Whoever
calls it keeps the state, performs the calls and writes down what happened; the engine
itself reads no clock, no file and no database.

All moments are timezone-aware ``datetime`` in UTC. All identifiers of elements are the
ids of the drawing, whatever the engine rewrote them to inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

# None, bool, int, Decimal, str, date, time, datetime, durations, lists and dicts of
# them: the values of FEEL (DMN 1.3, 10.3.2). Only what decides the way is data here;
# free text that people write is content and never enters the engine.
Value: TypeAlias = Any
Values: TypeAlias = Mapping[str, Value]

NAMESPACE = "urn:bpmn-procedure:1.0"
"""Namespace of the one ``<procedure:settings>`` child in ``extensionElements``."""


# --- Before deployment -----------------------------------------------------------


@dataclass(frozen=True)
class OperationSignature:
    """An operation that a service or send task may call.

    :param parameters: name of each parameter → whether it must be given
    :param results: names that the operation's answer brings into the data
    :param errors: BPMN error codes that it may answer with
    """

    parameters: Mapping[str, bool] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What a drawing may name; an unknown name is refused at deployment.

    :param clocks: keys of the office's clocks
    :param groups: keys that a lane may be mapped to
    :param letters: keys of letter templates
    :param operations: key → signature
    :param names: data present from the start, name → FEEL type name ("string",
        "number", "boolean", "date", "date and time", "list", "context", "Any")
    :param processes: BPMN files for call activities, process id → content
    :param decisions: DMN files for business rule tasks, decision id → content
    :param time_zone: IANA zone in which the office's days begin, for timers that are
        drawn in days or without an offset
    """

    clocks: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    operations: Mapping[str, OperationSignature] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, bytes] = field(default_factory=dict)
    decisions: Mapping[str, bytes] = field(default_factory=dict)
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, or odd, with a drawing.

    ``code`` and ``parameters`` let a caller say it in another language; ``message``
    and ``advice`` say it in English: what is wrong, and what to do.
    """

    severity: Literal["error", "warning"]
    code: str
    message: str
    advice: str
    element_id: str | None = None
    element_name: str | None = None
    line: int | None = None
    column: int | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    labels: Mapping[str, str] = field(default_factory=dict)  # language code → label


FieldType: TypeAlias = Literal[
    "text", "multiline", "selection", "boolean", "integer", "amount", "date", "datetime"
]
CONTENT_TYPES: frozenset[str] = frozenset({"text", "multiline"})
"""Field types that hold free text: content, kept by the caller, never engine data."""


@dataclass(frozen=True)
class FormField:
    """A field that a user task asks for. ``visible`` and ``required_if`` are FEEL."""

    name: str
    label: str
    type: FieldType
    required: bool = False
    help: str = ""
    visible: str | None = None
    required_if: str | None = None
    choices: tuple[Choice, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    helps: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_content(self) -> bool:
        return self.type in CONTENT_TYPES


@dataclass(frozen=True)
class Element:
    """One element as drawn, with the settings of our namespace.

    :param kind: BPMN local name, e.g. ``userTask``, ``boundaryEvent``
    :param process_id: process in whose file it stands (differs in call activities)
    :param parent_id: embedding subprocess, if any
    :param group: key that the lane is mapped to
    :param clock: key of the clock that runs while a token is here
    :param pauses: keys of the clocks that stand still while a token is here
    :param separate_from: user tasks whose performers may not do this one, or a start
        event: whoever began the instance
    :param outcomes: what a user task may end with; empty: it simply ends
    :param reads_content: case fields that the task shows, names known to the caller
    """

    id: str
    kind: str
    name: str
    process_id: str
    documentation: str = ""
    parent_id: str | None = None
    lane_id: str | None = None
    lane_name: str | None = None
    group: str | None = None
    clock: str | None = None
    pauses: tuple[str, ...] = ()
    separate_from: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    operation: str | None = None
    letter: str | None = None
    reads_content: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    documentations: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None


# --- Commands ---------------------------------------------------------------------


@dataclass(frozen=True)
class CompleteTask:
    """A person finished a user or manual task.

    :param performer: opaque key of the person, kept for separation of duties
    :param filled: names of the free-text fields that were filled in, whose text the
        caller keeps; ``None``: the caller has no form to hold them to
    """

    task_id: str
    outcome: str | None = None
    values: Values = field(default_factory=dict)
    performer: str | None = None
    filled: frozenset[str] | None = None


@dataclass(frozen=True)
class Wake:
    """Time has passed: fire timers, deadline steps and retries due up to ``at``."""


@dataclass(frozen=True)
class DeliverMessage:
    """A message for this instance (BPMN 2.0, 10.5.5).

    ``Outcome.caught`` tells if it was awaited. Nothing changes when it was not.
    """

    name: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class BroadcastSignal:
    name: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerCall:
    """A call of an earlier outcome was performed; ``values`` are its results."""

    call_id: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class FailCall:
    """A call could not be performed.

    :param error_code: a BPMN error that an error boundary event may catch; ``None``
        for a technical failure, which becomes an incident with retries
    :param reason: machine word for the cause, without any value
    """

    call_id: str
    reason: str
    error_code: str | None = None


@dataclass(frozen=True)
class RetryIncident:
    incident_id: str


@dataclass(frozen=True)
class SkipIncident:
    """Go on as if the element had ended with these values."""

    incident_id: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class CorrectIncident:
    """Set data, then retry the element."""

    incident_id: str
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class ExtendDeadline:
    """One reasoned extension in the clock's unit; refused where none is allowed."""

    deadline_id: str
    amount: int


@dataclass(frozen=True)
class RecalculateDeadline:
    """Put a running deadline on the clock as it is defined now."""

    deadline_id: str


@dataclass(frozen=True)
class SetData:
    """Values that changed outside and decide the way (a severity, an amount)."""

    values: Values


@dataclass(frozen=True)
class CancelInstance:
    """End all tokens; tasks, timers and deadlines close as cancelled."""

    reason: str


Command: TypeAlias = (
    CompleteTask
    | Wake
    | DeliverMessage
    | BroadcastSignal
    | AnswerCall
    | FailCall
    | RetryIncident
    | SkipIncident
    | CorrectIncident
    | ExtendDeadline
    | RecalculateDeadline
    | SetData
    | CancelInstance
)


# --- Outcome ----------------------------------------------------------------------


@dataclass(frozen=True)
class OpenedTask:
    """A user or manual task that now waits for a person.

    :param excluded: performers who may not do it (separation of duties)
    :param deadline_id: the deadline that started with it, if it names a clock
    :param item: the multi-instance item, if any
    """

    task_id: str
    element_id: str
    process_id: str
    excluded: tuple[str, ...] = ()
    deadline_id: str | None = None
    item: Value = None


@dataclass(frozen=True)
class ClosedTask:
    task_id: str
    element_id: str
    process_id: str
    how: Literal["completed", "cancelled", "skipped"]


@dataclass(frozen=True)
class Call:
    """Something for the caller to do now, in the same transaction, answered by
    ``AnswerCall`` or ``FailCall``. The id stays the same when it is retried.

    :param kind: ``operation`` (service task, or send task with an operation),
        ``letter`` (send task with a letter), ``message`` (thrown to a black-box pool)
    :param name: operation key, letter key, or message name
    """

    call_id: str
    kind: Literal["operation", "letter", "message"]
    name: str
    element_id: str
    process_id: str
    parameters: Values = field(default_factory=dict)
    attempt: int = 1


@dataclass(frozen=True)
class DeadlineChange:
    """What became of a deadline.

    :param what: ``started paused resumed warned due escalated extended recalculated
        met late stopped`` (``met``/``late``: ended by completion, in time or not;
        ``stopped``: its element was cancelled)
    :param scope: kind of place it belongs to
    :param level: name of the escalation step, for ``escalated``
    :param deadline: JSON-able form of the deadline, for explaining it later
    """

    deadline_id: str
    clock: str
    what: str
    at: datetime
    element_id: str
    process_id: str
    scope: Literal["task", "subprocess", "process"]
    task_id: str | None = None
    level: str | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    deadline: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Incident:
    """A failure as data: no value of any case stands in it.

    :param next_attempt: when it will be tried again by itself; ``None``: not before
        somebody decides
    """

    incident_id: str
    element_id: str
    process_id: str
    code: str
    message: str
    attempt: int
    next_attempt: datetime | None = None


@dataclass(frozen=True)
class Happening:
    """One line of the instance's history.

    :param what: ``entered``, ``left``, ``cancelled``, ``fired`` (an event), ``taken``
        (a flow), ``failed``, ``retried``, ``skipped``, ``started``, ``ended``
    :param at: when it was done; a timer that an outage held up was ``due`` earlier
    """

    what: str
    element_id: str
    process_id: str
    at: datetime
    task_id: str | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Token:
    """Where the instance stands: ``count`` tokens in one element."""

    element_id: str
    process_id: str
    count: int = 1


@dataclass(frozen=True)
class Outcome:
    """All that one step changed. ``state`` is what the caller must keep, nothing else.

    :param caught: for messages and signals: whether anything waited for it
    :param signals: names of signals thrown now; whoever keeps other instances may
        broadcast them there (here they were delivered already)
    :param escalations: escalation codes thrown that nothing in the drawing caught
    :param incidents: opened or changed now
    :param resolved: ids of incidents that are over
    :param wake_at: earliest moment at which ``Wake`` has something to do
    """

    state: bytes
    status: Literal["running", "completed", "cancelled"]
    data: Values
    opened: tuple[OpenedTask, ...] = ()
    closed: tuple[ClosedTask, ...] = ()
    calls: tuple[Call, ...] = ()
    deadlines: tuple[DeadlineChange, ...] = ()
    incidents: tuple[Incident, ...] = ()
    resolved: tuple[str, ...] = ()
    happened: tuple[Happening, ...] = ()
    tokens: tuple[Token, ...] = ()
    wake_at: datetime | None = None
    caught: bool = True
    signals: tuple[str, ...] = ()
    escalations: tuple[str, ...] = ()
