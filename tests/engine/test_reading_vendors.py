"""Files of other programs open: what is plain is understood, the rest is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.engine.written_drawing import problems_of
from wbs_module.engine.reading.drawing import Drawing, MultiInstance, Node
from wbs_module.engine.reading.elements import element_of
from wbs_module.engine.reading.feel_text import from_juel
from wbs_module.engine.reading.reader import read_drawing

FILES = Path(__file__).parent / "files"
RUNNING = ("camunda7", "camunda8", "bpmn_io")


def content(name: str) -> bytes:
    return (FILES / f"{name}.bpmn").read_bytes()


def node(name: str, node_id: str) -> Node:
    drawing, _problems = read_drawing(content(name))
    assert drawing is not None
    return drawing.process.by_id[node_id]


@pytest.mark.parametrize("name", RUNNING)
def test_a_file_is_taken_over_without_an_error(name: str) -> None:
    errors = [each for each in problems_of(content(name)) if each.severity == "error"]
    assert errors == []


def test_camunda_7_forms_become_fields() -> None:
    fields = {
        each.name: each for each in node("camunda7", "Activity_check").settings.fields
    }
    assert [each.type for each in fields.values()] == [
        "boolean",
        "selection",
        "integer",
        "text",
    ]
    assert fields["category"].required
    assert [choice.label for choice in fields["category"].choices] == [
        "Korupsi",
        "Disiplin",
    ]
    assert fields["note"].is_content


def test_camunda_7_external_topics_become_operations() -> None:
    settings = node("camunda7", "Activity_notify").settings
    assert settings.operation == "notify"
    (parameter,) = settings.parameters
    assert (parameter.name, parameter.literal) == ("text", "Laporan diterima")


def test_camunda_7_settings_without_a_counterpart_are_named() -> None:
    said = {
        each.element_id: each.parameters["settings"]
        for each in problems_of(content("camunda7"))
        if each.code == "vendor_ignored"
    }
    assert said["Process_intake"] == "historyTimeToLive"
    assert set(said["Activity_check"].split(", ")) == {
        "dueDate",
        "asyncBefore",
        "taskListener",
    }


def test_camunda_8_expressions_and_mappings_are_understood() -> None:
    drawing, _problems = read_drawing(content("camunda8"))
    assert drawing is not None
    condition = drawing.process.flow_by_id["Flow_d"].condition
    assert condition is not None
    assert condition.text == 'level = "high" and doubled > 10'
    by_id = drawing.process.by_id
    assert by_id["Count"].script == "doubled = amount * 2"
    assert by_id["Urgency"].settings.decision == "urgency"
    assert by_id["Urgency"].settings.result == "level"
    assert by_id["Call"].called_element == "Inner"
    assert [each.name for each in by_id["Call"].settings.results] == ["answer"]
    notify = by_id["Notify"].settings
    assert notify.operation == "notify"
    text, channel = notify.parameters
    assert text.expression is not None
    assert text.expression.text == '"Tingkat: " + level'
    assert channel.literal == "email"


def test_camunda_8_multi_instances_are_understood() -> None:
    loop = node("camunda8", "Review").loop
    assert isinstance(loop, MultiInstance)
    assert loop.sequential
    assert loop.collection is not None
    assert loop.collection.text == "reports"
    assert (loop.item, loop.output_collection) == ("report", "answers")


def test_a_bpmn_io_file_keeps_lanes_pools_and_documentation() -> None:
    drawing, problems = read_drawing(content("bpmn_io"))
    assert drawing is not None
    assert problems == ()
    assert [pool.process_id for pool in drawing.pools] == ["Process_1", None]
    assert len(drawing.message_flows) == 2
    (lane,) = drawing.process.lanes
    assert lane.settings.group == "intake"
    assert lane.settings.names == {"en": "Secretariat"}
    task = drawing.process.by_id["Activity_register"]
    assert (task.lane_id, task.documentation) == ("Lane_intake", "Beri nomor agenda.")


def test_flowable_conditions_are_refused_with_their_feel() -> None:
    problems = problems_of(content("flowable"))
    advice = {
        each.element_id: each.advice
        for each in problems
        if each.code == "juel_translatable"
    }
    assert advice == {
        "sid-3": 'Write it in FEEL: approved = true and grade = "heavy"',
        "sid-4": "Write it in FEEL: not(approved)",
    }
    fields = node("flowable", "decide").settings.fields
    assert [each.type for each in fields] == ["boolean", "date", "selection"]


def test_the_feel_of_a_refused_condition_runs() -> None:
    bpmn = content("flowable").decode()
    for problem in problems_of(bpmn):
        if problem.code == "juel_translatable":
            drawn = problem.parameters["expression"]
            bpmn = bpmn.replace(drawn, problem.parameters["feel"])
    codes = {each.code for each in problems_of(bpmn) if each.severity == "error"}
    # Approved but light is no case of the drawing: that is what it now learns.
    assert codes == {"default_missing"}


def test_a_signavio_file_says_that_it_is_not_executable() -> None:
    (problem,) = problems_of(content("signavio"))
    assert (problem.code, problem.element_id) == (
        "no_executable_process",
        "sid-process",
    )
    executable = content("signavio").replace(
        b'isExecutable="false"', b'isExecutable="true"'
    )
    assert problems_of(executable) == ()


@pytest.mark.parametrize(
    ("juel", "feel"),
    [
        ("${approved}", "approved"),
        ("#{approved}", "approved"),
        ("${a == 'b'}", 'a = "b"'),
        ('${a eq "b" and !c}', 'a = "b" and not(c)'),
        ("${!(a > 5 || b)}", "not(a > 5 or b)"),
        ("${a.b}", None),
        ("${empty a}", None),
        ("${check(a)}", None),
        ("${a ? b : c}", None),
    ],
)
def test_simple_expressions_have_a_counterpart(juel: str, feel: str | None) -> None:
    assert from_juel(juel) == feel


def _without_places(drawing: Drawing | None) -> str:
    return re.sub(r"Place\(line=\d+, column=\d+\)", "", repr(drawing))


@pytest.mark.parametrize("name", (*RUNNING, "flowable"))
@pytest.mark.parametrize(
    "manner", ["bom", "utf-16", "windows", "comments", "prefix", "bare"]
)
def test_the_same_drawing_however_it_is_written(name: str, manner: str) -> None:
    plain, _problems = read_drawing(content(name))
    drawing, problems = read_drawing(_rewritten(content(name).decode(), manner))
    assert drawing is not None
    assert _without_places(drawing) == _without_places(plain)


def _rewritten(text: str, manner: str) -> bytes:
    if manner == "bom":
        return b"\xef\xbb\xbf" + text.encode()
    if manner == "utf-16":
        return text.replace("UTF-8", "UTF-16", 1).encode("utf-16")
    if manner == "windows":
        return text.replace("\n", "\r\n").encode()
    if manner == "comments":
        text = re.sub(r"(<(\w+:)?process )", r"<!-- seen & signed -->\1", text)
        return re.sub(r"(<(\w+:)?incoming>)", r"<!-- x --><?note y?>\1", text).encode()
    if manner == "prefix":
        old = re.search(r'xmlns:?(\w*)="[^"]*BPMN/20100524/MODEL"', text)
        assert old is not None
        prefix = f"{old[1]}:" if old[1] else ""
        text = text.replace(
            old[0],
            old[0]
            .replace(f"xmlns:{old[1]}", "xmlns")
            .replace("xmlns=", "xmlns:model="),
        )
        tag = re.compile(rf"<(/?){prefix}(?=[a-zA-Z0-9]+[\s/>])")
        return tag.sub(r"<\1model:", text).encode()
    return re.sub(
        r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", text, flags=re.S
    ).encode()


def test_a_candidate_group_that_the_office_knows_does_the_task() -> None:
    drawing, _problems = read_drawing(content("camunda7"))
    assert drawing is not None
    task = drawing.process.by_id["Activity_check"]
    assert element_of(drawing.process, task, {"intake"}).group == "intake"
    assert element_of(drawing.process, task, {"other"}).group is None
