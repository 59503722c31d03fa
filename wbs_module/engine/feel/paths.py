"""Ways into a value: entries and properties, items of lists."""

from __future__ import annotations

from decimal import Decimal

from .operators import steps_between
from .run import Run
from .temporal import property_of
from .values import Range, Value


class Missing:
    """The type of :data:`MISSING`."""


#: What a path gives that leads nowhere, to be told from null.
MISSING = Missing()


def follow(run: Run, value: Value, name: str) -> Value | Missing:
    """Return what a name stands for in a value: entry, property, or a list of these.

    Paths on a list go into each of its items (DMN 1.3 section 10.3.2). Only entries
    of contexts and the listed properties of dates, times, durations and ranges can be
    reached: no attribute of a Python object.
    """
    if isinstance(value, dict):
        return value[name] if name in value else MISSING
    if isinstance(value, list):
        run.sized(len(value))
        found = (follow(run, item, name) for item in value)
        return [None if isinstance(item, Missing) else item for item in found]
    if isinstance(value, Range):
        return _end_of(value, name)
    prop = property_of(value, name)
    return MISSING if prop is KeyError else prop  # type: ignore[return-value]


def _end_of(value: Range, name: str) -> Value | Missing:
    if name == "start":
        return value.start
    if name == "end":
        return value.end
    if name == "start included":
        return value.start_included
    if name == "end included":
        return value.end_included
    return MISSING


def item_at(run: Run, items: list[Value], place: Decimal, position: int) -> Value:
    """Return an item by its place, counted from 1, or from the end below 0."""
    if place == place.to_integral_value() and 0 < abs(place) <= len(items):
        index = int(place)
        return items[index - 1] if index > 0 else items[index]
    run.note(position, "The list has no item at this place.")
    return None


def items_of(run: Run, value: Value, position: int) -> list[Value]:
    """Return what a loop goes through: a list, a range of whole numbers, one item."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        steps = steps_between(run, value.start, value.end, position)
        if steps and not value.start_included:
            steps = steps[1:]
        return steps if not steps or value.end_included else steps[:-1]
    if value is None:
        run.note(position, "The loop goes through null.", "It makes no turn.")
        return []
    return [value]
