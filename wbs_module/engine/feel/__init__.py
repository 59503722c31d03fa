"""FEEL, the expression language of DMN 1.3 (section 10), as a bounded subset."""

from .errors import (
    FeelError,
    FeelEvaluationError,
    FeelLimitError,
    FeelProblem,
    FeelSyntaxError,
)
from .expression import Expression, UnaryTests, parse_expression, parse_unary_tests
from .json_form import from_json, to_json
from .run import Clock
from .script import Assignment, Script, parse_script
from .types import ANY, BOOLEAN, NUMBER, STRING, Type, common, type_named
from .values import Range, Value, YearsMonthsDuration

__all__ = [
    "ANY",
    "BOOLEAN",
    "NUMBER",
    "STRING",
    "Assignment",
    "Clock",
    "Expression",
    "FeelError",
    "FeelEvaluationError",
    "FeelLimitError",
    "FeelProblem",
    "FeelSyntaxError",
    "Range",
    "Script",
    "Type",
    "UnaryTests",
    "Value",
    "YearsMonthsDuration",
    "common",
    "from_json",
    "parse_expression",
    "parse_script",
    "parse_unary_tests",
    "to_json",
    "type_named",
]
