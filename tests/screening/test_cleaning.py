"""Cleaned copies say nothing of who made a file; bombs end before they go off."""

import io
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from wbs_module.screening import (
    CleaningImpossible,
    cleaned_copy,
    sweep_abandoned_folders,
)
from wbs_module.screening.limited_process import Limits
from wbs_module.screening.memory_folder import MEMORY, PREFIX

AUTHOR = "Kenari Rahasia 2291"
LONGEST_SECONDS = 30
MOST_MEMORY = 32_000_000
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"


def picture(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x013B] = AUTHOR
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(content, kind, exif=exif)
    return content.getvalue()


def document() -> bytes:
    file, content = docx.Document(), io.BytesIO()
    file.add_paragraph("Isi surat")
    file.core_properties.author = AUTHOR
    file.save(content)
    return content.getvalue()


def workbook() -> bytes:
    file, content = openpyxl.Workbook(), io.BytesIO()
    file.active["A1"] = "Isi tabel"
    file.properties.creator = AUTHOR
    file.save(content)
    return content.getvalue()


def page() -> bytes:
    content = io.BytesIO()
    drawing = canvas.Canvas(content)
    drawing.setAuthor(AUTHOR)
    drawing.drawString(100, 100, "Isi halaman")
    drawing.save()
    return content.getvalue()


def archive(members: Iterable[tuple[str, bytes | str]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in members:
            target.writestr(name, text)
    return content.getvalue()


def clean(content: bytes, media_type: str, **limits: float) -> tuple[str, bytes]:
    """(ending, content) of the copy."""
    chosen = Limits(**limits)  # type: ignore[arg-type]
    with cleaned_copy([content], media_type, len(content), chosen) as copy:
        return copy.extension, copy.path.read_bytes()


def everything_in(content: bytes) -> bytes:
    """The content, and what is in it if it is an archive."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as members:
        return b"".join(members.read(name) for name in members.namelist())


@pytest.mark.parametrize(
    ("content", "media_type", "extension"),
    [
        (picture("JPEG"), "image/jpeg", "jpg"),
        (picture("PNG"), "image/png", "png"),
        (page(), "application/pdf", "pdf"),
        (document(), UNKNOWN, "docx"),
        (workbook(), ZIP, "xlsx"),
    ],
    ids=["jpeg", "png", "pdf", "docx", "xlsx"],
)
def test_the_copy_opens_and_does_not_name_its_author(content, media_type, extension):
    named = everything_in(content)
    assert AUTHOR.encode() in named or AUTHOR.encode("utf-16-be") in named
    ending, copy = clean(content, media_type)
    assert ending == extension
    assert AUTHOR.encode() not in everything_in(copy)
    assert AUTHOR.encode("utf-16-be") not in everything_in(copy)


INNER = archive([("deep.bin", bytes(200 << 20))])
BOMBS = {
    "flat zip": (archive([("a", bytes(300 << 20))]), ZIP),
    "nested zip": (archive([(f"{n}.zip", INNER) for n in range(50)]), ZIP),
    "docx": (archive([("word/document.xml", bytes(300 << 20))]), UNKNOWN),
    "nested docx": (
        archive([("word/document.xml", "<w/>"), ("word/embeddings/x.zip", INNER)]),
        UNKNOWN,
    ),
    "xlsx": (archive([("xl/workbook.xml", bytes(300 << 20))]), UNKNOWN),
    "10,000 entries": (
        archive((f"word/{number}.xml", "<w/>") for number in range(10_000)),
        UNKNOWN,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_told_before_it_goes_off(name):
    content, media_type = BOMBS[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    with pytest.raises(CleaningImpossible) as told:
        clean(content, media_type)
    assert told.value.reason == "bomb"
    assert time.monotonic() - started < LONGEST_SECONDS
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - before) * 1024 < MOST_MEMORY


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (b"<html><script>alert(1)</script>", "text/html", "type"),
        (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//;", "image/gif", "type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "type"),
        (archive([("foto.txt", "isi")]), ZIP, "type"),
        (b"PK\x03\x04 not whole", ZIP, "type"),
        (b"%PDF-1.4 not whole", "application/pdf", "broken"),
        (b"RIFF" + bytes(100), "audio/x-wav", "broken"),
        (b"", "inode/x-empty", "type"),
    ],
)
def test_what_is_not_cleaned_says_why(content, media_type, reason):
    with pytest.raises(CleaningImpossible) as told:
        clean(content, media_type)
    assert told.value.reason == reason


def test_a_pdf_that_is_also_an_archive_loses_the_archive():
    both = page() + archive([("hidden.txt", AUTHOR * 50)])
    assert zipfile.is_zipfile(io.BytesIO(both))
    _ending, copy = clean(both, "application/pdf")
    assert copy.startswith(b"%PDF")
    assert not zipfile.is_zipfile(io.BytesIO(copy))


def test_what_is_larger_than_can_be_cleaned_is_not_even_read():
    def blocks():
        raise AssertionError("read")
        yield b""

    with pytest.raises(CleaningImpossible) as told:
        with cleaned_copy(blocks(), "image/jpeg", 200_000_000):
            pass
    assert told.value.reason == "size"


def test_a_program_that_takes_too_long_is_ended():
    with pytest.raises(CleaningImpossible) as told:
        clean(page(), "application/pdf", seconds=0.1)
    assert told.value.reason == "time"


def test_a_program_that_takes_too_much_room_is_ended():
    with pytest.raises(CleaningImpossible) as told:
        clean(page() * 30, "application/pdf", room=4096)
    assert told.value.reason == "bomb"


def test_nothing_stays_in_memory_after_cleaning_or_after_a_kill():
    clean(picture("JPEG"), "image/jpeg")
    program = (
        "import sys, time\n"
        "from wbs_module.screening.memory_folder import memory_folder\n"
        "with memory_folder() as folder:\n"
        "    (folder / 'original').write_bytes(b'kenari')\n"
        "    print(folder.parent, flush=True)\n"
        "    time.sleep(60)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    left = Path(child.stdout.readline().strip())
    assert (left / "work" / "original").exists()
    sweep_abandoned_folders()
    assert left.exists(), "a folder in use was swept"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert sweep_abandoned_folders() >= 1
    assert not left.exists()
    assert left.parent == MEMORY and left.name.startswith(PREFIX)
