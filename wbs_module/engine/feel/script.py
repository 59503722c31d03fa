"""Scripts: a list of assignments, one a line or parted by semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import limits
from .checker import Checker, Known
from .errors import FeelProblem, FeelSyntaxError, place
from .expression import Expression, parse_expression
from .lexer import RESERVED, TOKEN
from .parser import announced
from .run import Clock
from .types import Type, widened
from .values import Value

_TARGET = re.compile(r"([^\W\d]\w*(?:[ \t]+\w+)*)[ \t]*(:?=)(?![=])")


@dataclass(frozen=True)
class Assignment:
    """``name = expression``; ``line`` and ``column`` are where the expression starts.

    Both count from 1 within the whole script.
    """

    name: str
    expression: Expression
    line: int
    column: int

    def locate(self, problem: FeelProblem) -> FeelProblem:
        """Return a problem of the expression with its place in the script."""
        column = problem.column
        if problem.line == 1:
            column += self.column - 1
        return FeelProblem(
            problem.line + self.line - 1, column, problem.message, problem.advice
        )


class Script:
    """A list of assignments, made by :func:`parse_script`.

    ``reads`` are the names that must be there before it runs; ``writes`` the names
    that it gives values to.
    """

    __slots__ = ("text", "assignments", "reads", "writes")

    def __init__(self, text: str, assignments: tuple[Assignment, ...]) -> None:
        self.text = text
        self.assignments = assignments
        written: set[str] = set()
        read: set[str] = set()
        for assignment in assignments:
            read |= assignment.expression.names - written
            written.add(assignment.name)
        self.reads = frozenset(read)
        self.writes = frozenset(written)

    def evaluate(
        self, names: Mapping[str, Any], clock: Clock | None = None
    ) -> dict[str, Value]:
        """Return the values that the script assigns, in their order.

        Later lines see the values of earlier ones. ``names`` is not changed. Raises
        :class:`FeelEvaluationError`; then nothing is assigned.
        """
        seen = dict(names)
        assigned: dict[str, Value] = {}
        for assignment in self.assignments:
            value = assignment.expression.evaluate(seen, clock)
            seen[assignment.name] = assigned[assignment.name] = value
        return assigned

    def check(self, known: Known) -> tuple[list[FeelProblem], dict[str, Type]]:
        """Return problems of names and types, and the types of what is written."""
        types: dict[str, Type | str] = dict(known)
        problems: list[FeelProblem] = []
        written: dict[str, Type] = {}
        for assignment in self.assignments:
            expression = assignment.expression
            checker = Checker(expression.text, types)
            found = widened(checker.check(expression.root))
            problems += [assignment.locate(problem) for problem in checker.problems]
            types[assignment.name] = written[assignment.name] = found
        return problems, written


def parse_script(text: str, names: Iterable[str] = ()) -> Script:
    """Return the script that a text says; the same text is parsed once.

    Each line is ``name = expression`` (``name := expression`` too); several on one
    line are parted by semicolons. A line that does not begin so continues the one
    before. ``names`` as in :func:`parse_expression`. Raises :class:`FeelSyntaxError`
    with the place in the whole script.
    """
    return _script(text, announced(names) if names else frozenset())


@lru_cache(maxsize=limits.CACHED_TEXTS)
def _script(text: str, names: frozenset[str]) -> Script:
    if len(text) > limits.TEXT_LENGTH:
        raise FeelSyntaxError(
            f"The script is longer than {limits.TEXT_LENGTH} characters.",
            1,
            1,
            advice="Split it into several script tasks.",
        )
    assignments = [
        _assignment(text, start, end, names) for start, end in _statements(text)
    ]
    if not assignments:
        raise FeelSyntaxError(
            "The script assigns nothing.", 1, 1, advice=_FORM_OF_A_LINE
        )
    return Script(text, tuple(assignments))


_FORM_OF_A_LINE = "Write lines such as: total = first payment + 5"


def _assignment(text: str, start: int, end: int, names: frozenset[str]) -> Assignment:
    target = _target(text, start)
    if target is None or target.end() > end:
        line, column = place(text, start)
        raise FeelSyntaxError(
            "This is no assignment.", line, column, advice=_FORM_OF_A_LINE
        )
    begin = min(_first_sign(text, target.end()), end)
    line, column = place(text, begin)
    try:
        expression = parse_expression(text[begin:end].rstrip(), names)
    except FeelSyntaxError as error:
        shift = column - 1 if error.line == 1 else 0
        raise FeelSyntaxError(
            error.message,
            error.line + line - 1,
            error.column + shift,
            error.expected,
            error.advice,
        ) from None
    return Assignment(" ".join(target[1].split()), expression, line, column)


def _target(text: str, position: int) -> re.Match[str] | None:
    match = _TARGET.match(text, position)
    if match is None or any(word in RESERVED for word in match[1].split()):
        return None
    return match


def _statements(text: str) -> list[tuple[int, int]]:
    """Return start and end of each statement that is not empty."""
    starts, ends = [0], []
    position = depth = 0
    awaiting = False  # whether the last sign was the "=" of an assignment
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            if text[position] == ";" and depth == 0:
                ends.append(position)
                starts.append(position + 1)
            position += 1
            awaiting = False
            continue
        end, found = token.end(), token.group()
        if token.lastgroup == "space":
            if "\n" in found and not depth and not awaiting and _target(text, end):
                ends.append(position)
                starts.append(end)
        else:
            awaiting = found == "="
            depth += (found in "([{") - (found in ")]}")
        position = end
    ends.append(len(text))
    return [
        (_first_sign(text, start), end)
        for start, end in zip(starts, ends, strict=True)
        if _first_sign(text, start) < end
    ]


def _first_sign(text: str, position: int) -> int:
    token = TOKEN.match(text, position)
    if token is not None and token.lastgroup == "space":
        return token.end()
    return position
