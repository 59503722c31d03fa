"""Loops of automatic steps that provably never end."""

from __future__ import annotations

from collections.abc import Mapping

from ..reading.drawing import Node
from .complaints import Complaints
from .control_flow import ControlFlow, components, is_choice


def check_endless_loops(graph: ControlFlow, complaints: Complaints) -> None:
    """Two proofs: a circle whose every flow is taken always, and a circle without any
    way out. A circle with a waiting step in it is no endless loop."""
    automatic = {
        node.id: node
        for node in graph.process.nodes
        if node.id in graph.reached and not graph.waits(node)
    }
    blamed: set[str] = set()
    certain = {
        node_id: _certain_targets(graph, node) for node_id, node in automatic.items()
    }
    for component in components(list(automatic), certain):
        if _is_circle(component, certain):
            blamed |= component
            complaints.add("endless_loop", _first(graph, component))
    for component in components(list(graph.nodes), graph.successors):
        if component & blamed or not component <= automatic.keys():
            continue
        leaves = any(
            target not in component
            for node_id in component
            for target in graph.successors[node_id]
        )
        if not leaves and _is_circle(component, graph.successors):
            complaints.add("endless_loop", _first(graph, component))


def _certain_targets(graph: ControlFlow, node: Node) -> tuple[str, ...]:
    """Where a token surely goes on to, unless it has to wait for others."""
    outgoing = graph.process.outgoing[node.id]
    single = len(outgoing) == 1
    if graph.process.boundary_events.get(node.id):
        return ()
    links = tuple(link.id for link in graph.link_targets.get(node.id, ()))
    return links + tuple(
        flow.target
        for flow in outgoing
        if (not is_choice(node, flow) or (single and flow.condition is None))
        and flow.target in graph.nodes
        and not _joins(graph, graph.nodes[flow.target])
    )


def _joins(graph: ControlFlow, node: Node) -> bool:
    return node.kind in ("parallelGateway", "inclusiveGateway") and (
        len(graph.process.incoming[node.id]) > 1
    )


def _is_circle(
    component: frozenset[str], targets: Mapping[str, tuple[str, ...]]
) -> bool:
    if len(component) > 1:
        return True
    (node_id,) = component
    return node_id in targets[node_id]


def _first(graph: ControlFlow, component: frozenset[str]) -> Node:
    return next(node for node in graph.process.nodes if node.id in component)
