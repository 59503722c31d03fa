"""Business rule tasks ask a decision table of the office."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.instance import AROUND, Instance, bpmn, end, flow, node, start, user
from wbs_module.engine.contract import CorrectIncident

TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
 id="d" name="d" namespace="urn:test"><decision id="route" name="route">
<decisionTable hitPolicy="UNIQUE">
<input id="i"><inputExpression id="ie" typeRef="number"><text>n</text>
</inputExpression></input>
<output id="o" name="team" typeRef="string"/>
<rule id="r1"><inputEntry id="a1"><text>[0..5]</text></inputEntry>
<outputEntry id="b1"><text>"small"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="a2"><text>&gt; 5</text></inputEntry>
<outputEntry id="b2"><text>"large"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
ASKING = replace(AROUND, decisions={"route": TABLE})


def asking(settings: str) -> bytes:
    rule = node("businessRuleTask", "R", settings=f'decision="route" {settings}')
    return bpmn(start() + rule + user("A") + end() + flow("s", "R", "A", "e"))


def test_an_answer_comes_under_the_outputs_own_name() -> None:
    case = Instance(asking(""), {"n": 9}, around=ASKING)
    assert case.data["team"] == "large"
    assert case.tasks == ["A"]


def test_an_answer_comes_under_the_name_that_the_drawing_gives_it() -> None:
    case = Instance(asking('result="chosen"'), {"n": 2}, around=ASKING)
    assert case.data["chosen"] == "small"


def test_a_case_for_which_no_rule_was_written_is_an_incident() -> None:
    case = Instance(asking(""), {"n": -1}, around=ASKING)
    (incident,) = case.incidents.values()
    assert (incident.element_id, incident.code) == ("R", "no_rule_matches")
    case.do(CorrectIncident(incident.incident_id, {"n": 1}))
    assert case.data["team"] == "small"
