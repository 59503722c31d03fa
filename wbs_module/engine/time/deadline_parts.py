"""What a deadline is made of, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Literal

EventKind = Literal["warn", "due", "escalate"]


class DeadlineState(str, Enum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    """Ended by completion, in time or late."""
    STOPPED = "stopped"
    """Ended because what it timed was cancelled."""


@dataclass(frozen=True)
class Pause:
    """From ``start`` to ``end`` (None while it lasts) the clock stood still.

    ``because`` is a reason word or the id of the element that paused it.
    """

    start: datetime
    end: datetime | None
    because: str


@dataclass(frozen=True)
class Extension:
    """``number`` of the clock's unit more, for a ``reason`` word, given at ``at``."""

    number: float
    reason: str
    at: datetime


@dataclass(frozen=True)
class ClockEvent:
    """Something that a clock does. ``position`` is 0 for the warning, 1 for due, then
    2 for the first escalation step and so on; ``level`` is set for those."""

    when: datetime
    kind: EventKind
    position: int
    level: str | None = None


@dataclass(frozen=True)
class Result:
    """How a finished deadline went against its clock.

    ``used`` and ``late_by`` are working time for working units, else all time,
    pauses not counted; ``late_by`` is zero when it was met in time.
    """

    due: datetime
    finished: datetime
    in_time: bool
    used: timedelta
    late_by: timedelta
