"""What may leave an evaluation: values small enough to be stored."""

from __future__ import annotations

from . import limits
from .errors import FeelLimitError
from .values import Value


def admit(value: Value) -> Value:
    """Return a result, unless it is too large when written out.

    A list that holds one list many times is small in memory and huge on paper.
    """
    if isinstance(value, (list, dict)):
        _measure(value)
    return value


def too_deep() -> FeelLimitError:
    """Return the error of an evaluation that ran out of Python's stack."""
    return FeelLimitError(
        "The expression was stopped: it or its values are nested too deeply."
    )


def _measure(value: Value) -> None:
    left_items, left_characters = limits.STEPS, limits.STRING_LENGTH * 10
    waiting: list[Value] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            left_items -= len(item)
            if left_items >= 0:
                waiting.extend(item)
        elif isinstance(item, dict):
            left_items -= len(item)
            left_characters -= sum(map(len, item))
            if left_items >= 0:
                waiting.extend(item.values())
        elif isinstance(item, str):
            left_characters -= len(item)
        if left_items < 0 or left_characters < 0:
            raise FeelLimitError("The expression was stopped: its result is too large.")
