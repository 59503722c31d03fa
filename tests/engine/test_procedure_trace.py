"""docs/procedure-trace.md says of each step what its drawing says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).parents[2]
TRACE = (ROOT / "docs" / "procedure-trace.md").read_text(encoding="utf-8")
SETUP = (ROOT / "wbs_module/models/wbs_office_setup.py").read_text(encoding="utf-8")
DRAWINGS = sorted((ROOT / "wbs_module/bpmn").glob("*.bpmn"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SETTINGS = f"{BPMN}extensionElements/{{urn:bpmn-procedure:1.0}}settings"
ROW = re.compile(r"^\| .* \| `(\w+)` \| (.*) \| (.*) \| .+ \|$", re.MULTILINE)


def rows_of(key: str) -> dict[str, tuple[str, str]]:
    """Element → (clock, letter) as the table of procedure ``key`` says."""
    _before, _heading, after = TRACE.partition(f"(`{key}`)")
    section = after.partition("\n## ")[0]
    return {name: (clock, letter) for name, clock, letter in ROW.findall(section)}


def amount_of(clock: str) -> str:
    found = re.search(rf'"{clock}": \(\s*"[^"]+",\s*(\d+),', SETUP)
    assert found, f"the office has no clock {clock}"
    return found[1]


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_each_step_stands_in_the_trace_with_its_clock_and_letter(drawing: Path) -> None:
    rows = rows_of(drawing.stem)
    drawn = {
        element.get("id"): element.find(SETTINGS)
        for element in etree.parse(drawing).iter(f"{BPMN}*")
    }
    assert rows.keys() <= drawn.keys()
    for name, settings in drawn.items():
        if settings is None or settings.getparent().getparent().tag == f"{BPMN}process":
            continue
        people = settings.getparent().getparent().tag == f"{BPMN}userTask"
        clock, letter = settings.get("clock"), settings.get("letter")
        if people or clock or letter:
            assert name in rows, f"{name} is missing"
        if clock:
            assert rows[name][0].startswith(f"`{clock}`: {amount_of(clock)} ")
        if letter:
            assert rows[name][1] == f"`{letter}`"
