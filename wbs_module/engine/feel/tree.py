"""The tree that the parser builds; every node knows where it stands in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from .values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A part of an expression; ``position`` is a character offset from 0."""

    position: int


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Input(Node):
    """``?``: the value that a unary test looks at."""


@dataclass(frozen=True, slots=True, eq=False)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonTest(Node):
    """``> 5``: compares the value that the test looks at."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Membership(Node):
    """``value in tests``: true if one of the tests holds for the value."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Node):
    """``and`` or ``or`` over two and more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class Turn(Node):
    """``name in source`` or ``name in source..end`` of a loop."""

    name: str
    source: Node
    end: Node | None


@dataclass(frozen=True, slots=True, eq=False)
class For(Node):
    turns: tuple[Turn, ...]
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Quantified(Node):
    """``some`` or ``every``."""

    quantifier: str
    turns: tuple[Turn, ...]
    condition: Node


@dataclass(frozen=True, slots=True, eq=False)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entry(Node):
    key: str
    value: Node


@dataclass(frozen=True, slots=True, eq=False)
class Context(Node):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Interval(Node):
    start_included: bool
    start: Node
    end: Node
    end_included: bool


@dataclass(frozen=True, slots=True, eq=False)
class Path(Node):
    source: Node
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Filter(Node):
    source: Node
    condition: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A call with its arguments in the order of the function's parameters.

    An argument that was left out between others is a null literal.
    """

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class InstanceOf(Node):
    value: Node
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Tests(Node):
    """The whole of a decision-table cell; no tests at all is ``-``."""

    tests: tuple[Node, ...]
    negated: bool


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from value


def depth(root: Node) -> int:
    """Return how deeply a tree is nested, without recursion."""
    deepest = 0
    waiting = [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in children(node))
    return deepest


def walk(root: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it, without recursion."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def size(root: Node) -> int:
    """Return how many nodes a tree has."""
    return sum(1 for _ in walk(root))
