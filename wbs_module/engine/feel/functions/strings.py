"""Functions on strings (DMN 1.3 section 10.3.4.3), and conversions to and from them.

Pattern matching (``matches``, ``replace``) is not published: a pattern can be made to
run for ever. ``split`` takes its delimiter as it stands, not as a pattern.
"""

from __future__ import annotations

import re
from decimal import Decimal

from .. import limits
from ..run import Run
from ..text_form import display
from ..values import ForeignValue, Value
from ..values import number as as_number
from .registry import publish, whole

_NUMBER_TEXT = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,5})?")


@publish("contains", "string: string, match: string", result="boolean")
def contains(run: Run, position: int, string: str, match: str) -> Value:
    """Return whether one text stands in the other."""
    return match in string


@publish("starts with", "string: string, match: string", result="boolean")
def starts_with(run: Run, position: int, string: str, match: str) -> Value:
    """Return whether a text begins with another."""
    return string.startswith(match)


@publish("ends with", "string: string, match: string", result="boolean")
def ends_with(run: Run, position: int, string: str, match: str) -> Value:
    """Return whether a text ends with another."""
    return string.endswith(match)


@publish("upper case", "string: string", result="string")
def upper_case(run: Run, position: int, string: str) -> Value:
    """Return a text in capitals."""
    run.worded(len(string))
    return string.upper()


@publish("lower case", "string: string", result="string")
def lower_case(run: Run, position: int, string: str) -> Value:
    """Return a text in small letters."""
    run.worded(len(string))
    return string.lower()


@publish("string length", "string: string", result="number")
def string_length(run: Run, position: int, string: str) -> Value:
    """Return the number of characters."""
    return Decimal(len(string))


@publish(
    "substring",
    "string: string, start position: number, length: number?",
    result="string",
)
def substring(
    run: Run, position: int, string: str, start: Decimal, length: Decimal | None = None
) -> Value:
    """Return characters from a position, counted from 1, or from the end below 0."""
    first, count = whole(start), len(string) if length is None else whole(length)
    if not first or count is None or count < 1 or abs(first) > max(len(string), 1):
        run.note(position, "The positions lie outside of the text.")
        return None
    begin = first - 1 if first > 0 else len(string) + first
    return string[begin : begin + count]


@publish("substring before", "string: string, match: string", result="string")
def substring_before(run: Run, position: int, string: str, match: str) -> Value:
    """Return what stands before the first match, empty if there is none."""
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@publish("substring after", "string: string, match: string", result="string")
def substring_after(run: Run, position: int, string: str, match: str) -> Value:
    """Return what stands after the first match, empty if there is none."""
    return string.partition(match)[2] if match else string


@publish("split", "string: string, delimiter: string", result="list")
def split(run: Run, position: int, string: str, delimiter: str) -> Value:
    """Return the parts of a text between delimiters."""
    if not delimiter:
        run.note(position, "The delimiter of split() is empty.")
        return None
    run.sized(string.count(delimiter) + 1)
    return list(string.split(delimiter))


@publish("trim", "string: string", result="string")
def trim(run: Run, position: int, string: str) -> Value:
    """Return a text without the spaces around it."""
    return string.strip()


@publish("string join", "list: list, delimiter: string?", result="string")
def string_join(
    run: Run, position: int, items: list[Value], delimiter: str | None = None
) -> Value:
    """Return the texts of a list as one; nulls are left out."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) < sum(item is not None for item in items):
        run.note(position, "string join() takes a list of texts.")
        return None
    between = delimiter or ""
    run.charge(len(items))
    run.worded(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


@publish("string", "from: any", result="string")
def string(run: Run, position: int, value: Value) -> Value:
    """Return a value as text; null stays null."""
    return None if value is None else display(run, value)


@publish(
    "number",
    "from: text or number",
    "from: text or number, grouping separator: string?, decimal separator: string?",
    result="number",
)
def number(
    run: Run,
    position: int,
    source: str | Decimal,
    grouping: str | None = None,
    decimal_sign: str | None = None,
) -> Value:
    """Return the number that a text says, with the separators that it uses."""
    if isinstance(source, Decimal):
        return source
    if grouping not in (None, " ", ",", ".") or decimal_sign not in (None, ",", "."):
        run.note(position, "number() does not know these separators.")
        return None
    if grouping is not None and grouping == decimal_sign:
        run.note(position, "number() needs two different separators.")
        return None
    text = source if len(source) <= limits.TEXT_LENGTH else ""
    if grouping:
        text = text.replace(grouping, "")
    if decimal_sign:
        text = text.replace(decimal_sign, ".")
    if not _NUMBER_TEXT.fullmatch(text):
        run.note(position, "The text is not a number.")
        return None
    try:
        return as_number(Decimal(text))
    except ForeignValue:
        run.note(position, "The number is too large.")
        return None
