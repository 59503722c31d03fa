"""Working time: which days are worked, and adding and measuring what is worked.

All moments in and out are aware datetimes; those that come out are in UTC. A
calendar answers from its data alone and never asks what time it is.

Sources of the rules. The day of the event is not counted, and a period of days
ends with the last hour of its last day: Regulation (EEC, Euratom) No 1182/71,
Article 3(1) and (2)(b); section 187(1) and 188(1) of the German Civil Code say the
same. For working days the last hour is the close of that day's last attendance.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from .calendar_data import (
    Attendance,
    DayOff,
    calendar_problems,
    content_hash,
    format_time,
    read_attendances,
    read_days_off,
    write_day_off,
)
from .errors import InvalidTimeData, NoWorkingTime
from .instants import (
    DAY_US,
    MICROSECOND,
    SECOND_US,
    from_us,
    local_to_us,
    to_us,
)
from .working_year import Span, WorkingYear, lay_out_year

EMPTY_YEARS_LIMIT = 100
"""Years without any working time after which a search gives up."""


@dataclass(frozen=True)
class WorkingCalendar:
    """When an office works: data handed in by whoever keeps it.

    ``zone`` is an IANA name. ``decreed_through`` is the last year whose public
    holidays have been decreed, or None where that does not matter: what runs past
    it may still move, and :meth:`undecreed_years` says so.

    Raises :class:`InvalidTimeData` with every problem.
    """

    zone: str
    attendances: tuple[Attendance, ...]
    days_off: tuple[DayOff, ...] = ()
    decreed_through: int | None = None
    name: str = ""
    _years: dict[int, WorkingYear] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        problems = calendar_problems(self.zone, self.attendances, self.days_off)
        if problems:
            raise InvalidTimeData(problems)

    # -- storage ---------------------------------------------------------------

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> WorkingCalendar:
        """Read what :meth:`to_data` writes; all problems in one error."""
        problems: list[str] = []
        attendances = read_attendances(data.get("attendances", ()), problems)
        days_off = read_days_off(data.get("days_off", ()), problems)
        decreed = data.get("decreed_through")
        if decreed is not None and not isinstance(decreed, int):
            problems.append(
                f"The last decreed year is {decreed!r}; write a year such as 2026."
            )
        zone = data.get("zone", "")
        if problems:
            problems += calendar_problems(zone, attendances or _ANY, days_off)
            raise InvalidTimeData(problems)
        return cls(zone, attendances, days_off, decreed, str(data.get("name", "")))

    def to_data(self) -> dict[str, Any]:
        """Plain JSON data, the same for the same calendar."""
        data: dict[str, Any] = {
            "zone": self.zone,
            "attendances": [
                [item.weekday, format_time(item.opens), format_time(item.closes)]
                for item in self.attendances
            ],
        }
        if self.days_off:
            data["days_off"] = [write_day_off(item) for item in self.days_off]
        if self.decreed_through is not None:
            data["decreed_through"] = self.decreed_through
        if self.name:
            data["name"] = self.name
        return data

    @cached_property
    def content_hash(self) -> str:
        """Identifies the calendar by its content, 32 hexadecimal digits."""
        return content_hash(self.to_data())

    # -- questions about days --------------------------------------------------

    @cached_property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def local_day(self, moment: datetime) -> date:
        """The calendar day on which ``moment`` lies in the calendar's zone."""
        return moment.astimezone(self.tzinfo).date()

    def is_working_day(self, day: date) -> bool:
        """Whether any working time is left on ``day`` after the days off."""
        days = self._year(day.year).days
        place = bisect_left(days, day.toordinal())
        return place < len(days) and days[place] == day.toordinal()

    def close_of(self, day: date) -> datetime | None:
        """The close of the last attendance on ``day``; None if it is not worked."""
        year = self._year(day.year)
        place = bisect_left(year.days, day.toordinal())
        if place == len(year.days) or year.days[place] != day.toordinal():
            return None
        return from_us(year.closes[place])

    def days_off_between(self, start: datetime, end: datetime) -> tuple[DayOff, ...]:
        """Days off that took working time between two moments, by their begin."""
        first, last = self.local_day(start), self.local_day(end)
        return tuple(
            item
            for item in sorted(self.days_off, key=lambda item: item.starts)
            if item.first_day <= last
            and item.last_day >= first
            and self._took_working_time(item, start, end)
        )

    def undecreed_years(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """Years from ``start`` to ``end`` whose public holidays are not decreed."""
        if self.decreed_through is None:
            return ()
        first = max(self.local_day(start).year, self.decreed_through + 1)
        return tuple(range(first, self.local_day(end).year + 1))

    # -- working time ----------------------------------------------------------

    def is_working_moment(self, moment: datetime) -> bool:
        """Whether ``moment`` lies in working time (closing time does not)."""
        return self._year_at(moment).is_working(to_us(moment))

    def next_working_moment(self, moment: datetime) -> datetime:
        """``moment`` itself in working time, else the next opening after it."""
        moment_us = to_us(moment)

        def opening(year: WorkingYear) -> int | None:
            return year.working_from(moment_us)

        return from_us(self._search(self.local_day(moment).year, opening))

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The close of the ``days``-th working day after the day of ``start``.

        The day of ``start`` is not counted. ``days`` may be negative: then the
        close of that many working days before the day of ``start``, so that
        counting forward again ends on the same day. Zero gives ``start``.
        """
        if days == 0:
            return start
        day = self.local_day(start)
        number, year = day.year, self._year(day.year)
        if days > 0:
            place = bisect_right(year.days, day.toordinal()) + days - 1
        else:
            place = bisect_left(year.days, day.toordinal()) + days
        empty = 0
        while place >= len(year.days):
            place -= len(year.days)
            number, year = number + 1, self._year(number + 1)
            empty = self._count_empty(empty, year)
        while place < 0:
            number, year = number - 1, self._year(number - 1)
            place += len(year.days)
            empty = self._count_empty(empty, year)
        return from_us(year.closes[place])

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest moment by which ``amount`` of working time has passed.

        A negative amount looks back: the earliest moment from which no more than
        that much working time is left until ``start``. Zero gives ``start``.
        """
        amount_us = amount // MICROSECOND
        if amount_us == 0:
            return start
        number = self.local_day(start).year
        year = self._year(number)
        target = year.worked_until(to_us(start)) + amount_us
        empty = 0
        while target > year.worked:
            target -= year.worked
            number, year = number + 1, self._year(number + 1)
            empty = self._count_empty(empty, year)
        while target <= 0:
            number, year = number - 1, self._year(number - 1)
            target += year.worked
            empty = self._count_empty(empty, year)
        return from_us(year.moment_of(target))

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """:meth:`add_working_time` with hours, which may have decimals."""
        return self.add_working_time(start, timedelta(hours=hours))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from ``start`` to ``end``, as it really passes.

        An hour that the clock skips is not worked, one shown twice is worked twice.
        Negative where ``end`` lies before ``start``.
        """
        first, last = self.local_day(start).year, self.local_day(end).year
        if first > last:
            return -self.working_time_between(end, start)
        worked = self._year(last).worked_until(to_us(end))
        worked -= self._year(first).worked_until(to_us(start))
        worked += sum(self._year(number).worked for number in range(first, last))
        return timedelta(microseconds=worked)

    # -- calendar days and local times -----------------------------------------

    def add_calendar_days(self, start: datetime, days: int) -> datetime:
        """The end (24:00) of the ``days``-th calendar day after that of ``start``.

        The day of ``start`` is not counted. Negative counts back to the end of
        that many days before; zero gives ``start``.
        """
        if days == 0:
            return start
        return self.end_of_day(self.local_day(start) + timedelta(days=days))

    def end_of_day(self, day: date) -> datetime:
        """The moment at which the calendar day ``day`` ends in the zone."""
        midnight = datetime.min.time()
        return self.moment(datetime.combine(day + timedelta(days=1), midnight))

    def moment(self, local: datetime) -> datetime:
        """The moment of a naive local time; see ``instants`` for clock changes."""
        return from_us(local_to_us(self.tzinfo, local))

    # -- inside ----------------------------------------------------------------

    def _year(self, number: int) -> WorkingYear:
        year = self._years.get(number)
        if year is None:
            if not 1 < number < 9999:
                raise NoWorkingTime(
                    f"Working time cannot be counted in the year {number}; "
                    "use a smaller amount."
                )
            year = lay_out_year(number, self.tzinfo, self._week, self._off)
            self._years[number] = year
        return year

    def _year_at(self, moment: datetime) -> WorkingYear:
        return self._year(self.local_day(moment).year)

    def _search(self, number: int, find: Callable[[WorkingYear], int | None]) -> int:
        empty = 0
        while True:
            year = self._year(number)
            found = find(year)
            if found is not None:
                return found
            number += 1
            empty = self._count_empty(empty, year)

    def _count_empty(self, empty: int, year: WorkingYear) -> int:
        if year.days:
            return 0
        if empty >= EMPTY_YEARS_LIMIT:
            raise NoWorkingTime(
                f"The calendar has no working time in {EMPTY_YEARS_LIMIT} years; "
                "look whether its days off cover everything."
            )
        return empty + 1

    def _took_working_time(
        self, day_off: DayOff, start: datetime, end: datetime
    ) -> bool:
        """Whether an attendance lies under ``day_off`` between the two moments."""
        first = max(to_us(self.moment(day_off.starts)), to_us(start))
        last = min(to_us(self.moment(day_off.ends)), to_us(end))
        if first >= last:
            return False
        if last - first >= 7 * DAY_US:
            return True
        plain = self._without_days_off
        return bool(plain.working_time_between(from_us(first), from_us(last)))

    @cached_property
    def _without_days_off(self) -> WorkingCalendar:
        return WorkingCalendar(self.zone, self.attendances)

    @cached_property
    def _week(self) -> Sequence[Sequence[Span]]:
        week: list[list[Span]] = [[] for _ in range(7)]
        for item in sorted(self.attendances):
            span = (item.opens * SECOND_US, item.closes * SECOND_US)
            week[item.weekday].append(span)
        return week

    @cached_property
    def _off(self) -> Sequence[Span]:
        """Days off as sorted, disjoint spans of local microseconds."""
        epoch = datetime(1970, 1, 1)
        merged: list[Span] = []
        for item in sorted(self.days_off, key=lambda item: item.starts):
            start = (item.starts - epoch) // MICROSECOND
            end = (item.ends - epoch) // MICROSECOND
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged


_ANY = (Attendance(0, 0, 86_400),)
"""Stands in for unreadable attendances, of which has been complained already."""
