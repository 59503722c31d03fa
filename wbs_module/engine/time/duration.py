"""Amounts of time in the four units that clocks are given in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from .working_calendar import WorkingCalendar

LONGEST_DAYS = 36_525
"""A hundred years: no clock may be longer."""


class Unit(str, Enum):
    """What a clock counts.

    Days are counted without the day of the event and end with their last hour;
    hours run from the moment of the event. Working units count by the calendar.
    """

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_HOURS = "calendar_hours"

    @property
    def counts_days(self) -> bool:
        return self in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)

    @property
    def counts_working_time(self) -> bool:
        return self in (Unit.WORKING_DAYS, Unit.WORKING_HOURS)

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True)
class Amount:
    """A number of one unit. Hours may have decimals, days may not."""

    number: float
    unit: Unit

    def __str__(self) -> str:
        words = self.unit.words
        return f"{self.number:g} {words[:-1] if self.number == 1 else words}"

    def problems(self, what: str, *, zero: bool = False) -> list[str]:
        """Why the amount cannot be used, as sentences about ``what``."""
        number = self.number
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            return [f"{what} is {number!r}; write a number."]
        if number < 0 or (number == 0 and not zero):
            least = "zero or more" if zero else "more than zero"
            return [f"{what} is {number:g}; it must be {least}."]
        if self.unit.counts_days and number != int(number):
            return [f"{what} is {number:g} days; use whole days, or hours."]
        if not number / (1 if self.unit.counts_days else 24) <= LONGEST_DAYS:
            return [f"{what} is longer than a hundred years; use a smaller one."]
        return []

    def after(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """The moment at which this amount has passed since ``start``."""
        if self.unit is Unit.WORKING_DAYS:
            return calendar.add_working_days(start, int(self.number))
        if self.unit is Unit.CALENDAR_DAYS:
            return calendar.add_calendar_days(start, int(self.number))
        hours = timedelta(hours=self.number)
        if self.unit is Unit.WORKING_HOURS:
            return calendar.add_working_time(start, hours)
        return start + hours

    def before(self, end: datetime, calendar: WorkingCalendar) -> datetime:
        """The earliest moment from which no more than this amount is left."""
        return Amount(-self.number, self.unit).after(end, calendar)

    def counted_from(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """Where counting begins: for days, the end of the day of ``start``."""
        if self.unit.counts_days:
            return calendar.end_of_day(calendar.local_day(start))
        return start


def elapsed(
    start: datetime, end: datetime, unit: Unit, calendar: WorkingCalendar
) -> timedelta:
    """Time that passed by ``unit``: working time for working units, else all."""
    if unit.counts_working_time:
        return calendar.working_time_between(start, end)
    return end - start


def later(
    start: datetime, passed: timedelta, unit: Unit, calendar: WorkingCalendar
) -> datetime:
    """The inverse of :func:`elapsed`."""
    if unit.counts_working_time:
        return calendar.add_working_time(start, passed)
    return start + passed


def read_amount(data: object, what: str, problems: list[str]) -> Amount | None:
    """Read ``{"amount": 2, "unit": "working_days"}``; ``what`` names it in problems."""
    if not isinstance(data, Mapping):
        problems.append(f"{what} must have an amount and a unit.")
        return None
    try:
        unit = Unit(data.get("unit"))
    except ValueError:
        known = ", ".join(unit.value for unit in Unit)
        problems.append(
            f"{what} has the unit {data.get('unit')!r}; use one of {known}."
        )
        return None
    number = data.get("amount")
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        problems.append(f"{what} is {number!r}; write a number.")
        return None
    return Amount(number, unit)


def write_amount(amount: Amount) -> dict[str, Any]:
    return {"amount": amount.number, "unit": amount.unit.value}
