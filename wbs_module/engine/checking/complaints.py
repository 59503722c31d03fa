"""Collects what is wrong with a drawing, in the words of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..contract import Problem
from ..reading.drawing import NOWHERE, Place
from .catalogue import CATALOGUE

MOST_PROBLEMS = 200
"""Of errors, and of warnings: more than a person reads at once, and a broken file can
hold thousands."""
LONGEST_QUOTATION = 120


class Drawn(Protocol):
    """Anything of a drawing that has an id, a name and a place."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def place(self) -> Place: ...


@dataclass(frozen=True)
class Spot:
    """Stands for something that is not (yet) part of a drawing."""

    id: str = ""
    name: str = ""
    place: Place = NOWHERE


def called(drawn: Drawn) -> str:
    """What a sentence calls it: its name, with the id where that is not enough."""
    name = " ".join(drawn.name.split())
    if not name:
        return drawn.id or "?"
    return f"“{_quotation(name)}” ({_quotation(drawn.id)})"


class Complaints:
    """Problems in the order in which they were found, errors and warnings alike."""

    def __init__(self) -> None:
        self._problems: dict[tuple[object, ...], Problem] = {}
        self._room = {"error": MOST_PROBLEMS, "warning": MOST_PROBLEMS}

    def add(
        self,
        code: str,
        drawn: Drawn | None = None,
        place: Place | None = None,
        /,
        **parameters: str,
    ) -> None:
        """Complain about an element, at its own place unless another is given."""
        where = drawn or Spot()
        at = where.place if place is None or place == NOWHERE else place
        quoted = {name: _quotation(value) for name, value in parameters.items()}
        quoted["element"] = called(where)
        problem = _problem(code, where, at, quoted)
        key = (code, problem.element_id, at, problem.message)
        if key in self._problems:
            return
        self._room[problem.severity] -= 1
        if self._room[problem.severity] >= 0:
            self._problems[key] = problem

    @property
    def problems(self) -> tuple[Problem, ...]:
        found = list(self._problems.values())
        if min(self._room.values()) < 0:
            parameters = {"limit": str(MOST_PROBLEMS), "element": "?"}
            found.append(_problem("too_many_problems", Spot(), NOWHERE, parameters))
        return tuple(found)


def _problem(code: str, where: Drawn, at: Place, parameters: dict[str, str]) -> Problem:
    severity, message, advice = CATALOGUE[code]
    return Problem(
        severity=severity,
        code=code,
        message=message.format_map(parameters),
        advice=advice.format_map(parameters),
        element_id=where.id or None,
        element_name=where.name or None,
        line=at.line or None,
        column=at.column or None,
        parameters=parameters,
    )


def _quotation(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_QUOTATION:
        return text[: LONGEST_QUOTATION - 1] + "…"
    return text
