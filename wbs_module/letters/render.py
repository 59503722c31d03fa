"""Fills a template with plain values and packs the letter."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from lxml import etree

from .content import ALLOWED_FIELDS, W, field_names
from .errors import LetterError, MissingValues, RenderingFailed, TemplateRefused
from .filters import FilterFailed
from .logo import fit_logo, picture_size
from .package import parse_xml
from .shapes import JSON, Group, Plain, shape_of
from .template import CORE_PROPERTIES, FilledPart, LetterTemplate, read_template
from .values import plain_values

MAXIMUM_RESULT = 40_000_000  # characters of one filled part

_Size = tuple[int, int] | None  # of the logo, in pixels
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the zip format knows no earlier date
# Dublin Core in a package: ECMA-376 part 2, §11.
_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>\
<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>\
<dc:language>{language}</dc:language></cp:coreProperties>"""


@dataclass(frozen=True)
class LetterMetadata:
    """What the file says about itself: the office, never a person.

    ``title`` is the kind of letter, ``author`` the office, ``written_on`` the date of
    the letter (its clock time is always midnight), ``language`` a BCP 47 tag.
    """

    title: str
    author: str
    written_on: date
    language: str = "id-ID"


def render_letter(
    template: bytes,
    values: Mapping[str, JSON],
    metadata: LetterMetadata,
    *,
    logo: bytes | None = None,
) -> bytes:
    """A Word file from a template and values; equal input gives equal bytes.

    ``logo`` is the office's coat of arms as PNG, for the picture ``office_logo``.

    Raises :class:`TemplateRefused` for a template with problems,
    :class:`MissingValues` before anything is rendered,
    :class:`ValuesRefused` for values that are not plain, and
    :class:`RenderingFailed` if the two do not fit together.
    """
    ready = read_template(template)
    if ready.problems:
        raise TemplateRefused(ready.problems)
    return fill(ready, plain_values(values), metadata, logo)


def fill(
    template: LetterTemplate,
    values: dict[str, Plain],
    metadata: LetterMetadata,
    logo: bytes | None = None,
) -> bytes:
    """As :func:`render_letter`, for a template that was read and plain values."""
    _require_values(template, values)
    size = picture_size(logo) if logo else None
    parts = dict(template.parts)
    for part in template.filled:
        parts[part.name] = _filled(part, values, size)
    if logo:
        parts.update(dict.fromkeys(template.logo_parts, logo))
    parts[CORE_PROPERTIES] = _core_properties(metadata)
    return _packed(parts)


def _require_values(template: LetterTemplate, values: dict[str, Plain]) -> None:
    shape = shape_of(values)
    assert isinstance(shape, Group)
    findings = [
        finding
        for part in template.filled
        for finding in part.unknown_names(shape.fields)
    ]
    missing = [item for item in findings if item.kind == "unknown_name"]
    if missing:
        raise MissingValues([finding.details["name"] for finding in missing])
    if findings:
        names = sorted({finding.details.get("name", "") for finding in findings})
        raise RenderingFailed(
            "These values are of another kind than the template expects: "
            f"{', '.join(names)}. Correct the template or the values."
        )


def _filled(part: FilledPart, values: dict[str, Plain], logo: _Size) -> bytes:
    result = _attempt(part, values, logo)
    if isinstance(result, LetterError):
        raise result  # outside the handler, so that it carries no other exception
    return result


def _attempt(
    part: FilledPart, values: dict[str, Plain], logo: _Size
) -> bytes | LetterError:
    try:
        return _as_part(part, _rendered(part, values), logo)
    except LetterError as error:
        return error
    except MemoryError:
        raise  # says nothing, and the rendering process must know
    except FilterFailed as error:
        return RenderingFailed(
            f"In the {part.place}, a value does not fit the filter “{error}”. "
            "Correct the value, or take the filter out of the template."
        )
    except Exception:  # whatever Jinja, lxml or docxtpl raise may quote the letter
        return RenderingFailed(
            f"The {part.place} of the letter could not be filled with these values. "
            "Check the template again; if it is sound, look for unusual values."
        )


def _rendered(part: FilledPart, values: dict[str, Plain]) -> str:
    assert part.template is not None
    pieces: list[str] = []
    size = 0
    for piece in part.template.generate(values):
        size += len(piece)
        if size > MAXIMUM_RESULT:
            raise RenderingFailed(
                "The letter became too long. Look for a loop inside a loop in the "
                "template."
            )
        pieces.append(piece)
    return "".join(pieces).replace("\n<w:p", "<w:p")


def _as_part(part: FilledPart, xml: str, logo: _Size) -> bytes:
    tree = parse_xml(xml.encode())
    if part.has_columns:
        tree = DocxTemplate(io.BytesIO()).fix_tables(xml)
    fit_logo(tree, logo)
    _mend(tree)
    if not ALLOWED_FIELDS.issuperset(field_names(tree)):
        raise RenderingFailed(
            "The filled letter contains a Word field that is not allowed. "
            "Take placeholders out of Word fields."
        )
    blob: bytes = etree.tostring(
        tree, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return blob


def _mend(tree: etree._Element) -> None:
    """Restores what Word insists on after loops that ran zero or several times.

    A cell, header, footer and text box need a last paragraph, a table needs a row
    (ECMA-376 part 1, §17.4.65 and §17.4.37); drawings need ids of their own.
    """
    for table in list(tree.iter(f"{{{W}}}tbl")):
        parent = table.getparent()
        if parent is not None and table.find(f"{{{W}}}tr") is None:
            parent.replace(table, etree.Element(f"{{{W}}}p"))
    for name in ("tc", "hdr", "ftr", "txbxContent"):
        for holder in tree.iter(f"{{{W}}}{name}"):
            if len(holder) == 0 or holder[-1].tag != f"{{{W}}}p":
                etree.SubElement(holder, f"{{{W}}}p")
    for number, drawing in enumerate(tree.iter(f"{{{_DRAWING}}}docPr"), start=1):
        drawing.set("id", str(number))


def _core_properties(metadata: LetterMetadata) -> bytes:
    texts = plain_values(
        {
            "title": metadata.title,
            "author": metadata.author,
            "language": metadata.language,
        }
    )
    quoted: dict[str, Any] = {name: escape(str(text)) for name, text in texts.items()}
    return _CORE.format(day=metadata.written_on.isoformat(), **quoted).encode()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    result = io.BytesIO()
    # The list of content types comes first: some readers know the file by it.
    names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return result.getvalue()
