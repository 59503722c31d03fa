"""Finds rules of the hit policy Unique that can match together.

Only what can be shown is reported, and it is shown by witnesses: for each input a
value that satisfies the cells of both rules. Inputs that are more than a name or a
path, or that share a name, are left alone, as they may never take such values at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from typing import Any

from ..feel import Expression, FeelEvaluationError, UnaryTests, Value
from ..feel.tree import Call, Literal, Name, Node, Path, walk
from .complaints import Complaints, called
from .model import Decision, DecisionTable, InputColumn

MOST_RULES = 200
MOST_OVERLAPS = 10
_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)


def find_overlaps(decision: Decision, complaints: Complaints) -> None:
    """Report pairs of rules that can match together, up to ten.

    The decision must have been read without errors.
    """
    table = decision.logic
    if not isinstance(table, DecisionTable) or table.hit_policy != "UNIQUE":
        return
    say = called(decision.name, decision.id)
    if len(table.rules) > MOST_RULES:
        complaints.add(
            "overlap_unchecked",
            decision.id,
            decision.name,
            table.place,
            "warning",
            decision=say,
            limit=str(MOST_RULES),
        )
        return
    if not _independent(table.inputs):
        return
    columns = [
        _Witnesses(column, [rule.inputs[index] for rule in table.rules])
        for index, column in enumerate(table.inputs)
    ]
    found = 0
    for second, rule in enumerate(table.rules):
        for first in range(second):
            if all(column.together(first, second) for column in columns):
                found += 1
                complaints.add(
                    "rules_overlap",
                    rule.id or decision.id,
                    decision.name,
                    rule.place,
                    decision=say,
                    first=str(first + 1),
                    second=str(rule.number),
                )
                if found >= MOST_OVERLAPS:
                    return


def _independent(columns: Iterable[InputColumn]) -> bool:
    seen: set[str] = set()
    for column in columns:
        root = column.expression.root
        while isinstance(root, Path):
            root = root.source
        if not isinstance(root, Name) or column.expression.names & seen:
            return False
        seen |= column.expression.names
    return True


class _Witnesses:
    """For one column, which values of a well-chosen set satisfy which cells.

    The set holds every literal of the column and its neighbours; one bit stands for
    one value.
    """

    def __init__(self, column: InputColumn, cells: list[UnaryTests]) -> None:
        values = _candidates(cells, column)
        masks: dict[str, int] = {}
        for cell in cells:
            if cell.text not in masks:
                masks[cell.text] = _mask(cell, values)
        self._masks = [masks[cell.text] for cell in cells]

    def together(self, first: int, second: int) -> bool:
        """Tell whether one value satisfies both cells."""
        return bool(self._masks[first] & self._masks[second])


def _mask(cell: UnaryTests, values: list[Value]) -> int:
    if cell.is_any:
        return -1
    if any(isinstance(node, Name) for node in walk(cell.root)):
        return 0  # it depends on more than the input
    mask = 0
    for bit, value in enumerate(values):
        try:
            if cell.matches(value, {}):
                mask |= 1 << bit
        except FeelEvaluationError:
            return 0
    return mask


def _candidates(cells: Iterable[UnaryTests], column: InputColumn) -> list[Value]:
    """Return the values of the column's cells, and others between and beyond them."""
    allowed = [] if column.allowed is None else [column.allowed]
    # By type too: to Python, true and 1 are the same.
    literals = {
        (type(value), value): value
        for cell in {cell.text: cell for cell in [*cells, *allowed]}.values()
        for value in _literals(cell.root)
        if not isinstance(value, (list, dict))
    }
    found = [*literals.values(), True, False, "another text"]
    numbers = sorted(value for value in found if isinstance(value, Decimal))
    days = sorted(value for value in found if type(value) is dt.date)
    moments = [value for value in found if isinstance(value, dt.datetime)]
    with suppress(OverflowError):
        found += _around(numbers, Decimal(1))
        found += _around(days, _DAY)
        found += [moment + step for moment in moments for step in (-_SECOND, _SECOND)]
    return [value for value in found if _possible(value, column)]


def _around(ordered: list[Any], step: Any) -> list[Any]:
    """Return one value before, in each gap, and after.

    Only whole steps, as the input may be one that takes only whole numbers.
    """
    if not ordered:
        return []
    gaps = zip(ordered, ordered[1:], strict=False)
    between = [low + step for low, high in gaps if high - low > step]
    return [ordered[0] - step, *between, ordered[-1] + step]


def _literals(root: Node) -> list[Value]:
    found: list[Value] = []
    for node in walk(root):
        if isinstance(node, Literal):
            found.append(node.value)
        elif isinstance(node, Call):  # such as date("2026-12-31")
            found.append(_constant(node))
    return [value for value in found if value is not None]


def _constant(node: Node) -> Value:
    try:
        return Expression("", node).evaluate({})
    except FeelEvaluationError:
        return None


def _possible(value: Value, column: InputColumn) -> bool:
    """Tell whether the input can have a value, by its type and allowed values."""
    kinds = {
        "number": Decimal,
        "string": str,
        "boolean": bool,
        "date": dt.date,
        "date and time": dt.datetime,
    }
    kind = kinds.get(column.type.kind)
    if kind is not None and not isinstance(value, kind):
        return False
    if column.allowed is None:
        return True
    try:
        return not column.allowed.names and column.allowed.matches(value, {})
    except FeelEvaluationError:
        return False
