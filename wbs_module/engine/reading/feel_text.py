"""Finds the FEEL in what a drawing writes where an expression belongs.

FEEL may stand bare or, as Camunda 8 writes it, behind ``=``. The ``${…}`` of Camunda 7
and Flowable is another language (JUEL): it is refused, and where it is simple the
complaint says how FEEL says it.
"""

from __future__ import annotations

import re

from ..checking.complaints import Complaints, Drawn
from .document import Tag
from .drawing import NOWHERE, Expression, Place

_JUEL = re.compile(r"^\s*[$#]\{(?P<inside>.*)\}\s*$", re.DOTALL)
_FEEL_LANGUAGES = re.compile(
    r"^(feel|.*/dmn/feel.*|https?://www\.omg\.org/spec/(dmn/\d+/)?feel(/.*)?)$",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | '(?P<single>[^'"\\]*)' | "(?P<double>[^"\\]*)"
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<sign>==|!=|<=|>=|<|>|&&|\|\||!|[()+\-*/])
    """,
    re.VERBOSE,
)
_WORDS = {
    "==": "=",
    "eq": "=",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "&&": "and",
    "||": "or",
}


def is_foreign(text: str) -> bool:
    """Whether a text is of the shape ``${…}`` or ``#{…}``."""
    return bool(_JUEL.match(text))


def from_juel(text: str) -> str | None:
    """FEEL for a simple ``${…}``: names, literals, comparisons, and, or, not.

    ``None`` where the counterpart is not plain (calls, properties, ``empty``, ``?:``).
    """
    match = _JUEL.match(text)
    if match is None:
        return None
    inside = match["inside"].strip()
    words: list[str] = []
    position = 0
    while position < len(inside):
        token = _TOKEN.match(inside, position)
        if token is None:
            return None
        position = token.end()
        word = _feel_word(token)
        if word is None:
            return None
        if word:
            words.append(word)
    return _joined(words)


def _feel_word(token: re.Match[str]) -> str | None:
    kind, text = token.lastgroup, token[0]
    if kind == "space":
        return ""
    if kind in ("single", "double"):
        return f'"{token[kind]}"'
    if kind == "name" and text in ("empty", "div", "mod", "instanceof", "not"):
        return None
    if text == "!":
        return "not"
    return _WORDS.get(text, text)


def _joined(words: list[str]) -> str | None:
    """Negation becomes a function call; only of a single name or a bracket."""
    spoken: list[str] = []
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word == "(" and spoken and re.fullmatch(r"[A-Za-z_]\w*", spoken[-1]):
            if spoken[-1] not in ("and", "or", "not"):
                return None  # a call
        if word == "not" and following != "(":
            if not re.fullmatch(r"[A-Za-z_]\w*", following):
                return None
        spoken.append(word)
    text = " ".join(spoken)
    text = re.sub(r"\bnot (?!\()([A-Za-z_]\w*)", r"not(\1)", text)
    return text.replace("not (", "not(").replace("( ", "(").replace(" )", ")")


def expression(
    text: str, place: Place, owner: Drawn, complaints: Complaints
) -> Expression | None:
    """The FEEL of a text; ``None`` for an empty one. ``place``: where it begins."""
    drawn = text.strip()
    if not drawn:
        return None
    if is_foreign(drawn):
        return Expression(_refuse_juel(drawn, place, owner, complaints), drawn, place)
    if drawn.startswith("="):
        bare = drawn[1:].lstrip()
        ahead = len(drawn) - len(bare)
        if place != NOWHERE and "\n" not in drawn[:ahead]:
            place = Place(place.line, place.column + ahead)
        return Expression(bare, drawn, place)
    return Expression(drawn, drawn, place)


def _refuse_juel(drawn: str, place: Place, owner: Drawn, complaints: Complaints) -> str:
    feel = from_juel(drawn)
    if feel is None:
        complaints.add("juel_refused", owner, place, expression=drawn)
        return "true"
    complaints.add("juel_translatable", owner, place, expression=drawn, feel=feel)
    return feel


def expression_in(
    tag: Tag | None, owner: Drawn, complaints: Complaints
) -> Expression | None:
    """The FEEL inside a tag such as ``conditionExpression``.

    What was refused becomes ``true``, so that nothing more is said about it.
    """
    if tag is None:
        return None
    if not refuse_language(tag.get("language"), tag, owner, complaints):
        return Expression("true", tag.text.strip(), tag.text_place)
    return expression(tag.text, tag.text_place, owner, complaints)


def refuse_language(
    language: str | None, tag: Tag, owner: Drawn, complaints: Complaints
) -> bool:
    """Whether a declared language is FEEL or none; complain where it is not."""
    if not language or _FEEL_LANGUAGES.match(language):
        return True
    complaints.add("expression_language", owner, tag.place, language=language)
    return False
