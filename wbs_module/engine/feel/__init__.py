"""FEEL, the expression language of DMN 1.3 (section 10), as a bounded subset."""

from .errors import (
    FeelError,
    FeelEvaluationError,
    FeelLimitError,
    FeelProblem,
    FeelSyntaxError,
)
from .expression import Expression, UnaryTests, parse_expression, parse_unary_tests
from .run import Clock
from .values import Range, Value, YearsMonthsDuration

__all__ = [
    "Clock",
    "Expression",
    "FeelError",
    "FeelEvaluationError",
    "FeelLimitError",
    "FeelProblem",
    "FeelSyntaxError",
    "Range",
    "UnaryTests",
    "Value",
    "YearsMonthsDuration",
    "parse_expression",
    "parse_unary_tests",
]
