"""How FEEL values are stored as JSON, and read back the same.

Null, booleans and strings stand for themselves, whole numbers of up to 15 digits are
JSON numbers, lists and contexts are lists and objects. Everything else is an object
with one key that begins with ``@``: ``{"@number": "0.25"}``, ``{"@date":
"2026-11-24"}``, ``{"@time": …}``, ``{"@date and time": …}``, ``{"@duration": …}``,
``{"@range": {…}}``. A context that looks like one of these is wrapped:
``{"@context": {…}}``.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypeAlias

from . import limits
from .errors import FeelEvaluationError
from .temporal import (
    read_date,
    read_date_time,
    read_duration,
    read_time,
    write_temporal,
)
from .values import ForeignValue, Range, Value, YearsMonthsDuration, adopt, number

Json: TypeAlias = Any

_WHOLE = 10**15
_DAMAGES = (
    ForeignValue,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    KeyError,
)
_READERS: dict[str, Any] = {
    "@date": read_date,
    "@time": read_time,
    "@date and time": read_date_time,
    "@duration": read_duration,
}


def to_json(value: Any) -> Json:
    """Return a FEEL value (Python ``int`` and ``float`` too) in its JSON form.

    Raises :class:`FeelEvaluationError` for what is no value of FEEL.
    """
    try:
        return _written(adopt(value, _free_of_charge))
    except ForeignValue as problem:
        raise FeelEvaluationError(
            f"A value cannot be stored: it is or holds {problem}."
        ) from None


def _free_of_charge(steps: int) -> None:
    """Storing has no budget of its own: the value has been admitted before."""


def _written(value: Value) -> Json:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Decimal):
        # Compared first: a number such as 1E+6000 must not be written in digits.
        if -_WHOLE < value < _WHOLE and value == value.to_integral_value():
            return int(value)
        return {"@number": str(value)}
    if isinstance(value, list):
        return [_written(item) for item in value]
    if isinstance(value, dict):
        return _written_context(value)
    if isinstance(value, Range):
        return {
            "@range": {
                "start": _written(value.start),
                "end": _written(value.end),
                "start included": value.start_included,
                "end included": value.end_included,
            }
        }
    return {_tag(value): write_temporal(value)}


def _written_context(value: dict[str, Value]) -> Json:
    written = {key: _written(item) for key, item in value.items()}
    if len(written) == 1 and next(iter(written)).startswith("@"):
        return {"@context": written}
    return written


def _tag(
    value: dt.date | dt.time | dt.datetime | dt.timedelta | YearsMonthsDuration,
) -> str:
    if isinstance(value, dt.datetime):
        return "@date and time"
    if isinstance(value, dt.date):
        return "@date"
    return "@time" if isinstance(value, dt.time) else "@duration"


def from_json(stored: Json) -> Value:
    """Return the FEEL value of a JSON form; ``to_json`` of it is the same again.

    Raises :class:`FeelEvaluationError` for what ``to_json`` never writes.
    """
    try:
        return _read(stored, 0)
    except _DAMAGES:
        raise FeelEvaluationError("A stored value is damaged.") from None


def _read(stored: Json, depth: int) -> Value:
    if depth > limits.DEPTH:
        raise ValueError
    if stored is None or isinstance(stored, (bool, str)):
        return stored
    if isinstance(stored, (int, float)):
        return number(stored)
    if isinstance(stored, list):
        return [_read(item, depth + 1) for item in stored]
    if len(stored) == 1:
        key, content = next(iter(stored.items()))
        if key.startswith("@"):
            return _read_tagged(key, content, depth)
    return {str(key): _read(item, depth + 1) for key, item in stored.items()}


def _read_tagged(tag: str, content: Json, depth: int) -> Value:
    if tag == "@number":
        return number(Decimal(content))
    if tag == "@context":
        return {str(key): _read(item, depth + 1) for key, item in content.items()}
    if tag == "@range":
        return Range(
            _read(content["start"], depth + 1),
            _read(content["end"], depth + 1),
            bool(content["start included"]),
            bool(content["end included"]),
        )
    value: Value = _READERS[tag](content)
    if value is None:
        raise ValueError
    return value
