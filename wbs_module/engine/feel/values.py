"""The values of FEEL as Python values (DMN 1.3 section 10.3.2).

========================== =============================================
FEEL                       Python
========================== =============================================
null                       ``None``
boolean                    ``bool``
number                     ``decimal.Decimal`` (34 digits, finite)
string                     ``str``
date                       ``datetime.date``
time                       ``datetime.time``
date and time              ``datetime.datetime`` (naive or aware)
days and time duration     ``datetime.timedelta``
years and months duration  :class:`YearsMonthsDuration`
range                      :class:`Range`
list                       ``list``
context                    ``dict`` with string keys
========================== =============================================
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Union

from . import limits

#: Arithmetic of decimal128; a result outside of it raises instead of becoming NaN.
NUMBERS = decimal.Context(
    prec=limits.NUMBER_DIGITS,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-limits.NUMBER_EXPONENT,
    Emax=limits.NUMBER_EXPONENT,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A duration counted in months, which have no fixed number of days."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end that is null is open without bound."""

    start: Value
    end: Value
    start_included: bool
    end_included: bool


Value = Union[
    None,
    bool,
    Decimal,
    str,
    dt.date,
    dt.time,
    dt.datetime,
    dt.timedelta,
    YearsMonthsDuration,
    Range,
    "list[Value]",
    "dict[str, Value]",
]

# datetime before date: a datetime is a date to Python, but not to FEEL.
_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    dt.datetime: "date and time",
    dt.date: "date",
    dt.time: "time",
    dt.timedelta: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    Range: "range",
    list: "list",
    dict: "context",
}

#: Kinds of value, as FEEL names them.
KIND_NAMES = frozenset(_KINDS.values())

#: Immutable types that need no look at their content when they come in.
PLAIN = frozenset(
    {type(None), bool, str, dt.date, dt.time, dt.timedelta, YearsMonthsDuration}
)


class ForeignValue(Exception):
    """A value that FEEL does not know; its argument says what is wrong with it."""


def kind_of(value: Value) -> str:
    """Return FEEL's name for the kind of a value."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    # A subclass, such as the dates that a test's frozen clock hands out.
    for known, name in _KINDS.items():
        if isinstance(value, known):
            return name
    raise ForeignValue(f"a value of type {type(value).__name__}")


def number(value: int | float | Decimal) -> Decimal:
    """Return a Python number as a FEEL number, rounded to 34 digits.

    Raises :class:`ForeignValue` for NaN, infinity and numbers beyond decimal128.
    """
    if isinstance(value, float):
        value = Decimal(repr(float(value)))
    elif isinstance(value, int) and value.bit_length() > 20_500:
        raise ForeignValue("a number that is too large")
    try:
        result = NUMBERS.create_decimal(value)
    except decimal.DecimalException:
        raise ForeignValue("a number that is too large") from None
    if not result.is_finite():
        raise ForeignValue("something that is not a number")
    return result


def adopt(value: Any, charge: Callable[[int], None], depth: int = 0) -> Value:
    """Return a value handed in as a FEEL value, whole numbers and floats included.

    ``charge`` is called with the number of items looked at. Lists and contexts are
    copied, so what an expression sees cannot be changed from outside, nor change
    anything there. Raises :class:`ForeignValue` for anything that is not a value.
    """
    kind = type(value)
    if kind in PLAIN:
        return value  # type: ignore[no-any-return]
    if depth > limits.DEPTH:
        raise ForeignValue("a value nested too deeply")
    if isinstance(value, (list, tuple)):
        charge(len(value))
        return [adopt(item, charge, depth + 1) for item in value]
    if isinstance(value, dict):
        charge(len(value))
        if not all(isinstance(key, str) for key in value):
            raise ForeignValue("a context with a key that is not a string")
        return {key: adopt(item, charge, depth + 1) for key, item in value.items()}
    return _adopt_scalar(value)


def _adopt_scalar(value: Any) -> Value:
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, (int, float, Decimal)):
        return number(value)
    if isinstance(value, str):
        # A subclass of str must not bring its own methods into the language.
        return str.__str__(value)
    if isinstance(
        value, (dt.datetime, dt.date, dt.time, dt.timedelta, YearsMonthsDuration)
    ):
        return value
    if isinstance(value, Range):
        return Range(
            _adopt_scalar(value.start) if value.start is not None else None,
            _adopt_scalar(value.end) if value.end is not None else None,
            value.start_included,
            value.end_included,
        )
    raise ForeignValue(f"a value of type {type(value).__name__}")
