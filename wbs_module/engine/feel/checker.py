"""Checks names and types of an expression before it runs.

Only what is certain is reported: a name that nobody gives a value, and operations
whose result is null whatever the values are.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from . import tree
from .errors import FeelProblem, place
from .functions import FUNCTIONS, Function, Parameter
from .names import ASKING_FUNCTIONS
from .run import Run
from .types import (
    ANY,
    BOOLEAN,
    NUMBER,
    STRING,
    Type,
    common,
    item_of,
    type_named,
)
from .values import kind_of

Known = Mapping[str, "Type | str"]

_DAYS = "days and time duration"
_MONTHS = "years and months duration"
_ORDERED = {"number", "string", "date", "time", "date and time", _DAYS, _MONTHS}
_POINTS = ("date", "date and time", "time")

#: (left, right) → result of each arithmetic operator.
_RESULTS: dict[str, dict[tuple[str, str], str]] = {
    "+": {("number", "number"): "number", ("string", "string"): "string"},
    "-": {("number", "number"): "number", ("time", "time"): _DAYS},
    "*": {("number", "number"): "number"},
    "/": {("number", "number"): "number"},
    "**": {("number", "number"): "number"},
}
for _duration in (_DAYS, _MONTHS):
    for _sign in "+-":
        _RESULTS[_sign][_duration, _duration] = _duration
        for _point in _POINTS:
            if (_point, _duration) != ("time", _MONTHS):
                _RESULTS[_sign][_point, _duration] = _point
                if _sign == "+":
                    _RESULTS[_sign][_duration, _point] = _point
    _RESULTS["*"][_duration, "number"] = _duration
    _RESULTS["*"]["number", _duration] = _duration
    _RESULTS["/"][_duration, "number"] = _duration
    _RESULTS["/"][_duration, _duration] = "number"
for _later in _POINTS[:2]:
    for _earlier in _POINTS[:2]:
        _RESULTS["-"][_later, _earlier] = _DAYS

_PROPERTIES: dict[str, dict[str, Type]] = {
    "date": dict.fromkeys(("year", "month", "day", "weekday"), NUMBER),
    "time": {
        **dict.fromkeys(("hour", "minute", "second"), NUMBER),
        "time offset": Type(_DAYS),
        "timezone": STRING,
    },
    _DAYS: dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
    _MONTHS: dict.fromkeys(("years", "months"), NUMBER),
    "range": {
        "start": ANY,
        "end": ANY,
        "start included": BOOLEAN,
        "end included": BOOLEAN,
    },
}
_PROPERTIES["date and time"] = {**_PROPERTIES["date"], **_PROPERTIES["time"]}


_MISSPELT = 0.7
"""How like a choice a name is that was meant as this choice."""


@dataclass(frozen=True)
class _Scope:
    """Types of names at a place; ``open`` says that a name may be an unknown entry."""

    names: Mapping[str, Type]
    open: bool = False

    def bind(self, names: Mapping[str, Type]) -> _Scope:
        return replace(self, names={**self.names, **names})


class Checker:
    """Goes through one tree; ``problems`` holds what it found."""

    def __init__(self, text: str, known: Known) -> None:
        self._text = text
        self._scope = _Scope({name: as_type(found) for name, found in known.items()})
        self.problems: list[FeelProblem] = []

    def check(self, root: tree.Node) -> Type:
        """Return the type of an expression, collecting problems on the way."""
        return self._type(root, self._scope)

    def check_tests(self, root: tree.Tests, tested: Type) -> None:
        """Check the cell of a decision table whose input is of a type."""
        scope = self._scope.bind({"?": tested})
        for test in root.tests:
            self._check_test(test, tested, scope)

    def expect(self, found: Type, expected: Type, position: int) -> None:
        """Report a type that cannot be what is asked for."""
        if found.known and expected.known and found.kind != expected.kind:
            self._report(
                position,
                f"The result is a {found}, where a {expected} is needed.",
                f"Write an expression that gives a {expected}.",
            )

    def _report(self, position: int, message: str, advice: str, name: str = "") -> None:
        line, column = place(self._text, position)
        self.problems.append(FeelProblem(line, column, message, advice, name))

    def _type(self, node: tree.Node, scope: _Scope) -> Type:
        method: Callable[[Any, _Scope], Type] = getattr(self, _METHODS[type(node)])
        return method(node, scope)

    def _literal(self, node: tree.Literal, scope: _Scope) -> Type:
        if isinstance(node.value, str):
            return replace(STRING, choices=(node.value,))
        return Type(kind_of(node.value))

    def _name(self, node: tree.Name, scope: _Scope) -> Type:
        found = scope.names.get(node.name)
        if found is None and not scope.open:
            self._report(
                node.position,
                f"The name '{node.name}' is not known here.",
                _suggestion(node.name, scope.names),
                node.name,
            )
        return found or ANY

    def _input(self, node: tree.Input, scope: _Scope) -> Type:
        return self._name(tree.Name(node.position, "?"), scope)

    def _negation(self, node: tree.Negation, scope: _Scope) -> Type:
        found = self._type(node.operand, scope)
        if found.known and found.kind not in ("number", _DAYS, _MONTHS):
            self._report(
                node.position,
                f"'-' has no meaning before a {found}.",
                "Put a number or a duration there.",
            )
        return found

    def _arithmetic(self, node: tree.Arithmetic, scope: _Scope) -> Type:
        left, right = self._type(node.left, scope), self._type(node.right, scope)
        if not (left.known and right.known):
            return ANY
        result = _RESULTS[node.operator].get((left.kind, right.kind))
        if result is not None:
            return Type(result)
        self._report(
            node.position,
            f"'{node.operator}' has no meaning between a {left} and a {right}.",
            "Turn one of them into the other's type, for example with string() or "
            "number().",
        )
        return ANY

    def _comparison(self, node: tree.Comparison, scope: _Scope) -> Type:
        left, right = self._type(node.left, scope), self._type(node.right, scope)
        self._compare(node.operator, left, right, node.position)
        for side, other, found in (
            (node.left, node.right, right),
            (node.right, node.left, left),
        ):
            # Beside a text that is written out, the name is what is misspelt.
            if not isinstance(other, tree.Literal):
                self._say_what_is_no_text(side, found)
        return BOOLEAN

    def _say_what_is_no_text(self, side: tree.Node, other: Type) -> None:
        """Better words for an unknown name that was meant as a text, without quotes."""
        if not isinstance(side, tree.Name) or other.kind != "string":
            return
        where = place(self._text, side.position)
        for at, problem in enumerate(self.problems):
            if (problem.line, problem.column) == where and problem.name == side.name:
                message, advice = _without_quotes(side.name, other.choices)
                self.problems[at] = replace(
                    problem,
                    message=message,
                    advice=advice,
                    is_text=_is_one_of(side.name, other.choices),
                )

    def _compare(self, sign: str, left: Type, right: Type, position: int) -> None:
        if sign not in ("=", "!="):
            for side in (left, right):
                if side.known and side.kind not in _ORDERED:
                    self._report(
                        position,
                        f"'{sign}' cannot order a {side}.",
                        "Compare numbers, texts, dates, times or durations.",
                    )
                    return
        if not (left.known and right.known):
            return
        if left.kind != right.kind:
            self._report(
                position,
                f"'{sign}' compares a {left} with a {right}; that is never true.",
                "Compare values of one type.",
            )
        elif sign in ("=", "!=") and left.choices and right.choices:
            self._compare_choices(left, right, position)

    def _compare_choices(self, left: Type, right: Type, position: int) -> None:
        if set(left.choices) & set(right.choices):
            return
        literal, choice = (left, right) if len(left.choices) == 1 else (right, left)
        self._report(
            position,
            f"'{literal.choices[0]}' is none of the values that can stand here.",
            f"Possible are: {_written(choice.choices)}.",
        )

    def _between(self, node: tree.Between, scope: _Scope) -> Type:
        value = self._type(node.value, scope)
        for end in (node.low, node.high):
            self._compare("between", value, self._type(end, scope), node.position)
        return BOOLEAN

    def _comparison_test(self, node: tree.ComparisonTest, scope: _Scope) -> Type:
        tested, operand = scope.names["?"], self._type(node.operand, scope)
        self._compare(node.operator, tested, operand, node.position)
        return BOOLEAN

    def _membership(self, node: tree.Membership, scope: _Scope) -> Type:
        value = self._type(node.value, scope)
        inner = scope.bind({"?": value})
        for test in node.tests:
            self._check_test(test, value, inner)
            self._say_what_is_no_text(test, value)
        return BOOLEAN

    def _check_test(self, node: tree.Node, value: Type, scope: _Scope) -> None:
        found = self._type(node, scope)
        if isinstance(node, tree.ComparisonTest):
            return
        if found.kind == "boolean" and not isinstance(node, tree.Literal):
            return
        if found.kind == "range" and value.kind != "range":
            self._compare("in", value, found.item or ANY, node.position)
        elif found.kind == "list" and value.kind != "list":
            item = found.item or ANY
            if item.kind != "range":
                self._compare("=", value, item, node.position)
        else:
            self._compare("=", value, found, node.position)

    def _logic(self, node: tree.Logic, scope: _Scope) -> Type:
        for operand in node.operands:
            self._condition(operand, scope, f"'{node.operator}' joins")
        return BOOLEAN

    def _condition(self, node: tree.Node, scope: _Scope, what: str) -> None:
        found = self._type(node, scope)
        if found.known and found.kind != "boolean":
            self._report(
                node.position,
                f"{what} conditions, but this is a {found}.",
                "Write a comparison, or a value that is true or false.",
            )

    def _if(self, node: tree.If, scope: _Scope) -> Type:
        self._condition(node.condition, scope, "'if' asks for")
        return common(self._type(node.then, scope), self._type(node.otherwise, scope))

    def _list(self, node: tree.ListOf, scope: _Scope) -> Type:
        items = [self._type(item, scope) for item in node.items]
        if not items:
            return Type("list")
        merged = items[0]
        for item in items[1:]:
            both_strings = merged.kind == item.kind == "string"
            choices = (*merged.choices, *item.choices) if both_strings else ()
            if not (merged.choices and item.choices):
                choices = ()
            merged = common(merged, item)
            if both_strings:
                merged = replace(merged, choices=choices)
        return Type("list", item=merged)

    def _context(self, node: tree.Context, scope: _Scope) -> Type:
        entries: dict[str, Type] = {}
        for entry in node.entries:
            entries[entry.key] = self._type(entry.value, scope)
            scope = scope.bind({entry.key: entries[entry.key]})
        return Type("context", entries=entries)

    def _interval(self, node: tree.Interval, scope: _Scope) -> Type:
        start, end = self._type(node.start, scope), self._type(node.end, scope)
        self._compare("..", start, end, node.position)
        return Type("range", item=replace(common(start, end), choices=()))

    def _path(self, node: tree.Path, scope: _Scope) -> Type:
        source = self._type(node.source, scope)
        if source.kind == "list":
            return Type("list", item=self._step(node, source.item or ANY))
        return self._step(node, source)

    def _step(self, node: tree.Path, source: Type) -> Type:
        if not source.known or source.kind == "list":
            return ANY
        known = source.entries
        if source.kind != "context":
            known = _PROPERTIES.get(source.kind, {})
        if known is None or node.name in known:
            return ANY if known is None else known[node.name]
        self._report(
            node.position,
            f"There is no '{node.name}' in a {source}.",
            _suggestion(node.name, known),
        )
        return ANY

    def _filter(self, node: tree.Filter, scope: _Scope) -> Type:
        source = self._type(node.source, scope)
        item = item_of(source)
        inner = scope.bind({**(item.entries or {}), "item": item})
        unknown = item.kind in ("Any", "null") or (
            item.kind == "context" and item.entries is None
        )
        found = self._type(node.condition, replace(inner, open=scope.open or unknown))
        if found.kind == "number":
            return item
        if found.known and found.kind != "boolean":
            self._report(
                node.condition.position,
                f"A filter asks for a condition or a place, but this is a {found}.",
                "Write for example [item > 3] or [1].",
            )
        return Type("list", item=item) if found.known else ANY

    def _call(self, node: tree.Call, scope: _Scope) -> Type:
        if node.function in ASKING_FUNCTIONS:
            asked = replace(scope, open=True)
            found = [self._type(node.arguments[0], asked)]
            found += [self._type(item, scope) for item in node.arguments[1:]]
            if node.function == "is defined":
                return BOOLEAN
            return common(found[0], found[1]) if found[0].known else ANY
        function = FUNCTIONS[node.function]
        found = [self._type(argument, scope) for argument in node.arguments]
        if not function.gathers:
            parameters = function.parameters(len(found))
            for argument, parameter, kind in zip(
                node.arguments, parameters, found, strict=False
            ):
                if not self._fit(node, argument, parameter, kind):
                    return ANY
        elif node.function in ("min", "max"):
            items = found[0] if len(found) == 1 else Type("list", item=found[0])
            return replace(item_of(items), choices=())
        if function.constant and found and _are_values(node.arguments):
            return self._constant(node, function)
        return ANY if function.result == "any" else Type(function.result)

    def _constant(self, node: tree.Call, function: Function) -> Type:
        """Try a call such as ``date("2026-12-31")``, which always gives the same."""
        notes: list[FeelProblem] = []
        run = Run({}, 0, "", None, notes)
        values = [argument.value for argument in node.arguments]  # type: ignore[attr-defined]
        result = function.invoke(run, node.position, values)
        for note in notes:
            self._report(
                node.position,
                f"{node.function}(): {note.message}",
                note.advice or "Correct the values between the brackets.",
            )
        return ANY if result is None else Type(kind_of(result))

    def _fit(
        self, call: tree.Call, argument: tree.Node, parameter: Parameter, found: Type
    ) -> bool:
        """Tell whether an argument may be of the kind asked for; report if not."""
        kinds = parameter.kinds()
        if not kinds or not found.known or found.kind in kinds or "list" in kinds:
            return True
        if found.kind == "list":  # a list of one item stands for the item
            return True
        needed = " or ".join(sorted(kinds))
        self._report(
            argument.position,
            f"{call.function}(): '{parameter.name}' must be a {needed}, but this is a "
            f"{found}.",
            f"Give it a {needed}.",
        )
        return False

    def _for(self, node: tree.For, scope: _Scope) -> Type:
        inner = self._turns(node.turns, scope)
        return Type("list", item=self._type(node.body, inner))

    def _quantified(self, node: tree.Quantified, scope: _Scope) -> Type:
        inner = self._turns(node.turns, scope)
        self._condition(node.condition, inner, f"'{node.quantifier}' asks for")
        return BOOLEAN

    def _turns(self, turns: tuple[tree.Turn, ...], scope: _Scope) -> _Scope:
        for turn in turns:
            item = item_of(self._type(turn.source, scope))
            if turn.end is not None:
                end = self._type(turn.end, scope)
                self._compare("..", item, end, turn.position)
            scope = scope.bind({turn.name: item})
        return scope

    def _instance_of(self, node: tree.InstanceOf, scope: _Scope) -> Type:
        self._type(node.value, scope)
        return BOOLEAN


_METHODS: dict[type, str] = {
    tree.Literal: "_literal",
    tree.Name: "_name",
    tree.Input: "_input",
    tree.Negation: "_negation",
    tree.Arithmetic: "_arithmetic",
    tree.Comparison: "_comparison",
    tree.Between: "_between",
    tree.ComparisonTest: "_comparison_test",
    tree.Membership: "_membership",
    tree.Logic: "_logic",
    tree.If: "_if",
    tree.For: "_for",
    tree.Quantified: "_quantified",
    tree.ListOf: "_list",
    tree.Context: "_context",
    tree.Interval: "_interval",
    tree.Path: "_path",
    tree.Filter: "_filter",
    tree.Call: "_call",
    tree.InstanceOf: "_instance_of",
}


def _are_values(arguments: tuple[tree.Node, ...]) -> bool:
    return all(
        isinstance(argument, tree.Literal) and argument.value is not None
        for argument in arguments
    )


def as_type(found: Type | str) -> Type:
    """Return a type that was given as such or by its name."""
    return type_named(found) if isinstance(found, str) else found


def _is_one_of(name: str, choices: tuple[str, ...]) -> bool:
    """Whether a name can only be a choice without its quotes, misspelt or not."""
    return bool(difflib.get_close_matches(name, choices, n=1, cutoff=_MISSPELT))


def _written(texts: tuple[str, ...]) -> str:
    """Texts as an expression has them."""
    return ", ".join(f'"{text}"' for text in texts)


def _without_quotes(name: str, choices: tuple[str, ...]) -> tuple[str, str]:
    message = f"{name} stands here as a name, but nothing is called so."
    if not choices:
        return message, f'If it is a text, write it between quotation marks: "{name}".'
    possible = _written(choices)
    if name in choices:
        return (
            message,
            f'It is a text: write "{name}", with quotation marks. '
            f"Possible are: {possible}.",
        )
    return message, f"Texts stand between quotation marks. Possible are: {possible}."


def _suggestion(name: str, known: Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    if not known:
        return "Nothing is known here by name."
    names = sorted(name for name in known if name != "?")
    return f"Known here are: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}."
