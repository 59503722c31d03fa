"""Trying a process out with chosen answers and a clock that is only set."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.engine.instance import (
    CLOCKS,
    DAY,
    HOUR,
    MONDAY,
    bpmn,
    compiled,
    end,
    flow,
    node,
    start,
    user,
)
from wbs_module import engine
from wbs_module.engine import Answer, Arrival, DryRun
from wbs_module.engine.errors import EngineError

OUTCOMES = '|<procedure:outcome value="ok"/><procedure:outcome value="again"/>'
DRAWING = bpmn(
    start()
    + user("A", 'clock="verify"' + OUTCOMES)
    + node("exclusiveGateway", "g", default="g_S")
    + node("serviceTask", "S", settings='operation="register"')
    + node("intermediateCatchEvent", "c", '<messageEventDefinition messageRef="m"/>')
    + end()
    + flow("s", "A", "g", "S", "c", "e")
    + flow("g", "A", condition='outcome = "again"'),
    definitions='<message id="m" name="news"/>',
)


def script(**more: object) -> DryRun:
    given: dict[str, object] = {
        "answers": (
            Answer("A", 3 * HOUR, "again"),
            Answer("A", 20 * HOUR, "ok"),
            Answer("S", values={"number": Decimal("7.5")}),
        ),
        "arrivals": (Arrival("message", "news", 5 * DAY),),
        **more,
    }
    return DryRun(MONDAY, **given)  # type: ignore[arg-type]


def test_a_trial_runs_to_the_end_with_its_deadlines() -> None:
    trace = engine.dry_run(compiled(DRAWING), script(), clocks=CLOCKS)
    assert trace.ended_because == "completed"
    assert trace.ended_at == MONDAY + 5 * DAY
    assert trace.path == ("s", "A", "g", "A", "g", "S", "c", "e")
    assert trace.data["number"] == Decimal("7.5")
    assert [(each.what, each.at - MONDAY) for each in trace.deadlines] == [
        ("started", timedelta(0)),
        ("met", 3 * HOUR),
        ("started", 3 * HOUR),
        ("warned", 11 * HOUR),
        ("due", 13 * HOUR),
        ("escalated", 18 * HOUR),
        ("late", 23 * HOUR),
    ]


def test_a_trial_says_what_it_waits_for() -> None:
    trace = engine.dry_run(compiled(DRAWING), script(answers=()), clocks=CLOCKS)
    assert trace.ended_because == "waiting"
    assert trace.waits_for == ("A",)


def test_a_trial_ends_when_it_is_told_to() -> None:
    until = MONDAY + 4 * HOUR
    trace = engine.dry_run(compiled(DRAWING), script(until=until), clocks=CLOCKS)
    assert (trace.ended_because, trace.ended_at) == ("until", until)


def test_an_answer_that_does_not_fit_ends_the_trial_with_the_reason() -> None:
    answers = (Answer("A", outcome="burn"),)
    trace = engine.dry_run(compiled(DRAWING), script(answers=answers), clocks=CLOCKS)
    assert trace.ended_because == "refused"
    assert trace.refusal is not None


def test_a_trial_is_kept_as_json() -> None:
    trial = script(values={"n": Decimal("1.25")}, until=MONDAY + 9 * DAY)
    stored = json.dumps(trial.to_data())
    assert DryRun.from_data(json.loads(stored)) == trial
    with pytest.raises(EngineError):
        DryRun.from_data({"starts": "some day"})
