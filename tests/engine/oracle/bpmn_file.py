"""Writes a test diagram as a BPMN 2.0 file."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from .diagram import Diagram, Event, Flow, Loop, Node

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PROCEDURE = "urn:bpmn-procedure:1.0"

GROUP = "staff"
"""The group of every user task, as none of the diagrams draws lanes."""

TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "user": "userTask",
    "manual": "manualTask",
    "task": "task",
    "script": "scriptTask",
    "service": "serviceTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "rule": "businessRuleTask",
    "call": "callActivity",
    "sub": "subProcess",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
}
_TABLES = {
    "message": ("message", "messageRef", "name"),
    "signal": ("signal", "signalRef", "name"),
    "error": ("error", "errorRef", "errorCode"),
    "escalation": ("escalation", "escalationRef", "escalationCode"),
}


def bpmn_file(diagram: Diagram) -> bytes:
    """The file of one process; called processes have files of their own."""
    body = "\n".join(_scope(diagram, ""))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<definitions xmlns="{BPMN}" xmlns:procedure="{PROCEDURE}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'id="Definitions_1" targetNamespace="urn:test">\n'
        + "\n".join(_collaboration(diagram))
        + f'<process id="{diagram.process_id}" isExecutable="true">\n'
        + f"{body}\n</process>\n"
        + "\n".join(_definitions(diagram))
        + "\n</definitions>\n"
    ).encode()


def _definitions(diagram: Diagram) -> Iterator[str]:
    wanted = set()
    for node in diagram.nodes.values():
        if node.event and node.event.kind in _TABLES and node.event.value:
            wanted.add((node.event.kind, node.event.value))
        if "message" in node.does:
            wanted.add(("message", node.does["message"]))
    for kind, value in sorted(wanted):
        tag, _, attribute = _TABLES[kind]
        name = "" if attribute == "name" else f' name="{value}"'
        yield f'<{tag} id="{kind}_{value}"{name} {attribute}="{value}"/>'


def _scope(diagram: Diagram, scope: str) -> Iterator[str]:
    if diagram.lanes and not scope:
        yield from _lanes(diagram)
    for node in diagram.inside(scope):
        yield from _node(diagram, node)
    for flow in diagram.flows:
        if flow.scope == scope:
            yield _flow(flow)


def _lanes(diagram: Diagram) -> Iterator[str]:
    yield '<laneSet id="Lanes">'
    for name, members in diagram.lanes.items():
        yield f'<lane id="{name}" name="{name}"><extensionElements>'
        yield f'<procedure:settings group="{GROUP}"/></extensionElements>'
        for member in members:
            yield f"<flowNodeRef>{member}</flowNodeRef>"
        yield "</lane>"
    yield "</laneSet>"


def _collaboration(diagram: Diagram) -> Iterator[str]:
    """A pool around the process and black boxes that exchange messages with it."""
    if not diagram.pools:
        return
    yield '<collaboration id="Collaboration">'
    yield f'<participant id="Office" processRef="{diagram.process_id}"/>'
    for name, node_id in diagram.pools.items():
        yield f'<participant id="{name}" name="{name}"/>'
        throws = diagram.nodes[node_id].kind in ("send", "throw", "end")
        source, target = (node_id, name) if throws else (name, node_id)
        yield f'<messageFlow id="Mail_{name}" sourceRef="{source}" '
        yield f'targetRef="{target}"/>'
    yield "</collaboration>"


def _node(diagram: Diagram, node: Node) -> Iterator[str]:
    tag = TAGS[node.kind]
    yield f"<{tag} {_attributes(diagram, node)}>"
    yield from _settings(node, _stands_in_lane(diagram, node))
    for flow in diagram.incoming(node.id):
        yield f"<incoming>{flow.id}</incoming>"
    for flow in diagram.outgoing(node.id):
        yield f"<outgoing>{flow.id}</outgoing>"
    if node.loop is not None:
        yield from _loop(node.loop)
    if node.kind == "sub":
        yield from _scope(diagram, node.id)
    if "script" in node.does:
        script = "\n".join(part.strip() for part in node.does["script"].split(";"))
        yield f"<script>{escape(script)}</script>"
    if node.event is not None:
        yield _event(node.event)
    yield f"</{tag}>"


def _attributes(diagram: Diagram, node: Node) -> str:
    found = {"id": node.id, "name": node.id}
    default = [flow.id for flow in diagram.outgoing(node.id) if flow.default]
    if default:
        found["default"] = default[0]
    if node.attached is not None:
        found["attachedToRef"] = node.attached
        found["cancelActivity"] = str(node.interrupting).lower()
    if node.event_sub:
        found["triggeredByEvent"] = "true"
    if node.kind == "start" and not node.interrupting:
        found["isInterrupting"] = "false"
    if "process" in node.does:
        found["calledElement"] = node.does["process"]
    if "message" in node.does:
        found["messageRef"] = f"message_{node.does['message']}"
    return " ".join(f"{name}={quoteattr(value)}" for name, value in found.items())


def _stands_in_lane(diagram: Diagram, node: Node) -> bool:
    listed = {member for members in diagram.lanes.values() for member in members}
    if node.id in listed or not node.scope:
        return node.id in listed
    return _stands_in_lane(diagram, diagram.nodes[node.scope])


def _settings(node: Node, in_lane: bool) -> Iterator[str]:
    names = ("operation", "letter", "decision", "result", "clock", "pauses")
    known = {name: node.does[name] for name in names if name in node.does}
    if node.kind in ("user", "manual") and not in_lane:
        known["group"] = GROUP
    if not known and not node.fields:
        return
    attributes = "".join(f" {name}={quoteattr(text)}" for name, text in known.items())
    yield f"<extensionElements><procedure:settings{attributes}>"
    for name, kind in node.fields.items():
        if "|" not in kind:
            yield f'<procedure:field name="{name}" type="{kind}"/>'
            continue
        yield f'<procedure:field name="{name}" type="selection">'
        for value in kind.split("|"):
            yield f'<procedure:choice value="{value}"/>'
        yield "</procedure:field>"
    yield "</procedure:settings></extensionElements>"


def _loop(loop: Loop) -> Iterator[str]:
    if loop.how == "while":
        before = ' testBefore="true"' if loop.before else ""
        most = f' loopMaximum="{loop.maximum}"' if loop.maximum else ""
        yield f"<standardLoopCharacteristics{before}{most}>"
        yield _expression("loopCondition", loop.over)
        yield "</standardLoopCharacteristics>"
        return
    turn = ' isSequential="true"' if loop.sequential else ""
    yield f"<multiInstanceLoopCharacteristics{turn}>"
    if loop.item is None:
        yield _expression("loopCardinality", loop.over)
    else:
        yield f"<loopDataInputRef>{escape(loop.over)}</loopDataInputRef>"
        yield f'<inputDataItem id="item_{loop.item}" name="{loop.item}"/>'
    if loop.until is not None:
        yield _expression("completionCondition", loop.until)
    yield "</multiInstanceLoopCharacteristics>"


def _event(event: Event) -> str:
    if event.kind == "timer":
        return f"<timerEventDefinition>{_time(event.value)}</timerEventDefinition>"
    if event.kind == "link":
        return f"<linkEventDefinition name={quoteattr(event.value)}/>"
    if event.kind in _TABLES:
        reference = _TABLES[event.kind][1]
        target = f' {reference}="{event.kind}_{event.value}"' if event.value else ""
        return f"<{event.kind}EventDefinition{target}/>"
    return f"<{event.kind}EventDefinition/>"


def _time(text: str) -> str:
    if text.startswith("R"):
        return _expression("timeCycle", text)
    if text.startswith("P") or text.startswith("="):
        return _expression("timeDuration", text.removeprefix("="))
    return _expression("timeDate", text)


def _flow(flow: Flow) -> str:
    ends = f'id="{flow.id}" sourceRef="{flow.source}" targetRef="{flow.target}"'
    if flow.condition is None:
        return f"<sequenceFlow {ends}/>"
    condition = _expression("conditionExpression", flow.condition)
    return f"<sequenceFlow {ends}>{condition}</sequenceFlow>"


def _expression(tag: str, text: str) -> str:
    return f'<{tag} xsi:type="tFormalExpression">{escape(text)}</{tag}>'
