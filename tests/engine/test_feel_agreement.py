"""Agreement with the JavaScript reference implementation, feelin.

``feel/agreement.json`` holds expressions, cells and feelin's answers. Where ours is
another, the file says which and why.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wbs_module.engine.feel import (
    FeelError,
    from_json,
    parse_expression,
    parse_unary_tests,
    to_json,
)

REPOSITORY = Path(__file__).parents[2]
DATA = Path(__file__).with_name("feel")
GROUPS: list[dict[str, Any]] = json.loads(
    (DATA / "agreement.json").read_text(encoding="utf-8")
)


def answer(group: dict[str, Any], text: str) -> Any:
    names = from_json(group["names"])
    assert isinstance(names, dict)
    try:
        if group["kind"] == "unary tests":
            tested = names.pop("?")
            return parse_unary_tests(text, names).matches(tested, names)
        return to_json(parse_expression(text, names).evaluate(names))
    except FeelError as error:
        return {"@error": str(error)}


def same(one: Any, other: Any) -> bool:
    """Compare answers; feelin's numbers are binary and right to about 15 digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() == other.keys() == {"@number"}:
            return float(one["@number"]) == pytest.approx(float(other["@number"]))
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: str(group["group"]))
def test_ours_answers_as_feelin_does_or_differs_for_a_reason(
    group: dict[str, Any],
) -> None:
    unexplained = []
    for case in group["cases"]:
        ours = answer(group, case["text"])
        if "because" not in case:
            if not same(ours, case["feelin"]):
                unexplained.append((case["text"], ours, case["feelin"]))
        elif isinstance(case["ours"], dict) and "@error" in case["ours"]:
            assert case["ours"]["@error"] in ours["@error"]
        else:
            assert same(ours, case["ours"]), case["text"]
            assert not same(ours, case["feelin"]), f"no difference: {case['text']}"
    assert unexplained == []


def test_there_are_enough_cases_and_few_differences() -> None:
    cases = [case for group in GROUPS for case in group["cases"]]
    different = [case for case in cases if "because" in case]
    assert len(cases) >= 600
    assert len(different) <= 30


def test_the_recorded_answers_are_those_of_the_locked_feelin() -> None:
    lock = json.loads((REPOSITORY / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]["node_modules/feelin"]["version"] == "8.2.0"
    if not (REPOSITORY / "node_modules" / "feelin").is_dir():
        return  # Without the npm packages the recorded answers stand for it.
    asked = subprocess.run(
        ["node", str(DATA / "ask_feelin.mjs")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    recorded = [[case["feelin"] for case in group["cases"]] for group in GROUPS]
    assert json.loads(asked.stdout) == recorded
