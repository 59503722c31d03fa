"""A filled letter holds the values as they are, and nothing about who made it."""

import io
import statistics
import time
import zipfile
from typing import Any

import pytest
from docx import Document
from docxtpl import DocxTemplate
from jinja2 import Environment
from letter_files import METADATA, VALUES, changed, letter, text_of

from wbs_module.letters import (
    LETTERS,
    LetterError,
    MissingValues,
    RenderingFailed,
    TemplateRefused,
    ValuesRefused,
    example_values,
    render_letter,
    shipped_template,
)
from wbs_module.letters.filters import FILTERS

CANARY = "Sumarni binti Rahasia"


def filled(text: str, **values: Any) -> str:
    return text_of(render_letter(letter(text), {**VALUES, **values}, METADATA))


@pytest.mark.parametrize(
    "value",
    [
        "<w:p>&amp; \"quotes\" 'single' ]]> </w:t>",
        "{{ name }} {% if %} {# #} {_{ }_}",
        "سري مولياني إندراواتي",
        "👩‍⚖️ 漢字 ñ Ĳ ſ",
        "A" * 20_000,
        "Raden " * 500 + "Mas",
        "=cmd|' /C calc'!A0",
        "",
    ],
)
def test_any_text_arrives_as_it_was_written(value: str) -> None:
    if "{_{" in value:
        assert value in filled("x {{ name }} y", name=value)
    assert filled("{{ name }}", name=value) == value


def test_lines_and_tabs_become_words_own() -> None:
    assert filled("{{ name }}", name="a\r\nb\tc\u2028d") == "a\nb\tc\nd"


def test_characters_that_break_or_turn_a_letter_are_dropped() -> None:
    assert filled("{{ name }}", name="a\x00\x0b\x1b\ufffe\ud800\u202eb") == "a\nb"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ day|long_date }}", "24\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026"),
        ("{{ day|weekday }} {{ day|weekday_english }}", "Selasa Tuesday"),
        (
            "{{ day|date_in_words }}",
            "dua puluh empat bulan November tahun dua ribu dua puluh enam",
        ),
        ("{{ amount|rupiah }}", "Rp1.500.000,00"),
        ("{{ amount|in_words }}", "satu juta lima ratus ribu"),
        ("{{ name|upper }}{{ name|lower }}", "RATNAratna"),
        ('{{ items|join(" dan ") }} ({{ items|length }})', "satu dan dua (2)"),
        ("{% for p in people if p.name != 'Budi' %}{{ p.name }}{% endfor %}", "Sri"),
        (
            "{% for i in items %}{{ loop.index }}{% if not loop.last %},{% endif %}"
            "{% endfor %}",
            "1,2",
        ),
        ("{{ name if urgent else '-' }}{{ '' or 'kosong' }}", "Ratnakosong"),
        ("{{ office['place'] ~ '!' }}", "Contoh!"),
        ("{# a remark #}{{ amount }}", "1500000"),
    ],
)
def test_the_small_language_does_what_the_manual_says(template: str, text: str) -> None:
    assert filled(template) == text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (1_111, "seribu seratus sebelas"),
        (2_026, "dua ribu dua puluh enam"),
        (1_000_000_000, "satu miliar"),
    ],
)
def test_numbers_are_spelt_as_indonesian_minutes_do(number: int, words: str) -> None:
    assert filled("{{ amount|in_words }}", amount=number) == words


def test_paragraphs_of_a_long_text_become_paragraphs() -> None:
    docx = letter("{%p for line in name|paragraphs %}", "{{ line }}", "{%p endfor %}")
    values = {**VALUES, "name": "satu\n\n dua \n"}
    assert text_of(render_letter(docx, values, METADATA)) == "satu\ndua"


def test_rows_repeat_and_an_empty_table_leaves_a_sound_file() -> None:
    document = Document()
    table = document.add_table(3, 1)
    for row, text in zip(
        table.rows,
        ("{%tr for i in items %}", "{%p for n in people %}|{{ i }}", "{%tr endfor %}"),
        strict=True,
    ):
        row.cells[0].text = text
    table.rows[1].cells[0].text = "{{ i }}"
    template = io.BytesIO()
    document.save(template)
    assert text_of(render_letter(template.getvalue(), VALUES, METADATA)) == "satu\ndua"
    empty = render_letter(template.getvalue(), {**VALUES, "items": []}, METADATA)
    assert Document(io.BytesIO(empty)).tables == []


def test_a_cell_whose_loop_ran_never_keeps_the_paragraph_that_word_needs() -> None:
    document = Document()
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.text = "{%p for i in items %}"
    cell.add_paragraph("{{ i }}")
    cell.add_paragraph("{%p endfor %}")
    template = io.BytesIO()
    document.save(template)
    empty = render_letter(template.getvalue(), {**VALUES, "items": []}, METADATA)
    assert len(Document(io.BytesIO(empty)).tables[0].rows[0].cells[0].paragraphs) == 1


def test_missing_values_are_all_named_before_anything_is_filled() -> None:
    docx = letter("{{ name }} {{ city }}", "{{ office.street }}", "{{ people }}")
    with pytest.raises(MissingValues) as caught:
        render_letter(docx, VALUES, METADATA)
    assert caught.value.names == ["city", "office.street"]
    partly = letter("{% for p in people %}{{ p.rank }}{% endfor %}")
    people = [{"name": "a", "rank": "b"}, {"name": "c"}]
    with pytest.raises(MissingValues, match=r"p\.rank"):
        render_letter(partly, {**VALUES, "people": people}, METADATA)


