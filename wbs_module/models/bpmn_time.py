"""The one clock: engine, records, cron, demo and tests read the time only here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from odoo import api, models
from odoo.tools import format_datetime

UTC = timezone.utc  # noqa: UP017 (datetime.UTC needs Python 3.11)


class MovableTime:
    """A time that stands still until it is set or advanced."""

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    def set(self, moment: datetime) -> None:
        """Make it ``moment``: aware, or naive in UTC as Odoo writes it."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        self.moment = aware.astimezone(UTC)

    def advance(self, **amount: float) -> None:
        """Let ``timedelta(**amount)`` pass."""
        self.moment += timedelta(**amount)


_set_time: MovableTime | None = None


@contextmanager
def time_set_to(moment: datetime) -> Iterator[MovableTime]:
    """Make it ``moment`` for this whole process, until the block ends.

    For demo data, tests and dry operations on a command line. Nothing that a client
    sends reaches it: neither a method nor a context key of a request.
    """
    global _set_time
    before, _set_time = _set_time, MovableTime(moment)
    try:
        yield _set_time
    finally:
        _set_time = before


class BpmnTime(models.AbstractModel):
    _name = "bpmn.time"
    _description = "Time of Procedures"

    @api.model
    def _moment(self) -> datetime:
        """Now, aware, in UTC and full precision: what the engine is given."""
        return _set_time.moment if _set_time else datetime.now(UTC)

    @api.model
    def _now(self) -> datetime:
        """Now as Odoo stores it: naive, in UTC, whole seconds."""
        return self._moment().replace(microsecond=0, tzinfo=None)

    @api.model
    def _stored(self, moment: datetime | None) -> datetime | bool:
        """An aware moment of the engine as Odoo stores it, rounded up to the second.

        Up, because a due time rounded down would wake an instance before the engine
        has something to do.
        """
        if moment is None:
            return False
        naive = moment.astimezone(UTC).replace(tzinfo=None)
        if naive.microsecond:
            naive = naive.replace(microsecond=0) + timedelta(seconds=1)
        return naive

    @api.model
    def _in_words(self, moment: datetime, zone: str) -> str:
        """An aware moment for people: their language, the zone of the office."""
        naive = moment.astimezone(UTC).replace(tzinfo=None)
        return format_datetime(self.env, naive, tz=zone, dt_format="d MMMM yyyy HH:mm")
