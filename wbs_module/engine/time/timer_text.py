"""Reading the ISO 8601 text of BPMN timers, strictly, with the place of a mistake.

BPMN 2.0, table 10.101: ``timeDate``, ``timeDuration`` and ``timeCycle`` hold ISO 8601
dates, durations and recurring intervals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NoReturn
from zoneinfo import ZoneInfo

from .errors import TimerTextError
from .instants import UTC, from_us, local_to_us
from .timers import TimerCycle, TimerDate, TimerDuration

_DATE = re.compile(
    r"(?P<date>(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2}))"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?\Z"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_REPEAT = re.compile(r"R(\d*)\Z")
_CRON_FIELD = re.compile(r"[\d*?/,#LW-]+|[A-Z,-]{3,}|[A-Z]{3}#\d\Z", re.IGNORECASE)

_DATE_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
_TIME_UNITS = {"H": "hours", "M": "minutes", "S": "seconds"}
_EXACT_SECONDS = {
    "weeks": 604_800,
    "days": 86_400,
    "hours": 3_600,
    "minutes": 60,
    "seconds": 1,
}
LARGEST_NUMBER = 1_000_000_000


def parse_timer_date(text: str, zone: str) -> TimerDate:
    """A date-time; without an offset of its own it is local time in ``zone``.

    A date alone means its midnight. Raises :class:`TimerTextError`.
    """
    _refuse_cron(text)
    return TimerDate(_date(text, zone, 0))


def parse_timer_duration(text: str, zone: str) -> TimerDuration:
    """A duration such as ``P3D``, ``PT1H30M`` or ``P1M``; see :class:`TimerDuration`.

    Raises :class:`TimerTextError`.
    """
    _refuse_cron(text)
    return _duration(text, zone, 0)


def parse_timer_cycle(text: str, zone: str) -> TimerCycle:
    """``R3/PT10H``, ``R/P1D``, ``R5/2026-01-05T09:00/P1W`` or ``R3/PT1H/2026-…``.

    Raises :class:`TimerTextError`.
    """
    _refuse_cron(text)
    parts = text.split("/")
    repeat = _REPEAT.match(parts[0])
    if repeat is None:
        raise TimerTextError(
            f"A cycle begins with R, as in R3/PT10H or R/P1D, not with {parts[0]!r}.",
            1,
        )
    if len(parts) not in (2, 3):
        raise TimerTextError(
            "A cycle is R, a number or none, then a duration with a start before or "
            "an end after it, as in R3/2026-01-05T09:00/P1D.",
            len(parts[0]) + 1,
        )
    count = int(repeat[1][:12]) if repeat[1] else None
    if count == 0 or (count or 0) > LARGEST_NUMBER:
        raise TimerTextError(
            "A cycle repeats once or more, up to a thousand million times; "
            "write R alone for without end.",
            2,
        )
    second = len(parts[0]) + 1
    third = second + len(parts[1]) + 1
    start = end = None
    if len(parts) == 2:
        period = _duration(parts[1], zone, second)
    elif parts[1].startswith("P"):
        period = _duration(parts[1], zone, second)
        end = _date(parts[2], zone, third)
    else:
        start = _date(parts[1], zone, second)
        period = _duration(parts[2], zone, third)
    if period.is_zero:
        raise TimerTextError("A cycle needs a period longer than zero.", second + 1)
    return TimerCycle(period, count, start, end)


PARSERS: dict[str, Callable[[str, str], TimerDate | TimerDuration | TimerCycle]] = {
    "timeDate": parse_timer_date,
    "timeDuration": parse_timer_duration,
    "timeCycle": parse_timer_cycle,
}


def parse_timer(
    kind: str, text: str, zone: str
) -> TimerDate | TimerDuration | TimerCycle:
    """By the BPMN element ``timeDate``, ``timeDuration`` or ``timeCycle``.

    White space around ``text`` is ignored, as modelling tools leave some.
    """
    leading = len(text) - len(text.lstrip())
    try:
        return PARSERS[kind](text.strip(), zone)
    except TimerTextError as error:
        column = error.column + leading
        raise TimerTextError(error.sentence, column) from None


def _date(text: str, zone: str, offset: int) -> datetime:
    match = _DATE.match(text)
    if match is None:
        raise TimerTextError(
            f"{text!r} is not a date-time; write it as 2026-01-31T09:00 or with an "
            "offset, 2026-01-31T09:00+07:00.",
            offset + _first_wrong(text) + 1,
        )
    part = match.groupdict()
    fraction = (part["fraction"] or "").ljust(6, "0")[:6]
    hour, carry = int(part["hour"] or 0), timedelta(0)
    minute, second = int(part["minute"] or 0), int(part["second"] or 0)
    if hour == 24 and not (minute or second or int(fraction)):
        hour, carry = 0, timedelta(days=1)  # ISO 8601-1, 5.3.2: the end of the day
    try:
        local = carry + datetime(
            int(part["year"]),
            int(part["month"]),
            int(part["day"]),
            hour,
            minute,
            second,
            int(fraction),
        )
    except (ValueError, OverflowError):
        raise TimerTextError(
            f"{text!r} names a day or time that does not exist.", offset + 1
        ) from None
    return _in_zone(local, part["zone"], zone, offset + 1)


def _in_zone(local: datetime, own: str | None, zone: str, column: int) -> datetime:
    if own is None:
        return from_us(local_to_us(ZoneInfo(zone), local))
    if own == "Z":
        return local.replace(tzinfo=UTC)
    hours, minutes = int(own[1:3]), int(own[3:].lstrip(":") or 0)
    if hours > 23 or minutes > 59:
        raise TimerTextError(f"The offset {own} does not exist.", column)
    ahead = timedelta(hours=hours, minutes=minutes)
    try:
        shifted = local - ahead if own[0] == "+" else local + ahead
    except OverflowError:
        raise TimerTextError("The moment lies outside the calendar.", column) from None
    return shifted.replace(tzinfo=UTC)


def _first_wrong(text: str) -> int:
    """Index of the first character that no date-time could have there."""
    shape = "dddd-dd-ddTdd:dd:dd"
    for index, (character, wanted) in enumerate(zip(text, shape, strict=False)):
        if not (character.isdigit() if wanted == "d" else character == wanted):
            return index
    return min(len(text), len(shape))


def _duration(text: str, zone: str, offset: int) -> TimerDuration:
    if not text.startswith("P"):
        raise TimerTextError(
            f"A duration begins with P, as in P3D or PT1H30M, not with {text[:1]!r}."
            if text
            else "There is no duration; write one such as P3D or PT1H30M.",
            offset + 1,
        )
    amounts = _DurationReader(text, offset).read()
    months = int(amounts["years"] * 12 + amounts["months"])
    days = amounts["weeks"] * 7 + amounts["days"]
    whole_days = int(days)
    seconds = sum(
        (amounts[unit] * _EXACT_SECONDS[unit] for unit in _TIME_UNITS.values()),
        (days - whole_days) * 86_400,
    )
    return TimerDuration(
        months, whole_days, timedelta(microseconds=round(seconds * 1_000_000)), zone
    )


class _DurationReader:
    """Reads ``PnYnMnWnDTnHnMnS`` from left to right."""

    def __init__(self, text: str, offset: int) -> None:
        self.text, self.offset, self.at = text, offset, 1
        names = (*_DATE_UNITS.values(), *_TIME_UNITS.values())
        self.amounts = dict.fromkeys(names, Fraction(0))
        self.decimal_at: int | None = None

    def read(self) -> dict[str, Fraction]:
        found = self._part(_DATE_UNITS)
        if self.at < len(self.text) and self.text[self.at] == "T":
            self.at += 1
            if not self._part(_TIME_UNITS):
                self._refuse("After T comes a time, as in PT1H30M.")
            found = True
        if self.at < len(self.text):
            self._refuse(
                f"{self.text[self.at]!r} does not belong here; a duration is "
                "P, years Y, months M, weeks W, days D, then T, hours H, "
                "minutes M, seconds S, in this order."
            )
        if not found:
            self._refuse("The duration is empty; write one such as P3D or PT1H30M.")
        return self.amounts

    def _part(self, units: dict[str, str]) -> bool:
        found, left = False, list(units)
        while match := _NUMBER.match(self.text, self.at):
            if self.decimal_at is not None:
                self.at = self.decimal_at
                self._refuse("Only the last number of a duration may have decimals.")
            end = match.end()
            letter = self.text[end : end + 1]
            if letter not in left:
                self.at = end
                self._refuse(self._wrong_unit(letter, units))
            self._keep(units[letter], match[0])
            left = left[left.index(letter) + 1 :]
            self.at = end + 1
            found = True
        return found

    def _keep(self, unit: str, number: str) -> None:
        if len(number) > 30 or (value := _fraction(number)) > LARGEST_NUMBER:
            self._refuse("The number is too large for a duration.")
        if value.denominator != 1 or "." in number or "," in number:
            self.decimal_at = self.at
            if unit in ("years", "months"):
                self._refuse(
                    f"A part of {unit} has no definite length; "
                    "write whole numbers, or days."
                )
        self.amounts[unit] = value

    def _wrong_unit(self, letter: str, units: dict[str, str]) -> str:
        if units is _DATE_UNITS and letter in ("H", "S"):
            return "Hours, minutes and seconds come after a T, as in PT1H."
        if not letter:
            return "A number must be followed by its unit, as in P3D or PT1H."
        if letter.upper() in units and letter not in units:
            return f"Units are capital letters: write {letter.upper()}."
        order = ", ".join(units)
        return f"{letter!r} is not a unit here, or is out of order ({order})."

    def _refuse(self, sentence: str) -> NoReturn:
        raise TimerTextError(sentence, self.offset + self.at + 1)


def _fraction(number: str) -> Fraction:
    return Fraction(number.replace(",", "."))


def _refuse_cron(text: str) -> None:
    """Camunda 7 and Flowable accept cron expressions; BPMN 2.0 does not."""
    fields = text.split()
    if len(fields) in (5, 6, 7) and all(_CRON_FIELD.match(item) for item in fields):
        raise TimerTextError(
            f"{text!r} is a cron expression, which BPMN 2.0 does not know; write a "
            "cycle with a start, such as R/2026-01-05T09:00/P1D, or name a clock "
            "that counts working days.",
            1,
        )
