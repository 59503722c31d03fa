"""Each term has an Indonesian translation that keeps its placeholders.

Reads the terms of templates and of sentences in the code from ``wbs_module.pot``, which
``odoo i18n export`` writes, and tells when a sentence of the code is not in it.
"""

import ast
import re

import polib
import pytest

from tools.places import MODULE

TRANSLATED = {entry.msgid: entry for entry in polib.pofile(MODULE / "i18n" / "id.po")}
TERMS = [entry.msgid for entry in polib.pofile(MODULE / "i18n" / "wbs_module.pot")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def sentences_of_the_code() -> set[str]:
    """Return what the code gives to ``_``, ``env._`` or ``_lt``."""
    found = set()
    for file in MODULE.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            sentence = node.args[0]
            if name in ("_", "_lt") and isinstance(sentence, ast.Constant):
                found.add(sentence.value)
    return found


@pytest.mark.parametrize("term", sorted({*TERMS, *sentences_of_the_code()}))
def test_a_term_is_said_in_indonesian_with_its_placeholders(term: str) -> None:
    assert term in TRANSLATED, "has no entry in i18n/id.po"
    translation = TRANSLATED[term].msgstr
    assert translation.strip(), "has no Indonesian translation"
    assert sorted(PLACEHOLDER.findall(translation)) == sorted(
        PLACEHOLDER.findall(term)
    ), translation


def test_odoo_can_tell_where_each_sentence_of_the_code_belongs() -> None:
    """Odoo loads none that lacks this comment, which a merge of lines can lose."""
    lost = [
        entry.msgid
        for entry in polib.pofile(MODULE / "i18n" / "wbs_module.pot")
        if any(place.startswith("code:") for place, _line in entry.occurrences)
        and not {"odoo-python", "odoo-javascript"} & set(entry.comment.split())
    ]
    assert not lost, "export i18n/wbs_module.pot anew"
