"""A compiled process: what runs, and what the caller may know about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from ..contract import Element, Problem

if TYPE_CHECKING:
    from ..running.node import FlowNode


@dataclass(frozen=True)
class StartPoint:
    """A start event of the process: ``kind`` of what starts it and its name, such as a
    message's; ``none`` where somebody simply starts it."""

    element_id: str
    kind: str
    name: str | None = None


@dataclass
class CompiledProcess:
    """A process ready to run. It never changes and may be shared by threads.

    :param process_id: id of the process in the drawing
    :param digest: SHA-256 of all files and settings that it was made from
    :param elements: every node of the drawing and of the processes that it calls
    :param starts: ways to start it
    """

    process_id: str
    name: str
    digest: str
    elements: tuple[Element, ...]
    starts: tuple[StartPoint, ...]
    clock: str | None
    spec: Any = field(repr=False)
    start_names: Mapping[str, str] = field(repr=False)
    entry_names: tuple[str, ...] = field(repr=False)
    time_zone: str = "UTC"
    _reach: dict[str, dict[str, frozenset[str]]] = field(
        default_factory=dict, repr=False
    )

    def reach(self, gateway: FlowNode) -> dict[str, frozenset[str]]:
        """For each flow into a gateway, the nodes from which a token can come to it
        without passing the gateway."""
        known = self._reach.get(gateway.name)
        if known is None:
            known = self._reach[gateway.name] = _reach_of(self.spec, gateway)
        return known


def _reach_of(spec: Any, gateway: FlowNode) -> dict[str, frozenset[str]]:
    sources: dict[str, set[str]] = {}
    direct: dict[str, set[str]] = {flow: set() for flow in gateway.incoming}
    for node in spec.task_specs.values():
        for way in getattr(node, "ways", ()):
            if way.target == gateway.name:
                direct[way.flow_id].add(node.name)
            else:
                sources.setdefault(way.target, set()).add(node.name)
        for edge in getattr(node, "boundary", ()):
            sources.setdefault(edge, set()).add(node.name)
    found = {}
    for flow, nodes in direct.items():
        seen: set[str] = set()
        waiting = [name for name in nodes if name != gateway.name]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += [n for n in sources.get(name, ()) if n != gateway.name]
        found[flow] = frozenset(seen)
    return found


@dataclass(frozen=True)
class Compilation:
    """What became of a drawing: a process, unless one of the problems is an error."""

    process: CompiledProcess | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.severity == "error")


class Specification(BpmnProcessSpec):  # type: ignore[misc]
    """SpiffWorkflow's process specification with nodes of ours only."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.task_specs.clear()
