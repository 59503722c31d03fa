"""The coat of arms of the office takes its place in the letterhead, or leaves none."""

import io
import struct
import zipfile
import zlib

import pytest
from docx import Document
from letter_files import METADATA

from wbs_module.letters import (
    LetterRenderer,
    ValuesRefused,
    example_values,
    render_letter,
    shipped_template,
)

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def render(logo: bytes | None) -> bytes:
    template, values = shipped_template("receipt"), example_values("receipt")
    return render_letter(template, values, METADATA, logo=logo)


def extents(docx: bytes) -> list[tuple[int, int]]:
    header = Document(io.BytesIO(docx)).sections[0].first_page_header
    return [
        (int(extent.get("cx")), int(extent.get("cy")))
        for extent in header._element.iter(f"{DRAWING}extent")
    ]


def test_the_logo_is_in_the_file_and_keeps_its_proportions() -> None:
    logo = png(100, 400)
    docx = render(logo)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        pictures = [n for n in archive.namelist() if n.startswith("word/media/")]
        assert [archive.read(name) for name in pictures] == [logo]
    [(width, height)] = extents(docx)
    assert height / width == pytest.approx(4, abs=0.01)


def test_without_a_logo_no_picture_stays() -> None:
    assert extents(render(None)) == []


@pytest.mark.parametrize("logo", [b"GIF89a", b"\xff\xd8\xff", png(1, 1)[:20]])
def test_anything_but_a_png_is_refused_with_a_sentence(logo: bytes) -> None:
    with pytest.raises(ValuesRefused, match="PNG"):
        render(logo)


def test_the_warm_process_takes_the_logo_too() -> None:
    values = example_values("receipt")
    with LetterRenderer() as renderer:
        docx = renderer.render(
            shipped_template("receipt"), values, METADATA, logo=png(9, 9)
        )
    assert docx == render(png(9, 9))
