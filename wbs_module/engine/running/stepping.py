"""The doors ``start`` and ``step``: one command, one outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..contract import (
    AnswerCall,
    BroadcastSignal,
    CancelInstance,
    Command,
    CompleteTask,
    CorrectIncident,
    DeliverMessage,
    ExtendDeadline,
    FailCall,
    Outcome,
    RecalculateDeadline,
    RetryIncident,
    SetData,
    SkipIncident,
    Values,
    Wake,
)
from ..contract import (
    Token as Standing,
)
from ..errors import (
    NotInThisState,
    SeparationOfDuties,
    TaskNotOpen,
    ValuesRefused,
)
from ..feel import FeelEvaluationError
from ..feel.json_form import to_json
from ..state.format import read_state, write_state
from .activities import Person, excluded_from
from .data import store_of
from .events import uncaught
from .failure import Failure
from .forms import checked_outcome, checked_values, unasked_fields
from .loops import is_repeated
from .throwing import broadcast, find_handler, waiting_for
from .token import Token
from .workflow import Procedure

if TYPE_CHECKING:
    from ..compiling.compiled import CompiledProcess
    from ..time import ClockDefinition

FIRINGS_AT_ONCE = 1_000
"""Timers, deadline steps and retries that one ``Wake`` works off; if more are overdue,
``wake_at`` lies in the past and the next ``Wake`` goes on."""


def start(
    process: CompiledProcess,
    values: Values,
    *,
    at: datetime,
    clocks: Mapping[str, ClockDefinition],
    start_event: str | None = None,
    performer: str | None = None,
) -> Outcome:
    """Begin an instance (BPMN 2.0, 13.2).

    :param values: data present from the start
    :param at: the present, aware
    :param clocks: the office's clocks by key
    :param start_event: element id of the start event that happened; ``None``: the none
        start event, or where there is none the only one that there is
    :param performer: who begins it, for tasks that must be separate from that
    :raises NotInThisState: no such start event, or several to choose from
    :raises ValuesRefused: a value is none of FEEL
    """
    workflow = Procedure(process, at=at, clocks=clocks)
    workflow.data = _accepted(values)
    entries = _entries(process, start_event)
    _remember_who_began(workflow, entries, performer)
    root = Token(workflow, process.spec.start)
    workflow.task_tree = root
    process.spec.start.start_at(root, entries)
    workflow.run_to_rest()
    return outcome_of(workflow)


def _remember_who_began(
    workflow: Procedure, entries: tuple[str, ...], performer: str | None
) -> None:
    if performer is None:
        return
    for spec in (workflow.spec.task_specs[name] for name in entries):
        if spec.records_performers:
            workflow.performers[spec.element_id] = [performer]


def _entries(process: CompiledProcess, start_event: str | None) -> tuple[str, ...]:
    names = process.start_names
    if start_event is not None:
        if start_event not in names:
            raise NotInThisState(
                f"The process has no start event {start_event!r}; choose one of: "
                f"{', '.join(names) or 'none'}."
            )
        return (names[start_event],)
    plain = [each for each in process.starts if each.kind == "none"]
    if len(plain) > 1 or (not plain and len(names) > 1):
        raise NotInThisState(
            "The process can start in several ways; name the start event: "
            f"{', '.join(names)}."
        )
    if plain or not names:
        return process.entry_names
    return tuple(names.values())


def step(
    process: CompiledProcess,
    state: bytes,
    command: Command,
    *,
    at: datetime,
    clocks: Mapping[str, ClockDefinition],
) -> Outcome:
    """Carry out one command and everything that follows from it without waiting.

    :raises EngineError: the command does not fit; nothing has changed
    :raises StateUnreadable: the state is of an unknown format or another process
    """
    workflow = read_state(process, state, at=at, clocks=clocks)
    if workflow.status != "running":
        if isinstance(command, (Wake, DeliverMessage, BroadcastSignal)):
            return outcome_of(workflow, caught=False)
        raise NotInThisState("This instance has ended; nothing can be done in it.")
    caught = _DO[type(command)](workflow, command)
    workflow.run_to_rest()
    return outcome_of(workflow, caught=caught is not False)


def unasked(
    process: CompiledProcess,
    state: bytes,
    task_id: str,
    values: Values,
    *,
    at: datetime,
    clocks: Mapping[str, ClockDefinition],
) -> tuple[str, ...]:
    """Names of the fields that an open task does not ask for as things are.

    :param values: newer values than those in ``state``
    :raises StateUnreadable: the state is of an unknown format or another process
    """
    workflow = read_state(process, state, at=at, clocks=clocks)
    token = _token(workflow, task_id)
    if token is None or "open" not in token.internal_data:
        return ()
    return unasked_fields(token, _accepted(values))


# --- Commands -----------------------------------------------------------------------


def _complete_task(workflow: Procedure, command: CompleteTask) -> None:
    token = _token(workflow, command.task_id)
    if token is None or "open" not in token.internal_data:
        raise TaskNotOpen(
            "This task is no longer open: it was finished or cancelled meanwhile. "
            "Reload the page."
        )
    spec: Person = token.task_spec
    _hold_apart(token, command.performer)
    outcome = checked_outcome(spec.element, command.outcome)
    values = checked_values(token, command.values, outcome, command.filled)
    store_of(token).update(values)
    spec.done(token, outcome, command.performer)


def _hold_apart(token: Token, performer: str | None) -> None:
    if not token.task_spec.element.separate_from:
        return
    if performer is None:
        raise SeparationOfDuties(
            "This task must be done by somebody who did not do the one before; say "
            "who does it."
        )
    if performer in excluded_from(token):
        raise SeparationOfDuties(
            "Whoever did the task that this one checks may not do this one. Let "
            "somebody else do it."
        )


def _wake(workflow: Procedure, command: Wake) -> None:
    """Fire what is due, each in its turn, by its due time."""
    for _ in range(FIRINGS_AT_ONCE):
        following = _next(workflow)
        if following is None or following[0] > workflow.now():
            return
        following[1]()
        workflow.run_to_rest()
        if workflow.status != "running":
            return


def _next(workflow: Procedure) -> tuple[datetime, Callable[[], None]] | None:
    """What is due first. At the same moment: deadline, then timer, then retry."""
    found: list[tuple[datetime, int, Callable[[], None]]] = []
    deadline = workflow.deadlines.next_due()
    if deadline is not None:
        when, key = deadline
        found.append((when, 0, lambda: workflow.deadlines.fire(key, when)))
    timer = workflow.timing.next_due()
    if timer is not None:
        due, token = timer
        found.append((due, 1, lambda: token.task_spec.fire(token)))
    retry = workflow.incidents.next_due()
    if retry is not None:
        again, failed = retry
        found.append((again, 2, lambda: workflow.incidents.retry(failed)))
    if not found:
        return None
    first = min(found, key=lambda each: each[:2])
    return first[0], first[2]


def _deliver_message(workflow: Procedure, command: DeliverMessage) -> bool:
    values = _accepted(command.values)
    for token in waiting_for(workflow, "message", command.name):
        token.task_spec.fire(token, values)
        return True
    return False


def _broadcast_signal(workflow: Procedure, command: BroadcastSignal) -> bool:
    workflow.data.update(_accepted(command.values))
    return broadcast(workflow, command.name) > 0


def _answer_call(workflow: Procedure, command: AnswerCall) -> None:
    token = _caller(workflow, command.call_id)
    store_of(token).update(_accepted(command.values))
    token.complete()


def _fail_call(workflow: Procedure, command: FailCall) -> None:
    token = _caller(workflow, command.call_id)
    if command.error_code is None:
        workflow.incidents.open(token, _failed_call(command.reason))
        return
    handler = find_handler(token, "error", command.error_code)
    if handler is None:
        workflow.incidents.open(token, uncaught(command.error_code))
        return
    handler.task_spec.fire(handler)


def _failed_call(reason: str) -> Failure:
    return Failure(
        "call_failed",
        f"What this element calls could not be done ({reason}). It is tried again by "
        "itself a few times.",
        passes=True,
    )


def _retry_incident(workflow: Procedure, command: RetryIncident) -> None:
    workflow.runs = 0
    workflow.incidents.retry(workflow.incidents.find(command.incident_id))


def _skip_incident(workflow: Procedure, command: SkipIncident) -> None:
    token = workflow.incidents.find(command.incident_id)
    store_of(token).update(_accepted(command.values))
    workflow.incidents.skip(token)


def _correct_incident(workflow: Procedure, command: CorrectIncident) -> None:
    token = workflow.incidents.find(command.incident_id)
    store_of(token).update(_accepted(command.values))
    workflow.incidents.retry(token)


def _extend_deadline(workflow: Procedure, command: ExtendDeadline) -> None:
    workflow.deadlines.extend(command.deadline_id, command.amount)


def _recalculate_deadline(workflow: Procedure, command: RecalculateDeadline) -> None:
    workflow.deadlines.recalculate(command.deadline_id)


def _set_data(workflow: Procedure, command: SetData) -> None:
    workflow.data.update(_accepted(command.values))


def _cancel_instance(workflow: Procedure, command: CancelInstance) -> None:
    root = workflow.task_tree
    for child in list(root.children):
        workflow.cancel_token(child)
    workflow.incidents.drop(root)
    root.task_spec.cancelled(root)
    workflow.recorder.happening("cancelled", root.task_spec)
    workflow.status = "cancelled"


_DO: Mapping[type, Callable[[Procedure, Any], bool | None]] = {
    CompleteTask: _complete_task,
    Wake: _wake,
    DeliverMessage: _deliver_message,
    BroadcastSignal: _broadcast_signal,
    AnswerCall: _answer_call,
    FailCall: _fail_call,
    RetryIncident: _retry_incident,
    SkipIncident: _skip_incident,
    CorrectIncident: _correct_incident,
    ExtendDeadline: _extend_deadline,
    RecalculateDeadline: _recalculate_deadline,
    SetData: _set_data,
    CancelInstance: _cancel_instance,
}


def _token(workflow: Procedure, key: str) -> Token | None:
    try:
        return workflow.tasks.get(int(key))
    except ValueError:
        return None


def _caller(workflow: Procedure, call_id: str) -> Token:
    token = _token(workflow, call_id)
    if token is None or "call" not in token.internal_data:
        raise NotInThisState("Nothing waits for the answer to this call any more.")
    return token


def _accepted(values: Values) -> dict[str, Any]:
    """Values from outside, if FEEL knows them."""
    for name, value in values.items():
        try:
            to_json(value)
        except FeelEvaluationError:
            raise ValuesRefused(
                f"The value {name!r} is of a kind that the process cannot hold.",
                field=name,
            ) from None
    return dict(values)


# --- Outcome ------------------------------------------------------------------------


def outcome_of(workflow: Procedure, caught: bool = True) -> Outcome:
    recorder = workflow.recorder
    following = _next(workflow) if workflow.status == "running" else None
    return Outcome(
        state=write_state(workflow),
        status=workflow.status,  # type: ignore[arg-type]
        data=dict(workflow.data),
        opened=tuple(recorder.opened),
        closed=tuple(recorder.closed),
        calls=tuple(recorder.calls),
        deadlines=tuple(recorder.deadlines),
        incidents=tuple(recorder.incidents.values()),
        resolved=tuple(recorder.resolved),
        happened=tuple(recorder.happened),
        tokens=_standing(workflow),
        wake_at=None if following is None else following[0],
        caught=caught,
        signals=tuple(recorder.signals),
        escalations=tuple(recorder.escalations),
    )


def _standing(workflow: Procedure) -> tuple[Standing, ...]:
    counts: dict[tuple[str, str], int] = {}
    for token in workflow.tasks.values():
        spec = token.task_spec
        hidden = spec.is_armed or is_repeated(spec) or token is workflow.task_tree
        if not hidden and token.is_live and "raced" not in token.internal_data:
            place = (spec.element_id, spec.process_id)
            counts[place] = counts.get(place, 0) + 1
    return tuple(
        Standing(element, process, count)
        for (element, process), count in counts.items()
    )
