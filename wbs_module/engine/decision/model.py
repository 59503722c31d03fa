"""What a DMN file says, as data (DMN 1.3 sections 6 to 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..feel import Expression, Type, UnaryTests
from ..reading.drawing import NOWHERE, Place

HitPolicy: TypeAlias = Literal[
    "UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"
]
LIST_POLICIES: tuple[HitPolicy, ...] = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
Aggregation: TypeAlias = Literal["SUM", "MIN", "MAX", "COUNT"]


@dataclass(frozen=True)
class Cell:
    """The text of an entry and where it stands."""

    id: str
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class InputColumn:
    """:param allowed: the only values that the input may have, if it is limited"""

    id: str
    label: str
    cell: Cell
    expression: Expression
    type: Type
    allowed: UnaryTests | None = None


@dataclass(frozen=True)
class OutputColumn:
    """A column of results.

    :param name: key of the result where a table has several outputs
    :param allowed: values that may be given, the first one with the highest priority
    :param default: result if no rule matches
    """

    id: str
    name: str
    label: str
    type: Type
    allowed: Expression | None = None
    default: Expression | None = None
    default_cell: Cell | None = None


@dataclass(frozen=True)
class Rule:
    """One row; ``number`` counts from 1, as editors show it."""

    id: str
    number: int
    place: Place
    input_cells: tuple[Cell, ...]
    inputs: tuple[UnaryTests, ...]
    output_cells: tuple[Cell, ...]
    outputs: tuple[Expression, ...]


@dataclass(frozen=True)
class DecisionTable:
    id: str
    place: Place
    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class LiteralExpression:
    """A decision that is one expression."""

    cell: Cell
    expression: Expression
    type: Type


@dataclass(frozen=True)
class Decision:
    """A decision and what it requires.

    :param result_names: names under which other decisions know its result: its
        variable's, its own
    :param required_decisions: ids of the decisions whose results it uses
    :param required_inputs: names of the input data that it says it uses
    """

    id: str
    name: str
    place: Place
    logic: DecisionTable | LiteralExpression
    result_names: tuple[str, ...] = ()
    required_decisions: tuple[str, ...] = ()
    required_inputs: tuple[str, ...] = field(default=())

    @property
    def output_names(self) -> tuple[str, ...]:
        """Names of the outputs of a table."""
        if isinstance(self.logic, LiteralExpression):
            return ()
        return tuple(output.name for output in self.logic.outputs)

    @property
    def gives_list(self) -> bool:
        """Whether the result is a list of what the matching rules give."""
        if isinstance(self.logic, LiteralExpression):
            return False
        policy, total = self.logic.hit_policy, self.logic.aggregation
        return policy in LIST_POLICIES and total is None
