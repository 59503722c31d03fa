"""Word files made for the tests: sound ones, and every kind of unsound one."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

from docx import Document

from wbs_module.letters import LetterMetadata
from wbs_module.letters.shapes import Date, Flag, Group, ListOf, Number, Text

METADATA = LetterMetadata("Surat", "Inspektorat Daerah", date(2026, 11, 24))
NAMES = {
    "name": Text(example="Ratna"),
    "day": Date(example="2026-11-24"),
    "amount": Number(example=1500000),
    "urgent": Flag(),
    "office": Group({"place": Text(example="Contoh")}),
    "items": ListOf(Text(), examples=("satu", "dua")),
    "people": ListOf(Group({"name": Text(example="Budi")})),
}
VALUES = {
    "name": "Ratna",
    "day": "2026-11-24",
    "amount": 1500000,
    "urgent": True,
    "office": {"place": "Contoh"},
    "items": ["satu", "dua"],
    "people": [{"name": "Budi"}, {"name": "Sri"}],
}


def letter(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    result = io.BytesIO()
    document.save(result)
    return result.getvalue()


def changed(docx: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same file after ``change`` altered its parts."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return result.getvalue()


def replaced(docx: bytes, part: str, old: str, new: str) -> bytes:
    """The same file with ``new`` for ``old`` in one part."""

    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return changed(docx, change)


def text_of(docx: bytes) -> str:
    """The text of the body, a line for each paragraph, cells included."""
    document = Document(io.BytesIO(docx))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = []
    for paragraph in document.element.body.iter(f"{name}p"):
        pieces = {f"{name}t": None, f"{name}br": "\n", f"{name}tab": "\t"}
        lines.append(
            "".join(
                pieces[element.tag] or element.text or ""
                for element in paragraph.iter(*pieces)
            )
        )
    return "\n".join(lines)
