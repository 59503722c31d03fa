"""Functions on lists (DMN 1.3 section 10.3.4.4)."""

from __future__ import annotations

import decimal
from decimal import Decimal

from ..operators import compare, equal
from ..run import Run
from ..values import NUMBERS, Value
from .registry import publish, whole

Items = list[Value]


def _numbers(run: Run, position: int, items: Items) -> list[Decimal] | None:
    run.charge(len(items))
    found = [item for item in items if isinstance(item, Decimal)]
    if len(found) < len(items) or not found:
        run.note(position, "The list must hold numbers, at least one.")
        return None
    return found


@publish("list contains", "list: list, element: any", result="boolean")
def list_contains(run: Run, position: int, items: Items, element: Value) -> Value:
    """Return whether a value is in a list."""
    run.charge(len(items))
    return any(equal(run, item, element, position) is True for item in items)


@publish("count", "list: list", result="number", gathers="items")
def count(run: Run, position: int, items: Items) -> Value:
    """Return the number of items."""
    return Decimal(len(items))


def _extreme(run: Run, position: int, items: Items, sign: str) -> Value:
    run.charge(len(items))
    if not items:
        run.note(position, "The list is empty.")
        return None
    best = items[0]
    if compare(run, "<=", best, best, position) is None:
        return None
    for item in items[1:]:
        better = compare(run, sign, item, best, position)
        if better is None:
            return None
        best = item if better else best
    return best


@publish("min", "list: list", gathers="items")
def minimum(run: Run, position: int, items: Items) -> Value:
    """Return the smallest item, null for an empty list."""
    return _extreme(run, position, items, "<")


@publish("max", "list: list", gathers="items")
def maximum(run: Run, position: int, items: Items) -> Value:
    """Return the largest item, null for an empty list."""
    return _extreme(run, position, items, ">")


def _total(numbers: list[Decimal], product: bool = False) -> Decimal:
    total = Decimal(1 if product else 0)
    for item in numbers:
        total = NUMBERS.multiply(total, item) if product else NUMBERS.add(total, item)
    return total


@publish("sum", "list: list", result="number", gathers="items")
def total(run: Run, position: int, items: Items) -> Value:
    """Return the sum of numbers, null for an empty list."""
    numbers = _numbers(run, position, items)
    try:
        return None if numbers is None else _total(numbers)
    except decimal.DecimalException:
        run.note(position, "The sum is too large.")
        return None


@publish("product", "list: list", result="number", gathers="items")
def product(run: Run, position: int, items: Items) -> Value:
    """Return the product of numbers, null for an empty list."""
    numbers = _numbers(run, position, items)
    try:
        return None if numbers is None else _total(numbers, product=True)
    except decimal.DecimalException:
        run.note(position, "The product is too large.")
        return None


@publish("mean", "list: list", result="number", gathers="items")
def mean(run: Run, position: int, items: Items) -> Value:
    """Return the average of numbers, null for an empty list."""
    numbers = _numbers(run, position, items)
    try:
        return None if numbers is None else _mean(numbers)
    except decimal.DecimalException:
        run.note(position, "The sum is too large.")
        return None


def _mean(numbers: list[Decimal]) -> Decimal:
    return NUMBERS.divide(_total(numbers), Decimal(len(numbers)))


@publish("median", "list: list", result="number", gathers="items")
def median(run: Run, position: int, items: Items) -> Value:
    """Return the middle number, or the mean of the two in the middle."""
    numbers = _numbers(run, position, items)
    if numbers is None:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    try:
        return _mean(numbers[middle - (len(numbers) % 2 == 0) : middle + 1])
    except decimal.DecimalException:
        run.note(position, "The sum is too large.")
        return None


@publish("stddev", "list: list", result="number", gathers="items")
def standard_deviation(run: Run, position: int, items: Items) -> Value:
    """Return the sample standard deviation, null for fewer than two numbers."""
    numbers = _numbers(run, position, items)
    if numbers is None or len(numbers) < 2:
        return None
    try:
        middle = _mean(numbers)
        gaps = [NUMBERS.subtract(item, middle) for item in numbers]
        squares = _total([NUMBERS.multiply(gap, gap) for gap in gaps])
        return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(numbers) - 1)))
    except decimal.DecimalException:
        run.note(position, "The numbers are too large.")
        return None


