"""What an editor asks while somebody draws: differences, settings, single texts."""

from __future__ import annotations

from .contract import Problem
from .decision import read_decisions
from .errors import EngineError
from .feel import FeelProblem, FeelSyntaxError, parse_expression
from .reading.comparing import Change, Difference, compare_drawings
from .reading.reader import read_drawing

__all__ = [
    "Change",
    "Difference",
    "differences",
    "problem_of_expression",
    "problems_of_decisions",
]


def differences(old: bytes, new: bytes) -> list[Difference]:
    """What differs between two BPMN files, as ``reading.comparing`` says it.

    :raise EngineError: one of the files cannot be read as a drawing at all
    """
    before, _problems = read_drawing(old)
    after, problems = read_drawing(new)
    for drawing in (before, after):
        if drawing is None or not any(each.executable for each in drawing.processes):
            reason = problems[0].message if problems else "No process in it runs."
            raise EngineError(reason)
    assert before is not None and after is not None
    return compare_drawings(before, after)


def problem_of_expression(text: str) -> FeelProblem | None:
    """What is wrong with a FEEL text by itself; names are not looked up."""
    try:
        parse_expression(text.removeprefix("="))
    except FeelSyntaxError as error:
        return error.as_problem()
    return None


def problems_of_decisions(dmn: bytes) -> tuple[Problem, ...]:
    """Everything that is wrong, or odd, with a DMN file."""
    return read_decisions(dmn).problems
