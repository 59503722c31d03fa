"""Functions on dates, times and durations (DMN 1.3 sections 10.3.4.1 and 10.3.4.7)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ..run import Run
from ..temporal import (
    months_between,
    offset_zone,
    read_date,
    read_date_time,
    read_duration,
    read_time,
)
from ..values import Value, YearsMonthsDuration
from .registry import publish, whole

_DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


def _unreadable(run: Run, position: int, what: str, form: str) -> None:
    run.note(position, f"The text is not a {what}.", f"It must look like {form}.")


@publish(
    "date",
    "from: text or day",
    "year: number, month: number, day: number",
    result="date",
)
def date(
    run: Run,
    position: int,
    source: str | dt.date | Decimal,
    month: Decimal | None = None,
    day: Decimal | None = None,
) -> Value:
    """Return a date from a text, a date and time, or year, month and day."""
    if isinstance(source, str):
        value = read_date(source)
        if value is None:
            _unreadable(run, position, "date", "2026-12-31")
        return value
    if isinstance(source, dt.datetime):
        return source.date()
    if isinstance(source, dt.date):
        return source
    parts = whole(source), whole(month), whole(day)
    try:
        return dt.date(*parts)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        run.note(position, "There is no such day.")
        return None


@publish(
    "time",
    "from: text or point",
    "hour: number, minute: number, second: number, offset: days and time duration?",
    result="time",
)
def time(
    run: Run,
    position: int,
    source: str | dt.date | dt.time | Decimal,
    minute: Decimal | None = None,
    second: Decimal | None = None,
    offset: dt.timedelta | None = None,
) -> Value:
    """Return a time from a text, a date and time, or hour, minute and second."""
    if isinstance(source, str):
        value = read_time(source)
        if value is None:
            _unreadable(run, position, "time", "14:30:00")
        return value
    if isinstance(source, dt.datetime):
        return source.timetz()
    if isinstance(source, dt.time):
        return source
    if isinstance(source, dt.date):
        return dt.time(tzinfo=dt.timezone.utc)
    zone = None if offset is None else offset_zone(offset)
    if second is None or (offset is not None and zone is None):
        run.note(position, "There is no such time.")
        return None
    try:
        seconds = int(second)
        return dt.time(
            whole(source),  # type: ignore[arg-type]
            whole(minute),  # type: ignore[arg-type]
            seconds,
            int((second - seconds) * 1_000_000),
            zone,
        )
    except (TypeError, ValueError, OverflowError):
        run.note(position, "There is no such time.")
        return None


@publish(
    "date and time",
    "from: text or day",
    "date: day, time: time",
    result="date and time",
)
def date_and_time(
    run: Run, position: int, source: str | dt.date, clock: dt.time | None = None
) -> Value:
    """Return a date and time from a text, or from a date and a time."""
    if isinstance(source, str):
        value = read_date_time(source)
        if value is None:
            _unreadable(run, position, "date and time", "2026-12-31T14:30:00")
        return value
    if clock is not None:
        day = source.date() if isinstance(source, dt.datetime) else source
        return dt.datetime.combine(day, clock)
    if isinstance(source, dt.datetime):
        return source
    return dt.datetime.combine(source, dt.time(tzinfo=dt.timezone.utc))


@publish("duration", "from: text or duration", result="any")
def duration(
    run: Run, position: int, source: str | dt.timedelta | YearsMonthsDuration
) -> Value:
    """Return a duration from a text such as ``P2DT3H`` or ``P1Y6M``."""
    if not isinstance(source, str):
        return source
    value = read_duration(source)
    if value is None:
        _unreadable(run, position, "duration", "P2DT3H or P1Y6M")
    return value


@publish(
    "years and months duration",
    "from: day, to: day",
    result="years and months duration",
)
def years_and_months_duration(
    run: Run, position: int, start: dt.date, end: dt.date
) -> Value:
    """Return the whole months between two days."""
    return months_between(start, end)


@publish("now", "", result="date and time", constant=False)
def now(run: Run, position: int) -> Value:
    """Return the present date and time of the clock that was handed in."""
    return run.now(position)


@publish("today", "", result="date", constant=False)
def today(run: Run, position: int) -> Value:
    """Return the present day of the clock that was handed in."""
    return run.now(position).date()


@publish("day of week", "date: day", result="string")
def day_of_week(run: Run, position: int, day: dt.date) -> Value:
    """Return the English name of the day of the week."""
    return _DAYS[day.weekday()]


@publish("month of year", "date: day", result="string")
def month_of_year(run: Run, position: int, day: dt.date) -> Value:
    """Return the English name of the month."""
    return _MONTHS[day.month - 1]


@publish("day of year", "date: day", result="number")
def day_of_year(run: Run, position: int, day: dt.date) -> Value:
    """Return the number of the day in its year."""
    return Decimal(day.timetuple().tm_yday)


@publish("week of year", "date: day", result="number")
def week_of_year(run: Run, position: int, day: dt.date) -> Value:
    """Return the number of the week by ISO 8601."""
    return Decimal(day.isocalendar()[1])
