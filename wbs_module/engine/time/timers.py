"""The three BPMN timers, and when they are due.

Years, months, weeks and days are counted by the wall clock of the zone (``P1D`` from
09:00 is 09:00, also where the clock is changed in between); hours, minutes and seconds
pass as they are. A month later than the 31st is the last day where a month is
shorter. A cycle counts each of its firings from its beginning, so that monthly from
31 January goes on with 28 February and 31 March.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .errors import TimeError
from .instants import UTC, from_us, local_to_us

SHORTEST_ENDLESS_PERIOD = timedelta(minutes=1)
MADE_UP_AT_ONCE = 20
"""Missed firings of a cycle that one step makes up; the rest follow in later ones."""


@dataclass(frozen=True)
class TimerDate:
    """Due at one moment; at once where that has passed."""

    moment: datetime

    def first_due(self, start: datetime) -> datetime:
        return self.moment


@dataclass(frozen=True)
class TimerDuration:
    """Due a time after it is armed: ``months`` and ``days`` by the wall clock of
    ``zone``, then ``exact``."""

    months: int
    days: int
    exact: timedelta
    zone: str

    @property
    def is_zero(self) -> bool:
        return not (self.months or self.days or self.exact)

    def first_due(self, start: datetime) -> datetime:
        return self.times(1, start)

    def times(self, number: int, start: datetime) -> datetime:
        """``number`` times the duration after ``start``; negative: before it."""
        try:
            moment = start.astimezone(UTC)
            if self.months or self.days:
                zone = ZoneInfo(self.zone)
                local = moment.astimezone(zone)
                naive = local.replace(tzinfo=None, fold=0)
                moved = _add_months(naive, number * self.months)
                moved += timedelta(days=number * self.days)
                if moved != naive:  # else a time shown twice keeps its showing
                    moment = from_us(local_to_us(zone, moved))
            return moment + number * self.exact
        except (ValueError, OverflowError):
            raise TimeError(
                "The timer runs beyond the year 9999; use a shorter duration."
            ) from None


@dataclass(frozen=True)
class TimerCycle:
    """Due again and again: ``count`` times, or without end where that is None.

    Without ``start`` and ``end`` the first firing comes one ``period`` after the timer
    is armed. With ``start`` it comes at ``start`` and then after each period. With
    ``end`` the last one comes at ``end`` and the others periods before it. What would
    have been due before the timer was armed is not made up, but counts.
    """

    period: TimerDuration
    count: int | None = None
    start: datetime | None = None
    end: datetime | None = None

    def check(self) -> list[str]:
        """Problems at deployment, one sentence each."""
        if self.count is None and self._shortest_period < SHORTEST_ENDLESS_PERIOD:
            return [
                "The cycle repeats without end and more often than once a minute; "
                "use a longer period or a number of repetitions, such as R10/PT30S."
            ]
        return []

    @property
    def _shortest_period(self) -> timedelta:
        if self.period.months or self.period.days:
            return SHORTEST_ENDLESS_PERIOD
        return self.period.exact

    def due(self, number: int, armed: datetime) -> datetime | None:
        """When firing ``number`` (from 1) comes for a timer armed at ``armed``.

        None when there is no such firing: they are all over.
        """
        if number < 1:
            raise TimeError("The firings of a cycle are counted from 1.")
        if self.end is not None:
            return self._due_towards_end(number, armed, self.end)
        if self.start is None:
            if self.count is not None and number > self.count:
                return None
            return self.period.times(number, armed)
        index = self._first_from(self.start, armed) + number - 1
        if self.count is not None and index >= self.count:
            return None
        return self.period.times(index, self.start)

    def first_due(self, start: datetime) -> datetime | None:
        return self.due(1, start)

    def next_due(self, fired: int, armed: datetime) -> datetime | None:
        """When the firing after ``fired`` ones comes."""
        return self.due(fired + 1, armed)

    def missed(
        self, fired: int, armed: datetime, at: datetime, limit: int = MADE_UP_AT_ONCE
    ) -> tuple[datetime, ...]:
        """Firings due up to ``at`` after ``fired`` ones, one for each period, in due
        order, at most ``limit``: whoever steps asks again for the rest."""
        moments: list[datetime] = []
        while len(moments) < limit:
            moment = self.due(fired + len(moments) + 1, armed)
            if moment is None or moment > at:
                break
            moments.append(moment)
        return tuple(moments)

    def _first_from(self, start: datetime, armed: datetime) -> int:
        """Index of the first occurrence, from ``start`` on, not before ``armed``."""
        if armed <= start:
            return 0
        return _least(lambda index: self.period.times(index, start) >= armed)

    def _due_towards_end(
        self, number: int, armed: datetime, end: datetime
    ) -> datetime | None:
        if armed > end:
            return None
        left = _least(lambda index: self.period.times(-index, end) < armed)
        if self.count is not None:
            left = min(left, self.count)
        return self.period.times(number - left, end) if number <= left else None


def _least(found: Callable[[int], bool]) -> int:
    """The least index from 0 on for which the monotone ``found`` holds."""
    high = 1
    while not found(high):
        high *= 2
    return bisect_left(range(high), True, key=found)


def _add_months(local: datetime, months: int) -> datetime:
    if not months:
        return local
    total = local.year * 12 + local.month - 1 + months
    year, month = divmod(total, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)
