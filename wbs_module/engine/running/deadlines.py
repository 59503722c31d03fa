"""Clocks at work on tasks, subprocesses and the process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..contract import DeadlineChange
from ..errors import NotInThisState
from ..time import (
    ClockDefinition,
    ClockEvent,
    Deadline,
    DeadlineRefused,
    DeadlineState,
    InvalidTimeData,
    NoWorkingTime,
    TimeError,
    due_at,
    extend,
    finish,
    fire_due,
    next_event,
    pause,
    recalculate,
    resume,
    start_deadline,
    stop,
    warn_at,
)
from .failure import Failure

if TYPE_CHECKING:
    from .node import FlowNode
    from .token import Token
    from .workflow import Procedure

_WORDS = {"warn": "warned", "due": "due", "escalate": "escalated"}


@dataclass
class Running:
    """A deadline, the token whose clock it is, and the node that names the clock (for
    a called process, the process itself)."""

    key: str
    owner: int
    element_id: str
    process_id: str
    scope: str
    deadline: Deadline

    @property
    def clock(self) -> str:
        return self.deadline.definition.key


def may_pause(deadline: Deadline, because: str) -> bool:
    """Whether a running clock's own rule lets this element pause it."""
    definition = deadline.definition
    reasons = definition.pause_reasons
    running = deadline.state is DeadlineState.RUNNING
    return running and definition.pausable and (not reasons or because in reasons)


