"""When timer events are due, and whose turn it is when time has passed.

A timer's token remembers ``due``; a cycle also ``armed`` and ``fired``; a timer that
names a clock keeps a deadline of its own (``clock``), or looks at the one of its host
where both name the same clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal, cast

from ..feel import YearsMonthsDuration
from ..time import (
    Deadline,
    DeadlineState,
    TimeError,
    TimerCycle,
    TimerDate,
    TimerDuration,
    due_at,
    parse_timer_cycle,
    parse_timer_date,
    parse_timer_duration,
    pause,
    resume,
)
from .conditions import Formula
from .data import names_for
from .deadlines import may_pause
from .failure import Failure

if TYPE_CHECKING:
    from .token import Token
    from .workflow import Procedure

Fixed = TimerDate | TimerDuration | TimerCycle

_READERS: dict[str, Any] = {
    "date": parse_timer_date,
    "duration": parse_timer_duration,
    "cycle": parse_timer_cycle,
}


@dataclass(frozen=True)
class TimerRule:
    """How a drawn timer says when it fires: exactly one of the three is given.

    :param zone: IANA zone of wall-clock times
    """

    kind: Literal["date", "duration", "cycle"] | None
    zone: str
    clock: str | None = None
    fixed: Fixed | None = None
    formula: Formula | None = None

    def timer(self, token: Token) -> Fixed:
        if self.fixed is not None:
            return self.fixed
        assert self.formula is not None and self.kind is not None
        value = self.formula.value(names_for(token), token.workflow)
        try:
            return _timer_from(value, self.kind, self.zone)
        except TimeError as error:
            raise Failure("timer", f"The timer cannot be read: {error}") from None


def _timer_from(value: Any, kind: str, zone: str) -> Fixed:
    if isinstance(value, str):
        return cast(Fixed, _READERS[kind](value.strip(), zone))
    if kind == "date" and isinstance(value, datetime):
        if value.tzinfo is None:
            return parse_timer_date(value.isoformat(), zone)
        return TimerDate(value.astimezone(timezone.utc))
    if kind == "date" and isinstance(value, date):
        return parse_timer_date(value.isoformat(), zone)
    if kind in ("duration", "cycle"):
        period = _duration_from(value, zone)
        if period is not None:
            return TimerCycle(period) if kind == "cycle" else period
    raise Failure(
        "timer",
        f"The timer's expression must give a {kind}, and gave something else. Correct "
        "the data that it reads.",
    )


def _duration_from(value: Any, zone: str) -> TimerDuration | None:
    if isinstance(value, YearsMonthsDuration) and value.months >= 0:
        return TimerDuration(value.months, 0, timedelta(0), zone)
    if isinstance(value, timedelta) and value >= timedelta(0):
        return TimerDuration(0, value.days, value - timedelta(value.days), zone)
    return None


class Timing:
    """All timers of one instance."""

    def __init__(self, workflow: Procedure) -> None:
        self.workflow = workflow
        self.waiting: dict[int, Token] = {}

    # --- One timer --------------------------------------------------------------------

    def arm(self, token: Token, rule: TimerRule) -> None:
        """Work out when a timer fires, from now."""
        kept, at = token.internal_data, self.workflow.now()
        if rule.clock is not None:
            self._arm_clock(token, rule.clock)
        else:
            timer = rule.timer(token)
            if isinstance(timer, TimerCycle):
                problems = timer.check()
                if problems:
                    raise Failure("timer", " ".join(problems))
                kept["armed"], kept["fired"] = at, 0
            try:
                due = timer.first_due(at)
            except TimeError as error:
                raise Failure("timer", str(error)) from None
            kept["due"] = due
        self.waiting[token.id] = token

    def _arm_clock(self, token: Token, clock: str) -> None:
        deadlines = self.workflow.deadlines
        host = self.workflow.tasks[token._parent]
        for key in deadlines.of(host):
            if token.task_spec.is_armed and deadlines.running[key].clock == clock:
                token.internal_data["deadline"] = key
                return
        deadline = deadlines.begun(clock)
        pauser = deadlines._pauser(clock)
        if pauser is not None and may_pause(deadline, pauser):
            deadline = pause(deadline, self.workflow.now(), pauser)
        token.internal_data["clock"] = deadline

    def due(self, token: Token) -> datetime | None:
        """When it fires; ``None`` while its clock stands still."""
        kept = token.internal_data
        if "deadline" in kept:
            item = self.workflow.deadlines.running.get(kept["deadline"])
            return None if item is None else _clock_due(item.deadline)
        if "clock" in kept:
            return _clock_due(kept["clock"])
        due: datetime | None = kept.get("due")
        return due

    def forget(self, token: Token) -> None:
        self.waiting.pop(token.id, None)

    def again(self, token: Token, rule: TimerRule) -> bool:
        """Count a firing of a timer that may fire more than once; whether it will."""
        kept = token.internal_data
        if "armed" not in kept:
            return False
        timer = rule.timer(token)
        if not isinstance(timer, TimerCycle):
            return False
        kept["fired"] += 1
        due = timer.next_due(kept["fired"], kept["armed"])
        kept["due"] = due
        return due is not None

    # --- Clocks that stand still ------------------------------------------------------

    def pause(self, clocks: tuple[str, ...], because: str) -> None:
        for deadline, kept in self._named(clocks):
            if may_pause(deadline, because):
                kept["clock"] = pause(deadline, self.workflow.now(), because)

    def resume(self, clocks: tuple[str, ...]) -> None:
        for deadline, kept in self._named(clocks):
            if deadline.state is DeadlineState.PAUSED:
                kept["clock"] = resume(deadline, self.workflow.now())

    def _named(self, clocks: tuple[str, ...]) -> list[tuple[Deadline, dict[str, Any]]]:
        kept = [token.internal_data for token in self.waiting.values()]
        return [
            (each["clock"], each)
            for each in kept
            if "clock" in each and each["clock"].definition.key in clocks
        ]

    # --- What comes next --------------------------------------------------------------

    def next_due(self) -> tuple[datetime, Token] | None:
        found: tuple[datetime, int] | None = None
        for token_id, token in self.waiting.items():
            due = self.due(token)
            if due is not None and (found is None or (due, token_id) < found):
                found = (due, token_id)
        return None if found is None else (found[0], self.waiting[found[1]])


def _clock_due(deadline: Deadline) -> datetime | None:
    if deadline.state is not DeadlineState.RUNNING:
        return None
    return due_at(deadline, deadline.started)
