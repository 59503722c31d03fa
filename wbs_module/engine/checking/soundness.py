"""Goes through the situations that a scope can get into, where they are few enough.

Found are deadlocks, tokens that pile up, tokens that meet without being joined, and
elements that never run. Which way a choice goes is left open, and an event on an edge
may or may not happen; subprocesses are explored by themselves.
"""

from __future__ import annotations

from time import thread_time

from ..reading.drawing import Node
from .complaints import Complaints, Drawn
from .control_flow import ControlFlow
from .net import WIDTH, InclusiveJoin, Net, Transition
from .net_builder import NetBuilder

MOST_MARKINGS = 20_000
LONGEST_WAY = 500
"""Earlier situations with which one is compared."""
MOST_SECONDS = 0.015
"""CPU time for one drawing, all its scopes together."""
SURE_MARKINGS = 300
"""Situations of a scope that are gone through however busy the machine is, so that
the verdict on an ordinary drawing does not depend on the moment."""


def check_soundness(graph: ControlFlow, complaints: Complaints) -> None:
    until = thread_time() + MOST_SECONDS
    for scope in graph.scopes():
        if scope is not None and scope.id not in graph.reached:
            continue
        net = NetBuilder(graph, scope).build()
        _Exploration(net, scope or graph.process, complaints, until).run()


class _Exploration:
    def __init__(
        self, net: Net, owner: Drawn, complaints: Complaints, until: float
    ) -> None:
        self._net = net
        self._owner = owner
        self._complaints = complaints
        self._until = until
        self._ones = sum(1 << (place * WIDTH) for place in range(net.places))
        self._high = self._ones << (WIDTH - 1)
        self._several = self._ones * 0xFE
        self._parents: dict[int, int | None] = {}
        self._fired: set[Transition] = set()
        self._met: dict[str, Node] = {}
        self._stuck: dict[str, tuple[Node, str]] = {}
        self._piled: Node | None = None
        self._by_place: dict[int, list[Transition]] = {}
        for transition in net.transitions:
            for place in transition.inputs:
                self._by_place.setdefault(place, []).append(transition)

    def run(self) -> None:
        complete = not self._net.too_wide
        if complete:
            complete = all(self._explore(start) for start in self._net.first_markings)
        for node, missing in self._stuck.values():
            code = "deadlock" if missing else "stuck"
            self._complaints.add(code, node, missing=missing)
        if self._piled is not None:
            self._complaints.add("multiplied_endlessly", self._piled)
        elif not complete:
            self._complaints.add("soundness_not_explored", self._owner)
        for node in self._met.values():
            self._complaints.add("joined_late", node)
        if complete and self._piled is None:
            self._report_dead()

    def _report_dead(self) -> None:
        """Elements that are in the net, but in no step that ever happened."""
        ran = {node.id for each in self._fired for node in each.nodes}
        ran |= {node.id for node in self._net.begun}
        seen = ran | self._stuck.keys()
        for transition in self._net.transitions:
            for node in transition.nodes:
                if node.id not in seen:
                    seen.add(node.id)
                    self._complaints.add("never_runs", node)

    def _explore(self, start: int) -> bool:
        """Whether every situation was seen; what is wrong is remembered."""
        self._parents.setdefault(start, None)
        waiting = [start]
        while waiting:
            marking = waiting.pop()
            seen = len(self._parents)
            if seen > MOST_MARKINGS or (
                seen > SURE_MARKINGS and thread_time() > self._until
            ):
                return False
            following = self._following(marking)
            if not following and marking:
                self._note_stuck(marking)
            for successor in following:
                if successor in self._parents:
                    continue
                self._parents[successor] = marking
                self._note_meeting(successor)
                if successor & self._several:
                    if self._covers_ancestor(successor):
                        return True  # said as tokens piling up
                waiting.append(successor)
        return True

    def _following(self, marking: int) -> list[int]:
        found: list[int] = []
        tried: set[int] = set()
        place, rest = 0, marking
        while rest:
            if rest & 255:
                for transition in self._by_place.get(place, ()):
                    if id(transition) in tried:
                        continue
                    tried.add(id(transition))
                    need = self._needed(transition, marking)
                    if need is None:
                        continue
                    self._fired.add(transition)
                    found.append(
                        0 if transition.clears else marking - need + transition.give
                    )
            rest >>= WIDTH
            place += 1
        return found

    def _needed(self, transition: Transition, marking: int) -> int | None:
        """What it takes from a marking, ``None`` where it cannot happen."""
        if transition.join is not None:
            return _inclusive_need(transition.join, marking)
        need = transition.need
        if ((marking | self._high) - need) & self._high != self._high:
            return None
        return need

    def _note_meeting(self, marking: int) -> None:
        """Two tokens before one element that does not join them."""
        for mask, node in self._net.merge_masks:
            tokens = marking & mask
            if tokens & (tokens - 1):
                self._met.setdefault(node.id, node)
        if marking & self._several:
            for place, holder in self._net.holders.items():
                if marking >> (place * WIDTH) & 0xFE and not _joins(holder):
                    self._met.setdefault(holder.id, holder)

    def _covers_ancestor(self, marking: int) -> bool:
        """Whether the same situation came again with more tokens: then for ever."""
        if marking & self._high:
            self._piled = self._holder_of(marking & self._high)
            return True
        ancestor = self._parents[marking]
        for _ in range(LONGEST_WAY):
            if ancestor is None:
                return False
            if ((marking | self._high) - ancestor) & self._high == self._high:
                self._piled = self._holder_of(marking - ancestor)
                return True
            ancestor = self._parents[ancestor]
        return False

    def _holder_of(self, marking: int) -> Node:
        """What the first token of a marking waits for."""
        lowest = (marking & -marking).bit_length() - 1
        return self._net.holders[lowest // WIDTH]

    def _note_stuck(self, marking: int) -> None:
        for place, holder in self._net.holders.items():
            if not marking >> (place * WIDTH) & 255:
                continue
            missing = ""
            if holder.kind == "parallelGateway":
                inputs = self._by_place[place][0].inputs
                names = [
                    self._net.flows.get(each, "?")
                    for each in inputs
                    if not marking >> (each * WIDTH) & 255
                ]
                missing = ", ".join(names)
            self._stuck.setdefault(holder.id, (holder, missing))


def _joins(node: Node) -> bool:
    return node.kind in ("parallelGateway", "inclusiveGateway")


def _inclusive_need(join: InclusiveJoin, marking: int) -> int | None:
    taken = empty = full = 0
    for place in join.places:
        if marking >> (place * WIDTH) & 255:
            taken += 1 << (place * WIDTH)
            full |= join.reach[place]
        else:
            empty |= join.reach[place]
    if not taken:
        return None
    # A token that could also come to a flow that has one already does not hold it up.
    waits_for = (empty & ~full) * 255
    return None if marking & waits_for else taken
