"""Types of values, as far as they are known before an expression runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .values import KIND_NAMES


@dataclass(frozen=True)
class Type:
    """The type of a value.

    :param kind: FEEL's name of the kind, or ``Any``
    :param item: of a list or range, the type of its items; None if unknown
    :param entries: of a context, the types of its entries; None if unknown
    :param choices: of a string, the only values that it can have; empty: no limit
    """

    kind: str
    item: Type | None = None
    entries: Mapping[str, Type] | None = None
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind != "Any" and self.kind not in KIND_NAMES:
            raise ValueError(f"{self.kind!r} is not a type of FEEL")

    @property
    def known(self) -> bool:
        """Whether anything is known about the kind; null says nothing."""
        return self.kind not in ("Any", "null")

    def __str__(self) -> str:
        if self.kind == "list" and self.item is not None and self.item.known:
            return f"list of {self.item}"
        return self.kind


ANY = Type("Any")
NULL = Type("null")
BOOLEAN = Type("boolean")
NUMBER = Type("number")
STRING = Type("string")
DATE = Type("date")
TIME = Type("time")
DATE_AND_TIME = Type("date and time")
DAYS_AND_TIME_DURATION = Type("days and time duration")
YEARS_AND_MONTHS_DURATION = Type("years and months duration")


def type_named(name: str) -> Type:
    """Return the type of a name such as ``number`` or ``list<string>``.

    Raises ``ValueError`` for a name that is no type of FEEL.
    """
    name = name.strip()
    if name.startswith("list<") and name.endswith(">"):
        return Type("list", item=type_named(name[5:-1]))
    return Type("Any" if name.lower() == "any" else name)


def common(first: Type, second: Type) -> Type:
    """Return the type of a value that is of one type or the other."""
    if first == second or second.kind == "null":
        return first
    if first.kind == "null":
        return second
    return Type(first.kind) if first.kind == second.kind else ANY


def widened(found: Type) -> Type:
    """Return a type without limits to its values.

    That one script writes ``"high"`` says nothing about what another one writes.
    """
    entries = found.entries
    return Type(
        found.kind,
        item=None if found.item is None else widened(found.item),
        entries=entries and {name: widened(entry) for name, entry in entries.items()},
    )


def item_of(source: Type) -> Type:
    """Return the type of what a loop or filter goes through."""
    if source.kind in ("list", "range"):
        return source.item or ANY
    return source
