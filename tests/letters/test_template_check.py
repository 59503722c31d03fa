"""A template from outside is refused with every reason at once, or it is harmless."""

import io
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_files import NAMES, changed, letter, replaced

from wbs_module.letters import SENTENCES, check_template

BODY = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"


def kinds(docx: bytes) -> list[str]:
    problems = check_template(docx, NAMES)
    for problem in problems:
        assert "%(" not in str(problem) and problem.sentence and problem.advice
    return [problem.kind for problem in problems]


def test_a_sound_template_has_no_problem() -> None:
    docx = letter(
        "Yth. {{ name|upper }}, {{ office.place }}, {{ day|long_date }}",
        "{% if urgent and amount > 5 %}{{ amount|rupiah }}{% else %}-{% endif %}",
        "{%p for person in people %}",
        "{{ loop.index }}. {{ person.name }}",
        "{%p endfor %}",
        '{{ items|join("; ") }} {{ items|length }} {{ name or "-" }}',
    )
    assert kinds(docx) == []


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__class__ }}",
        "{{ name['__class__'] }}",
        "{{ name|attr('__class__') }}",
        "{{ office.tpl.save('/tmp/letter-attack') }}",
        "{{ office.keys() }}",
        "{{ name.format(1) }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(10) }}",
        '{{ "x" * 1000000000 }}',
        "{{ name * 9 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 7 + 7 }}",
        "{{ [name] }}",
        "{{ items[0] }}",
        "{{ name[:3] }}",
        "{{ {'a': 1} }}",
        "{{ name is defined }}",
        '{% include "/etc/passwd" %}',
        '{% import "x" as y %}',
        '{% from "x" import y %}',
        '{% extends "x" %}',
        "{% macro a() %}{% endmacro %}",
        "{% set a = 1 %}",
        "{% with a = 1 %}{% endwith %}",
        "{% block a %}{% endblock %}",
        "{% filter upper %}{% endfilter %}",
        "{% for item in items recursive %}{{ loop(items) }}{% endfor %}",
        "{% for a, b in items %}{% endfor %}",
        "{% call name() %}{% endcall %}",
        "{{ name|safe }}",
        "{{ name|pprint }}",
        "{{ items|map('upper') }}",
        "{{ items|join(name) }}",
        "{{ items|join(separator=', ') }}",
        "{{ name|upper(*items) }}",
        "{{ urgent }}",
        "{{ items }}",
        "{{ office }}",
        "{{ name if urgent }}",
        "{% for letter in name %}{{ letter }}{% endfor %}",
        "{% for a in items %}" * 4 + "{% endfor %}" * 4,
        "{{ loop.index }}",
        "{{ unknown }}",
        "{{ office.unknown }}",
        "{{ name.unknown }}",
        "{{ {{ name }} }}",
        "{{ name",
        "{% if name %}",
        "{% endfor %}",
        "{{ " + "(" * 3000 + "name" + ")" * 3000 + " }}",
        "{{ " + "not " * 3000 + "name }}",
        "{{r name }}",
        "{% colspan amount %}",
        "{% cellbg name %}",
    ],
)
def test_everything_but_the_small_language_is_refused(attack: str) -> None:
    assert kinds(letter(attack)) != []


def test_all_problems_are_told_at_once_with_their_place() -> None:
    docx = letter(
        "{{ nama }}", "{{ name|safe }}", "{{ ''.__class__ }}", "{{ office.city }}"
    )
    first = check_template(docx, NAMES)
    assert {problem.kind for problem in first} >= {
        "unknown_filter",
        "forbidden_syntax",
    }
    assert all(problem.place == "document" for problem in first)
    assert "{{ name|safe }}" in [problem.snippet for problem in first]
    names = check_template(letter("{{ nama }}", "{{ office.city }}"), NAMES)
    assert [problem.details["name"] for problem in names] == ["nama", "office.city"]
    assert names[0].snippet == "{{ nama }}"


def test_errors_in_several_tags_are_all_told_though_the_whole_cannot_be_read() -> None:
    problems = check_template(
        letter("{{ name name }}", "{{ name|evil }}", "{% if %}"), NAMES
    )
    assert {"{{ name name }}", "{{ name|evil }}"} <= {p.snippet for p in problems}


def test_a_condition_that_ends_outside_its_table_is_found_at_upload() -> None:
    document = Document()
    document.add_table(1, 1).rows[0].cells[0].text = "{% if urgent %}"
    document.add_paragraph("{% endif %}")
    cut = io.BytesIO()
    document.save(cut)
    assert kinds(cut.getvalue()) == ["broken_result"]


