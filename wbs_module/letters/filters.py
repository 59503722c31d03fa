"""The filters that a letter may use, and nothing else.

Each takes one plain value (and, where said, one constant) and returns text or a list
of texts no longer than its input plus a constant. An empty value stays empty, so that
a template needs no condition around an optional date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .shapes import Date, ListOf, Number, Shape, Text

_MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November "
    "Desember"
).split()
_ENGLISH_MONTHS = (
    "January February March April May June July August September October November "
    "December"
).split()
_WEEKDAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()
_ENGLISH_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_ONES = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
)


class FilterFailed(Exception):
    """A value does not fit its filter; carries the filter's name, never the value."""


def long_date(value: str) -> str:
    """``2026-11-24`` → ``24 November 2026``, which no end of a line tears apart."""
    day = _day(value, "long_date")
    return _unbroken(day.day, _MONTHS[day.month - 1], day.year) if day else ""


def weekday(value: str) -> str:
    """``2026-11-24`` → ``Selasa``."""
    day = _day(value, "weekday")
    return _WEEKDAYS[day.weekday()] if day else ""


def date_in_words(value: str) -> str:
    """``2026-11-24`` → ``dua puluh empat bulan November tahun dua ribu dua puluh enam``

    This is how minutes (berita acara) write the date that they open with.
    """
    day = _day(value, "date_in_words")
    if not day:
        return ""
    month = _MONTHS[day.month - 1]
    return f"{_spell(day.day)} bulan {month} tahun {_spell(day.year)}"


def long_date_english(value: str) -> str:
    """``2026-11-24`` → ``24 November 2026``, month in English, as unbroken."""
    day = _day(value, "long_date_english")
    return _unbroken(day.day, _ENGLISH_MONTHS[day.month - 1], day.year) if day else ""


def weekday_english(value: str) -> str:
    """``2026-11-24`` → ``Tuesday``."""
    day = _day(value, "weekday_english")
    return _ENGLISH_WEEKDAYS[day.weekday()] if day else ""


def in_words(value: float) -> str:
    """``21`` → ``dua puluh satu``; whole numbers below 10¹⁵."""
    if type(value) is not int or not 0 <= value < 10**15:
        raise FilterFailed("in_words")
    return _spell(value)


def rupiah(value: float) -> str:
    """``1500000`` → ``Rp1.500.000,00``."""
    if type(value) not in (int, float) or not abs(value) < 10**18:
        raise FilterFailed("rupiah")
    text = f"{abs(value):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{'-' if value < 0 else ''}Rp{text}"


def upper(value: str) -> str:
    """All capitals."""
    return _text(value, "upper").upper()


def lower(value: str) -> str:
    """No capitals."""
    return _text(value, "lower").lower()


def paragraphs(value: str) -> list[str]:
    """The paragraphs of a long text, for ``{%p for line in text|paragraphs %}``."""
    lines = (line.strip() for line in _text(value, "paragraphs").split("\n"))
    return [line for line in lines if line]


def join(value: list[Any], separator: str = ", ") -> str:
    """The texts of a list in one line."""
    if type(value) is not list:
        raise FilterFailed("join")
    return separator.join(_text(item, "join") for item in value)


def length(value: list[Any]) -> int:
    """How many items a list has."""
    if type(value) is not list:
        raise FilterFailed("length")
    return len(value)


def _text(value: Any, name: str) -> str:
    if value is None:
        return ""
    # Markup (a text constant in the template) counts as the text that it is.
    if isinstance(value, str):
        return str.__str__(value)
    raise FilterFailed(name)


def _unbroken(*words: object) -> str:
    """The words with spaces between them at which no line ends."""
    return "\N{NO-BREAK SPACE}".join(str(word) for word in words)


def _day(value: Any, name: str) -> date | None:
    text = _text(value, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    raise FilterFailed(name)


def _spell(number: int) -> str:
    """Indonesian number words; 11 is ``sebelas``, 100 ``seratus``, 1,000 ``seribu``."""
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    for size, word in (
        (10**12, "triliun"),
        (10**9, "miliar"),
        (10**6, "juta"),
        (1_000, "ribu"),
        (100, "ratus"),
        (10, "puluh"),
    ):
        if number >= size:
            count, rest = divmod(number, size)
            short = count == 1 and size in (1_000, 100)
            head = f"se{word}" if short else f"{_spell(count)} {word}"
            return f"{head} {_spell(rest)}" if rest else head
    raise AssertionError("every number from 12 on is at least ten")


@dataclass(frozen=True)
class Filter:
    """A filter with what it takes, what it gives, and how many constants it knows."""

    call: Callable[..., Any]
    takes: type[Text] | type[Number] | type[ListOf]
    gives: Shape
    constants: int = 0


FILTERS: dict[str, Filter] = {
    "date_in_words": Filter(date_in_words, Date, Text()),
    "in_words": Filter(in_words, Number, Text()),
    "join": Filter(join, ListOf, Text(), constants=1),
    "length": Filter(length, ListOf, Number()),
    "long_date": Filter(long_date, Date, Text()),
    "long_date_english": Filter(long_date_english, Date, Text()),
    "lower": Filter(lower, Text, Text()),
    "paragraphs": Filter(paragraphs, Text, ListOf(Text())),
    "rupiah": Filter(rupiah, Number, Text()),
    "upper": Filter(upper, Text, Text()),
    "weekday": Filter(weekday, Date, Text()),
    "weekday_english": Filter(weekday_english, Date, Text()),
}
