"""Builds the tree of an expression with lark's LALR parser (DMN 1.3 section 10.3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, UnexpectedToken

from . import limits, tree
from .builder import Builder, Complaint
from .errors import FeelSyntaxError, place
from .lexer import TokenLexer, Tokens, needs_announcing

_GRAMMAR = Path(__file__).with_name("grammar.lark")


_WORDS = {
    "RPAR": "')'",
    "RSQB": "']'",
    "RBRACE": "'}'",
    "COMMA": "','",
    "COLON": "':'",
    "DOTDOT": "'..'",
    "THEN": "'then'",
    "ELSE": "'else'",
    "RETURN": "'return'",
    "SATISFIES": "'satisfies'",
    "IN": "'in'",
    "$END": "the end",
}


def _expected(accepts: Iterable[str]) -> tuple[str, ...]:
    possible = set(accepts)
    words = []
    if {"NUMBER", "NAME"} <= possible:
        words.append("a value or a name")
    elif "NAME" in possible:
        words.append("a name")
    if {"PLUS", "EQ"} <= possible:
        words.append("an operator")
        possible -= {"IN"}
    elif "AND" in possible:
        words.append("'and'")
    words.extend(word for kind, word in _WORDS.items() if kind in possible)
    return tuple(words)


@lru_cache(maxsize=1)
def _lark() -> Lark:
    return Lark(
        _GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        lexer=TokenLexer,
        start=["expression", "unary_tests"],
        transformer=Builder(),
        maybe_placeholders=False,
    )


def _syntax_error(text: str, problem: UnexpectedToken) -> FeelSyntaxError:
    token = problem.token
    if token.type == "$END":
        position, message = len(text.rstrip()), "The expression is not finished."
        if not text.strip():
            message = "The expression is empty."
    else:
        position = token.start_pos or 0
        message = f"'{token}' cannot stand here."
    line, column = place(text, position)
    parser: Any = problem.interactive_parser
    accepts: Iterable[str] = parser.accepts()
    return FeelSyntaxError(message, line, column, _expected(accepts))


def parse(text: str, start: str, names: frozenset[str]) -> Any:
    """Return the tree of a text; ``start`` is ``expression`` or ``unary_tests``.

    ``names`` are those with signs or reserved words in them. Raises
    :class:`FeelSyntaxError`.
    """
    tokens = Tokens(text, names).cut()
    if start == "unary_tests" and [token.type for token in tokens[:2]] == [
        "NAME",
        "LPAR",
    ]:
        if tokens[0] == "not":
            tokens[0] = Token("UNARY_NOT", "not", tokens[0].start_pos)
    try:
        root: tree.Node = _lark().parse(tokens, start=start)  # type: ignore[assignment]
    except UnexpectedToken as problem:
        raise _syntax_error(text, problem) from None
    except Complaint as complaint:
        line, column = place(text, complaint.position)
        raise FeelSyntaxError(
            complaint.message, line, column, advice=complaint.advice
        ) from None
    if tree.depth(root) > limits.DEPTH:
        raise FeelSyntaxError(
            f"The expression is nested more than {limits.DEPTH} levels deep.",
            1,
            1,
            advice="Split it into several steps.",
        )
    return root


def announced(names: Iterable[str]) -> frozenset[str]:
    """Return those of the names that the lexer must be told about."""
    return frozenset(name for name in names if needs_announcing(name))
