"""What can go wrong when a decision is made. No message holds a value."""

from __future__ import annotations

from ..errors import EngineError


class DecisionError(EngineError):
    """The decision cannot be made with these names.

    ``parameters`` holds ``decision`` and, where it helps, ``rules`` or ``column``.
    """

    code = "decision"


class DecisionUnknown(DecisionError):
    """There is no decision of this id in the file."""

    code = "decision_unknown"


class NoRuleMatches(DecisionError):
    """No rule fits and there is no default: complete the table."""

    code = "no_rule_matches"


class SeveralRulesMatch(DecisionError):
    """More than one rule fits, where the hit policy allows one: correct the table."""

    code = "several_rules_match"


class ValueNotAllowed(DecisionError):
    """An input or output is none of the values that its column allows."""

    code = "value_not_allowed"
