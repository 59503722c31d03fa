"""Where a token game stands: scopes, activities at work, and what they wait for."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .diagram import Diagram, Event, Node
from .expressions import due


class Stuck(Exception):
    """The diagram cannot go on: what BPMN 2.0 calls an exception, or leaves open."""


@dataclass(eq=False)
class Scope:
    """A running process or subprocess (``name`` "" for a process)."""

    diagram: Diagram
    name: str
    owner: Run | None = None
    outer: Scope | None = None
    local: dict[str, Any] = field(default_factory=dict)
    arrived: Counter[str] = field(default_factory=Counter)  # flow → tokens at a join
    works: list[Work] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    over: bool = False


@dataclass(eq=False)
class Work:
    """An activity at work: one run, or the runs of its loop."""

    node: Node
    scope: Scope
    runs: list[Run] = field(default_factory=list)
    left: deque[Any] = field(default_factory=deque)
    number: int = 0
    done: int = 0


@dataclass(eq=False)
class Run:
    """One execution of an activity's inside."""

    work: Work
    item: Any = None
    inner: Scope | None = None


@dataclass(eq=False)
class Wait:
    """A catching event that may be triggered, and what that means.

    ``gate`` joins those behind one event gateway; ``work`` is the activity of a
    boundary event; ``run`` that of a receive task.
    """

    node: Node
    event: Event
    scope: Scope
    armed: datetime
    gate: object = None
    work: Work | None = None
    run: Run | None = None
    fired: int = 0

    def due(self) -> datetime | None:
        if self.event.kind != "timer":
            return None
        return due(self.event.value, self.armed, self.fired)


def starts_event_sub(wait: Wait) -> bool:
    return wait.node.kind == "start"


def catches(wait: Wait, kind: str, code: str) -> bool:
    return wait.event.kind == kind and wait.event.value in ("", code)
