"""What is wrong with an expression while somebody draws is always translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tools.places import MODULE

FEEL = MODULE / "engine" / "feel"
WORDS = MODULE / "models" / "bpmn_expression_sentences.py"
ADVISING = {"_suggestion", "_unknown_function"}
"""What returns a sentence that the language then says."""
SAYING = {"Complaint", "FeelSyntaxError", "_report"}
"""What the language calls with a sentence for whoever writes an expression."""


def known_forms() -> list[re.Pattern[str]]:
    """The sentences that the Odoo side translates, anything where a name stands."""
    sentences = [
        ast.literal_eval(node.args[0])
        for node in ast.walk(ast.parse(WORDS.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_lt"
    ]
    return [
        re.compile(
            ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", each)), re.DOTALL
        )
        for each in sentences
    ]


def texts_of(node: ast.expr) -> Iterator[str]:
    """Each text that an argument can be, with ``item`` where something is put in."""
    if isinstance(node, ast.IfExp):
        yield from texts_of(node.body)
        yield from texts_of(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(map(part_of, node.values))


def part_of(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    quoted = isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
    return "'item'" if quoted else "item"


def texts_within(function: ast.FunctionDef) -> Iterator[str]:
    """The texts that a function assigns or returns."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.Return) and node.value is not None:
            values = node.value
            for each in values.elts if isinstance(values, ast.Tuple) else [values]:
                yield from texts_of(each)


def sentences_of_the_language() -> set[str]:
    found = set()
    for file in FEEL.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = ""
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SAYING:
                assert isinstance(node, ast.Call)
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                found |= {text for each in given for text in texts_of(each)}
            if isinstance(node, ast.FunctionDef) and node.name in ADVISING:
                found |= set(texts_within(node))
    # Put together of two: an operator and what it does; a function and its note.
    found.remove("item(): item")
    found.remove("item conditions, but this is a item.")
    found.add("'item' joins conditions, but this is a item.")
    found.add("'item' asks for conditions, but this is a item.")
    return {text for text in found if " " in text}


@pytest.mark.parametrize("sentence", sorted(sentences_of_the_language()))
def test_a_sentence_about_an_expression_is_known_to_be_translated(
    sentence: str,
) -> None:
    assert any(form.fullmatch(sentence) for form in known_forms())
