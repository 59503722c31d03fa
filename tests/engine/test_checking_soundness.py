"""What looks unsound at first sight and is right: none of it may be refused."""

from __future__ import annotations

import pytest

from tests.engine.written_drawing import problems_of, xml_of

ERROR = '<error id="broken" errorCode="E1"/><escalation id="y" escalationCode="L1"/>'
SPLIT = """
<startEvent id="s"/><endEvent id="e"/>
parallel g
parallel j
exclusive x default x_j
user t
s -> g -> t -> j -> e
g -> x -> j
"""

SOUND = {
    "an error ends the scope, so the join waits for nobody": SPLIT
    + """
<endEvent id="stop"><errorEventDefinition errorRef="broken"/></endEvent>
x -> stop [amount > 5]
""",
    "a terminate event ends the scope": SPLIT
    + """
<endEvent id="stop"><terminateEventDefinition/></endEvent>
x -> stop [amount > 5]
""",
    "an escalation that interrupts its scope": f"""
<startEvent id="outer"/><endEvent id="done"/><endEvent id="late"/>
<subProcess id="sub">{SPLIT}
<endEvent id="stop"><escalationEventDefinition escalationRef="y"/></endEvent>
x -> stop [amount > 5]
</subProcess>
<boundaryEvent id="b" attachedToRef="sub">
<escalationEventDefinition escalationRef="y"/></boundaryEvent>
outer -> sub -> done
b -> late
""",
    "inclusive ways joined by an inclusive gateway": """
<startEvent id="s"/><endEvent id="e"/><task id="t"/><task id="u"/>
inclusive g default g_u
inclusive j
s -> g -> u -> j -> e
g -> t [amount > 5]
t -> j
""",
    "parallel ways of a loop are joined before it goes round": """
<startEvent id="s"/><endEvent id="e"/>
user t
user u
exclusive m
parallel g
parallel j
exclusive x default x_e
s -> m -> g -> t -> j -> x -> e
g -> u -> j
x -> m [amount > 5]
""",
    "several events wait behind a gateway in a loop": """
<startEvent id="s"/><endEvent id="e"/>
exclusive m
eventBased w
<receiveTask id="r" messageRef="m1"/>
<intermediateCatchEvent id="c"><timerEventDefinition>
<timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>
s -> m -> w -> r -> e
w -> c -> m
""",
}


@pytest.mark.parametrize("what", SOUND)
def test_a_sound_drawing_is_accepted(what: str) -> None:
    root = ERROR + '<message id="m1" name="Reply"/>'
    problems = problems_of(xml_of(SOUND[what], root))
    assert [each.message for each in problems if each.severity == "error"] == []


def test_an_escalation_that_nobody_catches_leaves_the_join_waiting() -> None:
    body = SOUND["an escalation that interrupts its scope"]
    unheard = body.replace(
        'attachedToRef="sub"', 'attachedToRef="sub" cancelActivity="false"'
    )
    codes = {each.code for each in problems_of(xml_of(unheard, ERROR))}
    assert "deadlock" in codes
