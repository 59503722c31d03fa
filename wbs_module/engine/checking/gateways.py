"""Are conditions where they are looked at, and constructs such as are run?"""

from __future__ import annotations

from collections.abc import Mapping

from ..reading.drawing import MultiInstance, Node, Process, StandardLoop
from .complaints import Complaints
from .control_flow import ControlFlow

_REFUSED: Mapping[str, str] = {
    "transaction": "transaction_refused",
    "adHocSubProcess": "ad_hoc_refused",
    "complexGateway": "complex_gateway_refused",
}
_AFTER_EVENT_GATEWAY = frozenset({"message", "timer", "signal", "conditional"})


def check_gateways(graph: ControlFlow, complaints: Complaints) -> None:
    process = graph.process
    for node in process.nodes:
        _check_construct(node, complaints)
        if node.kind == "exclusiveGateway":
            _check_split(process, node, complaints)
        elif node.is_activity or node.kind == "inclusiveGateway":
            _check_any_flows(process, node, complaints)
        else:
            _check_unconditional(process, node, complaints)
        if node.kind == "eventBasedGateway":
            _check_event_gateway(process, node, complaints)
        _check_default_condition(process, node, complaints)


def _check_construct(node: Node, complaints: Complaints) -> None:
    if node.kind in _REFUSED:
        complaints.add(_REFUSED[node.kind], node)
    if node.for_compensation:
        complaints.add("compensation_refused", node)
    if node.instantiate or node.event_gateway_type != "Exclusive":
        complaints.add("instantiate_refused", node)
    loop = node.loop
    if isinstance(loop, MultiInstance):
        if loop.behavior != "All":
            complaints.add("loop_behavior_refused", node, loop.place)
        if loop.collection is None and loop.cardinality is None:
            complaints.add("loop_data_missing", node, loop.place)
        elif loop.collection is not None and loop.cardinality is not None:
            complaints.add("loop_data_twice", node, loop.place)
    elif isinstance(loop, StandardLoop):
        if loop.condition is None and loop.maximum is None:
            complaints.add("loop_endless", node, loop.place)


def _check_split(process: Process, node: Node, complaints: Complaints) -> None:
    outgoing = process.outgoing[node.id]
    if len(outgoing) < 2:
        return
    for flow in outgoing:
        if flow.condition is None and flow.id != node.default:
            complaints.add("condition_missing", flow, source=node.name or node.id)


def _check_any_flows(process: Process, node: Node, complaints: Complaints) -> None:
    conditions = [flow.condition for flow in process.outgoing[node.id]]
    if node.default is not None and not any(conditions):
        complaints.add("default_misplaced", node)


def _check_unconditional(process: Process, node: Node, complaints: Complaints) -> None:
    for flow in process.outgoing[node.id]:
        if flow.condition is not None:
            complaints.add("condition_misplaced", flow, kind=node.kind)


def _check_default_condition(
    process: Process, node: Node, complaints: Complaints
) -> None:
    for flow in process.outgoing[node.id]:
        if flow.id == node.default and flow.condition is not None:
            complaints.add("default_condition", flow)


def _check_event_gateway(process: Process, node: Node, complaints: Complaints) -> None:
    outgoing = process.outgoing[node.id]
    if len(outgoing) < 2:
        complaints.add("event_gateway_single", node)
    for flow in outgoing:
        target = process.by_id.get(flow.target)
        if target is None:
            continue
        waits = target.kind == "receiveTask" or (
            target.kind == "intermediateCatchEvent"
            and target.event is not None
            and target.event.kind in _AFTER_EVENT_GATEWAY
        )
        if not waits:
            complaints.add("event_gateway_target", target)
        elif len(process.incoming[target.id]) > 1:
            complaints.add("event_gateway_shared", target)
