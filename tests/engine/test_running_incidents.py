"""What happens when something cannot be done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.instance import (
    MONDAY,
    Instance,
    bpmn,
    end,
    flow,
    node,
    start,
    timer,
    user,
)
from wbs_module.engine.contract import (
    AnswerCall,
    CancelInstance,
    CorrectIncident,
    DeliverMessage,
    FailCall,
    RetryIncident,
    SetData,
    SkipIncident,
    Wake,
)
from wbs_module.engine.errors import NotInThisState
from wbs_module.engine.running.workflow import AUTOMATIC_LIMIT

SERVICE = node("serviceTask", "S", settings='operation="register"')
CALLS = bpmn(start() + SERVICE + user("A") + end() + flow("s", "S", "A", "e"))


def script(name: str, text: str) -> str:
    escaped = text.replace("<", "&lt;")
    return node("scriptTask", name, f"<script>{escaped}</script>")


EACH = bpmn(
    start()
    + node(
        "userTask",
        "M",
        "<multiInstanceLoopCharacteristics><loopDataInputRef>thing</loopDataInputRef>"
        "</multiInstanceLoopCharacteristics>",
        settings='group="staff"',
    )
    + end()
    + flow("s", "M", "e")
)


def test_a_failed_call_is_tried_again_with_growing_pauses_and_the_same_id() -> None:
    case = Instance(CALLS)
    first = case.calls["S"]
    assert (first.kind, first.name, first.attempt) == ("operation", "register", 1)
    waits = []
    for attempt in range(1, 8):
        before = case.now
        case.do(FailCall(first.call_id, "unreachable"))
        (incident,) = case.incidents.values()
        assert incident.attempt == attempt
        if incident.next_attempt is None:
            break
        waits.append(incident.next_attempt - before)
        assert case.outcome.wake_at == incident.next_attempt
        case.wait(waits[-1])
        again = case.calls["S"]
        assert (again.call_id, again.attempt) == (first.call_id, attempt + 1)
    assert waits == sorted(waits)
    assert len(waits) == 6
    assert case.outcome.wake_at is None
    case.do(RetryIncident(incident.incident_id))
    case.do(AnswerCall(first.call_id, {"number": 7}))
    assert case.incidents == {}
    assert case.tasks == ["A"]
    assert case.data["number"] == 7


def test_an_incident_says_nothing_of_the_case() -> None:
    case = Instance(EACH, {"thing": "a secret"})
    (incident,) = case.incidents.values()
    assert incident.code == "not_a_list"
    assert "secret" not in incident.message


def test_an_incident_is_skipped_with_values_or_corrected_and_tried_again() -> None:
    case = Instance(CALLS)
    case.do(FailCall(case.calls["S"].call_id, "unreachable"))
    (key,) = case.incidents
    case.do(SkipIncident(key, {"number": 1}))
    assert case.tasks == ["A"]
    assert ("skipped", "S") in case.history

    many = node(
        "userTask",
        "M",
        "<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality>"
        "</multiInstanceLoopCharacteristics>",
        settings='group="staff"',
    )
    case = Instance(bpmn(start() + many + end() + flow("s", "M", "e")), {"n": -1})
    (incident,) = case.incidents.values()
    assert incident.code == "not_a_count"
    assert incident.next_attempt is None  # time alone does not help
    case.do(RetryIncident(incident.incident_id))
    assert case.incidents[incident.incident_id].attempt == 2
    case.do(CorrectIncident(incident.incident_id, {"n": 2}))
    assert case.incidents == {}
    assert case.tasks == ["M", "M"]


def test_a_condition_without_its_data_is_an_incident_that_data_can_mend() -> None:
    drawing = bpmn(
        start() + node("exclusiveGateway", "g", default="g_B") + user("A") + user("B")
        + end() + end("e2") + flow("s", "g") + flow("A", "e") + flow("B", "e2")
        + flow("g", "A", condition="n > 5") + flow("g", "B")
    )  # fmt: skip
    case = Instance(drawing)
    (incident,) = case.incidents.values()
    assert (incident.element_id, incident.code) == ("g", "expression")
    case.do(SetData({"n": 9}))
    case.do(RetryIncident(incident.incident_id))
    assert case.tasks == ["A"]


def test_one_branch_in_trouble_does_not_hold_up_the_other() -> None:
    drawing = bpmn(
        start() + node("parallelGateway", "f") + SERVICE + user("A") + user("B")
        + end() + end("e2")
        + flow("s", "f", "S", "A", "e") + flow("f", "B", "e2")
    )  # fmt: skip
    case = Instance(drawing)
    case.do(FailCall(case.calls["S"].call_id, "unreachable"))
    case.complete("B")
    assert case.status == "running"
    assert len(case.incidents) == 1
    assert [token.element_id for token in case.outcome.tokens] == ["S"]


ERRORS = '<error id="one" errorCode="E1"/>'


def test_an_error_of_a_call_is_caught_by_its_code_or_becomes_an_incident() -> None:
    edge = node(
        "boundaryEvent",
        "b",
        '<errorEventDefinition errorRef="one"/>',
        attachedToRef="S",
    )
    drawing = bpmn(
        start() + SERVICE + edge + user("A") + end() + end("e2")
        + flow("s", "S", "e") + flow("b", "A", "e2"),
        definitions=ERRORS,
    )  # fmt: skip
    case = Instance(drawing)
    case.do(FailCall(case.calls["S"].call_id, "refused", "E1"))
    assert case.tasks == ["A"]
    case = Instance(drawing)
    case.do(FailCall(case.calls["S"].call_id, "refused", "E2"))
    (incident,) = case.incidents.values()
    assert (incident.element_id, incident.code) == ("S", "error_uncaught")


def test_what_was_interrupted_needs_no_answer_and_no_mending() -> None:
    edge = node("boundaryEvent", "t", timer("PT1H"), attachedToRef="S")
    drawing = bpmn(
        start() + SERVICE + edge + user("A") + end() + end("e2")
        + flow("s", "S", "e") + flow("t", "A", "e2")
    )  # fmt: skip
    case = Instance(drawing)
    case.do(FailCall(case.calls["S"].call_id, "unreachable"))
    case.wait(timedelta(hours=1))
    assert case.tasks == ["A"]
    assert case.incidents == {}
    with pytest.raises(NotInThisState):
        case.do(AnswerCall(case.calls["S"].call_id))


def test_a_process_that_runs_in_circles_becomes_an_incident() -> None:
    drawing = bpmn(
        start() + node("exclusiveGateway", "m") + script("X", "n = n + 1")
        + node("exclusiveGateway", "g", default="g_e") + end()
        + flow("s", "m", "X", "g", "e") + flow("g", "m", condition="n > 0")
    )  # fmt: skip
    case = Instance(drawing, {"n": 1})
    (incident,) = case.incidents.values()
    assert incident.code == "runs_in_circles"
    assert case.data["n"] <= AUTOMATIC_LIMIT
    case.do(CorrectIncident(incident.incident_id, {"n": -5}))
    assert case.status == "completed"


def test_a_script_happens_whole_or_not_at_all() -> None:
    text = "a = 1\nb = n"
    drawing = bpmn(start() + script("X", text) + end() + flow("s", "X", "e"))
    case = Instance(drawing)
    (incident,) = case.incidents.values()
    assert incident.code == "script"
    assert "a" not in case.data
    case.do(CorrectIncident(incident.incident_id, {"n": 2}))
    assert case.data == {"n": 2, "a": 1, "b": 2}


def test_an_instance_that_has_ended_takes_no_commands() -> None:
    case = Instance(CALLS)
    case.do(CancelInstance("withdrawn"))
    assert case.do(Wake()).status == "cancelled"
    assert case.do(DeliverMessage("news")).caught is False
    with pytest.raises(NotInThisState):
        case.do(SetData({"n": 1}))
    assert case.now == MONDAY
