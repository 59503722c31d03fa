"""Do the lines connect what they may connect, and does everything lie on a way?"""

from __future__ import annotations

from ..reading.drawing import Drawing, Flow, Node, Process
from .complaints import Complaints
from .control_flow import ControlFlow, components

LONGEST_CHAIN = 1000


def check_connections(
    drawing: Drawing, graph: ControlFlow, complaints: Complaints
) -> None:
    """Dangling references, wrong ends of flows, starts, ends and reachability."""
    process = graph.process
    if not process.nodes:
        complaints.add("process_empty", process)
        return
    for flow in process.flows:
        _check_flow(process, flow, complaints)
    for node in process.nodes:
        _check_ends(graph, node, complaints)
        _check_default(process, node, complaints)
        _check_attachment(process, node, complaints)
    _check_collaboration(drawing, complaints)
    _check_lanes(process, complaints)
    for scope in graph.scopes():
        _check_starts(graph, scope, complaints)
        _check_way_out(graph, scope, complaints)
    for node in process.nodes:
        if node.id not in graph.reached and not node.for_compensation:
            complaints.add("unreachable", node)
    _check_length(graph, complaints)


def _check_flow(process: Process, flow: Flow, complaints: Complaints) -> None:
    source, target = process.by_id.get(flow.source), process.by_id.get(flow.target)
    for reference, node_id, node in (
        ("sourceRef", flow.source, source),
        ("targetRef", flow.target, target),
    ):
        if node is None:
            complaints.add(
                "reference_dangling", flow, reference=reference, target=node_id or "?"
            )
    if source and target and source.parent_id != target.parent_id:
        complaints.add("flow_across", flow)


def _check_ends(graph: ControlFlow, node: Node, complaints: Complaints) -> None:
    incoming = graph.process.incoming[node.id]
    outgoing = graph.process.outgoing[node.id]
    if node.kind == "startEvent":
        if incoming:
            complaints.add("start_incoming", node)
        if not outgoing:
            complaints.add("start_alone", node)
    elif node.kind == "endEvent":
        if outgoing:
            complaints.add("end_outgoing", node)
    elif node.kind == "boundaryEvent" and incoming:
        complaints.add("boundary_incoming", node)
    elif node.triggered_by_event or node.for_compensation:
        return
    elif not graph.goes_on(node):
        code = "gateway_dead_end" if node.is_gateway else "implicit_end"
        complaints.add(code, node)


def _check_default(process: Process, node: Node, complaints: Complaints) -> None:
    if node.default is None:
        return
    flow = process.flow_by_id.get(node.default)
    if flow is None:
        complaints.add(
            "reference_dangling", node, reference="default", target=node.default
        )
    elif flow.source != node.id:
        complaints.add("default_foreign", node, target=node.default)


def _check_attachment(process: Process, node: Node, complaints: Complaints) -> None:
    if node.kind != "boundaryEvent":
        return
    host = process.by_id.get(node.attached_to or "")
    if host is None:
        complaints.add(
            "reference_dangling",
            node,
            reference="attachedToRef",
            target=node.attached_to or "?",
        )
    elif (
        not host.is_activity
        or host.parent_id != node.parent_id
        or host.triggered_by_event
    ):
        complaints.add("attached_wrong", node, target=host.name or host.id)


def _check_collaboration(drawing: Drawing, complaints: Complaints) -> None:
    processes = {process.id for process in drawing.processes}
    ends = {pool.id for pool in drawing.pools}
    for process in drawing.processes:
        ends |= process.by_id.keys()
    for pool in drawing.pools:
        if pool.process_id and pool.process_id not in processes:
            complaints.add(
                "reference_dangling",
                pool,
                reference="processRef",
                target=pool.process_id,
            )
    for flow in drawing.message_flows:
        for reference, end in (
            ("sourceRef", flow.source),
            ("targetRef", flow.target),
        ):
            if end not in ends:
                complaints.add(
                    "reference_dangling", flow, reference=reference, target=end or "?"
                )


def _check_lanes(process: Process, complaints: Complaints) -> None:
    places: dict[str, str] = {}
    nested = {lane.id: lane.parent_id for lane in process.lanes}
    for lane in process.lanes:
        for member in lane.members:
            if member not in process.by_id:
                complaints.add("lane_member_unknown", lane, target=member)
                continue
            first = places.get(member)
            if first is not None and first not in (lane.id, nested[lane.id]):
                complaints.add(
                    "lane_twice", process.by_id[member], first=first, second=lane.id
                )
            places[member] = lane.id


def _check_starts(
    graph: ControlFlow, scope: Node | None, complaints: Complaints
) -> None:
    owner = scope or graph.process
    members = graph.members(scope)
    if not members:
        complaints.add("process_empty", owner)
        return
    if scope is not None and scope.triggered_by_event:
        return
    plain = [node for node in members if node.kind == "startEvent" and not node.events]
    if len(plain) > 1:
        complaints.add("start_several", owner, count=str(len(plain)))
    if not graph.entries(scope):
        # A circle without a beginning: nothing in it can be reached.
        for node in members:
            if node.id not in graph.reached:
                complaints.add("unreachable", node)


def _check_way_out(
    graph: ControlFlow, scope: Node | None, complaints: Complaints
) -> None:
    """Every reachable element must be able to come to an end of its scope."""
    members = [node for node in graph.members(scope) if node.id in graph.reached]
    if _ends_from_outside(graph, scope, members):
        return
    finished = [node.id for node in members if not graph.goes_on(node)]
    done: set[str] = set()
    while finished:
        node_id = finished.pop()
        if node_id not in done:
            done.add(node_id)
            finished.extend(graph.predecessors[node_id])
    lost = [node.id for node in members if node.id not in done]
    for component in components(lost, graph.successors):
        leaves = any(
            target not in component
            for node_id in component
            for target in graph.successors[node_id]
        )
        inside = [node for node in members if node.id in component]
        if leaves or not any(graph.waits(node) for node in inside):
            continue  # the bottom is blamed, or it is an endless loop
        complaints.add("no_end", inside[0])


def _ends_from_outside(
    graph: ControlFlow, scope: Node | None, members: list[Node]
) -> bool:
    """Whether something beside the flow can end this scope."""
    for node in members:
        if node.triggered_by_event and any(
            entry.is_interrupting for entry in graph.entries(node)
        ):
            return True
        if node.kind == "endEvent" and node.event is not None:
            if node.event.kind in ("terminate", "error"):
                return True
    if scope is None:
        return False
    return any(
        event.cancel_activity
        for event in graph.process.boundary_events.get(scope.id, ())
    )


def _check_length(graph: ControlFlow, complaints: Complaints) -> None:
    """The longest row of elements, loops counted once."""
    length: dict[str, int] = {}
    longest = ""
    for component in components(list(graph.nodes), graph.successors):
        after = max(
            (
                length[target]
                for node_id in component
                for target in graph.successors[node_id]
                if target not in component
            ),
            default=0,
        )
        for node_id in component:
            length[node_id] = after + len(component)
            if length[node_id] > length.get(longest, 0):
                longest = node_id
    if length.get(longest, 0) > LONGEST_CHAIN:
        complaints.add(
            "chain_too_long",
            graph.nodes[longest],
            count=str(length[longest]),
            limit=str(LONGEST_CHAIN),
        )
