"""Arithmetic, comparison and membership of values (DMN 1.3 section 10.3.2).

Each function takes FEEL values and returns one; where the standard gives no meaning to
a pair of values the result is null, and the run notes why.
"""

from __future__ import annotations

import datetime as dt
import decimal
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from . import limits
from .run import Run
from .temporal import add_duration, distance
from .values import NUMBERS, Range, Value, YearsMonthsDuration, kind_of

Operation = Callable[[Run, Value, Value, int], Value]

_DURATIONS = ("days and time duration", "years and months duration")
_DURATION_TYPES = (dt.timedelta, YearsMonthsDuration)
_TICK = dt.timedelta(microseconds=1)
_POINTS = ("date", "date and time", "time")


def _no_meaning(run: Run, sign: str, left: Value, right: Value, position: int) -> None:
    run.note(
        position,
        f"'{sign}' has no meaning between a {kind_of(left)} and a {kind_of(right)}.",
        "The result is null.",
    )


def _calculated(
    run: Run, work: Callable[..., Decimal], position: int, *numbers: Decimal
) -> Value:
    try:
        return work(*numbers)
    except decimal.DecimalException:
        run.note(position, "The result is no number, or one that is too large.")
        return None


def months(run: Run, count: int, position: int) -> Value:
    """Return a duration of so many months; null beyond any calendar."""
    if abs(count) > 10**10:
        run.note(position, "The duration is too long.")
        return None
    return YearsMonthsDuration(count)


def add(run: Run, left: Value, right: Value, position: int) -> Value:
    """Return ``left + right``: numbers, texts, durations, points in time."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _calculated(run, NUMBERS.add, position, left, right)
    if isinstance(left, str) and isinstance(right, str):
        run.worded(len(left) + len(right))
        return left + right
    if isinstance(left, YearsMonthsDuration) and isinstance(right, YearsMonthsDuration):
        return months(run, left.months + right.months, position)
    if isinstance(left, dt.timedelta) and isinstance(right, dt.timedelta):
        return _time_sum(run, left, right, position)
    moved = _moved(left, right) or _moved(right, left)
    if moved is None:
        _no_meaning(run, "+", left, right, position)
    return moved


def _moved(point: Value, duration: Value) -> Value:
    if isinstance(point, (dt.date, dt.time)) and isinstance(
        duration, (dt.timedelta, YearsMonthsDuration)
    ):
        return add_duration(point, duration)
    return None


def _time_sum(
    run: Run, left: dt.timedelta, right: dt.timedelta, position: int
) -> Value:
    try:
        return left + right
    except OverflowError:
        run.note(position, "The duration is too long.")
        return None


def subtract(run: Run, left: Value, right: Value, position: int) -> Value:
    """Return ``left - right``; two points in time give a duration."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _calculated(run, NUMBERS.subtract, position, left, right)
    if isinstance(left, YearsMonthsDuration) and isinstance(right, YearsMonthsDuration):
        return months(run, left.months - right.months, position)
    if isinstance(left, dt.timedelta) and isinstance(right, dt.timedelta):
        return _time_sum(run, left, -right, position)
    result: Value = None
    if isinstance(left, (dt.date, dt.time)):
        if isinstance(right, (dt.date, dt.time)):
            result = distance(left, right)
        elif isinstance(right, (dt.timedelta, YearsMonthsDuration)):
            result = add_duration(left, negate(run, right, position))  # type: ignore[arg-type]
    if result is None:
        _no_meaning(run, "-", left, right, position)
    return result


def multiply(run: Run, left: Value, right: Value, position: int) -> Value:
    """Return ``left * right``: two numbers, or a number and a duration."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _calculated(run, NUMBERS.multiply, position, left, right)
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(right, Decimal) and isinstance(left, _DURATION_TYPES):
        return _scaled(run, NUMBERS.multiply, left, right, position)
    _no_meaning(run, "*", left, right, position)
    return None


def divide(run: Run, left: Value, right: Value, position: int) -> Value:
    """Return ``left / right``; two durations of one kind give a number."""
    if isinstance(right, Decimal):
        if not right:
            run.note(position, "Division by zero.", "The result is null.")
            return None
        if isinstance(left, Decimal):
            return _calculated(run, NUMBERS.divide, position, left, right)
        if isinstance(left, _DURATION_TYPES):
            return _scaled(run, NUMBERS.divide, left, right, position)
    if isinstance(left, _DURATION_TYPES) and type(left) is type(right):
        assert isinstance(right, _DURATION_TYPES)
        parts = _parts(left), _parts(right)
        return _calculated(run, NUMBERS.divide, position, *parts)
    _no_meaning(run, "/", left, right, position)
    return None


def _parts(duration: dt.timedelta | YearsMonthsDuration) -> Decimal:
    """Return a duration in months or microseconds, of which it has whole ones."""
    if isinstance(duration, YearsMonthsDuration):
        return Decimal(duration.months)
    return Decimal(duration // _TICK)


def _scaled(
    run: Run,
    work: Callable[..., Decimal],
    duration: dt.timedelta | YearsMonthsDuration,
    factor: Decimal,
    position: int,
) -> Value:
    scaled = _calculated(run, work, position, _parts(duration), factor)
    if not isinstance(scaled, Decimal):
        return None
    try:
        if scaled.adjusted() > 20:
            raise OverflowError
        if isinstance(duration, YearsMonthsDuration):
            return months(run, int(scaled), position)
        return _TICK * int(scaled.to_integral_value())
    except OverflowError:
        run.note(position, "The duration is too long.")
        return None


def power(run: Run, left: Value, right: Value, position: int) -> Value:
    """Return ``left ** right`` for numbers."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _calculated(run, NUMBERS.power, position, left, right)
    _no_meaning(run, "**", left, right, position)
    return None


