"""Turns what the parser recognises into nodes of the tree."""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from typing import Any

from lark import Token, Transformer

from . import limits, tree
from .functions import FUNCTIONS, Function
from .temporal import read_temporal
from .values import KIND_NAMES, ForeignValue, Value, number

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_PATTERNS = "It is left out on purpose: patterns can be made to run for ever."
_LEFT_OUT = {
    "matches": _PATTERNS,
    "replace": _PATTERNS,
    "sort": "It is left out on purpose: it needs a function as its argument.",
}
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}
Child = Any


class Complaint(Exception):
    """Something wrong at a position, before the text around it is known."""

    def __init__(self, position: int, message: str, advice: str = "") -> None:
        self.position = position
        self.message = message
        self.advice = advice


class _NamedArgument:
    def __init__(self, name: str, value: tree.Node, position: int) -> None:
        self.name = name
        self.value = value
        self.position = position


class Builder(Transformer[Token, Any]):
    """Turns what the parser recognises into nodes, from the leaves up."""

    def expression(self, found: list[Child]) -> tree.Node:
        root: tree.Node = found[0]
        return root

    def grouped(self, found: list[Child]) -> tree.Node:
        inner: tree.Node = found[1]
        return inner

    def any_value(self, found: list[Child]) -> tree.Tests:
        return tree.Tests(_at(found), (), False)

    def positive_tests(self, found: list[Child]) -> tree.Tests:
        return tree.Tests(_at(found), _nodes(found), False)

    def negated_tests(self, found: list[Child]) -> tree.Tests:
        return tree.Tests(_at(found), _nodes(found), True)

    def comparison_test(self, found: list[Child]) -> tree.Node:
        sign, operand = found
        return tree.ComparisonTest(sign.start_pos, str(sign), operand)

    def or_(self, found: list[Child]) -> tree.Node:
        return _logic("or", found)

    def and_(self, found: list[Child]) -> tree.Node:
        return _logic("and", found)

    def comparison(self, found: list[Child]) -> tree.Node:
        left, sign, right = found
        return tree.Comparison(sign.start_pos, str(sign), left, right)

    def between(self, found: list[Child]) -> tree.Node:
        return tree.Between(found[1].start_pos, *_nodes(found))

    def membership(self, found: list[Child]) -> tree.Node:
        value, *tests = _nodes(found)
        return tree.Membership(found[1].start_pos, value, tuple(tests))

    def sum(self, found: list[Child]) -> tree.Node:
        left, sign, right = found
        return tree.Arithmetic(sign.start_pos, str(sign), left, right)

    product = sum
    power = sum

    def negation(self, found: list[Child]) -> tree.Node:
        sign, operand = found
        if isinstance(operand, tree.Literal) and isinstance(operand.value, Decimal):
            return tree.Literal(sign.start_pos, -operand.value)
        return tree.Negation(sign.start_pos, operand)

    def instance_of(self, found: list[Child]) -> tree.Node:
        value, sign, name = found
        kind = " ".join(name.split())
        if kind != "Any" and kind not in KIND_NAMES:
            raise Complaint(
                name.start_pos,
                f"'{kind}' is not a type.",
                f"Types are: {', '.join(sorted(KIND_NAMES - {'null'}))}, Any.",
            )
        return tree.InstanceOf(sign.start_pos, value, kind)

    def path(self, found: list[Child]) -> tree.Node:
        source, _, name = found
        return tree.Path(name.start_pos, source, str(name))

    def filter(self, found: list[Child]) -> tree.Node:
        source, condition = _nodes(found)
        return tree.Filter(found[1].start_pos, source, condition)

    def literal(self, found: list[Child]) -> tree.Node:
        token: Token = found[0]
        position = token.start_pos or 0
        if token.type == "NUMBER":
            return tree.Literal(position, _number(token, position))
        if token.type == "STRING":
            return tree.Literal(position, _string(token, position))
        if token.type == "AT":
            text = _string(token[1:], position + 1)
            value = read_temporal(text)
            if value is None:
                raise Complaint(
                    position,
                    "This is no date, time or duration.",
                    'Write for example @"2026-12-31", @"14:30:00" or @"P2D".',
                )
            return tree.Literal(position, value)
        return tree.Literal(position, _CONSTANTS[str(token)])

    def name(self, found: list[Child]) -> tree.Node:
        return tree.Name(found[0].start_pos, str(found[0]))

    def input(self, found: list[Child]) -> tree.Node:
        return tree.Input(found[0].start_pos)

    def named_argument(self, found: list[Child]) -> _NamedArgument:
        return _NamedArgument(str(found[0]), found[-1], found[0].start_pos)

    def call(self, found: list[Child]) -> tree.Node:
        token: Token = found[0]
        name, position = str(token), token.start_pos or 0
        function = FUNCTIONS.get(name)
        if function is None:
            raise Complaint(position, *_unknown_function(name))
        named = [item for item in found if isinstance(item, _NamedArgument)]
        arguments = _nodes(found)
        if named and arguments:
            raise Complaint(
                position,
                f"{name}() mixes arguments with and without names.",
                "Name all of them or none.",
            )
        if named:
            arguments = _by_name(function, named, position)
        if not function.accepts(len(arguments)):
            raise Complaint(
                position,
                f"{name}() cannot take {len(arguments)} arguments.",
                f"It is called as {_signatures(function)}.",
            )
        return tree.Call(position, name, arguments)

    def list_(self, found: list[Child]) -> tree.Node:
        return tree.ListOf(_at(found), _nodes(found))

    def interval(self, found: list[Child]) -> tree.Node:
        start, end = _nodes(found)
        return tree.Interval(
            found[0].start_pos,
            found[0].type == "LSQB",
            start,
            end,
            found[-1].type == "RSQB",
        )

    def entry(self, found: list[Child]) -> tree.Node:
        key: Token = found[0]
        position = key.start_pos or 0
        name = _string(key, position) if key.type == "STRING" else str(key)
        return tree.Entry(position, name, found[-1])

    def context(self, found: list[Child]) -> tree.Node:
        entries = _nodes(found)
        keys: set[str] = set()
        for entry in entries:
            if entry.key in keys:
                raise Complaint(
                    entry.position, f"The key '{entry.key}' stands here twice."
                )
            keys.add(entry.key)
        return tree.Context(_at(found), entries)

    def if_(self, found: list[Child]) -> tree.Node:
        return tree.If(_at(found), *_nodes(found))

    def turn(self, found: list[Child]) -> tree.Node:
        source, *end = _nodes(found)
        return tree.Turn(
            found[0].start_pos, str(found[0]), source, end[0] if end else None
        )

    def for_(self, found: list[Child]) -> tree.Node:
        *turns, body = _nodes(found)
        return tree.For(_at(found), tuple(turns), body)

    def quantified(self, found: list[Child]) -> tree.Node:
        *turns, condition = _nodes(found)
        return tree.Quantified(_at(found), str(found[0]), tuple(turns), condition)


