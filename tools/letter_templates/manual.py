"""The tables of names in the manual for template authors.

``python -m tools.letter_templates.manual`` writes them into the manual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from wbs_module.letters import LETTERS
from wbs_module.letters.shapes import Date, Flag, Group, ListOf, Number, Shape

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "letter-templates.md"
START, END = "<!-- names -->", "<!-- /names -->"


def tables() -> str:
    """Markdown: the names that all letters share, then those of each letter."""
    kinds = list(LETTERS.values())
    shared = {
        name: shape
        for name, shape in kinds[0].fields.items()
        if all(name in kind.fields for kind in kinds)
    }
    parts = ["### Semua surat", _table(shared)]
    for key, kind in LETTERS.items():
        own = {
            name: shape
            for name, shape in kind.fields.items()
            if shared.get(name) != shape and name not in shared
        }
        languages = ", ".join(kind.languages)
        parts += [f"### {kind.judul} (`{key}`, bahasa: {languages})", _table(own)]
    return "\n\n".join(parts)


def _table(shapes: Mapping[str, Shape]) -> str:
    rows = [row for name, shape in shapes.items() for row in _rows(name, shape)]
    return "\n".join(["| Nama | Jenis | Arti |", "| --- | --- | --- |", *rows])


def _rows(name: str, shape: Shape) -> Iterator[str]:
    if isinstance(shape, Group):
        for inner, field in shape.fields.items():
            yield from _rows(f"{name}.{inner}", field)
        return
    arti = getattr(shape, "arti", "")
    yield f"| `{name}` | {_kind(shape)} | {arti} |"
    if isinstance(shape, ListOf) and isinstance(shape.item, Group):
        for inner, field in shape.item.fields.items():
            yield f"| `{name}` → `.{inner}` | {_kind(field)} | {field.arti} |"


def _kind(shape: Shape) -> str:
    for kind, word in (
        (Date, "tanggal"),
        (Number, "angka"),
        (Flag, "ya/tidak"),
        (ListOf, "daftar"),
    ):
        if isinstance(shape, kind):
            return word
    return "teks"


def main() -> None:
    """Put the current tables into the manual."""
    text = MANUAL.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    MANUAL.write_text(f"{before}{START}\n{tables()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
