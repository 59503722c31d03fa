"""Plays a process through with chosen answers and a clock that is set, not waited for.

A process owner tries a drawing with it, and keeps the trial as a test case: the form of
``DryRun.to_data`` is plain JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from .contract import (
    AnswerCall,
    BroadcastSignal,
    Call,
    Command,
    CompleteTask,
    DeadlineChange,
    DeliverMessage,
    FailCall,
    Happening,
    Incident,
    OpenedTask,
    Outcome,
    Token,
    Value,
    Values,
    Wake,
)
from .errors import EngineError
from .feel.json_form import from_json, to_json
from .running.stepping import start, step

if TYPE_CHECKING:
    from .compiling.compiled import CompiledProcess
    from .time import ClockDefinition

MOST_STEPS = 1_000


@dataclass(frozen=True)
class Answer:
    """How an element is answered when it is reached.

    The first answer given for an element is for its first visit, and so on; the last
    one goes for all later visits. A task without an answer stays open; a call without
    one is answered at once with nothing.

    :param after: how long the person or the operation takes
    :param error_code: a BPMN error that a call answers with
    """

    element_id: str
    after: timedelta = timedelta(0)
    outcome: str | None = None
    values: Values = field(default_factory=dict)
    performer: str | None = None
    error_code: str | None = None


@dataclass(frozen=True)
class Arrival:
    """A message or signal that comes from outside, ``after`` the start."""

    kind: str
    name: str
    after: timedelta
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class DryRun:
    """A trial: where it starts, what people answer, what arrives, and until when.

    :param repeats: whether the last answer of a task goes for all later visits; else a
        task that was answered often enough stays open. That of an operation goes on
    """

    starts: datetime
    values: Values = field(default_factory=dict)
    start_event: str | None = None
    answers: tuple[Answer, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    until: datetime | None = None
    repeats: bool = True

    def to_data(self) -> dict[str, Any]:
        """Plain JSON, read back by :meth:`from_data`."""
        return {
            "starts": self.starts.isoformat(),
            "values": _written(self.values),
            "start_event": self.start_event,
            "until": self.until.isoformat() if self.until else None,
            "repeats": self.repeats,
            "answers": [
                {
                    "element_id": each.element_id,
                    "after": each.after.total_seconds(),
                    "outcome": each.outcome,
                    "values": _written(each.values),
                    "performer": each.performer,
                    "error_code": each.error_code,
                }
                for each in self.answers
            ],
            "arrivals": [
                {
                    "kind": each.kind,
                    "name": each.name,
                    "after": each.after.total_seconds(),
                    "values": _written(each.values),
                }
                for each in self.arrivals
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> DryRun:
        """Read what :meth:`to_data` writes; anything else raises ``EngineError``."""
        try:
            return cls(
                starts=_moment(data["starts"]),
                values=_read(data.get("values", {})),
                start_event=data.get("start_event"),
                until=_moment(data["until"]) if data.get("until") else None,
                repeats=bool(data.get("repeats", True)),
                answers=tuple(
                    Answer(
                        each["element_id"],
                        timedelta(seconds=each.get("after", 0)),
                        each.get("outcome"),
                        _read(each.get("values", {})),
                        each.get("performer"),
                        each.get("error_code"),
                    )
                    for each in data.get("answers", ())
                ),
                arrivals=tuple(
                    Arrival(
                        each["kind"],
                        each["name"],
                        timedelta(seconds=each.get("after", 0)),
                        _read(each.get("values", {})),
                    )
                    for each in data.get("arrivals", ())
                ),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise EngineError(
                "This is no stored trial of a process; record it again."
            ) from None


@dataclass(frozen=True)
class Trace:
    """What a trial showed.

    :param ended_because: ``completed``, ``waiting`` (for something that the trial does
        not answer), ``until`` (its end was reached), ``refused`` (an answer did not
        fit: ``refusal`` says why) or ``too_long``
    :param path: ids of the elements that were entered, in order
    :param waits_for: open tasks without an answer
    :param missed: (when, name) of each message and signal that nothing waited for
    :param wake_at: when something happens by itself next
    """

    status: str
    ended_because: str
    ended_at: datetime
    data: Values
    path: tuple[str, ...]
    happened: tuple[Happening, ...]
    deadlines: tuple[DeadlineChange, ...]
    calls: tuple[Call, ...]
    incidents: tuple[Incident, ...]
    tokens: tuple[Token, ...]
    waits_for: tuple[str, ...] = ()
    refusal: str | None = None
    wake_at: datetime | None = None
    missed: tuple[tuple[datetime, str], ...] = ()


def dry_run(
    process: CompiledProcess,
    script: DryRun,
    *,
    clocks: Mapping[str, ClockDefinition],
) -> Trace:
    """Play a process through. Nothing outside of the result is touched."""
    return _Rehearsal(process, script, clocks).play()


_ARRIVALS = (DeliverMessage, BroadcastSignal)


class _Rehearsal:
    def __init__(
        self,
        process: CompiledProcess,
        script: DryRun,
        clocks: Mapping[str, ClockDefinition],
    ) -> None:
        self.process, self.script, self.clocks = process, script, clocks
        self.at = script.starts
        self.visits: dict[str, int] = {}
        self.agenda: list[tuple[datetime, int, Command, str | None]] = []
        self.open: dict[str, str] = {}
        self.seen: list[Outcome] = []
        self.missed: list[tuple[datetime, str]] = []
        self.number = 0

    def play(self) -> Trace:
        for arrival in self.script.arrivals:
            command: Command = DeliverMessage(arrival.name, arrival.values)
            if arrival.kind == "signal":
                command = BroadcastSignal(arrival.name, arrival.values)
            self._plan(self.at + arrival.after, command)
        try:
            self._take(
                start(
                    self.process,
                    self.script.values,
                    at=self.at,
                    clocks=self.clocks,
                    start_event=self.script.start_event,
                )
            )
            return self._trace(self._go_on())
        except EngineError as error:
            if not self.seen:
                raise
            return self._trace("refused", str(error))

    def _go_on(self) -> str:
        for _ in range(MOST_STEPS):
            last = self.seen[-1]
            if last.status != "running":
                return "completed"
            following = self._following(last)
            if following is None:
                return "waiting"
            when, command = following
            if self.script.until is not None and when > self.script.until:
                self.at = self.script.until
                return "until"
            self.at = max(self.at, when)
            outcome = step(
                self.process, last.state, command, at=self.at, clocks=self.clocks
            )
            self._take(outcome)
            if isinstance(command, _ARRIVALS) and not outcome.caught:
                self.missed.append((self.at, command.name))
        return "too_long"

    def _following(self, last: Outcome) -> tuple[datetime, Command] | None:
        """Whatever comes first: time before people, so a clock is never overtaken."""
        self.agenda = [
            item for item in self.agenda if item[3] is None or item[3] in self.open
        ]
        first = min(self.agenda, key=lambda item: item[:2], default=None)
        if last.wake_at is not None and (first is None or last.wake_at <= first[0]):
            return last.wake_at, Wake()
        if first is None:
            return None
        self.agenda.remove(first)
        return first[0], first[2]

    def _take(self, outcome: Outcome) -> None:
        self.seen.append(outcome)
        for closed in outcome.closed:
            self.open.pop(closed.task_id, None)
        for task in outcome.opened:
            self.open[task.task_id] = task.element_id
            self._answer_task(task)
        for call in outcome.calls:
            self._answer_call(call)

    def _answer_task(self, task: OpenedTask) -> None:
        answer = self._answer(task.element_id, repeats=self.script.repeats)
        if answer is not None:
            command = CompleteTask(
                task.task_id, answer.outcome, answer.values, answer.performer
            )
            self._plan(self.at + answer.after, command, task.task_id)

    def _answer_call(self, call: Call) -> None:
        # As in a test case, the last answer of an operation goes on.
        given = self._answer(call.element_id, repeats=True)
        answer = given or Answer(call.element_id)
        command: Command = AnswerCall(call.call_id, answer.values)
        if answer.error_code is not None:
            command = FailCall(call.call_id, "trial", answer.error_code)
        self.open[call.call_id] = call.element_id
        self._plan(self.at + answer.after, command, call.call_id)

    def _answer(self, element_id: str, *, repeats: bool) -> Answer | None:
        given = [e for e in self.script.answers if e.element_id == element_id]
        visit = self.visits.get(element_id, 0)
        self.visits[element_id] = visit + 1
        if visit < len(given):
            return given[visit]
        return given[-1] if given and repeats else None

    def _plan(self, when: datetime, command: Command, key: str | None = None) -> None:
        self.number += 1
        self.agenda.append((when, self.number, command, key))

    def _trace(self, because: str, refusal: str | None = None) -> Trace:
        last = self.seen[-1]
        happened = tuple(line for each in self.seen for line in each.happened)
        return Trace(
            status=last.status,
            ended_because=because,
            ended_at=self.at,
            data=last.data,
            path=tuple(h.element_id for h in happened if h.what == "entered"),
            happened=happened,
            deadlines=tuple(line for each in self.seen for line in each.deadlines),
            calls=tuple(call for each in self.seen for call in each.calls),
            incidents=tuple(i for each in self.seen for i in each.incidents),
            tokens=last.tokens,
            waits_for=tuple(self.open.values()) if last.status == "running" else (),
            refusal=refusal,
            wake_at=last.wake_at,
            missed=tuple(self.missed),
        )


def _written(values: Values) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}


def _read(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: from_json(value) for name, value in values.items()}


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(timezone.utc)
