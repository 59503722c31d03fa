"""Test cases of a process owner: played in lock-step, and stored as a readable file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.engine.clock_examples import CALENDAR, clock
from tests.engine.instance import bpmn, compiled, end, flow, node, start, user
from wbs_module import engine

ROOT = Path(__file__).parents[2]
OUTCOMES = '|<procedure:outcome value="ok"/><procedure:outcome value="again"/>'
DRAWING = bpmn(
    start()
    + user("A", 'clock="verify"' + OUTCOMES)
    + user("B", 'separateFrom="A"')
    + node("exclusiveGateway", "g", default="g_S")
    + node("serviceTask", "S", settings='operation="register"')
    + node("intermediateCatchEvent", "c", '<messageEventDefinition messageRef="m"/>')
    + end()
    + flow("s", "A", "g", "S", "B", "c", "e")
    + flow("g", "A", condition='outcome = "again"'),
    definitions='<message id="m" name="news"/>',
)
PROCESS = compiled(DRAWING)
CLOCKS = {"verify": replace(clock(2), key="verify")}
CASE: dict[str, Any] = {
    "name": "Sent back once, then closed",
    "starts": "2026-03-02 10:00",
    "answers": {"S": {"values": {"number": 7.5}}},
    "steps": [
        {
            "task": "A",
            "after": "1 working day",
            "outcome": "again",
            "by": "ani",
            "expect": {"open": ["A"], "path": ["g", "A"]},
        },
        {
            "wait": "3 working days",
            "expect": {
                "deadlines": [
                    {
                        "clock": "verify",
                        "due": "2026-03-05 16:00",
                        "state": "running",
                        "was": ["due", "escalated irban"],
                    }
                ]
            },
        },
        {"task": "A", "outcome": "ok", "by": "ani", "expect": {"calls": ["register"]}},
        {"task": "B", "by": "ani", "refused": "separation_of_duties"},
        {"task": "B", "by": "budi", "expect": {"open": []}},
        {"message": "news", "after": "2 calendar days"},
    ],
    "expect": {
        "status": "completed",
        "path": ["s", "A", "A", "B", "e"],
        "data": {"number": 7.5},
        "incidents": [],
        "deadlines": [{"clock": "verify", "element": "A", "state": "late"}],
    },
}


def played(**more: object) -> engine.CaseResult:
    return play_case({**CASE, **more})


def play_case(case: Mapping[str, Any]) -> engine.CaseResult:
    content = json.dumps({"format": 1, "process": "p", "cases": [case]})
    (read,) = engine.read_case_file(content).cases
    return engine.play(PROCESS, read, clocks=CLOCKS, calendar=CALENDAR)


def step(number: int, **more: object) -> list[dict[str, Any]]:
    """The case's steps, with one of them changed."""
    steps = [dict(each) for each in CASE["steps"]]
    steps[number - 1].update(more)
    return steps


def complaints(result: engine.CaseResult) -> list[tuple[int | None, str]]:
    return [(each.step, each.code) for each in result.mismatches]


def test_a_case_passes_when_everything_is_as_expected() -> None:
    result = played()
    assert [each.message for each in result.mismatches] == []
    assert [each.did for each in result.moments][1:4] == ["A", "wait", "A"]
    assert result.moments[2].open == ("A",)
    assert result.moments[0].entered == ("s", "A")


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ({"status": "running"}, "case_status"),
        ({"open": ["A"]}, "case_open"),
        ({"path": ["B", "A"]}, "case_path"),
        ({"never": ["B"]}, "case_entered"),
        ({"calls": ["register", "register"]}, "case_call"),
        ({"incidents": ["S"]}, "case_incidents"),
        ({"data": {"number": 8}}, "case_data"),
        ({"data": {"no_such_name": None}}, "case_data"),
        ({"deadlines": [{"clock": "audit"}]}, "case_no_deadline"),
        ({"deadlines": [{"clock": "verify", "due": "2026-03-05 15:59"}]}, "case_due"),
        ({"deadlines": [{"clock": "verify", "state": "met"}]}, "case_deadline_state"),
        ({"deadlines": [{"clock": "verify", "was": ["paused"]}]}, "case_deadline_was"),
        ({"never": ["Misspelt"]}, "case_unknown_element"),
    ],
)
def test_what_is_not_as_expected_fails_and_is_said(
    expected: dict[str, Any], code: str
) -> None:
    result = played(expect=expected)
    assert complaints(result) == [(None, code)]
    assert result.mismatches[0].message


def test_a_task_that_is_not_open_ends_the_case_at_its_step() -> None:
    result = played(steps=step(1, task="B"))
    assert complaints(result) == [(1, "case_task_not_open")]
    assert "open are: A" in result.mismatches[0].message


def test_an_unknown_outcome_is_a_refusal() -> None:
    assert complaints(played(steps=step(1, outcome="burn"))) == [(1, "case_refused")]


def test_a_refusal_that_does_not_come_fails() -> None:
    result = played(steps=step(4, by="budi"))
    assert complaints(result) == [(4, "case_not_refused")]


def test_a_message_that_nothing_awaits_fails() -> None:
    assert complaints(played(steps=[{"message": "news"}])) == [(1, "case_not_awaited")]


def test_a_case_that_expects_nothing_fails() -> None:
    result = played(expect={}, steps=[{"wait": "1 hour"}])
    assert complaints(result) == [(None, "case_expects_nothing")]


def test_working_days_pass_over_holidays_at_the_same_time_of_day() -> None:
    steps = [{"wait": "2 working days"}]
    result = played(starts="2026-03-18 10:00", steps=steps, expect={"open": ["A"]})
    # Nyepi and Idulfitri, 19 to 24 March, are not worked.
    assert result.moments[1].at.isoformat() == "2026-03-26T03:00:00+00:00"


def test_a_file_written_is_read_back_the_same() -> None:
    content = json.dumps({"format": 1, "process": "p", "cases": [CASE]})
    file = engine.read_case_file(content)
    written = engine.write_case_file(file)
    assert engine.read_case_file(written) == file
    assert written == engine.write_case_file(engine.read_case_file(written))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{", "line 1"),
        ('{"process": "p"}', "format"),
        ('{"format": 1, "process": "p", "cases": [{"name": "n"}]}', "case 1"),
        (json.dumps({"format": 1, "process": "p", "case": []}), "“case”"),
        (
            json.dumps(
                {"format": 1, "process": "p", "cases": [{**CASE, "steps": [7]}]}
            ),
            "case 1, step 1",
        ),
        (
            json.dumps(
                {
                    "format": 1,
                    "process": "p",
                    "cases": [{**CASE, "steps": [{"task": "A", "after": "soon"}]}],
                }
            ),
            "2 working days",
        ),
        (
            json.dumps(
                {
                    "format": 1,
                    "process": "p",
                    "cases": [{**CASE, "expect": {"opened": []}}],
                }
            ),
            "“opened”",
        ),
    ],
)
def test_a_slip_in_the_file_is_refused_with_its_place(content: str, place: str) -> None:
    with pytest.raises(engine.CaseFileRefused) as refused:
        engine.read_case_file(content)
    assert place in str(refused.value)


def test_the_example_in_the_documentation_can_be_read() -> None:
    text = (ROOT / "docs/test-cases.md").read_text(encoding="utf-8")
    example = text.partition("```json\n")[2].partition("```")[0]
    (case,) = engine.read_case_file(example).cases
    assert case.steps[0].expect.deadlines[0].state == "paused"
