"""The graph of decisions that require each other (DMN 1.3 section 6.2)."""

from __future__ import annotations

from collections.abc import Mapping

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
