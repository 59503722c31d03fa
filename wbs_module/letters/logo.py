"""The office's coat of arms in the letterhead.

A template marks its place by a picture named ``office_logo`` (in Word: Selection Pane,
or Alt Text). It is exchanged for the office's own, fitted into the same box without
distortion, or taken out where the office has none.
"""

from __future__ import annotations

import posixpath
import struct

from lxml import etree

from .content import W
from .errors import ValuesRefused
from .package import Package

PICTURE_NAME = "office_logo"
MAXIMUM_LOGO = 2 * 2**20  # bytes

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PNG = b"\x89PNG\r\n\x1a\n"


def logo_parts(package: Package) -> frozenset[str]:
    """The names of the picture parts that the office's own takes the place of."""
    found = set()
    for name in package.filled_parts():
        identifiers = {
            blip.get(f"{{{_REL}}}embed")
            for drawing in _drawings(package.trees[name])
            for blip in drawing.iter(f"{{{_MAIN}}}blip")
        }
        folder, file = posixpath.split(name)
        relations = package.trees.get(f"{folder}/_rels/{file}.rels")
        if not identifiers or relations is None:
            continue
        for relation in relations.iter("{*}Relationship"):
            if relation.get("Id") in identifiers:
                target = posixpath.join("/", folder, relation.get("Target", ""))
                found.add(posixpath.normpath(target).lstrip("/"))
    return frozenset(found)


def picture_size(logo: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels (PNG specification, §11.2.2).

    Raises :class:`ValuesRefused` for anything else, or more than :data:`MAXIMUM_LOGO`.
    """
    if logo.startswith(_PNG) and logo[12:16] == b"IHDR" and 24 <= len(logo):
        width, height = struct.unpack(">II", logo[16:24])
        if len(logo) <= MAXIMUM_LOGO and 0 < width < 2**20 and 0 < height < 2**20:
            return width, height
    raise ValuesRefused(
        "The logo of the office cannot stand in a letter. Use a PNG picture of at "
        f"most {MAXIMUM_LOGO // 2**20} MB."
    )


def fit_logo(tree: etree._Element, size: tuple[int, int] | None) -> None:
    """Gives the marked pictures the proportions of ``size``, or takes them out."""
    for drawing in list(_drawings(tree)):
        if size is None:
            parent = drawing.getparent()
            if parent is not None:
                parent.remove(drawing)
            continue
        for extent in [
            *drawing.iter(f"{{{_DRAWING}}}extent"),
            *drawing.iter(f"{{{_MAIN}}}ext"),
        ]:
            if extent.get("cx") is None:
                continue  # an extension, which has the same name
            box = int(extent.get("cx", "0")), int(extent.get("cy", "0"))
            scale = min(box[0] / size[0], box[1] / size[1])
            extent.set("cx", str(max(1, int(size[0] * scale))))
            extent.set("cy", str(max(1, int(size[1] * scale))))


def _drawings(tree: etree._Element) -> list[etree._Element]:
    return [
        drawing
        for drawing in tree.iter(f"{{{W}}}drawing")
        for properties in drawing.iter(f"{{{_DRAWING}}}docPr")
        if PICTURE_NAME in (properties.get("name"), properties.get("descr"))
    ]
