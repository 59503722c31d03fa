"""Finds the names that an expression needs from outside."""

from __future__ import annotations

from collections.abc import Iterator

from . import tree
from .scope import INPUT

#: Functions whose first argument may be a name that has no value.
ASKING_FUNCTIONS = ("is defined", "get or else")


def root_names(root: tree.Node) -> frozenset[str]:
    """Return the names that an expression reads from outside for certain.

    Left out are names that it binds itself, those that it asks for with ``is defined``
    and ``get or else``, and names inside of a filter, which may be entries of items.
    """
    return frozenset(_free(root, frozenset(), False))


def _free(node: tree.Node, bound: frozenset[str], filtered: bool) -> Iterator[str]:
    if isinstance(node, (tree.Name, tree.Input)):
        name = node.name if isinstance(node, tree.Name) else INPUT
        if name not in bound and not filtered:
            yield name
    elif isinstance(node, tree.Filter):
        yield from _free(node.source, bound, filtered)
        yield from _free(node.condition, bound | {"item"}, True)
    elif isinstance(node, tree.Call) and node.function in ASKING_FUNCTIONS:
        for argument in _needed_arguments(node):
            yield from _free(argument, bound, filtered)
    elif isinstance(node, tree.Membership):
        yield from _free(node.value, bound, filtered)
        for test in node.tests:
            yield from _free(test, bound | {INPUT}, filtered)
    elif isinstance(node, tree.Context):
        for entry in node.entries:
            yield from _free(entry.value, bound, filtered)
            bound = bound | {entry.key}
    elif isinstance(node, (tree.For, tree.Quantified)):
        for turn in node.turns:
            for part in tree.children(turn):
                yield from _free(part, bound, filtered)
            bound = bound | {turn.name}
        body = node.body if isinstance(node, tree.For) else node.condition
        yield from _free(body, bound, filtered)
    else:
        for child in tree.children(node):
            yield from _free(child, bound, filtered)


def _needed_arguments(call: tree.Call) -> tuple[tree.Node, ...]:
    """Return the arguments whose names must have a value."""
    asked = call.arguments[0]
    while isinstance(asked, tree.Path):
        asked = asked.source
    return call.arguments[isinstance(asked, tree.Name) :]
