"""FEEL, as the nodes use it. Nothing in a drawing is ever Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..feel import Expression, FeelEvaluationError
from .failure import Failure

if TYPE_CHECKING:
    from .workflow import Procedure


@dataclass(frozen=True)
class Formula:
    """An expression of the drawing, ready to be evaluated."""

    expression: Expression

    def value(self, names: Mapping[str, Any], workflow: Procedure) -> Any:
        try:
            return self.expression.evaluate(names, workflow)
        except FeelEvaluationError as error:
            raise Failure("expression", str(error)) from None


@dataclass(frozen=True)
class Condition(Formula):
    """An expression that decides the way."""

    def holds(self, names: Mapping[str, Any], workflow: Procedure) -> bool:
        """Whether it is true; null, as from a comparison with nothing, is not."""
        value = self.value(names, workflow)
        if value is not None and not isinstance(value, bool):
            raise Failure(
                "condition_not_boolean",
                "A condition gives neither true nor false. Correct the condition or "
                "the data that it compares.",
            )
        return value is True
