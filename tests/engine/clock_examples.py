"""A clock of 15 working days in Jakarta, and moments there, for the tests of time."""

from __future__ import annotations

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from wbs_module.engine.time import (
    Amount,
    Attendance,
    ClockDefinition,
    DayOff,
    EscalationStep,
    Unit,
    WorkingCalendar,
)

UTC = timezone.utc
WEEK = tuple(
    Attendance(weekday, opens * 3600, closes * 3600)
    for weekday in range(5)
    for opens, closes in ((8, 12), (13, 16))
)
CALENDAR = WorkingCalendar(
    "Asia/Jakarta",
    WEEK,
    (
        DayOff.days("Nyepi", date(2026, 3, 19)),
        DayOff.days("Idulfitri", date(2026, 3, 20), date(2026, 3, 24)),
    ),
    decreed_through=2026,
)
STEPS = (
    EscalationStep("irban", Amount(0, Unit.WORKING_DAYS)),
    EscalationStep("inspector", Amount(5, Unit.WORKING_DAYS)),
    EscalationStep("secretary", Amount(10, Unit.WORKING_DAYS)),
)


def at(text: str) -> datetime:
    zone = ZoneInfo("Asia/Jakarta")
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def clock(
    number: float = 15, unit: str = "working_days", **more: object
) -> ClockDefinition:
    values: dict[str, object] = {
        "pausable": True,
        "longest_extension": 15,
        "warn_at_percent": 75,
        "escalation": STEPS,
        **more,
    }
    return ClockDefinition(
        "first_answer", Amount(number, Unit(unit)), CALENDAR, **values
    )  # type: ignore[arg-type]


MONDAY = at("2026-03-02T10:00")
