"""Two versions of a procedure differ in what they say, not in how they are written."""

from __future__ import annotations

import json
from dataclasses import asdict

from tests.engine.written_drawing import xml_of
from wbs_module.engine.reading.comparing import Change, Difference, compare_drawings
from wbs_module.engine.reading.drawing import Drawing
from wbs_module.engine.reading.reader import read_drawing

OLD = """
<startEvent id="s"/><endEvent id="e"/>
<userTask id="t" name="Periksa"><extensionElements>
<procedure:settings clock="verify">
<procedure:field name="sum" type="amount"/></procedure:settings>
</extensionElements></userTask>
<endEvent id="f"/>
exclusive g default g_f
s -> t -> g -> e [sum > 5]
g -> f
"""


def drawing(body: str, root: str = "") -> Drawing:
    found, _problems = read_drawing(xml_of(body, root).encode())
    assert found is not None
    return found


def differences(body: str) -> list[Difference]:
    return compare_drawings(drawing(OLD), drawing(body))


def test_a_drawing_does_not_differ_from_itself_written_otherwise() -> None:
    moved = "\n\n".join(OLD.strip().split("\n"))
    assert differences(moved) == []


def test_an_element_put_in_between_is_added_with_its_flows() -> None:
    new = OLD.replace("s -> t", '<task id="new"/>\ns -> new -> t')
    found = {(each.element_id, each.what) for each in differences(new)}
    assert found == {
        ("new", "added"),
        ("s_new", "added"),
        ("new_t", "added"),
        ("s_t", "removed"),
    }


def test_changed_settings_and_conditions_show_both_values() -> None:
    new = OLD.replace('clock="verify"', 'clock="telaah"').replace("sum > 5", "sum > 9")
    task, flow = differences(new)
    assert (task.element_id, task.kind, task.name) == ("t", "userTask", "Periksa")
    assert task.changes == (Change("settings.clock", "verify", "telaah"),)
    (change,) = flow.changes
    assert change.name == "condition"
    assert (change.before, change.after) == ({"text": "sum > 5"}, {"text": "sum > 9"})


def test_a_message_is_compared_by_its_name() -> None:
    body = OLD.replace(
        '<endEvent id="f"/>',
        '<endEvent id="f"><messageEventDefinition messageRef="m"/></endEvent>',
    )
    old = drawing(body, '<message id="m" name="Answer"/>')
    same = drawing(
        body.replace('"m"', '"other"'), '<message id="other" name="Answer"/>'
    )
    other = drawing(body, '<message id="m" name="Refusal"/>')
    assert compare_drawings(old, same) == []
    (difference,) = compare_drawings(old, other)
    assert difference.element_id == "f"


def test_differences_are_plain_data() -> None:
    new = OLD.replace('type="amount"', 'type="integer"').replace('name="Periksa"', "")
    assert json.loads(json.dumps([asdict(each) for each in differences(new)]))
