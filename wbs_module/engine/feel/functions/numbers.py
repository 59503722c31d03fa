"""Functions on numbers (DMN 1.3 section 10.3.4.5)."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal

from ..run import Run
from ..values import NUMBERS, Value, YearsMonthsDuration
from .registry import publish, whole

_SCALES = range(-6_111, 6_177)


def _rounded(
    run: Run, position: int, number: Decimal, scale: Decimal | None, rounding: str
) -> Value:
    places = 0 if scale is None else whole(scale)
    if places is None or places not in _SCALES:
        run.note(position, "The scale must be a whole number within limits.")
        return None
    if number.as_tuple().exponent >= -places:  # type: ignore[operator]
        return number
    try:
        step = Decimal((0, (1,), -places))
        return number.quantize(step, rounding=rounding, context=NUMBERS)
    except decimal.DecimalException:
        run.note(position, "The number has too many digits to be rounded so.")
        return None


def _rounding(name: str, rounding: str) -> None:
    signatures = ("n: number, scale: number?",)
    if name == "decimal":
        signatures = ("n: number, scale: number",)

    @publish(name, *signatures, result="number")
    def body(
        run: Run, position: int, number: Decimal, scale: Decimal | None = None
    ) -> Value:
        return _rounded(run, position, number, scale, rounding)


_rounding("decimal", decimal.ROUND_HALF_EVEN)
_rounding("floor", decimal.ROUND_FLOOR)
_rounding("ceiling", decimal.ROUND_CEILING)
_rounding("round up", decimal.ROUND_UP)
_rounding("round down", decimal.ROUND_DOWN)
_rounding("round half up", decimal.ROUND_HALF_UP)
_rounding("round half down", decimal.ROUND_HALF_DOWN)


@publish("abs", "n: amount", result="any")
def absolute(
    run: Run, position: int, value: Decimal | dt.timedelta | YearsMonthsDuration
) -> Value:
    """Return a number or duration without its sign."""
    if isinstance(value, Decimal):
        return NUMBERS.abs(value)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(abs(value.months))
    try:
        return abs(value)
    except OverflowError:
        run.note(position, "The duration is too long.")
        return None


@publish("modulo", "dividend: number, divisor: number", result="number")
def modulo(run: Run, position: int, dividend: Decimal, divisor: Decimal) -> Value:
    """Return the rest of a division, with the divisor's sign."""
    if not divisor:
        run.note(position, "Division by zero.")
        return None
    try:
        rest = NUMBERS.remainder(dividend, divisor)
        unlike = rest and (rest < 0) != (divisor < 0)
        return NUMBERS.add(rest, divisor) if unlike else rest
    except decimal.DecimalException:
        run.note(position, "The numbers are too far apart to be divided.")
        return None


def _analytic(name: str, work: Callable[[Decimal], Decimal]) -> None:
    @publish(name, "number: number", result="number")
    def body(run: Run, position: int, number: Decimal) -> Value:
        try:
            result = work(number)
        except decimal.DecimalException:
            run.note(position, f"{name}() has no value for this number.")
            return None
        if not result.is_finite():
            run.note(position, f"{name}() has no value for this number.")
            return None
        return result


_analytic("sqrt", NUMBERS.sqrt)
_analytic("exp", NUMBERS.exp)
_analytic("log", NUMBERS.ln)


@publish("odd", "number: number", result="boolean")
def odd(run: Run, position: int, number: Decimal) -> Value:
    """Return whether a number is whole and odd."""
    return _is_whole(number) and not _is_even(number)


@publish("even", "number: number", result="boolean")
def even(run: Run, position: int, number: Decimal) -> Value:
    """Return whether a number is whole and even."""
    return _is_whole(number) and _is_even(number)


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _is_even(number: Decimal) -> bool:
    # With more places than digits the last digit of the whole number is 0.
    return number.adjusted() >= NUMBERS.prec or int(number) % 2 == 0
