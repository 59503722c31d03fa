"""Follows every name in a parsed part to the shape of its value.

The same walk serves twice: at upload against the fields that a letter has, and before
each rendering against the values that were passed in.
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import nodes

from .filters import FILTERS
from .language import Finding
from .shapes import (
    Anything,
    Date,
    Flag,
    Group,
    ListOf,
    Number,
    Shape,
    Text,
)

_LOOP = Group({"first": Flag(), "last": Flag(), "index": Number(), "length": Number()})
_Scope = Mapping[str, Shape]


def name_findings(tree: nodes.Template, shapes: Mapping[str, Shape]) -> list[Finding]:
    """Names that are unknown, or used for what they are not.

    ``tree`` must already be free of forbidden syntax.
    """
    walk = _Walk()
    walk.statements(tree.body, shapes)
    return walk.findings


class _Walk:
    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def statements(self, body: list[nodes.Node], scope: _Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    self.printed(part, scope)
            elif isinstance(node, nodes.If):
                self.condition(node, scope)
            elif isinstance(node, nodes.For):
                self.loop(node, scope)

    def condition(self, node: nodes.If, scope: _Scope) -> None:
        self.expression(node.test, scope)
        self.statements(node.body, scope)
        for branch in node.elif_:
            self.condition(branch, scope)
        self.statements(node.else_, scope)

    def loop(self, node: nodes.For, scope: _Scope) -> None:
        shape = self.expression(node.iter, scope)
        item: Shape = Anything()
        if isinstance(shape, ListOf):
            item = shape.item
        elif not isinstance(shape, Anything):
            self.report("not_a_list", node.iter)
        assert isinstance(node.target, nodes.Name)
        inner = {**scope, node.target.name: item, "loop": _LOOP}
        if node.test is not None:
            self.expression(node.test, inner)
        self.statements(node.body, inner)
        self.statements(node.else_, scope)

    def printed(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(self.expression(node, scope), (ListOf, Group, Flag)):
            self.report("not_printable", node)

    def expression(self, node: nodes.Node, scope: _Scope) -> Shape:
        """The shape of an expression; unknown names are reported on the way."""
        if isinstance(node, nodes.Name):
            return self.known(scope.get(node.name), node)
        if isinstance(node, nodes.Getattr):
            return self.inside(node, node.attr, scope)
        if isinstance(node, nodes.Getitem):
            assert isinstance(node.arg, nodes.Const)
            return self.inside(node, node.arg.value, scope)
        if isinstance(node, nodes.Filter):
            return self.filtered(node, scope)
        if isinstance(node, (nodes.List, nodes.Tuple)):
            return ListOf(Text())
        if isinstance(node, nodes.Const):
            return Number() if isinstance(node.value, (int, float)) else Text()
        if isinstance(node, nodes.Concat):
            for part in node.nodes:
                self.printed(part, scope)
            return Text()
        return self.combined(node, scope)

    def combined(self, node: nodes.Node, scope: _Scope) -> Shape:
        shapes = [
            self.expression(child, scope)
            for child in node.iter_child_nodes()
            if not isinstance(child, nodes.Operand)
        ]
        if isinstance(node, nodes.Compare):
            for operand in node.ops:
                self.expression(operand.expr, scope)
            return Flag()
        if isinstance(node, nodes.Not):
            return Flag()
        # and, or, if-else give one of their sides (the condition of the last comes
        # first and is none); any side that is no text forbids writing the whole.
        sides = shapes[1:] if isinstance(node, nodes.CondExpr) else shapes
        for shape in sides:
            if isinstance(shape, (ListOf, Group)):
                return shape
        return sides[-1]

    def inside(
        self, node: nodes.Getattr | nodes.Getitem, name: str, scope: _Scope
    ) -> Shape:
        group = self.expression(node.node, scope)
        if isinstance(group, Anything):
            return group
        found = group.fields.get(name) if isinstance(group, Group) else None
        return self.known(found, node)

    def filtered(self, node: nodes.Filter, scope: _Scope) -> Shape:
        entry = FILTERS[node.name]
        assert node.node is not None
        shape = self.expression(node.node, scope)
        if entry.takes is ListOf and not isinstance(shape, (ListOf, Anything)):
            self.report("not_a_list", node.node)
        if entry.takes in (Text, Date) and isinstance(shape, (ListOf, Group, Flag)):
            self.report("not_printable", node.node)
        return entry.gives

    def known(self, shape: Shape | None, node: nodes.Node) -> Shape:
        if shape is None:
            self.report("unknown_name", node)
            return Anything()
        return shape

    def report(self, kind: str, node: nodes.Node) -> None:
        self.findings.append(Finding(kind, node.lineno, {"name": written(node)}))


def written(node: nodes.Node) -> str:
    """A name as the author wrote it, for instance ``office.name``."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{written(node.node)}.{node.arg.value}"
    if isinstance(node, nodes.Filter) and node.node is not None:
        return f"{written(node.node)}|{node.name}"
    return "…"
