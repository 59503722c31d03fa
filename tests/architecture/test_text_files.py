"""XML and translation files parse, and translations keep their placeholders."""

import re
from pathlib import Path

import polib
from lxml import etree
from source_tree import MODULE

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sdif]|%[sdif]")
XML_KINDS = (".xml", ".svg", ".bpmn", ".dmn")


def files(*suffixes: str) -> list[Path]:
    """Return the module's files of these kinds."""
    return sorted(file for file in MODULE.rglob("*") if file.suffix in suffixes)


def test_xml_is_well_formed() -> None:
    broken = []
    for file in files(*XML_KINDS):
        try:
            etree.parse(file)
        except etree.XMLSyntaxError as error:
            broken.append(f"{file.relative_to(MODULE)}: {error}")
    assert not broken, "\n".join(["Not well-formed:", *broken])


def test_translations_parse_and_keep_their_placeholders() -> None:
    lost = []
    for file in files(".po", ".pot"):
        catalogue = polib.pofile(str(file), check_for_duplicates=True)
        lost += [
            f"{file.relative_to(MODULE)}:{entry.linenum}: {entry.msgid!r}"
            for entry in catalogue.translated_entries()
            if placeholders(entry.msgid) != placeholders(entry.msgstr)
        ]
    assert not lost, "\n".join(["Placeholders differ from the source text:", *lost])


def placeholders(text: str) -> list[str]:
    """Return the places of a text that are filled in, in any order."""
    return sorted(PLACEHOLDER.findall(text))
