"""Where the engine learns what time it is: the system's clock or one that is set."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from .errors import TimeError
from .instants import UTC, to_us


class Clock(Protocol):
    """Anything that tells the time as an aware UTC datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands still until it is set: for dry runs and tests.

    It may be set back as well as forward, as the clock of a machine may.
    """

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        """Make it ``moment`` (aware)."""
        self._now = _in_utc(moment)

    def advance(self, by: timedelta) -> datetime:
        """Let ``by`` pass (not negative); returns the new time."""
        if by < timedelta(0):
            raise TimeError("A clock advances forward; use set() to go back.")
        self._now += by
        return self._now


def _in_utc(moment: datetime) -> datetime:
    to_us(moment)  # refuses a naive datetime
    return moment.astimezone(UTC)
