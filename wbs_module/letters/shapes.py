"""The shape of the values that a letter is filled with.

A shape says which names exist and whether each is text, a date, a number, a yes/no,
a list or a group. Templates are checked against shapes, so that a wrong name is found
before anything is rendered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# JSON is what callers may pass; Plain is the copy of it that templates see.
JSON: TypeAlias = (
    str | int | float | bool | None | Sequence["JSON"] | Mapping[str, "JSON"]
)
Plain: TypeAlias = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True)
class Text:
    """A text; may have several lines. ``meaning`` is English, ``arti`` Indonesian."""

    meaning: str = ""
    arti: str = ""
    example: str = ""


@dataclass(frozen=True)
class Date(Text):
    """A calendar date, written ``YYYY-MM-DD``; ``""`` stands for none."""


@dataclass(frozen=True)
class Number:
    """A whole or decimal number; amounts of money are in rupiah."""

    meaning: str = ""
    arti: str = ""
    example: int = 0


@dataclass(frozen=True)
class Flag:
    """A yes or no: for conditions only, never written as text."""

    meaning: str = ""
    arti: str = ""
    example: bool = True


@dataclass(frozen=True)
class ListOf:
    """A list whose items all have one shape; ``examples`` are its example items."""

    item: Shape
    meaning: str = ""
    arti: str = ""
    examples: Sequence[JSON] = ()


@dataclass(frozen=True)
class Group:
    """Named values that belong together, reached with a dot."""

    fields: Mapping[str, Shape] = field(default_factory=dict)
    meaning: str = ""
    arti: str = ""


@dataclass(frozen=True)
class Anything:
    """Nothing is known (for instance about the items of an empty list)."""


Shape: TypeAlias = Text | Number | Flag | ListOf | Group | Anything


def shape_of(value: Plain) -> Shape:
    """The shape that a value itself has; lists take the union of their items."""
    if isinstance(value, bool):
        return Flag()
    if isinstance(value, (int, float)):
        return Number()
    if isinstance(value, dict):
        return Group({name: shape_of(inner) for name, inner in value.items()})
    if isinstance(value, list):
        item: Shape = Anything()
        for inner in value:
            item = _common(item, shape_of(inner))
        return ListOf(item)
    return Text()


def _common(left: Shape, right: Shape) -> Shape:
    """What holds for both: a name counts only where every item has it."""
    if isinstance(left, Anything):
        return right
    if isinstance(left, Group) and isinstance(right, Group):
        return Group(
            {
                name: _common(shape, right.fields[name])
                for name, shape in left.fields.items()
                if name in right.fields
            }
        )
    if isinstance(left, ListOf) and isinstance(right, ListOf):
        return ListOf(_common(left.item, right.item))
    return left if type(left) is type(right) else Text()


def example_of(shape: Shape) -> Plain:
    """An example value of this shape, as filled into a template on trial."""
    if isinstance(shape, Group):
        return {name: example_of(inner) for name, inner in shape.fields.items()}
    if isinstance(shape, ListOf):
        examples = list(shape.examples)
        return [_plain_copy(example) for example in examples] or [
            example_of(shape.item)
        ]
    if isinstance(shape, Anything):
        return ""
    return shape.example


def empty_of(shape: Shape) -> Plain:
    """The emptiest value of this shape: no text, no items, no."""
    if isinstance(shape, Group):
        return {name: empty_of(inner) for name, inner in shape.fields.items()}
    if isinstance(shape, ListOf):
        return []
    if isinstance(shape, Flag):
        return False
    return 0 if isinstance(shape, Number) else ""


def _plain_copy(value: JSON) -> Plain:
    if isinstance(value, Mapping):
        return {name: _plain_copy(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain_copy(inner) for inner in value]
    return value


def shape_to_json(shapes: Mapping[str, Shape]) -> dict[str, JSON]:
    """Named shapes as plain data, for the way through a pipe; without meanings."""
    return {name: _to_json(shape) for name, shape in shapes.items()}


def shape_from_json(data: Mapping[str, Any]) -> dict[str, Shape]:
    """The shapes that :func:`shape_to_json` wrote."""
    return {name: _from_json(entry) for name, entry in data.items()}


_SCALARS: dict[str, type[Text] | type[Number] | type[Flag]] = {
    "Text": Text,
    "Date": Date,
    "Number": Number,
    "Flag": Flag,
}


def _to_json(shape: Shape) -> JSON:
    kind = type(shape).__name__
    if isinstance(shape, Group):
        return {"kind": kind, "fields": shape_to_json(shape.fields)}
    if isinstance(shape, ListOf):
        examples = list(shape.examples)
        return {"kind": kind, "item": _to_json(shape.item), "examples": examples}
    if isinstance(shape, Anything):
        return {"kind": kind}
    return {"kind": kind, "example": shape.example}


def _from_json(data: Mapping[str, Any]) -> Shape:
    kind = data["kind"]
    if kind == "Group":
        return Group(shape_from_json(data["fields"]))
    if kind == "ListOf":
        return ListOf(_from_json(data["item"]), examples=data["examples"])
    if kind == "Anything":
        return Anything()
    return _SCALARS[kind](example=data["example"])
