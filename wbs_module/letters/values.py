"""Makes the caller's values plain and safe to stand in a Word file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .errors import ValuesRefused
from .shapes import Plain

MAXIMUM_TEXT = 2_000_000  # characters in all values of one letter together
MAXIMUM_DEPTH = 8

# XML 1.0 §2.2 allows no other control characters, surrogates or non-characters.
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Direction controls that would turn the rest of the paragraph, also the template's.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\v\f]")


def plain_values(values: Mapping[str, Any]) -> dict[str, Plain]:
    """A deep copy that holds only dictionaries, lists, text, numbers and yes/no.

    Line ends become ``\\n``; characters that no Word file may hold are dropped.
    Raises :class:`ValuesRefused` (naming the top-level name only) for anything else,
    for values nested deeper than :data:`MAXIMUM_DEPTH`, and for more text than
    :data:`MAXIMUM_TEXT`.
    """
    budget = [MAXIMUM_TEXT]
    plain: dict[str, Plain] = {}
    for name, value in values.items():
        if type(name) is not str:
            raise ValuesRefused("The names of a letter's values must be text.")
        plain[name] = _plain(value, name, MAXIMUM_DEPTH, budget)
    return plain


def _plain(value: Any, name: str, depth: int, budget: list[int]) -> Plain:
    if value is None or type(value) in (bool, int, float):
        _spend(budget, 1)
        return value  # type: ignore[no-any-return]
    if isinstance(value, str):
        return _text(value, budget)
    _spend(budget, 1)
    if depth == 0:
        raise ValuesRefused(f"The value “{name}” is nested too deeply for a letter.")
    if isinstance(value, Mapping) and all(type(key) is str for key in value):
        return {
            key: _plain(inner, name, depth - 1, budget) for key, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_plain(inner, name, depth - 1, budget) for inner in value]
    raise ValuesRefused(
        f"The value “{name}” is of a kind that cannot stand in a letter; "
        "use text, numbers, yes/no, lists and groups of these."
    )


def _text(value: str, budget: list[int]) -> str:
    _spend(budget, 1 + len(value))
    # str.__str__ sheds subclasses, whose methods would run inside the template.
    plain = _LINE_ENDS.sub("\n", str.__str__(value))
    return _TURNING.sub("", _NOT_IN_XML.sub("", plain))


def _spend(budget: list[int], amount: int) -> None:
    budget[0] -= amount
    if budget[0] < 0:
        raise ValuesRefused(
            f"The letter has more than {MAXIMUM_TEXT:,} characters; shorten it or "
            "send the long part as an attachment."
        )
