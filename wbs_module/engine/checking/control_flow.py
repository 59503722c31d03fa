"""Which element can follow which: the graph that several checks walk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ..reading.drawing import Flow, Node, Process

WAITING = frozenset(
    {
        "userTask",
        "manualTask",
        "receiveTask",
        "intermediateCatchEvent",
        "eventBasedGateway",
        "callActivity",
    }
)


class ControlFlow:
    """The graph of one process.

    An activity leads to the events on its edge, a subprocess to what begins inside it,
    a link to its counterpart.
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.nodes = process.by_id

    @cached_property
    def link_targets(self) -> Mapping[str, tuple[Node, ...]]:
        """Throwing link → catching links of its name in the same scope."""
        catching: dict[tuple[str | None, str], list[Node]] = {}
        throwing: list[Node] = []
        for node in self.process.nodes:
            if node.event is None or node.event.kind != "link":
                continue
            if node.kind == "intermediateCatchEvent":
                key = (node.parent_id, node.event.name or "")
                catching.setdefault(key, []).append(node)
            else:
                throwing.append(node)
        return {
            node.id: tuple(
                catching.get(
                    (node.parent_id, (node.event and node.event.name) or ""), ()
                )
            )
            for node in throwing
        }

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """Node id → ids of nodes in the same scope that a token can go to next."""
        found: dict[str, tuple[str, ...]] = {}
        outgoing = self.process.outgoing
        boundary = self.process.boundary_events
        for node in self.process.nodes:
            following = [
                flow.target for flow in outgoing[node.id] if flow.target in self.nodes
            ]
            following += [event.id for event in boundary.get(node.id, ())]
            following += [link.id for link in self.link_targets.get(node.id, ())]
            found[node.id] = tuple(dict.fromkeys(following))
        return found

    @cached_property
    def predecessors(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {node.id: [] for node in self.process.nodes}
        for source, targets in self.successors.items():
            for target in targets:
                found[target].append(source)
        return {node_id: tuple(sources) for node_id, sources in found.items()}

    def scopes(self) -> Iterator[Node | None]:
        """The process (``None``) and every subprocess in it, from outside in."""
        yield None
        for node in self.process.nodes:
            if node.is_subprocess:
                yield node

    def members(self, scope: Node | None) -> tuple[Node, ...]:
        return self.process.children.get(scope.id if scope else None, ())

    def entries(self, scope: Node | None) -> tuple[Node, ...]:
        """Where tokens begin: start events, or what nothing leads into (BPMN 2.0,
        13.2: no start event is needed)."""
        members = self.members(scope)
        starts = tuple(node for node in members if node.kind == "startEvent")
        if starts:
            return starts
        return tuple(
            node
            for node in members
            if not self.process.incoming[node.id]
            and node.kind != "boundaryEvent"
            and not node.triggered_by_event
            and not node.for_compensation
            and not _is_link_target(node)
        )

    @cached_property
    def reached(self) -> frozenset[str]:
        """Ids of all nodes that a token could come to, by the lines alone."""
        found: set[str] = set()
        waiting = [node.id for node in self.entries(None)]
        waiting += self._event_subprocesses(None)
        while waiting:
            node_id = waiting.pop()
            if node_id in found:
                continue
            found.add(node_id)
            waiting.extend(self.successors[node_id])
            node = self.nodes[node_id]
            if node.is_subprocess:
                waiting += [entry.id for entry in self.entries(node)]
                waiting += self._event_subprocesses(node)
        return frozenset(found)

    def _event_subprocesses(self, scope: Node | None) -> list[str]:
        return [node.id for node in self.members(scope) if node.triggered_by_event]

    def goes_on(self, node: Node) -> bool:
        """Whether something follows by a flow or a link."""
        return bool(self.process.outgoing[node.id]) or node.id in self.link_targets

    def waits(self, node: Node) -> bool:
        """Whether a token may rest in it, so that it is not automatic."""
        if node.kind in WAITING:
            return True
        return node.is_subprocess and any(
            self.waits(inner) for inner in self.members(node)
        )


def is_choice(node: Node, flow: Flow) -> bool:
    """Whether it depends on data or events that a token takes this flow."""
    if node.kind in ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway"):
        return True
    return node.is_activity and flow.condition is not None


def components(
    nodes: Iterable[str], successors: Mapping[str, Iterable[str]]
) -> list[frozenset[str]]:
    """Strongly connected components (Tarjan), without recursion, bottom ones first."""
    members = set(nodes)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[frozenset[str]] = []
    for root in nodes:
        if root in index:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(successors[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            for target in following:
                if target not in members:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(successors[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    component = set()
                    while node not in component:
                        member = stack.pop()
                        on_stack.discard(member)
                        component.add(member)
                    found.append(frozenset(component))
    return found


def _is_link_target(node: Node) -> bool:
    return (
        node.kind == "intermediateCatchEvent"
        and node.event is not None
        and node.event.kind == "link"
    )
