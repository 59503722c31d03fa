"""What may not stand inside the XML of a letter, in a template or in a result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from .problems import TemplateProblem

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# Fields that neither fetch anything, nor change on opening, nor name a person.
ALLOWED_FIELDS = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES REF PAGEREF SEQ STYLEREF TOC".split()
)
_TRACKED = frozenset(
    f"{{{W}}}{name}"
    for name in "ins del moveFrom moveTo rPrChange pPrChange tblPrChange trPrChange "
    "tcPrChange sectPrChange numberingChange cellIns cellDel".split()
)
_COMMENT_MARKS = frozenset(
    f"{{{W}}}{name}"
    for name in "commentRangeStart commentRangeEnd commentReference".split()
)
_EMBEDDED = frozenset(f"{{{W}}}{name}" for name in "object altChunk control".split())
_TAG = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_TEXT = f"{{{W}}}t"


def content_problems(tree: etree._Element, place: str) -> list[TemplateProblem]:
    """Everything forbidden in one part: changes, comments, objects, fields, tags."""
    if tree.nsmap.get("w") == STRICT_W or STRICT_W in tree.tag:
        return [TemplateProblem("strict_format", place)]
    if tree.nsmap.get("w") != W:
        return [TemplateProblem("bad_xml", place, details={"part": place})]
    found: list[TemplateProblem] = []
    for problem in _all_problems(tree, place):
        if problem not in found:
            found.append(problem)
    return found


def _all_problems(tree: etree._Element, place: str) -> Iterator[TemplateProblem]:
    for name in field_names(tree):
        if name not in ALLOWED_FIELDS:
            yield _problem("forbidden_field", place, name=name)
    for element in tree.iter(etree.Element):
        yield from _judge(element, place)


def field_names(tree: etree._Element) -> Iterator[str]:
    """The first word of each Word field, also of one that is cut into several runs.

    A complex field is begin … instruction … separate … result … end, and fields may
    stand inside each other's instructions (ECMA-376 part 1, §17.16.18).
    """
    open_fields: list[list[str]] = []
    for element in tree.iter(
        f"{{{W}}}fldSimple", f"{{{W}}}fldChar", f"{{{W}}}instrText"
    ):
        if element.tag == f"{{{W}}}fldSimple":
            yield _first_word(element.get(f"{{{W}}}instr", ""))
        elif element.tag == f"{{{W}}}instrText":
            if open_fields:
                open_fields[-1].append(_text(element))
            else:
                yield _first_word(_text(element))
        elif element.get(f"{{{W}}}fldCharType") == "begin":
            open_fields.append([])
        elif element.get(f"{{{W}}}fldCharType") == "end" and open_fields:
            yield _first_word("".join(open_fields.pop()))
    for unfinished in open_fields:
        yield _first_word("".join(unfinished))


def _text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _first_word(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper()[:40] if words else ""


def _judge(element: etree._Element, place: str) -> Iterator[TemplateProblem]:
    if element.tag in _TRACKED:
        yield TemplateProblem("tracked_changes", place)
    elif element.tag in _COMMENT_MARKS:
        yield TemplateProblem("comments", place)
    elif element.tag in _EMBEDDED:
        name = etree.QName(element).localname
        yield _problem("forbidden_part", place, part=name)
    for attribute, value in element.items():
        if _TAG.search(str(value)):
            where = etree.QName(attribute).localname
            yield _problem("tag_outside_text", place, str(value), where=where)
        # r:link fetches a picture from outside when the letter is opened.
        if attribute == f"{{{_REL}}}link":
            yield _problem("external_link", place, target=str(value)[:80])
    if element.tag != _TEXT and element.text and _TAG.search(element.text):
        where = etree.QName(element).localname
        yield _problem("tag_outside_text", place, element.text, where=where)


def _problem(
    kind: str, place: str, snippet: str = "", **details: str
) -> TemplateProblem:
    return TemplateProblem(kind, place, snippet[:120], details)