@publish("mode", "list: list", result="list", gathers="items")
def mode(run: Run, position: int, items: Items) -> Value:
    """Return the most frequent numbers in ascending order."""
    if not items:
        return []
    numbers = _numbers(run, position, items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for item in numbers:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    return list(sorted(item for item, count in counts.items() if count == most))


@publish("all", "list: list", result="boolean", gathers="items")
def all_true(run: Run, position: int, items: Items) -> Value:
    """Return the ``and`` of all items, true for an empty list."""
    run.charge(len(items))
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@publish("any", "list: list", result="boolean", gathers="items")
def any_true(run: Run, position: int, items: Items) -> Value:
    """Return the ``or`` of all items, false for an empty list."""
    run.charge(len(items))
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


@publish(
    "sublist", "list: list, start position: number, length: number?", result="list"
)
def sublist(
    run: Run, position: int, items: Items, start: Decimal, length: Decimal | None = None
) -> Value:
    """Return items from a position, counted from 1, or from the end below 0."""
    first, size = whole(start), len(items) if length is None else whole(length)
    if not first or size is None or size < 0 or abs(first) > max(len(items), 1):
        run.note(position, "The positions lie outside of the list.")
        return None
    run.sized(len(items))
    begin = first - 1 if first > 0 else len(items) + first
    return items[begin : begin + size]


@publish("append", "list: list", result="list", gathers="arguments")
def append(run: Run, position: int, arguments: Items) -> Value:
    """Return a list with items added at its end."""
    start, *items = arguments
    begin = start if isinstance(start, list) else [start]
    run.sized(len(begin) + len(items))
    return begin + items


def _joined(run: Run, position: int, lists: Items) -> Items:
    result: Items = []
    for part in lists:
        result.extend(part if isinstance(part, list) else [part])
        run.sized(len(result))
    return result


@publish("concatenate", "list: list", result="list", gathers="arguments")
def concatenate(run: Run, position: int, lists: Items) -> Value:
    """Return the items of several lists as one list."""
    return _joined(run, position, lists)


@publish("union", "list: list", result="list", gathers="arguments")
def union(run: Run, position: int, lists: Items) -> Value:
    """Return the items of several lists, each once."""
    return _distinct(run, position, _joined(run, position, lists))


@publish("distinct values", "list: list", result="list")
def distinct_values(run: Run, position: int, items: Items) -> Value:
    """Return the items of a list, each once."""
    return _distinct(run, position, items)


def _distinct(run: Run, position: int, items: Items) -> Items:
    result: Items = []
    for item in items:
        run.charge(len(result) + 1)
        if not any(equal(run, item, seen, position) is True for seen in result):
            result.append(item)
    return result


@publish("insert before", "list: list, position: number, newItem: any", result="list")
def insert_before(
    run: Run, position: int, items: Items, at: Decimal, item: Value
) -> Value:
    """Return a list with an item put before a position."""
    index = _index(items, at)
    if index is None:
        run.note(position, "The position lies outside of the list.")
        return None
    run.sized(len(items) + 1)
    return [*items[:index], item, *items[index:]]


@publish("remove", "list: list, position: number", result="list")
def remove(run: Run, position: int, items: Items, at: Decimal) -> Value:
    """Return a list without the item at a position."""
    index = _index(items, at)
    if index is None:
        run.note(position, "The position lies outside of the list.")
        return None
    run.sized(len(items))
    return items[:index] + items[index + 1 :]


@publish("list replace", "list: list, position: number, newItem: any", result="list")
def list_replace(
    run: Run, position: int, items: Items, at: Decimal, item: Value
) -> Value:
    """Return a list with another item at a position."""
    index = _index(items, at)
    if index is None:
        run.note(position, "The position lies outside of the list.")
        return None
    run.sized(len(items))
    return [*items[:index], item, *items[index + 1 :]]


def _index(items: Items, at: Decimal) -> int | None:
    place = whole(at)
    if not place or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place


@publish("reverse", "list: list", result="list")
def reverse(run: Run, position: int, items: Items) -> Value:
    """Return a list in the opposite order."""
    run.sized(len(items))
    return items[::-1]


@publish("index of", "list: list, match: any", result="list")
def index_of(run: Run, position: int, items: Items, match: Value) -> Value:
    """Return all positions of a value in a list, counted from 1."""
    run.sized(len(items))
    return [
        Decimal(place)
        for place, item in enumerate(items, start=1)
        if equal(run, item, match, position) is True
    ]


@publish("flatten", "list: list", result="list")
def flatten(run: Run, position: int, items: Items) -> Value:
    """Return the items of a list and of all lists in it."""
    result: Items = []
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        run.charge(1)
        if isinstance(item, list):
            waiting.extend(reversed(item))
        else:
            result.append(item)
    run.sized(len(result))
    return result


@publish("duplicate values", "list: list", result="list")
def duplicate_values(run: Run, position: int, items: Items) -> Value:
    """Return the values that a list holds more than once, each once."""
    return [
        item
        for item in _distinct(run, position, items)
        if sum(_same(run, position, item, other) for other in items) > 1
    ]


def _same(run: Run, position: int, item: Value, other: Value) -> bool:
    run.charge(1)
    return equal(run, item, other, position) is True