def relation(kind: str, target: str, mode: str = "") -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    entry = f'<Relationship Id="rIdX" Type="{office}{kind}" Target="{target}"{mode}/>'
    return replaced(
        letter("x"), RELATIONS, "</Relationships>", f"{entry}</Relationships>"
    )


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://198.51.100.7/pixel.png"),
        ("hyperlink", "https://example.org"),
        ("attachedTemplate", "file:///c:/normal.dotm"),
        ("frame", "\\\\server\\share"),
    ],
)
def test_nothing_outside_the_file_may_be_pointed_at(kind: str, target: str) -> None:
    assert kinds(relation(kind, target, ' TargetMode="External"')) == ["external_link"]


@pytest.mark.parametrize("kind", ["aFChunk", "oleObject", "package", "control", "new"])
def test_embedded_things_are_refused(kind: str) -> None:
    assert kinds(relation(kind, "styles.xml")) == ["forbidden_part"]


def test_macros_are_refused_under_any_name() -> None:
    main = "wordprocessingml.document.main+xml"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    docm = replaced(
        letter("x"),
        "[Content_Types].xml",
        f"application/vnd.openxmlformats-officedocument.{main}",
        macro,
    )
    assert kinds(docm) == ["macros"]
    assert kinds(relation("vbaProject", "vbaProject.bin")) == ["macros"]
    hidden = changed(
        letter("x"), lambda parts: parts.update({"word/vbaProject.bin": b"x"})
    )
    assert kinds(hidden) == ["macros"]


def test_other_office_files_are_told_apart() -> None:
    assert kinds(b"") == ["not_docx"]
    assert kinds(b"%PDF-1.7") == ["not_docx"]
    assert kinds(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == ["old_word"]
    dotx = replaced(
        letter("x"), "[Content_Types].xml", "document.main+xml", "template.main+xml"
    )
    assert kinds(dotx) == ["wrong_document_type"]


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = changed(
        letter("x"), lambda parts: parts.update({"word/media/a.png": bytes(60 * 2**20)})
    )
    assert len(bomb) < 200_000
    assert kinds(bomb) == ["unpacked_too_large"]
    many = changed(
        letter("x"), lambda parts: parts.update({f"a{n}.xml": b"" for n in range(999)})
    )
    assert kinds(many) == ["unpacked_too_large"]
    assert kinds(bytes(11 * 2**20)) == ["too_large"]


def test_entities_are_refused() -> None:
    bomb = replaced(
        letter("x"),
        BODY,
        "<w:document ",
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document ',
    )
    assert kinds(bomb) == ["bad_xml"]


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ('<w:ins w:id="1" w:author="x"><w:r/></w:ins>', "tracked_changes"),
        ('<w:commentRangeStart w:id="1"/>', "comments"),
        ("<w:object/>", "forbidden_part"),
        (
            '<w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://x&quot; "/>',
            "forbidden_field",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDE</w:instrText>'
            "<w:instrText>AUTO x</w:instrText>"
            '<w:fldChar w:fldCharType="end"/></w:r>',
            "forbidden_field",
        ),
        ("<w:r><w:instrText>{{ name }}</w:instrText></w:r>", "tag_outside_text"),
        ('<w:bookmarkStart w:id="1" w:name="{{ name }}"/>', "tag_outside_text"),
    ],
)
def test_word_features_that_leak_or_fetch_are_refused(inside: str, kind: str) -> None:
    docx = replaced(letter("x"), BODY, "<w:r><w:t>x</w:t></w:r>", inside)
    assert kind in kinds(docx)


def test_a_broken_zip_is_a_sentence_wherever_it_is_broken() -> None:
    whole = letter("{{ name }}")
    for cut in range(0, len(whole), max(1, len(whole) // 40)):
        assert kinds(whole[:cut]) in (["not_docx"], ["bad_xml"])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.binary(min_size=1, max_size=8))
def test_damaged_bytes_never_raise(position: int, noise: bytes) -> None:
    whole = letter("{{ name }}")
    place = position % len(whole)
    check_template(whole[:place] + noise + whole[place + len(noise) :], NAMES)


def test_a_part_in_another_packing_is_refused() -> None:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert kinds(result.getvalue()) == ["not_docx"]


def test_every_sentence_says_what_to_do() -> None:
    for sentence, advice in SENTENCES.values():
        assert sentence.endswith(".") and advice.endswith(".")
