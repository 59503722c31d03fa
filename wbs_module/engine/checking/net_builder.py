"""Draws the net of one scope: what an element takes and gives.

A subprocess is a single step in the scope around it; its inside is a net of its own.
"""

from __future__ import annotations

from itertools import combinations

from ..reading.drawing import Flow, Node
from .control_flow import ControlFlow
from .net import InclusiveJoin, Net, Transition

_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
MOST_OPTIONS = 64
"""Ways in which one inclusive split may go; beyond, the scope is not explored."""


class NetBuilder:
    """Builds the net of one scope; subprocesses in it are single steps."""

    def __init__(self, graph: ControlFlow, scope: Node | None) -> None:
        self._graph = graph
        self._members = [
            node
            for node in graph.members(scope)
            if not node.triggered_by_event and node.id in graph.reached
        ]
        self._entries = {node.id for node in graph.entries(scope)}
        self._scope = scope
        self._place_of: dict[object, int] = {}
        self.net = Net()

    def build(self) -> Net:
        for node in self._members:
            self._add(node)
        entries = [node for node in self._members if node.id in self._entries]
        starts = [node for node in entries if node.kind == "startEvent"]
        if starts:
            self.net.starts = [(self._begin(node),) for node in starts]
        elif entries:
            self.net.starts = [tuple(self._begin(node) for node in entries)]
        self.net.finish()
        return self.net

    def _place(self, key: object, holder: Node) -> int:
        if key not in self._place_of:
            index = len(self._place_of)
            self._place_of[key] = index
            self.net.holders[index] = holder
        return self._place_of[key]

    def _put(self, places: list[int]) -> tuple[int, ...]:
        """A plain end event takes its token at once, so none ever lies before it."""
        holders = self.net.holders
        return tuple(place for place in places if not self._swallows(holders[place]))

    def _swallows(self, node: Node) -> bool:
        if node.kind != "endEvent" or self._graph.process.outgoing[node.id]:
            return False
        return not self._ends_scope(node)

    def _ends_scope(self, node: Node) -> bool:
        """Whether an end event takes all other tokens of the scope away: terminate, an
        error, or an escalation for which the scope is interrupted."""
        kinds = {event.kind for event in node.events}
        if node.kind != "endEvent" or "escalation" not in kinds:
            return node.kind == "endEvent" and bool(kinds & {"terminate", "error"})
        catching = [
            event
            for event in self._graph.process.boundary_events.get(
                self._scope.id if self._scope else "", ()
            )
            if event.cancel_activity
        ]
        for handler in self._graph.members(self._scope):
            if handler.triggered_by_event:
                starts = self._graph.entries(handler)
                catching += [start for start in starts if start.is_interrupting]
        return any(
            event.kind == "escalation" for node in catching for event in node.events
        )

    def _flow_place(self, flow: Flow) -> int:
        place = self._place(("flow", flow.id), self._graph.nodes[flow.target])
        self.net.flows[place] = flow.name or flow.id
        return place

    def _begin(self, node: Node) -> int:
        return self._place(("begin", node.id), node)

    def _incoming(self, node: Node) -> list[int]:
        members = self._graph.nodes
        flows = self._graph.process.incoming[node.id]
        places = [self._flow_place(flow) for flow in flows if flow.source in members]
        if node.id in self._entries or node.kind == "boundaryEvent":
            places.append(self._begin(node))
        for source, targets in self._graph.link_targets.items():
            if node in targets:
                places.append(self._place(("link", source), node))
        return list(dict.fromkeys(places))

    def _outgoing(self, node: Node) -> list[int]:
        members = self._graph.nodes
        flows = self._graph.process.outgoing[node.id]
        places = [self._flow_place(flow) for flow in flows if flow.target in members]
        if self._graph.link_targets.get(node.id):
            target = self._graph.link_targets[node.id][0]
            places.append(self._place(("link", node.id), target))
        return places

    def _add(self, node: Node) -> None:
        if self._swallows(node):
            return
        incoming = self._incoming(node)
        if len(incoming) > 1 and node.kind not in _JOINS:
            self.net.merges.append((tuple(incoming), node))
        options = self._options(node)
        if len(options) > MOST_OPTIONS:
            self.net.too_wide = True
            return
        if node.kind == "parallelGateway":
            self._transitions(node, [incoming], options)
        elif node.kind == "inclusiveGateway" and len(incoming) > 1:
            self._inclusive_join(node, incoming, options)
        else:
            self._transitions(node, [[place] for place in incoming], options)

    def _options(self, node: Node) -> list[list[int]]:
        """Sets of places that may get a token when the node is done."""
        outgoing = self._outgoing(node)
        flows = self._graph.process.outgoing[node.id]
        if node.kind in ("exclusiveGateway", "eventBasedGateway"):
            options = [[place] for place in outgoing] or [[]]
        elif (node.is_activity or node.kind == "inclusiveGateway") and any(
            flow.condition for flow in flows
        ):
            options = self._conditional(node, outgoing, flows)
        else:
            options = [outgoing]
        return options + self._edge_options(node, options)

    def _conditional(
        self, node: Node, places: list[int], flows: tuple[Flow, ...]
    ) -> list[list[int]]:
        """Flows without a condition are always taken, the default if no other is."""
        always, perhaps, default = [], [], None
        for place, flow in zip(places, flows, strict=False):
            if flow.id == node.default:
                default = place
            elif flow.condition is not None:
                perhaps.append(place)
            else:
                always.append(place)
        options = [always + subset for subset in _subsets(perhaps)]
        if default is not None:
            options.append([*always, default])
        elif always:
            options.append(always)
        return options

    def _edge_options(self, node: Node, options: list[list[int]]) -> list[list[int]]:
        """An event on the edge ends the activity, or fires once beside it."""
        found: list[list[int]] = []
        for event in self._graph.process.boundary_events.get(node.id, ()):
            place = self._begin(event)
            if event.cancel_activity:
                found.append([place])
            else:
                found += [[*option, place] for option in options]
        return found

    def _transitions(
        self, node: Node, needs: list[list[int]], options: list[list[int]]
    ) -> None:
        clears = self._ends_scope(node)
        self.net.transitions += [
            Transition([node], tuple(need), self._put(option), clears)
            for need in needs
            for option in options
            if need
        ]

    def _inclusive_join(
        self, node: Node, incoming: list[int], options: list[list[int]]
    ) -> None:
        join = InclusiveJoin(node, tuple(incoming))
        self.net.transitions += [
            Transition([node], tuple(incoming), self._put(option), join=join)
            for option in options
        ]


def _subsets(places: list[int]) -> list[list[int]]:
    """All that are not empty; cut off where there are too many to explore."""
    found: list[list[int]] = []
    for size in range(1, len(places) + 1):
        for subset in combinations(places, size):
            found.append(list(subset))
            if len(found) > MOST_OPTIONS:
                return found
    return found
