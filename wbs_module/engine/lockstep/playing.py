"""Plays a test case: one step, then a look, then the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..contract import (
    AnswerCall,
    BroadcastSignal,
    Call,
    Command,
    CompleteTask,
    DeliverMessage,
    FailCall,
    OpenedTask,
    Outcome,
    SetData,
    Wake,
)
from ..errors import EngineError
from ..running.stepping import start, step
from ..time import Amount, ClockDefinition, Unit, WorkingCalendar
from .cases import CallAnswer, Expectation, LockstepCase, Step
from .looking import Seen, look
from .reading import MOMENT
from .result import CaseResult, Mismatch, Moment

if TYPE_CHECKING:
    from ..compiling.compiled import CompiledProcess

MOST_STEPS = 1_000


def play(
    process: CompiledProcess,
    case: LockstepCase,
    *,
    clocks: Mapping[str, ClockDefinition],
    calendar: WorkingCalendar,
) -> CaseResult:
    """Play ``case``; what is not as expected stands in the result, nothing is raised.

    :param calendar: the office's: its zone, and the days by which steps wait
    """
    return _Play(process, case, clocks, calendar).result()


class _Stop(Exception):
    """The case cannot go on; the mismatch says why."""

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.code, self.parameters = code, parameters


class _Play:
    def __init__(
        self,
        process: CompiledProcess,
        case: LockstepCase,
        clocks: Mapping[str, ClockDefinition],
        calendar: WorkingCalendar,
    ) -> None:
        self.process, self.case = process, case
        self.clocks, self.calendar = clocks, calendar
        self.zone = ZoneInfo(calendar.zone)
        self.now = self._utc(case.starts)
        self.seen = Seen(self.zone)
        self.visits: dict[str, int] = {}
        self.engine_steps = 0
        self.moments: list[Moment] = []
        self.mismatches: list[Mismatch] = []

    def result(self) -> CaseResult:
        if not self._says_nonsense():
            number = 0
            try:
                self._start()
                for number, item in enumerate(self.case.steps, 1):
                    self._do(number, item)
                number = -1
                self._look(None, self.case.expect, whole=True)
            except _Stop as stop:
                place = None if number < 0 else number
                self.mismatches.append(Mismatch(place, stop.code, stop.parameters))
        return CaseResult(self.case.name, tuple(self.moments), tuple(self.mismatches))

    def _says_nonsense(self) -> bool:
        """A case that names what is not drawn, or expects nothing, proves nothing."""
        expected: list[tuple[int | None, Expectation]] = [(None, self.case.expect)]
        known = {each.id for each in self.process.elements}
        known |= {f"{each.process_id}/{each.id}" for each in self.process.elements}
        named: list[tuple[int | None, str]] = [(0, e) for e in self.case.answers]
        for number, item in enumerate(self.case.steps, 1):
            expected.append((number, item.expect))
            if item.kind == "task":
                named.append((number, item.target))
        for place, expect in expected:
            elements = (*(expect.open or ()), *expect.path, *expect.never)
            of_clocks = (each.element for each in expect.deadlines if each.element)
            named += [(place, e) for e in (*elements, *of_clocks)]
        self.mismatches += [
            Mismatch(place, "case_unknown_element", {"element": element})
            for place, element in named
            if element not in known
        ]
        refused = any(item.refused for item in self.case.steps)
        if not refused and all(expect.is_empty for _place, expect in expected):
            self.mismatches.append(Mismatch(None, "case_expects_nothing"))
        return bool(self.mismatches)

    # --- doing -----------------------------------------------------------------------

    def _start(self) -> None:
        try:
            outcome = start(
                self.process,
                self.case.values,
                at=self.now,
                clocks=self.clocks,
                start_event=self.case.start_event,
                performer=self.case.by,
            )
        except EngineError as error:
            raise _Stop("case_refused", element="-", reason=str(error)) from None
        self._take(outcome)
        self._note(0, "")

    def _do(self, number: int, item: Step) -> None:
        self.seen.begin()
        self._go_to(self._when(item))
        if item.kind != "wait":
            self._command(item)
        self._note(number, item.target or item.kind)
        self._look(number, item.expect)

    def _command(self, item: Step) -> None:
        command = self._command_of(item)
        if self.seen.status != "running":
            raise _Stop("case_status", seen=self.seen.status, expected="running")
        try:
            outcome = self._step(command)
        except EngineError as error:
            if error.code == item.refused:
                return
            raise _Stop(
                "case_refused", element=item.target, reason=str(error)
            ) from None
        if item.refused:
            raise _Stop("case_not_refused", element=item.target, error=item.refused)
        if not outcome.caught:
            raise _Stop("case_not_awaited", name=item.target)
        self._take(outcome)

    def _command_of(self, item: Step) -> Command:
        if item.kind == "message":
            return DeliverMessage(item.target, item.values)
        if item.kind == "signal":
            return BroadcastSignal(item.target, item.values)
        if item.kind == "set":
            return SetData(item.values)
        return CompleteTask(
            self._task(item).task_id,
            item.outcome,
            item.values,
            item.by,
            frozenset(item.filled) if item.filled is not None else None,
        )

    def _task(self, item: Step) -> OpenedTask:
        for task in self.seen.tasks.values():
            if self.seen.is_named(task, item.target) and (
                item.item is None or task.item == item.item
            ):
                return task
        raise _Stop("case_task_not_open", element=item.target, open=self.seen.open_text)

    def _take(self, outcome: Outcome) -> None:
        """Note an outcome, and answer its calls at once."""
        calls = list(self.seen.take(outcome))
        while calls:
            command = self._answer(calls.pop(0))
            try:
                calls += self.seen.take(self._step(command))
            except EngineError as error:
                raise _Stop("case_refused", element="-", reason=str(error)) from None

    def _answer(self, call: Call) -> Command:
        given = self.case.answers.get(call.element_id) or self.case.answers.get(
            f"{call.process_id}/{call.element_id}", (CallAnswer(),)
        )
        visit = self.visits.get(call.element_id, 0)
        self.visits[call.element_id] = visit + 1
        answer = given[min(visit, len(given) - 1)]
        if answer.error is not None:
            return FailCall(call.call_id, "test case", answer.error)
        return AnswerCall(call.call_id, answer.values)

    def _step(self, command: Command) -> Outcome:
        self.engine_steps += 1
        if self.engine_steps > MOST_STEPS:
            raise _Stop("case_too_long", count=str(MOST_STEPS))
        return step(
            self.process, self.seen.state, command, at=self.now, clocks=self.clocks
        )

    # --- time ------------------------------------------------------------------------

    def _go_to(self, moment: datetime) -> None:
        if moment < self.now:
            raise _Stop("case_too_early", at=self._local(moment))
        while self.seen.wake_at is not None and self.seen.wake_at <= moment:
            self.now = max(self.now, self.seen.wake_at)
            self._take(self._step(Wake()))
        self.now = moment

    def _when(self, item: Step) -> datetime:
        if item.at is not None:
            return self._utc(item.at)
        return self._later(item.after) if item.after is not None else self.now

    def _later(self, amount: Amount) -> datetime:
        """Days keep the time of day: two working days after Monday 09:00 is Wednesday
        09:00, where Tuesday and Wednesday are worked."""
        if not amount.unit.counts_days:
            return amount.after(self.now, self.calendar)
        local = self.now.astimezone(self.zone).replace(tzinfo=None)
        days = int(amount.number)
        if amount.unit is Unit.CALENDAR_DAYS:
            return self._utc(local + timedelta(days=days))
        if days:
            last = self.calendar.add_working_days(self.now, days)
            day = (last - timedelta(seconds=1)).astimezone(self.zone).date()
            local = datetime.combine(day, local.time())
        return self._utc(local)

    def _utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(timezone.utc)

    def _local(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):{MOMENT}}"

    # --- looking ---------------------------------------------------------------------

    def _note(self, number: int, did: str) -> None:
        entered = self.seen.entered if number else self.seen.path
        self.moments.append(
            Moment(number, self.now, did, tuple(entered), self.seen.open)
        )

    def _look(
        self, number: int | None, expect: Expectation, *, whole: bool = False
    ) -> None:
        self.mismatches += [
            Mismatch(number, code, parameters)
            for code, parameters in look(self.seen, expect, whole=whole)
        ]
