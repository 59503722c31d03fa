"""Moments as integers, and the two places where local time is not a plain line.

Outside, a moment is an aware ``datetime`` in UTC. Inside, it is an integer number
of microseconds since 1970-01-01T00:00Z: exact, and quick to compare and to add.

When a clock is set forward it skips local times, and when it is set back it shows
some twice. One rule holds for attendances, days off and timers alike:

* a local time that the clock skips means the moment of the change;
* a local time shown twice means its first showing, and as the end of an interval
  its second, so that no part of the interval is lost. (RFC 5545 section 3.3.5
  reads a time shown twice as the first one, too.)
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo

from .errors import TimeError

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = EPOCH.toordinal()
MICROSECOND = timedelta(microseconds=1)
SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US


def to_us(moment: datetime) -> int:
    """Microseconds since the epoch of an aware ``moment``."""
    if moment.tzinfo is None:
        raise TimeError(
            f"The moment {moment.isoformat()} has no time zone; "
            "hand in aware datetimes, in UTC."
        )
    return (moment - EPOCH) // MICROSECOND


def from_us(microseconds: int) -> datetime:
    """The aware UTC datetime of ``microseconds`` since the epoch."""
    try:
        return EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        raise TimeError(
            "The moment lies beyond the year 9999; use a smaller amount."
        ) from None


def offset_us(zone: tzinfo, local: datetime) -> int:
    """UTC offset in microseconds of the naive ``local`` time, by its ``fold``."""
    offset = zone.utcoffset(local)
    return 0 if offset is None else offset // MICROSECOND


def local_to_us(zone: tzinfo, local: datetime, *, last: bool = False) -> int:
    """The moment of a naive local time, by the rule of this module.

    ``last`` asks for the second showing of a time that is shown twice.
    """
    naive_us = (local.replace(tzinfo=UTC, fold=0) - EPOCH) // MICROSECOND
    first = naive_us - offset_us(zone, local.replace(fold=0))
    second = naive_us - offset_us(zone, local.replace(fold=1))
    if second < first:  # PEP 495: only so where the clock skips the time
        return _change_between(zone, second, first)
    return second if last else first


def _change_between(zone: tzinfo, before: int, after: int) -> int:
    """The moment in ``(before, after]`` at which the zone's offset changes."""
    offset_before = from_us(before).astimezone(zone).utcoffset()
    while after - before > SECOND_US:
        middle = (before + after) // 2 // SECOND_US * SECOND_US
        if middle <= before:
            middle = before + SECOND_US
        if from_us(middle).astimezone(zone).utcoffset() == offset_before:
            before = middle
        else:
            after = middle
    return after // SECOND_US * SECOND_US


def format_moment(moment: datetime) -> str:
    """ISO 8601 in UTC with ``Z``, microseconds only where there are some."""
    text = moment.astimezone(UTC).isoformat()
    return text.replace("+00:00", "Z")


def parse_moment(text: str) -> datetime:
    """The inverse of :func:`format_moment`."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
