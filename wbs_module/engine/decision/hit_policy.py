"""What becomes of the rules that match (DMN 1.3 section 8.2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..feel import Value, parse_expression
from .errors import NoRuleMatches, SeveralRulesMatch
from .model import Aggregation, DecisionTable

#: One value of a table with one output, or a context of several.
Result = Value
Matched = tuple[int, Sequence[Value]]

_TOTALS = {
    "SUM": "sum(results)",
    "MIN": "min(results)",
    "MAX": "max(results)",
}


class HitPolicyApplied:
    """Applies a table's hit policy to matched rules.

    :param allowed: for each output its allowed values in order, or None
    """

    def __init__(
        self, table: DecisionTable, say: str, allowed: Sequence[list[Value] | None]
    ) -> None:
        self._table = table
        self._say = say
        self._allowed = allowed

    def result(self, matched: list[Matched]) -> Result:
        """Return the result of rules that match, in the order of the table.

        Raises :class:`SeveralRulesMatch`. ``matched`` is not empty, except for the
        policies that give a list.
        """
        policy = self._table.hit_policy
        if policy == "COLLECT":
            return _aggregated(self._table.aggregation, self._results(matched))
        if policy == "RULE ORDER":
            return self._results(matched)
        if policy == "OUTPUT ORDER":
            return self._results(sorted(matched, key=self._rank))
        if policy == "UNIQUE" and len(matched) > 1:
            raise self._several(matched, "the hit policy Unique allows one")
        if policy == "ANY" and any(row[1] != matched[0][1] for row in matched):
            raise self._several(matched, "they do not give the same result")
        if policy == "PRIORITY":
            return self._single(min(matched, key=self._rank)[1])
        return self._single(matched[0][1])

    def _several(self, matched: list[Matched], why: str) -> SeveralRulesMatch:
        rules = ", ".join(str(number) for number, _ in matched[:10])
        return SeveralRulesMatch(
            f"{self._say}: rules {rules} match, but {why}. Correct the table.",
            decision=self._say,
            rules=rules,
        )

    def _results(self, matched: Sequence[Matched]) -> list[Value]:
        return [self._single(values) for _, values in matched]

    def _single(self, values: Sequence[Value]) -> Result:
        outputs = self._table.outputs
        if len(outputs) == 1:
            return values[0]
        return {
            output.name: value for output, value in zip(outputs, values, strict=True)
        }

    def _rank(self, matched: Matched) -> list[int]:
        return [
            _position(value, allowed)
            for value, allowed in zip(matched[1], self._allowed, strict=True)
        ]


def _position(value: Value, allowed: list[Value] | None) -> int:
    if allowed is None or value not in allowed:
        return len(allowed or ())
    return allowed.index(value)


def _aggregated(aggregation: Aggregation | None, results: list[Value]) -> Value:
    if aggregation is None:
        return results
    if aggregation == "COUNT":
        return Decimal(len(results))
    return parse_expression(_TOTALS[aggregation]).evaluate({"results": results})


def no_rule(say: str) -> NoRuleMatches:
    """Return the error of a table in which no rule matches."""
    return NoRuleMatches(
        f"{say}: no rule matches, and there is no default result. "
        "Add a rule for this case, or default results.",
        decision=say,
    )
