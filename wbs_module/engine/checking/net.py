"""One scope as a Petri net, with a marking in a single number.

Places are sequence flows; eight bits each count tokens, so that taking and putting
tokens is subtraction and addition. Rows of steps without a choice are drawn together
first: where in the row a token stands changes nothing for what is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..reading.drawing import Node

WIDTH = 8


@dataclass(eq=False, slots=True)
class Transition:
    """Takes a token from each input, puts one into each output.

    :param nodes: elements that have run when it has happened
    :param clears: an end event that ends the whole scope
    :param join: an inclusive join with more than one flow into it
    :param need: the inputs as a marking
    :param give: the outputs as a marking
    """

    nodes: list[Node]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    clears: bool = False
    join: InclusiveJoin | None = None
    need: int = 0
    give: int = 0

    @property
    def is_plain(self) -> bool:
        """One way in, one way out."""
        return (
            len(self.inputs) == len(self.outputs) == 1
            and self.inputs != self.outputs
            and not self.clears
            and self.join is None
        )


@dataclass(eq=False)
class InclusiveJoin:
    """BPMN 2.0, 13.3.3: waits while a token could still come to an empty flow.

    :param reach: for each incoming place the places from which a token could get there
        without passing the join, as a marking of ones
    """

    node: Node
    places: tuple[int, ...]
    reach: dict[int, int] = field(default_factory=dict)


@dataclass
class Net:
    """Filled by ``net_builder``, then made ready once by ``finish``.

    :param starts: where tokens may lie at the beginning: alternatives
    :param begun: elements that have run before the first situation
    :param holders: place → element that a token in it waits for
    :param flows: place → what the flow is called
    :param merges: where several flows lead into one element without being joined:
        their places, and in the end a mask of them
    :param too_wide: a split has more ways to go than are tried
    """

    transitions: list[Transition] = field(default_factory=list)
    starts: list[tuple[int, ...]] = field(default_factory=list)
    begun: list[Node] = field(default_factory=list)
    holders: dict[int, Node] = field(default_factory=dict)
    flows: dict[int, str] = field(default_factory=dict)
    merges: list[tuple[tuple[int, ...], Node]] = field(default_factory=list)
    too_wide: bool = False
    first_markings: list[int] = field(default_factory=list)
    merge_masks: list[tuple[int, Node]] = field(default_factory=list)

    @property
    def places(self) -> int:
        return len(self.holders)

    def finish(self) -> None:
        """Shorten rows, number the places that are left, and write down markings."""
        self._shorten()
        self._renumber()
        for transition in self.transitions:
            transition.need = marking(transition.inputs)
            transition.give = marking(transition.outputs)
        self.first_markings = [marking(places) for places in self.starts]
        self.merge_masks = [
            (marking(places) * 255, node) for places, node in self.merges
        ]
        for join in self._joins():
            for place in join.places:
                join.reach[place] = self._reaching(place, join)

    def _shorten(self) -> None:
        takers: dict[int, list[Transition]] = {}
        givers: dict[int, list[Transition]] = {}
        for each in self.transitions:
            for place in each.inputs:
                takers.setdefault(place, []).append(each)
            for place in each.outputs:
                givers.setdefault(place, []).append(each)
        merging = {node.id for _places, node in self.merges}
        kept: list[Transition] = []
        for each in self.transitions:
            place = each.inputs[0]
            if (
                not each.is_plain
                or takers[place] != [each]
                or each.nodes[0].id in merging
            ):
                kept.append(each)
                continue
            (target,) = each.outputs
            givers[target].remove(each)
            for giver in givers.get(place, ()):
                giver.outputs = _replaced(giver.outputs, place, target)
                giver.nodes = giver.nodes + each.nodes
                givers[target].append(giver)
            if any(place in start for start in self.starts):
                self.begun += each.nodes
                self.starts = [_replaced(start, place, target) for start in self.starts]
        self.transitions = kept

    def _renumber(self) -> None:
        used = {place for start in self.starts for place in start}
        for each in self.transitions:
            used.update(each.inputs, each.outputs)
        number = {place: index for index, place in enumerate(sorted(used))}

        def renumbered(places: Iterable[int]) -> tuple[int, ...]:
            return tuple(number[place] for place in places if place in number)

        for each in self.transitions:
            each.inputs = renumbered(each.inputs)
            each.outputs = renumbered(each.outputs)
        for join in self._joins():
            join.places = renumbered(join.places)
        self.starts = [renumbered(start) for start in self.starts]
        self.merges = [(renumbered(places), node) for places, node in self.merges]
        self.holders = {
            number[place]: node for place, node in self.holders.items() if place in used
        }
        self.flows = {
            number[place]: name for place, name in self.flows.items() if place in used
        }

    def _joins(self) -> list[InclusiveJoin]:
        joins = (each.join for each in self.transitions)
        return list(dict.fromkeys(join for join in joins if join is not None))

    def _reaching(self, place: int, join: InclusiveJoin) -> int:
        """Places from which a token can come to ``place`` without passing a join."""
        found = {place}
        grown = True
        while grown:
            before = len(found)
            for each in self.transitions:
                if each.join is not join and not found.isdisjoint(each.outputs):
                    found.update(each.inputs)
            grown = len(found) > before
        return marking(found)


def marking(places: Iterable[int]) -> int:
    """One token in each place, as often as it is named."""
    return sum(1 << (place * WIDTH) for place in places)


def _replaced(places: tuple[int, ...], old: int, new: int) -> tuple[int, ...]:
    return tuple(new if place == old else place for place in places)