class Loud:
    def __str__(self) -> str:
        raise AssertionError("code of a value was run")


@pytest.mark.parametrize("value", [Loud(), {"a": Loud()}, [Loud()], b"x", {1: 2}])
def test_only_plain_values_are_taken(value: Any) -> None:
    with pytest.raises(ValuesRefused):
        render_letter(letter("{{ name }}"), {**VALUES, "name": value}, METADATA)


def test_a_text_with_methods_of_its_own_is_only_a_text() -> None:
    class Sly(str):
        def __str__(self) -> str:
            return "sly"

        def __html__(self) -> str:
            return "<w:sly/>"

    assert filled("{{ name }}", name=Sly("plain")) == "plain"


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("{{ day|long_date }}", {"day": CANARY}),
        ("{{ name|rupiah }}", {"name": CANARY}),
        ("{% if name > amount %}x{% endif %}", {"name": CANARY}),
        ("{{ items }}", {"items": [CANARY]}),
        ("{{ missing }}", {"name": CANARY}),
        ("{{ name }}", {"name": [CANARY]}),
        ("{{ name }}", {"name": {CANARY: object()}}),
        ("{{ name", {"name": CANARY}),
    ],
)
def test_no_error_carries_a_value(template: str, values: dict[str, Any]) -> None:
    with pytest.raises(LetterError) as caught:
        filled(template, **values)
    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None and caught.value.__cause__ is None


def test_an_unsound_template_is_never_filled() -> None:
    with pytest.raises(TemplateRefused) as caught:
        filled("{{ ''.__class__ }}")
    assert caught.value.problems[0].kind == "forbidden_syntax"


def test_a_loop_that_floods_memory_is_stopped() -> None:
    flood = "{% for a in items %}{% for b in items %}{{ name }}{% endfor %}{% endfor %}"
    with pytest.raises(RenderingFailed, match="too long"):
        filled(flood, items=["x"] * 300, name="y" * 1000)


def test_equal_input_gives_equal_bytes_and_zip_dates_tell_nothing() -> None:
    template = shipped_template("forwarding")
    values = example_values("forwarding")
    first = render_letter(template, values, METADATA)
    time.sleep(2.1)  # the zip format counts in steps of two seconds
    assert render_letter(bytes(bytearray(template)), values, METADATA) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.testzip() is None


def test_who_made_the_template_does_not_go_out_with_the_letter() -> None:
    document = Document()
    document.add_paragraph("{{ name }}")
    document.core_properties.author = CANARY
    document.core_properties.last_modified_by = CANARY
    document.core_properties.comments = CANARY
    source = io.BytesIO()
    document.save(source)

    def add_company(parts: dict[str, bytes]) -> None:
        old, new = (
            b"</Properties>",
            f"<Company>{CANARY}</Company></Properties>".encode(),
        )
        assert old in parts["docProps/app.xml"]
        parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(old, new)

    template = changed(source.getvalue(), add_company)
    result = render_letter(template, VALUES, METADATA)
    with zipfile.ZipFile(io.BytesIO(result)) as archive:
        names = archive.namelist()
        assert not any(CANARY.encode() in archive.read(name) for name in names)
    properties = Document(io.BytesIO(result)).core_properties
    assert (properties.author, properties.title) == ("Inspektorat Daerah", "Surat")
    assert properties.created is not None and properties.created.hour == 0
    assert [name for name in names if name.startswith("docProps/")] == [
        "docProps/core.xml"
    ]


def test_a_letter_takes_at_most_1_3_times_docxtpl_alone() -> None:
    template, values = shipped_template("forwarding"), example_values("forwarding")

    environment = Environment(autoescape=True)
    environment.filters |= {name: entry.call for name, entry in FILTERS.items()}

    def peer() -> None:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, environment, autoescape=True)
        document.save(io.BytesIO())

    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(9):
        for times, work in (
            (theirs, peer),
            (ours, lambda: render_letter(template, values, METADATA)),
        ):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    assert statistics.median(ours) <= 1.3 * statistics.median(theirs)


def test_no_letter_to_a_reporter_has_a_place_for_a_name() -> None:
    for letter_kind in LETTERS.values():
        if letter_kind.to_reporter:
            assert "recipient" not in letter_kind.fields
            assert not {"reporter", "identity"} & set(letter_kind.fields)


def test_columns_repeat_though_word_cut_the_tag_into_pieces() -> None:
    document = Document()
    cells = document.add_table(1, 3).rows[0].cells
    for cell, pieces in zip(
        cells,
        (["{", "%tc for i in items %}"], ["{{ i }}"], ["{%t", "c endfor %}"]),
        strict=True,
    ):
        for piece in pieces:
            cell.paragraphs[0].add_run(piece)
    template = io.BytesIO()
    document.save(template)
    values = {**VALUES, "items": ["a", "b", "c", "d"]}
    table = Document(
        io.BytesIO(render_letter(template.getvalue(), values, METADATA))
    ).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["a", "b", "c", "d"]
    assert len(table.columns) == 4
