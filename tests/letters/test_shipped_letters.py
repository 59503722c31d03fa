"""The shipped letters are sound, made by the script, and become a PDF."""

import shutil
from pathlib import Path

import pytest
from letter_files import METADATA, text_of

from tools.letter_templates.build import all_templates
from tools.letter_templates.manual import MANUAL, tables
from wbs_module.letters import (
    LETTERS,
    PdfFailed,
    PdfUnavailable,
    check_template,
    docx_to_pdf,
    example_values,
    pdf,
    render_letter,
    shipped_template,
)
from wbs_module.letters.shapes import Flag, Group, ListOf, Shape

SHIPPED = [(key, lang) for key, kind in LETTERS.items() for lang in kind.languages]
FOLDER = Path(__file__).resolve().parents[2] / "wbs_module" / "data" / "letters"


def test_the_shipped_files_are_what_the_script_makes() -> None:
    made = all_templates()
    assert sorted(made) == sorted(path.name for path in FOLDER.iterdir())
    for name, docx in made.items():
        assert (FOLDER / name).read_bytes() == docx, (
            f"run tools.letter_templates: {name}"
        )


@pytest.mark.parametrize(("key", "language"), SHIPPED)
def test_a_shipped_letter_has_no_problem_and_says_its_examples(
    key: str, language: str
) -> None:
    template = shipped_template(key, language)
    assert [str(p) for p in check_template(template, LETTERS[key].fields)] == []
    text = text_of(render_letter(template, example_values(key), METADATA))
    assert "NIP 19" in text or "Employee number 19" in text
    assert not LETTERS[key].to_reporter or "WBS-7K4M-2026" in text
    assert "{" not in text and "%" not in text


def test_a_language_that_is_not_shipped_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        shipped_template("forwarding", "en")


@pytest.mark.parametrize("key", LETTERS)
def test_every_name_has_both_meanings(key: str) -> None:
    def look(name: str, shape: Shape) -> None:
        assert isinstance(shape, Flag) or getattr(shape, "meaning", "")
        assert getattr(shape, "arti", ""), name
        if isinstance(shape, Group):
            for inner, field in shape.fields.items():
                look(f"{name}.{inner}", field)
        if isinstance(shape, ListOf) and isinstance(shape.item, Group):
            for inner, field in shape.item.fields.items():
                look(f"{name}.{inner}", field)

    for name, shape in LETTERS[key].fields.items():
        look(name, shape)


def test_the_manual_lists_every_name() -> None:
    assert tables() in MANUAL.read_text(encoding="utf-8")


def test_a_letter_becomes_a_pdf_and_leaves_nothing_behind() -> None:
    assert pdf.pdf_available()  # set-up for tests installs LibreOffice
    places = [Path("/dev/shm"), Path("/tmp")]
    before = {path for place in places for path in place.glob("letter-*")}
    letter = render_letter(
        shipped_template("receipt"), example_values("receipt"), METADATA
    )
    assert docx_to_pdf(letter).startswith(b"%PDF-")
    assert {path for place in places for path in place.glob("letter-*")} == before


def test_a_conversion_that_takes_too_long_is_ended() -> None:
    letter = shipped_template("receipt")
    with pytest.raises(PdfFailed, match="Word file"):
        docx_to_pdf(letter, timeout_seconds=0.05)


def test_a_missing_libreoffice_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not pdf.pdf_available()
    with pytest.raises(PdfUnavailable, match="libreoffice-writer-nogui"):
        docx_to_pdf(b"")