def _nodes(found: list[Child]) -> tuple[Any, ...]:
    return tuple(child for child in found if isinstance(child, tree.Node))


def _at(found: list[Child]) -> int:
    first = found[0]
    if isinstance(first, tree.Node):
        return first.position
    return first.start_pos or 0


def _logic(operator: str, found: list[Child]) -> tree.Node:
    left, right = _nodes(found)
    operands: tuple[tree.Node, ...] = (right,)
    if isinstance(left, tree.Logic) and left.operator == operator:
        operands = (*left.operands, right)
    else:
        operands = (left, right)
    return tree.Logic(found[1].start_pos, operator, operands)


def _number(text: str, position: int) -> Decimal:
    mantissa, _, exponent = text.lower().partition("e")
    digits = sum(sign.isdigit() for sign in mantissa.lstrip("0"))
    if digits > limits.NUMBER_DIGITS or len(exponent) > 5:
        raise Complaint(
            position,
            f"The number has more than {limits.NUMBER_DIGITS} digits or a huge "
            "exponent.",
        )
    try:
        return number(Decimal(text))
    except ForeignValue:
        raise Complaint(position, "The number is too large.") from None


def _string(text: str, position: int) -> str:
    def replacement(match: re.Match[str]) -> str:
        four, six, sign = match.groups()
        if sign is not None:
            if sign not in _ESCAPES:
                raise Complaint(
                    position + 1 + match.start(),
                    "This escape sequence is unknown.",
                    r"Write \\ for a backslash. Known are \n \t \r \" \' \uXXXX.",
                )
            return _ESCAPES[sign]
        code = int(four or six, 16)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise Complaint(position + 1 + match.start(), "There is no such character.")
        return chr(code)

    return _ESCAPE.sub(replacement, text[1:-1])


def _unknown_function(name: str) -> tuple[str, str]:
    message = f"There is no function '{name}'."
    if name in _LEFT_OUT:
        return message, _LEFT_OUT[name]
    close = difflib.get_close_matches(name, FUNCTIONS, n=1)
    if close:
        return message, f"Did you mean '{close[0]}'?"
    return message, "The published functions stand in the manual."


def _signatures(function: Function) -> str:
    forms = []
    for variant in function.variants:
        names = (
            f"[{parameter.name}]" if parameter.optional else parameter.name
            for parameter in variant
        )
        forms.append(f"{function.name}({', '.join(names)})")
    return " or ".join(forms)


def _by_name(
    function: Function, named: list[_NamedArgument], position: int
) -> tuple[tree.Node, ...]:
    given = {argument.name: argument for argument in named}
    if len(given) < len(named):
        raise Complaint(position, f"{function.name}() gets one argument twice.")
    for variant in function.variants:
        names = [parameter.name for parameter in variant]
        needed = {item.name for item in variant if not item.optional}
        if needed <= given.keys() <= set(names):
            last = max(names.index(name) for name in given)
            return tuple(
                given[name].value if name in given else tree.Literal(position, None)
                for name in names[: last + 1]
            )
    raise Complaint(
        named[0].position,
        f"{function.name}() has no such arguments.",
        f"It is called as {_signatures(function)}.",
    )
