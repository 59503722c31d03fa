"""Makes decisions, and checks beforehand what they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..contract import Problem
from ..feel import (
    Clock,
    Expression,
    FeelEvaluationError,
    Type,
    UnaryTests,
    Value,
)
from .checks import check_decision, result_type, source_type
from .complaints import Complaints, called
from .errors import DecisionError, DecisionUnknown, ValueNotAllowed
from .hit_policy import HitPolicyApplied, Matched, no_rule
from .model import (
    LIST_POLICIES,
    Decision,
    DecisionTable,
    LiteralExpression,
    OutputColumn,
    Rule,
)
from .requirements import in_order, sources


class DecisionModel:
    """The decisions of one file, made by :func:`read_decisions`; never changes."""

    def __init__(self, decisions: Mapping[str, Decision]) -> None:
        self.decisions = dict(decisions)
        self._allowed: dict[str, list[list[Value] | None]] = {
            identifier: list(map(_allowed_values, decision.logic.outputs))
            for identifier, decision in self.decisions.items()
            if isinstance(decision.logic, DecisionTable)
        }

    def evaluate(
        self, decision_id: str, names: Mapping[str, Any], clock: Clock | None = None
    ) -> Value:
        """Return the result of a decision for these names.

        A table with one output gives its value, with several a context of them; the
        hit policies Collect, Rule order and Output order give a list. Decisions that
        are required are made first. Raises :class:`DecisionError`.
        """
        results: dict[str, Value] = {}
        for decision in in_order(self.decisions, self._find(decision_id).id):
            known = dict(names)
            for name, source in sources(self.decisions, decision).items():
                known[name] = source.of(results)
            results[decision.id] = self._made(decision, known, clock)
        return results[decision_id]

    def names(self, decision_id: str) -> frozenset[str]:
        """Return the names that a decision needs from outside."""
        needed: set[str] = set()
        for decision in in_order(self.decisions, self._find(decision_id).id):
            needed |= _names_of(decision) - sources(self.decisions, decision).keys()
        return frozenset(needed)

    def output_names(self, decision_id: str) -> tuple[str, ...]:
        """Return the names of a decision's outputs, none for a literal expression."""
        return self._find(decision_id).output_names

    def check(
        self, decision_id: str, known: Mapping[str, Type | str]
    ) -> tuple[Problem, ...]:
        """Return what is certainly wrong, if only these names are handed in.

        ``known`` maps names to types, as for :meth:`Expression.check`.
        """
        complaints = Complaints()
        for decision in in_order(self.decisions, self._find(decision_id).id):
            types: dict[str, Type | str] = dict(known)
            for name, source in sources(self.decisions, decision).items():
                types[name] = source_type(self.decisions[source.decision], source)
            check_decision(decision, types, complaints)
        return complaints.problems

    def result_type(self, decision_id: str) -> Type:
        """Return the type of a decision's result, as far as the file says it."""
        return result_type(self._find(decision_id))

    def _find(self, decision_id: str) -> Decision:
        decision = self.decisions.get(decision_id)
        if decision is None:
            known = ", ".join(sorted(self.decisions)[:10])
            raise DecisionUnknown(
                f"There is no decision '{decision_id}' in the file. It has: {known}.",
                decision=decision_id,
            )
        return decision

    def _made(
        self, decision: Decision, names: Mapping[str, Any], clock: Clock | None
    ) -> Value:
        say = called(decision.name, decision.id)
        if isinstance(decision.logic, LiteralExpression):
            with _told(say):
                return decision.logic.expression.evaluate(names, clock)
        table = decision.logic
        allowed = self._allowed[decision.id]
        values = _inputs(table, say, names, clock)
        matched: list[Matched] = []
        for rule in table.rules:
            with _told(f"{say}, rule {rule.number}"):
                if not _matches(rule, values, names, clock):
                    continue
                results = [output.evaluate(names, clock) for output in rule.outputs]
            _check_outputs(table, say, results, allowed)
            matched.append((rule.number, results))
            if table.hit_policy == "FIRST":
                break
        if not matched and table.hit_policy not in LIST_POLICIES:
            matched = [(0, _defaults(table, say, names, clock))]
        with _told(say):
            return HitPolicyApplied(table, say, allowed).result(matched)


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Say where in a decision an expression could not be evaluated."""
    try:
        yield
    except FeelEvaluationError as error:
        raise DecisionError(f"{where}: {error}", decision=where) from None


def _inputs(
    table: DecisionTable, say: str, names: Mapping[str, Any], clock: Clock | None
) -> list[Value]:
    values: list[Value] = []
    for column in table.inputs:
        with _told(f"{say}, input “{column.label}”"):
            value = column.expression.evaluate(names, clock)
            allowed = column.allowed is None or value is None
            if not allowed and column.allowed is not None:
                allowed = column.allowed.matches(value, names, clock)
        if not allowed:
            raise _not_allowed(say, "input", column.label)
        values.append(value)
    return values


def _matches(
    rule: Rule, values: list[Value], names: Mapping[str, Any], clock: Clock | None
) -> bool:
    return all(
        cell.matches(value, names, clock)
        for cell, value in zip(rule.inputs, values, strict=True)
    )


def _check_outputs(
    table: DecisionTable,
    say: str,
    results: list[Value],
    allowed: list[list[Value] | None],
) -> None:
    for column, result, possible in zip(table.outputs, results, allowed, strict=True):
        if possible is not None and result is not None and result not in possible:
            raise _not_allowed(say, "output", column.label)


def _defaults(
    table: DecisionTable, say: str, names: Mapping[str, Any], clock: Clock | None
) -> list[Value]:
    if all(column.default is None for column in table.outputs):
        raise no_rule(say)
    with _told(f"{say}, default result"):
        return [
            None if column.default is None else column.default.evaluate(names, clock)
            for column in table.outputs
        ]


def _not_allowed(say: str, kind: str, column: str) -> ValueNotAllowed:
    return ValueNotAllowed(
        f"{say}: the {kind} “{column}” has a value that its column does not allow. "
        "Correct the value, or allow it in the table.",
        decision=say,
        column=column,
    )


def _allowed_values(column: OutputColumn) -> list[Value] | None:
    if column.allowed is None:
        return None
    values = column.allowed.evaluate({})
    return values if isinstance(values, list) else None


def _names_of(decision: Decision) -> frozenset[str]:
    logic = decision.logic
    if isinstance(logic, LiteralExpression):
        return logic.expression.names
    parts: list[Expression | UnaryTests | None] = []
    for column in logic.inputs:
        parts += [column.expression, column.allowed]
    for output in logic.outputs:
        parts.append(output.default)
    for rule in logic.rules:
        parts += [*rule.inputs, *rule.outputs]
    empty: frozenset[str] = frozenset()
    return empty.union(*(part.names for part in parts if part is not None))
