"""Loops of every kind, many rounds, and several tokens in one loop."""

from __future__ import annotations

import json

import pytest

from tests.engine.instance import (
    HOUR,
    Instance,
    bpmn,
    end,
    flow,
    node,
    start,
    timer,
    user,
)
from wbs_module.engine.compiling import compiling
from wbs_module.engine.contract import CompleteTask, RetryIncident, SkipIncident

MULTI = (
    "<multiInstanceLoopCharacteristics{turn}><loopDataInputRef>items</loopDataInputRef>"
    "<loopDataOutputRef>votes</loopDataOutputRef>"
    '<inputDataItem id="i" name="member"/><outputDataItem id="o" name="vote"/>'
    "{until}</multiInstanceLoopCharacteristics>"
)
VOTE = '|<procedure:field name="vote" type="boolean" required="true"/>'


def voting(turn: bool = False, until: str = "") -> bytes:
    done = f"<completionCondition>{until}</completionCondition>" if until else ""
    loop = MULTI.format(turn=' isSequential="true"' if turn else "", until=done)
    task = node("userTask", "V", loop, settings='group="staff"' + VOTE)
    return bpmn(start() + task + user("A") + end() + flow("s", "V", "A", "e"))


def test_each_instance_sees_its_item_and_the_answers_come_in_the_items_order() -> None:
    case = Instance(voting(), {"items": ["x", "y", "z"]})
    assert [task.item for task in case.outcome.opened] == ["x", "y", "z"]
    first, second, third = list(case.open)
    case.do(CompleteTask(third, values={"vote": False}))
    case.do(CompleteTask(first, values={"vote": True}))
    assert "vote" not in case.data  # an instance's own until it is gathered
    case.do(CompleteTask(second, values={"vote": True}))
    assert case.tasks == ["A"]
    assert case.data["votes"] == [True, True, False]


def test_a_completion_condition_ends_the_others_early() -> None:
    case = Instance(voting(until="vote = false"), {"items": [1, 2, 3]})
    first, second, _third = list(case.open)
    case.do(CompleteTask(first, values={"vote": True}))
    case.do(CompleteTask(second, values={"vote": False}))
    assert case.tasks == ["A"]
    assert case.data["votes"] == [True, False]


def test_one_after_the_other_runs_no_further_than_the_condition() -> None:
    until = "numberOfCompletedInstances = 2"
    case = Instance(voting(True, until), {"items": [1, 2, 3]})
    for _ in range(2):
        assert case.tasks == ["V"]
        case.complete("V", vote=True)
    assert case.tasks == ["A"]
    assert case.data["votes"] == [True, True]


def test_no_item_means_no_instance() -> None:
    case = Instance(voting(), {"items": []})
    assert case.tasks == ["A"]
    assert case.data["votes"] == []


def around_joins(gateway: str) -> bytes:
    """A loop drawn around a split and a join, with a way back."""
    return bpmn(
        start() + node("exclusiveGateway", "m") + node(gateway, "f")
        + user("A") + user("B") + node(gateway, "j") + user("C", FIELD)
        + node("exclusiveGateway", "g", default="g_e") + end()
        + flow("s", "m", "f", "A", "j", "C", "g", "e") + flow("f", "B", "j")
        + flow("g", "m", condition="n > 0")
    )  # fmt: skip


FIELD = '|<procedure:field name="n" type="integer" required="true"/>'


def test_a_join_in_a_loop_waits_for_both_in_every_round() -> None:
    case = Instance(around_joins("parallelGateway"), {"n": 0})
    for number in range(300):
        first, second = ("A", "B") if number % 2 else ("B", "A")
        case.complete(first)
        assert case.tasks == [second]
        case.complete(second)
        assert case.tasks == ["C"]
        case.complete("C", n=1)
        assert case.tasks == ["A", "B"]
    assert len(case.outcome.state) < 500
    case.complete("A")
    case.complete("B")
    case.complete("C", n=0)
    assert case.status == "completed"


def test_two_tokens_in_one_loop_with_a_join_are_two_rounds_never_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Deployment may prove that a token stays behind; here it is to be seen.
    monkeypatch.setattr(compiling, "check_drawing", lambda *_: ())
    # A message beside B sends a second token into the loop before the join.
    edge = node(
        "boundaryEvent", "t", timer("PT1H"), attachedToRef="B", cancelActivity="false"
    )
    drawing = bpmn(
        start() + node("parallelGateway", "f") + node("exclusiveGateway", "x")
        + user("A") + user("B") + edge + node("parallelGateway", "j") + user("C")
        + end()
        + flow("s", "f", "x", "A", "j", "C", "e") + flow("f", "B", "j")
        + flow("t", "x")
    )  # fmt: skip
    case = Instance(drawing)
    case.wait(HOUR)
    assert case.tasks == ["A", "A", "B"]
    case.complete("A")
    case.complete("A")
    assert case.tasks == ["B"]  # two tokens wait on one flow
    case.complete("B")
    assert case.tasks == ["C"]  # and only one of them goes on
    case.complete("C")
    assert [token.element_id for token in case.outcome.tokens] == ["j"]
    (incident,) = case.incidents.values()
    assert incident.code == "waits_in_vain"
    case.do(RetryIncident(incident.incident_id))
    (incident,) = case.incidents.values()
    case.do(SkipIncident(incident.incident_id))
    case.complete("C")
    assert case.status == "completed"


def test_five_thousand_rounds_cost_no_space_and_never_end_early() -> None:
    edge = node(
        "boundaryEvent", "t", timer("PT1H"), attachedToRef="A", cancelActivity="false"
    )
    drawing = bpmn(
        start() + node("exclusiveGateway", "m") + user("A", FIELD) + edge
        + node("exclusiveGateway", "g", default="g_e") + end() + end("e2")
        + flow("s", "m", "A", "g", "e") + flow("g", "m", condition="n > 0")
        + flow("t", "e2")
    )  # fmt: skip
    case = Instance(drawing, {"n": 1})
    early = None
    for number in range(5_000):
        case.complete("A", n=1)
        if number == 40:
            early = len(case.outcome.state)
    assert early is not None
    assert case.tasks == ["A"]
    assert len(case.outcome.state) <= early * 1.1
    rows = json.loads(case.outcome.state)[3]
    assert len(rows) == 3  # the process, the task, the event on its edge


def test_a_standard_loop_counts_its_rounds() -> None:
    loop = (
        '<standardLoopCharacteristics loopMaximum="3"><loopCondition>n > 0'
        "</loopCondition></standardLoopCharacteristics>"
    )
    task = node("userTask", "A", loop, settings='group="staff"' + FIELD)
    case = Instance(bpmn(start() + task + end() + flow("s", "A", "e")), {"n": 0})
    case.complete("A", n=5)
    case.complete("A", n=5)
    case.complete("A", n=5)
    assert case.status == "completed"
