"""Whatever the engine complains about is said in both languages."""

from __future__ import annotations

import ast

import polib
import pytest

from tools.places import MODULE
from wbs_module import engine
from wbs_module.engine import errors
from wbs_module.engine.decision.complaints import CATALOGUE

INDONESIAN = {
    entry.msgid: entry.msgstr for entry in polib.pofile(MODULE / "i18n" / "id.po")
}
WORDS = MODULE / "models" / "bpmn_problem_words.py"
DECISION_WORDS = MODULE / "models" / "bpmn_decision_words.py"


def table(name: str) -> dict[str, str]:
    """Code → English sentence of a table in the Odoo side's file of words."""
    for node in ast.parse(WORDS.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            assert isinstance(node.value, ast.Dict)
            return {
                ast.literal_eval(key): ast.literal_eval(value.args[0])
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if key is not None and isinstance(value, ast.Call)
            }
    raise AssertionError(name)


def failure_codes() -> set[str]:
    """Codes that an incident can have: the first argument of each ``Failure``."""
    found = {"engine"}
    for file in (MODULE / "engine").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "Failure"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value)
    return found


def decision_codes() -> set[str]:
    """Codes of errors of decisions, which become incidents under their own code."""
    file = MODULE / "engine" / "decision" / "errors.py"
    return {
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code"
    }


@pytest.mark.parametrize("code", sorted(engine.SENTENCES))
def test_a_problem_of_a_drawing_is_said_in_both_languages(code: str) -> None:
    entry = engine.SENTENCES[code]
    for sentence in (entry.message, entry.advice):
        assert sentence
        assert INDONESIAN.get(sentence), sentence


@pytest.mark.parametrize("code", sorted(failure_codes() | decision_codes()))
def test_an_incident_is_explained_in_both_languages(code: str) -> None:
    assert INDONESIAN.get(table("FAILURES")[code])


def test_a_refused_command_is_explained_in_both_languages() -> None:
    codes = {
        error.code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.EngineError)
    } - {"engine"}
    sentences = table("REFUSALS")
    assert codes <= set(sentences)
    assert all(INDONESIAN.get(sentence) for sentence in sentences.values())


def test_what_is_wrong_with_a_decision_is_said_as_the_engine_says_it() -> None:
    said = {
        ast.literal_eval(key): tuple(
            ast.literal_eval(text.args[0]) for text in value.elts
        )
        for node in ast.parse(DECISION_WORDS.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and getattr(node.targets[0], "id", "") == "SENTENCES"
        for key, value in zip(node.value.keys, node.value.values, strict=True)
    }
    # Of an expression the language says what is wrong.
    assert said == {code: it for code, it in CATALOGUE.items() if code != "expression"}
    assert all(INDONESIAN.get(text) for pair in said.values() for text in pair)
