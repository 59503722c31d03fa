"""A drawing's nodes in the form that callers of the engine see."""

from __future__ import annotations

from collections.abc import Collection

from ..contract import Element
from .drawing import Lane, Node, Process


def element_of(process: Process, node: Node, groups: Collection[str]) -> Element:
    """A node as the caller knows it; its group as ``group_of`` says."""
    settings = node.settings
    lane = process.lane_by_id.get(node.lane_id or "")
    return Element(
        id=node.id,
        kind=node.kind,
        name=node.name,
        process_id=node.process_id,
        documentation=node.documentation,
        parent_id=node.parent_id,
        lane_id=node.lane_id,
        lane_name=lane.name if lane else None,
        group=group_of(process, node, groups),
        clock=settings.clock,
        pauses=settings.pauses,
        separate_from=settings.separate_from,
        fields=settings.fields,
        outcomes=settings.outcomes,
        operation=settings.operation,
        letter=settings.letter,
        reads_content=settings.shows,
        names=settings.names,
        documentations=settings.documentations,
        line=node.place.line or None,
    )


def group_of(process: Process, node: Node, groups: Collection[str]) -> str | None:
    """Key of the group whose members do a task, ``None`` where nothing says so.

    It is its own, else that of its lane or of a lane around, else the first candidate
    group of another vendor's attribute that is among ``groups``.
    """
    if node.settings.group:
        return node.settings.group
    for lane in lanes_around(process, node):
        if lane.settings.group:
            return lane.settings.group
    candidates = node.settings.candidate_groups
    return next((group for group in candidates if group in groups), None)


def lanes_around(process: Process, node: Node) -> list[Lane]:
    """The lanes that a node stands in, innermost first."""
    found: list[Lane] = []
    lane = process.lane_by_id.get(node.lane_id or "")
    while lane is not None and lane not in found:
        found.append(lane)
        lane = process.lane_by_id.get(lane.parent_id or "")
    return found
