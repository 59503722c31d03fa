"""Dates, times and durations: reading, writing, adding (DMN 1.3 section 10.3.2)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import zoneinfo
from decimal import Decimal
from functools import lru_cache

from .values import Value, YearsMonthsDuration

_DATE = r"(\d{4})-(\d{2})-(\d{2})"
_TIME = (
    r"(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?"
    r"(?:(Z)|([+-]\d{2}:\d{2})(?::00)?|@([A-Za-z][A-Za-z0-9_/+-]{1,60}))?"
)
_DATE_TEXT = re.compile(_DATE)
_TIME_TEXT = re.compile(_TIME)
_DATE_TIME_TEXT = re.compile(f"{_DATE}T{_TIME}")
_DAYS_TEXT = re.compile(
    r"(-)?P(?:(\d{1,9})D)?"
    r"(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,14})(\.\d{1,9})?S)?)?"
)
_MONTHS_TEXT = re.compile(r"(-)?P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?")
_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def time_zone(name: str) -> dt.tzinfo | None:
    """Return the zone of an IANA name, or None where there is no such zone."""
    # Asked by name first, so that no text of a diagram ever becomes a file name.
    return zoneinfo.ZoneInfo(name) if name in _zone_names() else None


def offset_zone(offset: dt.timedelta) -> dt.tzinfo | None:
    """Return the zone of a fixed distance from UTC, None beyond fourteen hours."""
    if abs(offset) > dt.timedelta(hours=14):
        return None
    return dt.timezone.utc if not offset else dt.timezone(offset)


def _time_of(groups: tuple[str | None, ...]) -> dt.time | None:
    hour, minute, second, fraction, zulu, offset, zone = groups
    tzinfo: dt.tzinfo | None = None
    if zulu:
        tzinfo = dt.timezone.utc
    elif offset:
        sign = -1 if offset[0] == "-" else 1
        tzinfo = offset_zone(
            sign * dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
        )
        if tzinfo is None:
            return None
    elif zone:
        tzinfo = time_zone(zone)
        if tzinfo is None:
            return None
    micro = int((fraction or ".0")[1:7].ljust(6, "0"))
    try:
        return dt.time(
            int(hour or 0), int(minute or 0), int(second or 0), micro, tzinfo
        )
    except ValueError:
        return None


def read_date(text: str) -> dt.date | None:
    """Return the date ``YYYY-MM-DD``, or None."""
    match = _DATE_TEXT.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None


def read_time(text: str) -> dt.time | None:
    """Return the time ``hh:mm:ss`` with offset, zone or neither, or None."""
    match = _TIME_TEXT.fullmatch(text)
    return None if match is None else _time_of(match.groups())


def read_date_time(text: str) -> dt.datetime | None:
    """Return a date and time, or None; a bare date is its midnight."""
    match = _DATE_TIME_TEXT.fullmatch(text)
    if match is None:
        day = read_date(text)
        return None if day is None else dt.datetime.combine(day, dt.time())
    time = _time_of(match.groups()[3:])
    if time is None:
        return None
    try:
        return dt.datetime.combine(dt.date(*map(int, match.groups()[:3])), time)
    except ValueError:
        return None


def read_duration(text: str) -> dt.timedelta | YearsMonthsDuration | None:
    """Return a days and time or a years and months duration, or None."""
    if text.endswith(("P", "T")):
        return None
    months = _MONTHS_TEXT.fullmatch(text)
    if months is not None:
        minus, years, rest = months.groups()
        count = int(years or 0) * 12 + int(rest or 0)
        return YearsMonthsDuration(-count if minus else count)
    match = _DAYS_TEXT.fullmatch(text)
    if match is None:
        return None
    minus, days, hours, minutes, seconds, fraction = match.groups()
    try:
        duration = dt.timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=int((fraction or ".0")[1:7].ljust(6, "0")),
        )
        return -duration if minus else duration
    except OverflowError:
        return None


def read_temporal(text: str) -> Value:
    """Return what an at-literal ``@"…"`` says, or None."""
    for read in (read_date, read_time, read_duration):
        value: Value = read(text)
        if value is not None:
            return value
    return read_date_time(text) if "T" in text else None


def _zone_text(tzinfo: dt.tzinfo | None, offset: dt.timedelta | None) -> str:
    if tzinfo is None:
        return ""
    if isinstance(tzinfo, zoneinfo.ZoneInfo) and tzinfo.key:
        return f"@{tzinfo.key}"
    if not offset:
        return "Z"
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _clock_text(time: dt.time | dt.datetime) -> str:
    text = f"{time.hour:02}:{time.minute:02}:{time.second:02}"
    return text + _fraction(time.microsecond)


def _fraction(micro: int) -> str:
    return f".{micro:06}".rstrip("0") if micro else ""


def write_duration(value: dt.timedelta | YearsMonthsDuration) -> str:
    """Return a duration as ISO 8601, in its shortest form."""
    if isinstance(value, YearsMonthsDuration):
        years, months = divmod(abs(value.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if value.months < 0 else ''}P{body or '0M'}"
    sign = "-" if value < dt.timedelta() else ""
    value = abs(value)
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or value.microseconds:
        clock += f"{seconds}{_fraction(value.microseconds)}S"
    body = (f"{value.days}D" if value.days else "") + (f"T{clock}" if clock else "")
    return f"{sign}P{body or 'T0S'}"


def write_temporal(
    value: dt.date | dt.time | dt.datetime | dt.timedelta | YearsMonthsDuration,
) -> str:
    """Return the text that ``string()`` gives; :func:`read_temporal` reads it back."""
    if isinstance(value, (dt.timedelta, YearsMonthsDuration)):
        return write_duration(value)
    if isinstance(value, dt.time):
        return _clock_text(value) + _zone_text(value.tzinfo, value.utcoffset())
    day = f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, dt.datetime):
        zone = _zone_text(value.tzinfo, value.utcoffset())
        return f"{day}T{_clock_text(value)}{zone}"
    return day


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day so many months later, at the latest the month's last day.

    Keeps the time of day of a date and time. Raises ``ValueError`` outside of the
    years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError("beyond the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def add_duration(
    value: dt.date | dt.time | dt.datetime,
    duration: dt.timedelta | YearsMonthsDuration,
) -> dt.date | dt.time | dt.datetime | None:
    """Return a point in time moved by a duration, or None where that has no meaning.

    Days and hours are absolute: a zoned value is moved on the UTC line and shown in
    its zone again. To a date only whole days count.
    """
    try:
        if isinstance(value, dt.time):
            if isinstance(duration, YearsMonthsDuration):
                return None
            start = dt.datetime.combine(dt.date(2000, 1, 2), value.replace(tzinfo=None))
            moved = (start + duration % _DAY).time()
            return moved.replace(tzinfo=value.tzinfo)
        if isinstance(duration, YearsMonthsDuration):
            return add_months(value, duration.months)
        if isinstance(value, dt.datetime):
            if value.tzinfo is None:
                return value + duration
            moment = value.astimezone(dt.timezone.utc) + duration
            return moment.astimezone(value.tzinfo)
        midnight = dt.datetime.combine(value, dt.time())
        return (midnight + duration).date()
    except (ValueError, OverflowError):
        return None


def distance(
    later: dt.date | dt.time | dt.datetime, earlier: dt.date | dt.time | dt.datetime
) -> dt.timedelta | None:
    """Return how far apart two points in time are, or None if they do not compare.

    A date between dates and times counts as its midnight UTC if the other is zoned.
    """
    try:
        if isinstance(later, dt.time) or isinstance(earlier, dt.time):
            if not (isinstance(later, dt.time) and isinstance(earlier, dt.time)):
                return None
            day = dt.date(2000, 1, 2)
            return dt.datetime.combine(day, later) - dt.datetime.combine(day, earlier)
        if isinstance(later, dt.datetime) == isinstance(earlier, dt.datetime):
            return later - earlier
        if isinstance(later, dt.datetime):
            midnight = dt.datetime.combine(earlier, dt.time(tzinfo=_utc_if(later)))
            return later - midnight
        assert isinstance(earlier, dt.datetime)
        return dt.datetime.combine(later, dt.time(tzinfo=_utc_if(earlier))) - earlier
    except (TypeError, OverflowError):
        return None


def _utc_if(value: dt.datetime) -> dt.tzinfo | None:
    return None if value.tzinfo is None else dt.timezone.utc


def months_between(start: dt.date, end: dt.date) -> YearsMonthsDuration:
    """Return the whole months from one day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonthsDuration(months)


