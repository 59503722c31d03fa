"""One scope as a Petri net, with a marking in a single number.

Places are sequence flows and what an activity holds; eight bits each count tokens, so
that taking and putting tokens is subtraction and addition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from ..reading.drawing import Flow, Node
from .control_flow import ControlFlow

WIDTH = 8
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
MOST_OPTIONS = 64
"""Ways in which one inclusive split may go; beyond, the scope is not explored."""


@dataclass(slots=True)
class Transition:
    """``need`` is taken, ``give`` is put; both are markings.

    :param node: element that does it
    :param clears: a terminate end event
    :param join: an inclusive join with more than one flow into it
    """

    node: Node
    need: int
    give: int
    inputs: tuple[int, ...]
    clears: bool = False
    join: InclusiveJoin | None = None


@dataclass
class InclusiveJoin:
    """BPMN 2.0, 13.3.3: waits while a token could still come to an empty flow.

    :param reach: for each incoming place the places from which a token could get there
        without passing the join, as a marking of ones
    """

    places: tuple[int, ...]
    reach: dict[int, int] = field(default_factory=dict)


@dataclass
class Net:
    """:param merges: where several flows lead into one element without being joined, as
    a mask of their places
    """

    transitions: list[Transition] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    holders: dict[int, Node] = field(default_factory=dict)
    flows: dict[int, str] = field(default_factory=dict)
    merges: list[tuple[int, Node]] = field(default_factory=list)
    too_wide: bool = False

    @property
    def places(self) -> int:
        return len(self.holders)


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
        self._is_process = scope is None
        self._place_of: dict[object, int] = {}
        self.net = Net()

    def build(self) -> Net:
        for node in self._members:
            self._add(node)
        entries = [node for node in self._members if node.id in self._entries]
        starts = [node for node in entries if node.kind == "startEvent"]
        marks = {node.id: self._one(self._begin(node)) for node in entries}
        if starts:
            self.net.starts = [marks[node.id] for node in starts]
        elif marks:
            self.net.starts = [sum(marks.values())]
        self._inclusive_reach()
        return self.net

    def _place(self, key: object, holder: Node) -> int:
        if key not in self._place_of:
            index = len(self._place_of)
            self._place_of[key] = index
            self.net.holders[index] = holder
        return self._place_of[key]

    def _put(self, places: list[int]) -> int:
        """A plain end event takes its token at once, so none ever lies before it."""
        holders = self.net.holders
        return self._marking(
            place for place in places if not self._swallows(holders[place])
        )

    def _swallows(self, node: Node) -> bool:
        if node.kind != "endEvent" or self._graph.process.outgoing[node.id]:
            return False
        return not any(event.kind == "terminate" for event in node.events)

    def _flow_place(self, flow: Flow) -> int:
        place = self._place(("flow", flow.id), self._graph.nodes[flow.target])
        self.net.flows[place] = flow.name or flow.id
        return place

    def _begin(self, node: Node) -> int:
        return self._place(("begin", node.id), node)

    def _one(self, place: int) -> int:
        return 1 << (place * WIDTH)

    def _marking(self, places: Iterable[int]) -> int:
        return sum(self._one(place) for place in places)

    def _incoming(self, node: Node) -> list[int]:
        members = self._graph.nodes
        flows = self._graph.process.incoming[node.id]
        places = [self._flow_place(flow) for flow in flows if flow.source in members]
        if node.id in self._entries or node.kind == "boundaryEvent":
            places.append(self._begin(node))
        for source, targets in self._graph.link_targets.items():
            if node in targets:
                places.append(self._place(("link", source), node))
        return places

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
            self.net.merges.append((self._marking(incoming) * 255, node))
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
        clears = any(event.kind == "terminate" for event in node.events)
        for need in needs:
            for option in options:
                if need:
                    self.net.transitions.append(
                        Transition(
                            node,
                            self._marking(need),
                            self._put(option),
                            tuple(need),
                            clears,
                        )
                    )

    def _inclusive_join(
        self, node: Node, incoming: list[int], options: list[list[int]]
    ) -> None:
        join = InclusiveJoin(tuple(incoming))
        for option in options:
            self.net.transitions.append(
                Transition(
                    node,
                    0,
                    self._put(option),
                    tuple(incoming),
                    join=join,
                )
            )

    def _inclusive_reach(self) -> None:
        joins = {
            id(each.join): (each.join, each.node)
            for each in self.net.transitions
            if each.join is not None
        }
        for join, node in joins.values():
            for place in join.places:
                join.reach[place] = self._reaching(place, node)

    def _reaching(self, place: int, around: Node) -> int:
        """Places from which a token can come to ``place`` without passing a node."""
        found = {place}
        grown = True
        while grown:
            grown = False
            for each in self.net.transitions:
                if each.node is around or not self._gives(each, found):
                    continue
                new = set(each.inputs) - found
                if new:
                    found |= new
                    grown = True
        return self._marking(found)

    def _gives(self, transition: Transition, places: set[int]) -> bool:
        return any(transition.give >> (place * WIDTH) & 255 for place in places)


def _subsets(places: list[int]) -> list[list[int]]:
    """All that are not empty; cut off where there are too many to explore."""
    found: list[list[int]] = []
    for size in range(1, len(places) + 1):
        for subset in combinations(places, size):
            found.append(list(subset))
            if len(found) > MOST_OPTIONS:
                return found
    return found