class Deadlines:
    """All deadlines of one instance that are not over."""

    def __init__(self, workflow: Procedure) -> None:
        self.workflow = workflow
        self.running: dict[str, Running] = {}
        self.by_owner: dict[int, list[str]] = {}
        self.pausing: dict[int, tuple[str, ...]] = {}

    # --- What nodes say ---------------------------------------------------------------

    def entered(self, token: Token) -> None:
        """A token has entered a node that names a clock or pauses some."""
        spec = token.task_spec
        if spec.runs_clock:
            scope = "subprocess" if spec.is_scope else "task"
            self.start(token, spec.runs_clock, scope)
        if spec.element.pauses:
            self.pausing[token.id] = spec.element.pauses
            self._pause(spec.element.pauses, spec.element_id)

    def left(self, token: Token) -> None:
        at = self.workflow.now()
        for item in self._released(token):
            item.deadline, result = finish(item.deadline, at)
            self._say(item, "met" if result.in_time else "late", result.due)

    def cancelled(self, token: Token) -> None:
        at = self.workflow.now()
        for item in self._released(token):
            due = due_at(item.deadline, at)
            item.deadline = stop(item.deadline, at)
            self._say(item, "stopped", due)

    def start(
        self,
        token: Token,
        clock: str,
        scope: str,
        place: tuple[str, str] | None = None,
    ) -> None:
        """Start a clock for a token, standing still where something pauses it.

        :param place: element id and process id to report, for a process's own clock
        """
        if any(self.running[key].clock == clock for key in self.of(token)):
            return
        spec: FlowNode = token.task_spec
        element_id, process_id = place or (spec.element_id, spec.process_id)
        deadline = self.begun(clock)
        key = str(self.workflow.new_id())
        item = Running(key, token.id, element_id, process_id, scope, deadline)
        self.add(item)
        self._say(item, "started")
        pauser = self._pauser(clock)
        if pauser is not None and may_pause(deadline, pauser):
            item.deadline = pause(deadline, self.workflow.now(), pauser)
            self._say(item, "paused")

    def begun(self, clock: str) -> Deadline:
        """A clock that starts now; an unknown or unusable one is a failure."""
        definition = self.definition(clock)
        try:
            return start_deadline(definition, self.workflow.now())
        except (InvalidTimeData, NoWorkingTime, TimeError) as error:
            raise Failure("clock", str(error), passes=True) from None

    def definition(self, clock: str) -> ClockDefinition:
        definition = self.workflow.clocks.get(clock)
        if definition is None:
            raise Failure(
                "clock_unknown",
                f"The clock {clock!r} is not among the office's clocks. Define it, "
                "then try again.",
                passes=True,
            )
        return definition

    def drop(self, item: Running) -> None:
        """Stop a deadline whose clock is named no more."""
        at = self.workflow.now()
        due = due_at(item.deadline, at)
        self.by_owner[item.owner].remove(item.key)
        del self.running[item.key]
        item.deadline = stop(item.deadline, at)
        self._say(item, "stopped", due)

    # --- What commands say ------------------------------------------------------------

    def extend(self, key: str, amount: int) -> None:
        item = self._item(key)
        try:
            item.deadline = extend(
                item.deadline, amount, "extended", self.workflow.now()
            )
        except DeadlineRefused as error:
            raise NotInThisState(str(error)) from None
        self._say(item, "extended")

    def recalculate(self, key: str) -> None:
        item = self._item(key)
        definition = self.workflow.clocks.get(item.clock)
        if definition is None:
            raise NotInThisState(
                f"The clock {item.clock!r} is no longer defined; define it first."
            )
        try:
            preview = recalculate(item.deadline, definition, self.workflow.now())
        except TimeError as error:
            raise NotInThisState(str(error)) from None
        item.deadline = preview.deadline
        self._say(item, "recalculated")

    # --- Time -------------------------------------------------------------------------

    def next_due(self) -> tuple[datetime, str] | None:
        """The deadline with the earliest step ahead, and when."""
        found: tuple[datetime, int, str] | None = None
        for key, item in self.running.items():
            event = next_event(item.deadline)
            if event is not None:
                candidate = (event.when, int(key), key)
                if found is None or candidate < found:
                    found = candidate
        return None if found is None else (found[0], found[2])

    def fire(self, key: str, until: datetime) -> None:
        """Take the steps of one deadline due at one moment."""
        item = self.running[key]
        events, item.deadline = fire_due(item.deadline, until)
        for event in events:
            self._say_event(item, event)

    # --- Book-keeping -----------------------------------------------------------------

    def of(self, token: Token) -> list[str]:
        return self.by_owner.get(token.id, [])

    def add(self, item: Running) -> None:
        self.running[item.key] = item
        self.by_owner.setdefault(item.owner, []).append(item.key)

    def _released(self, token: Token) -> list[Running]:
        """Take a token's deadlines away, and end the pauses that it held."""
        pauses = self.pausing.pop(token.id, ())
        items = [self.running.pop(key) for key in self.by_owner.pop(token.id, [])]
        if pauses:
            self._resume(pauses)
        return items

    def _pauser(self, clock: str) -> str | None:
        for token_id, clocks in self.pausing.items():
            if clock in clocks:
                found: str = self.workflow.tasks[token_id].task_spec.element_id
                return found
        return None

    def _pause(self, clocks: tuple[str, ...], because: str) -> None:
        at = self.workflow.now()
        for item in self.running.values():
            if item.clock in clocks and may_pause(item.deadline, because):
                item.deadline = pause(item.deadline, at, because)
                self._say(item, "paused")
        self.workflow.timing.pause(clocks, because)

    def _resume(self, clocks: tuple[str, ...]) -> None:
        at = self.workflow.now()
        free = tuple(clock for clock in clocks if self._pauser(clock) is None)
        for item in self.running.values():
            if item.clock in free and item.deadline.state is DeadlineState.PAUSED:
                item.deadline = resume(item.deadline, at)
                self._say(item, "resumed")
        self.workflow.timing.resume(free)

    def _item(self, key: str) -> Running:
        if key not in self.running:
            raise NotInThisState(
                "This deadline is over or never was here; reload the case."
            )
        return self.running[key]

    def _say_event(self, item: Running, event: ClockEvent) -> None:
        self._say(item, _WORDS[event.kind], level=event.level)

    def _say(
        self,
        item: Running,
        what: str,
        due: datetime | None = None,
        level: str | None = None,
    ) -> None:
        at = self.workflow.now()
        warn = None if due else warn_at(item.deadline, at)
        owner = self.workflow.tasks.get(item.owner)
        shows = owner is not None and owner.task_spec.shows_task
        self.workflow.recorder.deadlines.append(
            DeadlineChange(
                deadline_id=item.key,
                clock=item.clock,
                what=what,
                at=at,
                element_id=item.element_id,
                process_id=item.process_id,
                scope=item.scope,  # type: ignore[arg-type]
                task_id=str(item.owner) if shows else None,
                level=level,
                due_at=due or due_at(item.deadline, at),
                warn_at=warn,
                deadline=item.deadline.to_data(whole=True),
            )
        )
