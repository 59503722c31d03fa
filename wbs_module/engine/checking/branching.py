"""Can it happen that no condition of a split holds?

The conditions are tried with every value that matters: each choice of a selection or
outcome, true and false, and around each number or text that the conditions name. So a
split without a default flow is accepted where its conditions leave nothing out, and
refused with an example where they do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from ..feel import Expression, FeelError, parse_expression
from ..feel.types import Type
from ..reading.drawing import Node, Process
from .available_data import AvailableData
from .complaints import Complaints
from .control_flow import ControlFlow

MOST_TRIALS = 400
_NUMBER = re.compile(r"(?<![\w.\"])-?\d+(?:\.\d+)?(?![\w.])")
_TEXT = re.compile(r'"([^"\\]*)"')
_OTHER = "…"
"""Stands for any text that no condition names."""


def check_branching(
    graph: ControlFlow, data: AvailableData, complaints: Complaints
) -> None:
    for node in graph.process.nodes:
        texts = _conditions(graph.process, node)
        if not texts:
            continue
        try:
            conditions = [parse_expression(text) for text in texts]
        except FeelError:
            continue  # said elsewhere
        domains = _domains(conditions, data.after(node).types)
        example = None if domains is None else _uncovered(conditions, domains)
        if domains is None:
            complaints.add("default_unproven", node)
        elif example is not None:
            complaints.add("default_missing", node, example=_shown(example))


def _conditions(process: Process, node: Node) -> list[str]:
    """Conditions of a split on which a token could get stuck; none if it cannot."""
    splits = node.kind in ("exclusiveGateway", "inclusiveGateway") or node.is_activity
    outgoing = process.outgoing[node.id]
    if not splits or any(
        flow.condition is None or flow.id == node.default for flow in outgoing
    ):
        return []
    return [flow.condition.text for flow in outgoing if flow.condition is not None]


def _domains(
    conditions: list[Expression], types: Mapping[str, Type]
) -> dict[str, list[Any]] | None:
    """Values to try for each name; ``None`` where they are too many or unknown."""
    whole = " ".join(condition.text for condition in conditions)
    domains: dict[str, list[Any]] = {}
    trials = 1
    for name in sorted(frozenset().union(*(each.names for each in conditions))):
        values = _values(types.get(name), whole)
        if not values:
            return None
        domains[name] = values
        trials *= len(values)
        if trials > MOST_TRIALS:
            return None
    return domains


def _values(kind: Type | None, text: str) -> list[Any]:
    if kind is None:
        return []
    if kind.kind == "boolean":
        return [True, False]
    if kind.kind == "string":
        if kind.choices:
            return list(kind.choices)
        return [*dict.fromkeys(_TEXT.findall(text)), _OTHER]
    if kind.kind == "number":
        named = sorted({Decimal(each) for each in _NUMBER.findall(text)})
        between = [
            (low + high) / 2 for low, high in zip(named, named[1:], strict=False)
        ]
        ends = [named[0] - 1, named[-1] + 1] if named else [Decimal(0), Decimal(1)]
        return [*named, *between, *ends]
    if kind.kind == "context" and kind.entries:
        names = list(kind.entries)
        inner = [_values(kind.entries[name], text) for name in names]
        return [dict(zip(names, values, strict=True)) for values in product(*inner)]
    return []


def _uncovered(
    conditions: list[Expression], domains: Mapping[str, list[Any]]
) -> dict[str, Any] | None:
    for values in product(*domains.values()):
        names = dict(zip(domains, values, strict=True))
        try:
            if not any(each.evaluate(names) is True for each in conditions):
                return names
        except FeelError:
            return None  # said elsewhere: names or clock missing
    return None


def _shown(example: Mapping[str, Any]) -> str:
    if not example:
        return "any data"
    return ", ".join(f"{name} = {_literal(value)}" for name, value in example.items())


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        entries = (f"{name}: {_literal(inner)}" for name, inner in value.items())
        return "{" + ", ".join(entries) + "}"
    return f'"{value}"' if isinstance(value, str) else str(value)
