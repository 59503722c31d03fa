"""The data of a working calendar, and reading it with every problem named."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
DAY_SECONDS = 86_400
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?\Z")


@dataclass(frozen=True, order=True)
class Attendance:
    """A weekly interval of working time, by the wall clock of the calendar's zone.

    ``weekday`` is 0 for Monday to 6 for Sunday; ``opens`` and ``closes`` are seconds
    since local midnight, ``closes`` up to 86,400. A night shift is two attendances.
    """

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True)
class DayOff:
    """Time without work: whole days, or an interval of local wall-clock time.

    ``starts`` and ``ends`` are naive local times, half-open; whole days run from
    midnight to midnight.
    """

    name: str
    starts: datetime
    ends: datetime

    @classmethod
    def days(cls, name: str, first: date, last: date | None = None) -> DayOff:
        """Whole days from ``first`` to ``last``, both included."""
        midnight = datetime.min.time()
        end = datetime.combine(last or first, midnight) + timedelta(days=1)
        return cls(name, datetime.combine(first, midnight), end)

    @property
    def first_day(self) -> date:
        return self.starts.date()

    @property
    def last_day(self) -> date:
        return (self.ends - timedelta(microseconds=1)).date()

    @property
    def whole_days(self) -> bool:
        midnight = datetime.min.time()
        return self.starts.time() == midnight == self.ends.time()


def content_hash(data: object) -> str:
    """SHA-256, shortened to 32 hexadecimal digits, of data as canonical JSON."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def format_time(seconds: int) -> str:
    """``28800`` → ``"08:00"``; seconds only where there are some."""
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")


def read_attendances(value: object, problems: list[str]) -> tuple[Attendance, ...]:
    """Read ``[[weekday, "08:00", "16:30"], …]``."""
    found = []
    for number, item in enumerate(_sequence(value, "attendances", problems), 1):
        if not isinstance(item, Sequence) or isinstance(item, str) or len(item) != 3:
            problems.append(
                f"Attendance {number} must be [weekday, from, to], such as "
                '[0, "08:00", "16:30"] for Mondays.'
            )
            continue
        weekday, opens, closes = item[0], _seconds(item[1]), _seconds(item[2])
        if not isinstance(weekday, int) or weekday not in range(7):
            problems.append(
                f"Attendance {number} has the weekday {weekday!r}; "
                "write 0 for Monday to 6 for Sunday."
            )
        elif opens is None or closes is None:
            problems.append(
                f"Attendance {number} runs from {item[1]!r} to {item[2]!r}; "
                "write both as HH:MM, 24:00 at most."
            )
        else:
            found.append(Attendance(weekday, opens, closes))
    return tuple(found)


def read_days_off(value: object, problems: list[str]) -> tuple[DayOff, ...]:
    """Read ``[{"name": …, "from": …, "to": …}, …]``.

    ``from`` and ``to`` are both dates (``to`` included, and the same as ``from``
    where it is missing) or both local date-times (``to`` excluded).
    """
    found = []
    for number, item in enumerate(_sequence(value, "days_off", problems), 1):
        day_off = _day_off(item)
        if day_off is None:
            problems.append(
                f"Day off {number} must have a name, and from and to as dates "
                "(2026-03-19) or as local times (2026-12-24T12:00)."
            )
        else:
            found.append(day_off)
    return tuple(found)


def write_day_off(day_off: DayOff) -> dict[str, str]:
    """The inverse of reading one day off."""
    if not day_off.whole_days:
        first, last = day_off.starts.isoformat(), day_off.ends.isoformat()
        return {"name": day_off.name, "from": first, "to": last}
    first, last = day_off.first_day.isoformat(), day_off.last_day.isoformat()
    data = {"name": day_off.name, "from": first}
    return data if first == last else {**data, "to": last}


def calendar_problems(
    zone: str, attendances: Sequence[Attendance], days_off: Sequence[DayOff]
) -> list[str]:
    """Everything that makes a calendar unusable, one sentence each."""
    problems = []
    if not known_zone(zone):
        problems.append(
            f"The time zone {zone!r} is not known; write an IANA name such as "
            "Asia/Jakarta."
        )
    if not attendances:
        problems.append(
            "The calendar has no working time; give at least one attendance."
        )
    problems += [
        f"The attendance on {WEEKDAYS[item.weekday]} from {format_time(item.opens)} "
        f"to {format_time(item.closes)} must end after it begins, by 24:00; "
        "enter a night shift as two attendances."
        for item in attendances
        if not 0 <= item.opens < item.closes <= DAY_SECONDS
    ]
    ordered = sorted(attendances)
    problems += [
        f"Two attendances on {WEEKDAYS[left.weekday]} overlap at "
        f"{format_time(right.opens)}; join or separate them."
        for left, right in zip(ordered, ordered[1:], strict=False)
        if left.weekday == right.weekday and right.opens < left.closes
    ]
    problems += [
        f"The day off {item.name!r} ends before it begins; exchange its dates."
        for item in days_off
        if item.ends <= item.starts
    ]
    return problems


def known_zone(zone: object) -> bool:
    """Whether ``zone`` is the name of an IANA time zone on this machine."""
    if not isinstance(zone, str) or not zone:
        return False
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _sequence(value: object, name: str, problems: list[str]) -> Sequence[Any]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value
    problems.append(f"The calendar's {name} must be a list.")
    return ()


def _seconds(value: object) -> int | None:
    match = _TIME.match(value) if isinstance(value, str) else None
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    return total if total <= DAY_SECONDS else None


def _day_off(item: object) -> DayOff | None:
    if not isinstance(item, Mapping):
        return None
    name, first = item.get("name"), item.get("from")
    last = item.get("to", first)
    if not (isinstance(name, str) and isinstance(first, str) and isinstance(last, str)):
        return None
    try:
        if "T" not in first and "T" not in last:
            return DayOff.days(
                name, date.fromisoformat(first), date.fromisoformat(last)
            )
        starts, ends = datetime.fromisoformat(first), datetime.fromisoformat(last)
    except (ValueError, OverflowError):
        return None
    if starts.tzinfo or ends.tzinfo or "T" not in first or "T" not in last:
        return None
    return DayOff(name, starts, ends)
