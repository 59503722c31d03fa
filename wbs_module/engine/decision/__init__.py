"""Decisions in DMN 1.1 to 1.3: decision tables and literal expressions in FEEL."""

from .errors import (
    DecisionError,
    DecisionUnknown,
    NoRuleMatches,
    SeveralRulesMatch,
    ValueNotAllowed,
)
from .reading import DecisionReading, read_decisions
from .service import DecisionModel

__all__ = [
    "DecisionError",
    "DecisionModel",
    "DecisionReading",
    "DecisionUnknown",
    "NoRuleMatches",
    "SeveralRulesMatch",
    "ValueNotAllowed",
    "read_decisions",
]
