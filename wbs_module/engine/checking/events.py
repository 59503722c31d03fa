"""Is every event of a kind that its place allows, and does it say what it means?"""

from __future__ import annotations

from collections.abc import Mapping

from ..reading.drawing import Definition, Drawing, EventDefinition, Node
from .complaints import Complaints
from .control_flow import ControlFlow

# BPMN 2.0, table 10.93 and the tables of 10.4; what is refused is said elsewhere.
_ALLOWED: Mapping[str, frozenset[str]] = {
    "intermediateCatchEvent": frozenset({"message", "timer", "signal", "link"}),
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "link"}),
    "boundaryEvent": frozenset({"message", "timer", "signal", "error", "escalation"}),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "terminate"}),
}
_PROCESS_START = frozenset({"message", "timer", "signal"})
_HANDLER_START = _PROCESS_START | {"error", "escalation"}
_REFUSED: Mapping[str, str] = {
    "compensate": "compensation_refused",
    "conditional": "conditional_event_refused",
    "cancel": "transaction_refused",
}
_THROWS = frozenset({"intermediateThrowEvent", "endEvent"})


def check_events(drawing: Drawing, graph: ControlFlow, complaints: Complaints) -> None:
    for node in graph.process.nodes:
        if node.is_event:
            _check_event(drawing, graph, node, complaints)
        elif node.kind in ("sendTask", "receiveTask"):
            _check_message_task(drawing, node, complaints)
        elif node.is_subprocess and node.triggered_by_event:
            _check_event_subprocess(graph, node, complaints)
    _check_links(graph, complaints)


def _check_event(
    drawing: Drawing, graph: ControlFlow, node: Node, complaints: Complaints
) -> None:
    if len(node.events) > 1:
        complaints.add("event_several", node)
        return
    event = node.event
    if event is None:
        if node.kind in ("intermediateCatchEvent", "boundaryEvent"):
            complaints.add("event_kind_missing", node)
        return
    if event.kind in _REFUSED:
        complaints.add(_REFUSED[event.kind], node)
    elif node.kind == "startEvent":
        _check_start(graph, node, event, complaints)
    elif event.kind not in _ALLOWED[node.kind]:
        complaints.add("event_kind_wrong", node, kind=event.kind, place=node.kind)
        return
    if node.kind == "boundaryEvent" and event.kind == "error":
        if not node.cancel_activity:
            complaints.add("error_cannot_continue", node)
    _check_reference(drawing, node, event, complaints)


def _check_start(
    graph: ControlFlow, node: Node, event: EventDefinition, complaints: Complaints
) -> None:
    scope = graph.nodes.get(node.parent_id or "")
    if scope is None:
        allowed = _PROCESS_START
    elif scope.triggered_by_event:
        allowed = _HANDLER_START
        if event.kind == "error" and not node.is_interrupting:
            complaints.add("error_cannot_continue", node)
    else:
        allowed = frozenset()
    if event.kind not in allowed:
        complaints.add("start_kind", node, kind=event.kind)


def _check_reference(
    drawing: Drawing, node: Node, event: EventDefinition, complaints: Complaints
) -> None:
    tables: Mapping[str, Mapping[str, Definition]] = {
        "message": drawing.messages,
        "signal": drawing.signals,
        "error": drawing.errors,
        "escalation": drawing.escalations,
    }
    table = tables.get(event.kind)
    if table is None:
        return
    throws = node.kind in _THROWS
    if event.reference is None:
        if event.kind in ("message", "signal"):
            complaints.add(f"{event.kind}_missing", node)
        elif throws:
            complaints.add(f"{event.kind}_code_missing", node)
        return
    definition = table.get(event.reference)
    if definition is None:
        complaints.add(
            "reference_dangling",
            node,
            event.place,
            reference=f"{event.kind}Ref",
            target=event.reference,
        )
    elif event.kind == "message" and not definition.name.strip():
        complaints.add("message_unnamed", node)
    elif event.kind == "signal" and not definition.name.strip():
        complaints.add("signal_missing", node)
    elif event.kind in ("error", "escalation") and not (definition.code or "").strip():
        # An empty code would match every error or escalation.
        complaints.add(f"{event.kind}_code_missing", node)


def _check_message_task(drawing: Drawing, node: Node, complaints: Complaints) -> None:
    if node.message is None:
        settings = node.settings
        if node.kind == "receiveTask":
            complaints.add("message_missing", node)
        elif not (settings.operation or settings.letter):
            complaints.add("send_task_empty", node)
        return
    message = drawing.messages.get(node.message)
    if message is None:
        complaints.add(
            "reference_dangling", node, reference="messageRef", target=node.message
        )
    elif not message.name.strip():
        complaints.add("message_unnamed", node)


def _check_event_subprocess(
    graph: ControlFlow, node: Node, complaints: Complaints
) -> None:
    if graph.process.incoming[node.id] or graph.process.outgoing[node.id]:
        complaints.add("event_subprocess_connected", node)
    starts = [inner for inner in graph.members(node) if inner.kind == "startEvent"]
    if len(starts) != 1:
        complaints.add("event_subprocess_start", node, count=str(len(starts)))
    elif not starts[0].events:
        complaints.add("event_kind_missing", starts[0])


def _check_links(graph: ControlFlow, complaints: Complaints) -> None:
    aimed_at = {link.id for links in graph.link_targets.values() for link in links}
    seen: set[tuple[str | None, str]] = set()
    for node in graph.process.nodes:
        event = node.event
        if event is None or event.kind != "link":
            continue
        catches = node.kind == "intermediateCatchEvent"
        name = (event.name or "").strip()
        if not name:
            complaints.add("link_unnamed", node)
            continue
        if catches:
            if (node.parent_id, name) in seen:
                complaints.add("link_twice", node, name=name)
            seen.add((node.parent_id, name))
        alone = node.id not in aimed_at if catches else not graph.link_targets[node.id]
        if alone:
            complaints.add("link_alone", node, name=name)
        inner = graph.process.incoming if catches else graph.process.outgoing
        if inner[node.id]:
            complaints.add("link_connected", node)
