"""The graph of decisions that require each other (DMN 1.3 section 6.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..feel import Value
from .complaints import Complaints, called
from .model import Decision


def find_circles(decisions: Mapping[str, Decision], complaints: Complaints) -> None:
    """Report every decision that requires itself by way of others."""
    reported: set[str] = set()
    for start in decisions.values():
        circle = _way_back(start.id, decisions)
        if circle and not reported & set(circle):
            reported.update(circle)
            complaints.add(
                "requirement_circle",
                start.id,
                start.name,
                start.place,
                decision=called(start.name, start.id),
                circle=" → ".join(circle),
            )


def _way_back(start: str, decisions: Mapping[str, Decision]) -> list[str]:
    """Return a way from a decision to itself, empty if there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        current = waiting.pop()
        if current not in decisions:
            continue
        for required in decisions[current].required_decisions:
            if required == start:
                way = [current, start]
                while way[0] != start:
                    way.insert(0, came_from[way[0]])
                return way
            if required not in came_from:
                came_from[required] = current
                waiting.append(required)
    return []


def in_order(decisions: Mapping[str, Decision], wanted: str) -> list[Decision]:
    """Return a decision and all it requires, each after what it requires itself."""
    ordered: dict[str, Decision] = {}
    waiting = [(wanted, False)]
    while waiting:
        current, ready = waiting.pop()
        if current in ordered:
            continue
        if ready:
            ordered[current] = decisions[current]
            continue
        waiting.append((current, True))
        waiting += [
            (required, False) for required in decisions[current].required_decisions
        ]
    return list(ordered.values())


@dataclass(frozen=True)
class Source:
    """Where a name of a required decision comes from.

    :param output: name of the output; None: the decision's whole result
    """

    decision: str
    output: str | None = None

    def of(self, results: Mapping[str, Value]) -> Value:
        """Return the value among the results of decisions by their ids."""
        result = results[self.decision]
        if self.output is None:
            return result
        return result[self.output] if isinstance(result, dict) else None


def sources(decisions: Mapping[str, Decision], decision: Decision) -> dict[str, Source]:
    """Return the names under which a decision knows what it requires.

    These are the names of the decisions themselves, and then of their outputs, as
    Camunda's editor has them used. A name that could mean two things means nothing.
    """
    own: list[tuple[str, Source]] = []
    of_outputs: list[tuple[str, Source]] = []
    for identifier in dict.fromkeys(decision.required_decisions):
        required = decisions[identifier]
        own += [(name, Source(identifier)) for name in required.result_names]
        outputs = required.output_names
        single = len(outputs) == 1
        if single or not required.gives_list:
            of_outputs += [
                (name, Source(identifier, None if single else name))
                for name in outputs
                if name
            ]
    return {**_unambiguous(of_outputs), **_unambiguous(own)}


def _unambiguous(named: list[tuple[str, Source]]) -> dict[str, Source]:
    counts = Counter(name for name, _ in named)
    return {name: source for name, source in named if counts[name] == 1}
