"""When an inclusive join fires (BPMN 2.0, 13.4.3), by the letter of the rule.

It fires when a token has arrived on some incoming flow and for every token elsewhere
that can reach an empty incoming flow without visiting the gateway, that token can also
reach one that is not empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .diagram import Diagram, Flow, Node

if TYPE_CHECKING:
    from .standing import Scope


def may_fire(gateway: Node, scope: Scope) -> bool:
    incoming = scope.diagram.incoming(gateway.id)
    full = {flow.id for flow in incoming if scope.arrived[flow.id]}
    empty = {flow.id for flow in incoming} - full
    if not full:
        return False
    for starts in _tokens(gateway, scope):
        reached = _reach(scope.diagram, starts, gateway.id)
        if reached & empty and not reached & full:
            return False
    return True


def _tokens(gateway: Node, scope: Scope) -> Iterator[list[Flow]]:
    """For each token of the scope elsewhere, the flows that it can take next."""
    diagram = scope.diagram
    for flow in diagram.flows:
        if scope.arrived[flow.id] and flow.target != gateway.id:
            yield _ways(diagram, flow.target)
    for work in scope.works:
        if not work.node.event_sub:
            yield _ways(diagram, work.node.id)
    gates: dict[int, list[Flow]] = {}
    for wait in scope.waits:
        if wait.node.kind == "catch" and wait.work is None or wait.gate is not None:
            key = id(wait.gate) if wait.gate is not None else id(wait)
            gates.setdefault(key, []).extend(_ways(diagram, wait.node.id))
    yield from gates.values()


def _reach(diagram: Diagram, starts: Iterable[Flow], gateway: str) -> set[str]:
    reached: set[str] = set()
    ahead = list(starts)
    while ahead:
        flow = ahead.pop()
        if flow.id not in reached:
            reached.add(flow.id)
            if flow.target != gateway:
                ahead += _ways(diagram, flow.target)
    return reached


def _ways(diagram: Diagram, node_id: str) -> list[Flow]:
    """Flows out of an element, of the events on its edge and of its link's catch."""
    node = diagram.nodes[node_id]
    ways = list(diagram.outgoing(node_id))
    for boundary in diagram.boundaries(node_id):
        ways += diagram.outgoing(boundary.id)
    if node.kind == "throw" and node.event and node.event.kind == "link":
        for other in diagram.inside(node.scope):
            if other.kind == "catch" and other.event == node.event:
                ways += diagram.outgoing(other.id)
    return ways
