"""A photograph and a document that say where they were made and by whom."""

from __future__ import annotations

import io

from docx import Document
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

GPS = 0x8825
DESCRIPTION, ARTIST = 0x010E, 0x013B


def photograph(text: str, artist: str) -> bytes:
    """A JPEG with a place in Malang and an artist in its EXIF data."""
    picture = Image.new("RGB", (64, 48), "gray")
    exif = Image.Exif()
    exif[DESCRIPTION] = text
    exif[ARTIST] = artist
    degrees = [IFDRational(it, 1) for it in (7, 58, 48)]
    exif.get_ifd(GPS).update({1: "S", 2: tuple(degrees), 29: "2026:11:25"})
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


def document(text: str, author: str) -> bytes:
    """A DOCX with an author."""
    written = Document()
    written.add_paragraph(text)
    written.core_properties.author = author
    written.core_properties.last_modified_by = author
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()
