"""The settings' language is one: reader, modeler and documents say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from tools.problem_table import TARGET, table
from wbs_module.engine.checking.catalogue import CATALOGUE
from wbs_module.engine.contract import NAMESPACE
from wbs_module.engine.reading.settings import FIELD_TYPES, SHAPES

ROOT = Path(__file__).resolve().parents[2]
MODDLE = ROOT / "wbs_module" / "static" / "src" / "modeler" / "procedure_moddle.json"
README = ROOT / "wbs_module" / "engine" / "reading" / "README.md"


@pytest.fixture(scope="module")
def moddle() -> dict[str, object]:
    return json.loads(MODDLE.read_text(encoding="utf-8"))


def test_the_modeler_knows_the_same_namespace(moddle: dict[str, object]) -> None:
    assert moddle["uri"] == NAMESPACE
    assert moddle["prefix"] == "procedure"
    assert moddle["xml"] == {"tagAlias": "lowerCase"}


def test_the_modeler_writes_what_the_reader_reads(moddle: dict[str, object]) -> None:
    types = {each["name"].lower(): each for each in moddle["types"]}
    assert types.keys() == SHAPES.keys()
    for name, shape in SHAPES.items():
        properties = types[name]["properties"]
        attributes = {each["name"] for each in properties if each.get("isAttr")}
        children = {each["type"].lower() for each in properties if each.get("isMany")}
        assert attributes == shape.attributes.keys(), name
        assert children == shape.children.keys(), name


def test_the_modeler_offers_the_field_types_of_the_contract(
    moddle: dict[str, object],
) -> None:
    (enumeration,) = moddle["enumerations"]
    assert tuple(each["name"] for each in enumeration["literalValues"]) == FIELD_TYPES


def test_the_readme_explains_every_setting() -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", README.read_text("utf-8"), re.M))
    settings = SHAPES["settings"]
    assert explained == settings.attributes.keys() | settings.children.keys()


def test_the_table_of_problems_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_complaint_says_what_and_what_to_do(code: str) -> None:
    severity, message, advice = CATALOGUE[code]
    assert severity in ("error", "warning")
    assert message.rstrip().endswith((".", "}")), message
    assert advice
    for text in (message, advice):
        names = [name for _text, name, _spec, _conversion in Formatter().parse(text)]
        assert all(name is None or name.isidentifier() for name in names)