def property_of(value: Value, name: str) -> Value | type[KeyError]:
    """Return a property of a temporal value, or ``KeyError`` if it has none so named.

    DMN 1.3 section 10.3.2: ``year`` … ``weekday``, ``hour`` … ``time offset``,
    ``years``, ``months``, ``days`` … ``seconds``.
    """
    if isinstance(value, YearsMonthsDuration):
        found = _months_parts(value)
    elif isinstance(value, dt.timedelta):
        found = _days_parts(value)
    elif isinstance(value, (dt.date, dt.time)):
        if name == "time offset" and not _is_day(value):
            return value.utcoffset()  # type: ignore[union-attr]
        if name == "timezone" and not _is_day(value):
            return _zone_text(value.tzinfo, value.utcoffset()).lstrip("@") or None  # type: ignore[union-attr]
        found = _point_parts(value)
    else:
        return KeyError
    part = found.get(name)
    return KeyError if part is None else Decimal(part)


def _is_day(value: dt.date | dt.time) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _point_parts(value: dt.date | dt.time) -> dict[str, int]:
    parts: dict[str, int] = {}
    if isinstance(value, dt.date):
        parts.update(year=value.year, month=value.month, day=value.day)
        parts["weekday"] = value.isoweekday()
    if isinstance(value, (dt.time, dt.datetime)):
        parts.update(hour=value.hour, minute=value.minute, second=value.second)
    return parts


def _months_parts(value: YearsMonthsDuration) -> dict[str, int]:
    sign = -1 if value.months < 0 else 1
    years, months = divmod(abs(value.months), 12)
    return {"years": sign * years, "months": sign * months}


def _days_parts(value: dt.timedelta) -> dict[str, int]:
    sign = -1 if value < dt.timedelta() else 1
    seconds = abs(value) // _SECOND
    return {
        "days": sign * (seconds // 86_400),
        "hours": sign * (seconds // 3_600 % 24),
        "minutes": sign * (seconds // 60 % 60),
        "seconds": sign * (seconds % 60),
    }