def negate(run: Run, value: Value, position: int) -> Value:
    """Return ``-value`` for numbers and durations."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, dt.timedelta):
        try:
            return -value
        except OverflowError:
            return None
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    run.note(position, f"'-' has no meaning before a {kind_of(value)}.")
    return None


ARITHMETIC: dict[str, Operation] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def equal(run: Run, left: Value, right: Value, position: int) -> bool | None:
    """Return whether two values are the same; null if they are of different kinds.

    Null equals only null. Lists and contexts are compared item by item.
    """
    if left is None or right is None:
        return left is right
    if type(left) is type(right) and isinstance(left, (str, bool, Decimal)):
        return left == right
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(run, left, right, position)
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return False
        items = [right[key] for key in left]
        return _equal_lists(run, list(left.values()), items, position)
    kind = kind_of(left)
    if kind != kind_of(right):
        _no_meaning(run, "=", left, right, position)
        return None
    if kind in _POINTS and _zoned(left) != _zoned(right):
        return False
    if kind == "time":
        return distance(left, right) == dt.timedelta()  # type: ignore[arg-type]
    return left == right


def _equal_lists(
    run: Run, left: list[Value], right: list[Value], position: int
) -> bool | None:
    if len(left) != len(right):
        return False
    run.charge(len(left))
    for one, other in zip(left, right, strict=True):
        if equal(run, one, other, position) is not True:
            return False
    return True


def _zoned(value: Any) -> bool:
    return getattr(value, "tzinfo", None) is not None


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERED_KINDS = frozenset({"number", "string", *_DURATIONS, *_POINTS})


def compare(
    run: Run, sign: str, left: Value, right: Value, position: int
) -> bool | None:
    """Return ``left sign right`` for a sign of comparison; null between kinds."""
    if sign == "=":
        return equal(run, left, right, position)
    if sign == "!=":
        same = equal(run, left, right, position)
        return None if same is None else not same
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _ORDERS[sign](left, right)
    if left is None or right is None:
        run.note(position, f"'{sign}' compares with null.")
        return None
    kind = kind_of(left)
    if kind not in _ORDERED_KINDS or kind != kind_of(right):
        _no_meaning(run, sign, left, right, position)
        return None
    if kind in _POINTS and _zoned(left) != _zoned(right):
        run.note(
            position, f"'{sign}' compares a time with a time zone and one without."
        )
        return None
    if kind == "time":
        # Python orders zoned times by wall clock if the zones are the same object.
        gap = distance(left, right)  # type: ignore[arg-type]
        return None if gap is None else _ORDERS[sign](gap, dt.timedelta())
    return _ORDERS[sign](left, right)


def between(
    run: Run, value: Value, low: Value, high: Value, position: int
) -> bool | None:
    """Return ``value >= low and value <= high``."""
    return both(
        compare(run, ">=", value, low, position),
        compare(run, "<=", value, high, position),
    )


def both(left: bool | None, right: bool | None) -> bool | None:
    """Return the three-valued ``and``."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def within(run: Run, value: Value, interval: Range, position: int) -> bool | None:
    """Return whether a value lies in a range."""
    above: bool | None = True
    below: bool | None = True
    if interval.start is not None:
        sign = ">=" if interval.start_included else ">"
        above = compare(run, sign, value, interval.start, position)
    if interval.end is not None:
        sign = "<=" if interval.end_included else "<"
        below = compare(run, sign, value, interval.end, position)
    return both(above, below)


def contained(run: Run, value: Value, target: Value, position: int) -> bool | None:
    """Return ``value in target`` for a range, a list, or a value to be equal to.

    A list holds the value as an item, or has a range around it.
    """
    if isinstance(target, Range):
        return within(run, value, target, position)
    if isinstance(target, list):
        run.charge(len(target))
        if isinstance(value, list) and equal(run, value, target, position):
            return True
        return any(_is_or_holds(run, value, item, position) for item in target)
    return equal(run, value, target, position)


def _is_or_holds(run: Run, value: Value, item: Value, position: int) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return within(run, value, item, position) is True
    return equal(run, value, item, position) is True


def steps_between(run: Run, start: Value, end: Value, position: int) -> list[Value]:
    """Return the values of ``for … in start..end``: whole numbers or days, both ways.

    Gives an empty list, with a note, where there is no way from start to end.
    """
    if isinstance(start, Decimal) and isinstance(end, Decimal):
        gap = _calculated(run, NUMBERS.subtract, position, end, start)
        if not isinstance(gap, Decimal):
            return []
        count = limits.LIST_LENGTH + 1 if gap.adjusted() > 9 else abs(int(gap)) + 1
        run.sized(count)
        sign = -1 if gap < 0 else 1
        return [NUMBERS.add(start, sign * step) for step in range(count)]
    if kind_of(start) == kind_of(end) == "date":
        assert isinstance(start, dt.date) and isinstance(end, dt.date)
        days = (end - start).days
        run.sized(abs(days) + 1)
        sign = -1 if days < 0 else 1
        return [start + dt.timedelta(days=sign * step) for step in range(abs(days) + 1)]
    _no_meaning(run, "..", start, end, position)
    return []
