"""Time for the engine: clocks, working calendars, deadlines, BPMN timers.

Pure functions and frozen data; nothing here reads the machine's clock but
``SystemClock``. See ``README.md`` for the doors with examples.
"""

from .calendar_data import Attendance, DayOff
from .clock import Clock, SystemClock, VirtualClock
from .clock_definition import ClockDefinition, EscalationStep
from .deadline import (
    Deadline,
    Preview,
    due_at,
    extend,
    finish,
    fire_due,
    next_event,
    pause,
    recalculate,
    result,
    resume,
    start_deadline,
    stop,
    warn_at,
)
from .deadline_parts import ClockEvent, DeadlineState, Extension, Pause, Result
from .duration import Amount, Unit
from .errors import (
    DeadlineRefused,
    InvalidTimeData,
    NoWorkingTime,
    TimeError,
    TimerTextError,
)
from .explanation import Explanation, Fact, explain
from .timer_text import (
    parse_timer,
    parse_timer_cycle,
    parse_timer_date,
    parse_timer_duration,
)
from .timers import TimerCycle, TimerDate, TimerDuration
from .working_calendar import WorkingCalendar

__all__ = [
    "Amount",
    "Attendance",
    "Clock",
    "ClockDefinition",
    "ClockEvent",
    "DayOff",
    "Deadline",
    "DeadlineRefused",
    "DeadlineState",
    "EscalationStep",
    "Explanation",
    "Extension",
    "Fact",
    "InvalidTimeData",
    "NoWorkingTime",
    "Pause",
    "Preview",
    "Result",
    "SystemClock",
    "TimeError",
    "TimerCycle",
    "TimerDate",
    "TimerDuration",
    "TimerTextError",
    "Unit",
    "VirtualClock",
    "WorkingCalendar",
    "due_at",
    "explain",
    "extend",
    "finish",
    "fire_due",
    "next_event",
    "parse_timer",
    "parse_timer_cycle",
    "parse_timer_date",
    "parse_timer_duration",
    "pause",
    "recalculate",
    "result",
    "resume",
    "start_deadline",
    "stop",
    "warn_at",
]
