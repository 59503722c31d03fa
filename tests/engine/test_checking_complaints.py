"""Every complaint of the catalogue is made by a drawing that deserves it, and names the
element and the line; nothing else is said to be wrong."""

from __future__ import annotations

import pytest

from tests.engine.written_drawing import (
    FOLDER_OF_COMPLAINTS,
    ComplaintCase,
    complaint_cases,
    problems_of,
)
from wbs_module.engine.checking.catalogue import CATALOGUE

CASES = [
    case
    for path in sorted(FOLDER_OF_COMPLAINTS.glob("*.txt"))
    for case in complaint_cases(path)
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.element}")
def test_the_complaint_names_what_was_drawn(case: ComplaintCase) -> None:
    problems = problems_of(case.text)
    said = [(each.code, each.element_id or "") for each in problems]
    assert (case.code, case.element) in said
    found = problems[said.index((case.code, case.element))]
    if case.line is not None:
        assert found.line == case.line
        assert found.column is not None
    others = {each.code for each in problems if each.severity == "error"}
    assert others - {case.code, *case.also} == set()


def test_every_complaint_has_a_case() -> None:
    # Too long to write down: test_reading_limits.py builds them.
    built_elsewhere = {
        "file_too_large", "nested_too_deep", "attribute_too_long", "too_many_tags",
        "chain_too_long", "too_many_problems", "too_many_elements", "file_empty",
        "soundness_not_explored",
    }  # fmt: skip
    assert CATALOGUE.keys() - {case.code for case in CASES} - built_elsewhere == set()
