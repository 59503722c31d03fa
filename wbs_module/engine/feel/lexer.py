"""Cuts a FEEL text into tokens; joins words into names that contain spaces.

FEEL's names may contain spaces, and even signs and reserved words. Two words beside
each other are one name, because nothing else in the language puts them so. A name with
a reserved word or a sign in it (``terms and conditions``, ``case-number``) is known as
one only if it is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lark import Token
from lark.lexer import Lexer

from . import limits
from .errors import FeelSyntaxError, place

_SIGNS = {
    "<=": "LE", ">=": "GE", "!=": "NE", "**": "POWER", "..": "DOTDOT",
    "<": "LT", ">": "GT", "=": "EQ", "+": "PLUS", "-": "MINUS", "*": "STAR",
    "/": "SLASH", "(": "LPAR", ")": "RPAR", "[": "LSQB", "]": "RSQB",
    "{": "LBRACE", "}": "RBRACE", ",": "COMMA", ":": "COLON", ".": "DOT",
    "?": "INPUT",
}  # fmt: skip
RESERVED = {
    word: word.upper()
    for word in (
        "and", "or", "in", "between", "if", "then", "else", "for", "return",
        "some", "every", "satisfies", "true", "false", "null",
    )
}  # fmt: skip
_REFUSED = {
    "function": "Functions cannot be defined in an expression.",
    "external": "Functions of other languages cannot be called.",
}
# Names of the language itself with a reserved word inside: of functions, known by the
# bracket that follows, and of types, known by the "instance of" before.
_FUNCTION_NAMES = ("years and months duration", "date and time", "get or else")
_TYPE_NAMES = ("years and months duration", "date and time", "days and time duration")
TOKEN = re.compile(
    r"""
    (?P<space>(?:\s+|//[^\n]*|/\*.*?\*/)+)
  | (?P<string>@?"(?:[^"\\\n]|\\.)*")
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*(?:'\w+)*)
  | (?P<sign><=|>=|!=|\*\*|\.\.|[-<>=+*/()\[\]{},:.?])
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d]\w*(?:'\w+)*")
_SPACES = re.compile(r"\s+")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*(?:'\w+)*(?: [^\W\d]\w*(?:'\w+)*| \d+)*")
#: After one of these an operand has ended: a bracket closes it or applies to it.
_OPERAND_ENDS = frozenset(
    {"NUMBER", "STRING", "AT", "NAME", "TRUE", "FALSE", "NULL", "INPUT",
     "RPAR", "RSQB", "RBRACE", "RANGE_CLOSE"}
)  # fmt: skip
_OPERAND_START = re.compile(r"""\s*(?:[\w"@({\[?.\-])""")
_FINISHING_WORD = re.compile(
    r"\s*(?:and|or|in|between|then|else|return|satisfies|instance)\b"
)


def needs_announcing(name: str) -> bool:
    """Tell whether a name is read as one only when the parser is told about it."""
    # A sign or a reserved word alone keeps its own meaning.
    if not _WORD.match(name) or name in RESERVED:
        return False
    if not _PLAIN_NAME.fullmatch(name):
        return True
    return any(word in RESERVED or word == "instance" for word in name.split(" "))


class TokenLexer(Lexer):
    """Hands tokens that are already cut to lark's parser."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        return iter(data)


class Tokens:
    """One text on its way through the lexer."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        if len(text) > limits.TEXT_LENGTH:
            raise FeelSyntaxError(
                f"The expression is longer than {limits.TEXT_LENGTH} characters.",
                1,
                limits.TEXT_LENGTH + 1,
                advice="Split it into several steps.",
            )
        self.text = text
        self.tokens: list[Token] = []
        self._brackets: list[bool] = []  # for each open bracket: a range so far?
        self._joined = [_phrase(name) for name in sorted(names, key=len, reverse=True)]

    def cut(self) -> list[Token]:
        """Return the tokens, positions as character offsets in ``start_pos``."""
        position = 0
        while position < len(self.text):
            match = TOKEN.match(self.text, position)
            if match is None:
                joined = self._announced(position)
                if joined is None:
                    raise self._stranger(position)
                position = joined
            elif match.lastgroup == "space":
                position = match.end()
            elif match.lastgroup in ("word", "sign"):
                joined = self._announced(position)
                position = joined or self._word_or_sign(match)
            else:
                self._literal(match)
                position = match.end()
        return self.tokens

    def _add(self, kind: str, value: str, position: int) -> None:
        self.tokens.append(Token(kind, value, position))

    def _literal(self, match: re.Match[str]) -> None:
        text = match.group()
        if match.lastgroup == "number":
            self._add("NUMBER", text, match.start())
        else:
            self._add("AT" if text[0] == "@" else "STRING", text, match.start())

    def _announced(self, position: int) -> int | None:
        """Take a name that was handed in, the longest that fits here."""
        for name, phrase in self._joined:
            match = phrase.match(self.text, position)
            if match is not None:
                self._add("NAME", name, position)
                return match.end()
        return None

    def _word_or_sign(self, match: re.Match[str]) -> int:
        if match.lastgroup == "sign":
            self._sign(match)
            return match.end()
        return self._word(match)

    def _word(self, match: re.Match[str]) -> int:
        word, position = match.group(), match.start()
        as_type = bool(self.tokens) and self.tokens[-1].type == "INSTANCE_OF"
        for name, phrase in _TYPE_PHRASES if as_type else _FUNCTION_PHRASES:
            found = phrase.match(self.text, position)
            if found is not None and (as_type or self._opens(found.end())):
                self._add("NAME", name, position)
                return found.end()
        if word == "instance":
            found = _INSTANCE_OF.match(self.text, position)
            if found is not None:
                self._add("INSTANCE_OF", "instance of", position)
                return found.end()
        if word in _REFUSED:
            line, column = place(self.text, position)
            raise FeelSyntaxError(_REFUSED[word], line, column)
        if word in RESERVED:
            self._add(RESERVED[word], word, position)
            return match.end()
        return self._name(match)

    def _name(self, match: re.Match[str]) -> int:
        """Join the words that follow into one name, up to a reserved word."""
        words, end = [match.group()], match.end()
        while True:
            gap = _SPACES.match(self.text, end)
            following = gap and _NAME_PART.match(self.text, gap.end())
            if not gap or not following or self._breaks(following):
                break
            words.append(following.group())
            end = following.end()
        self._add("NAME", " ".join(words), match.start())
        return end

    def _breaks(self, following: re.Match[str]) -> bool:
        word = following.group()
        if word in RESERVED or word in _REFUSED:
            return True
        return bool(_INSTANCE_OF.match(self.text, following.start()))

    def _opens(self, end: int) -> bool:
        gap = _SPACES.match(self.text, end)
        return self.text.startswith("(", gap.end() if gap else end)

    def _sign(self, match: re.Match[str]) -> None:
        sign, kind = match.group(), _SIGNS[match.group()]
        after_operand = bool(self.tokens) and self.tokens[-1].type in _OPERAND_ENDS
        opened = not self.tokens or self.tokens[-1].type != "LSQB"
        if sign == "]" and not after_operand and opened:
            kind = "RANGE_OPEN"
        elif sign == "[" and after_operand and self._closes_range(match.end()):
            kind = "RANGE_CLOSE"
        if kind in ("LPAR", "LSQB", "LBRACE", "RANGE_OPEN"):
            self._brackets.append(False)
        elif kind in ("RPAR", "RSQB", "RBRACE", "RANGE_CLOSE"):
            if self._brackets:
                self._brackets.pop()
        elif kind == "DOTDOT" and self._brackets:
            self._brackets[-1] = True
        self._add(kind, sign, match.start())

    def _closes_range(self, end: int) -> bool:
        """Tell ``]1..5[`` from the start of a filter ``]1..list[1]``."""
        if not self._brackets or not self._brackets[-1]:
            return False
        return bool(
            _FINISHING_WORD.match(self.text, end)
            or not _OPERAND_START.match(self.text, end)
        )

    def _stranger(self, position: int) -> FeelSyntaxError:
        line, column = place(self.text, position)
        sign = self.text[position]
        if sign in "\"'@“”":
            return FeelSyntaxError(
                "A text that starts here does not end.",
                line,
                column,
                advice='Texts stand between straight double quotes: "like this".',
            )
        return FeelSyntaxError(
            f"The sign {sign!r} has no meaning in an expression.", line, column
        )


def _phrase(name: str) -> tuple[str, re.Pattern[str]]:
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    before = r"(?<!\w)" if name[:1].isalnum() else ""
    after = r"(?!\w)" if name[-1:].isalnum() else ""
    return name, re.compile(before + pattern + after)


_NAME_PART = re.compile(r"[^\W\d]\w*(?:'\w+)*|\d+\b(?!\.\d)")
_INSTANCE_OF = re.compile(r"instance\s+of\b")
_FUNCTION_PHRASES = [_phrase(name) for name in _FUNCTION_NAMES]
_TYPE_PHRASES = [_phrase(name) for name in _TYPE_NAMES]
