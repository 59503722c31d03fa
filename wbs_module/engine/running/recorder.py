"""Collects what one step changed, in the words of the contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ..contract import (
    Call,
    ClosedTask,
    DeadlineChange,
    Happening,
    Incident,
    OpenedTask,
)

if TYPE_CHECKING:
    from .node import FlowNode
    from .token import Token


@dataclass
class Recorder:
    """What happened in one step, at the one moment that the caller named."""

    at: datetime
    opened: list[OpenedTask] = field(default_factory=list)
    closed: list[ClosedTask] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    deadlines: list[DeadlineChange] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)
    happened: list[Happening] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    escalations: list[str] = field(default_factory=list)

    def happening(
        self,
        what: str,
        node: FlowNode,
        token: Token | None = None,
        due: datetime | None = None,
    ) -> None:
        """One line of history about a node."""
        key = token.key if token is not None and node.shows_task else None
        self.happened.append(
            Happening(what, node.element_id, node.process_id, self.at, key, due)
        )

    def taken(self, flow_id: str, process_id: str) -> None:
        self.happened.append(Happening("taken", flow_id, process_id, self.at))

    def close(
        self, token: Token, how: Literal["completed", "cancelled", "skipped"]
    ) -> None:
        spec = token.task_spec
        self.closed.append(ClosedTask(token.key, spec.element_id, spec.process_id, how))

    def resolve(self, incident_id: str) -> None:
        self.incidents.pop(incident_id, None)
        self.resolved.append(incident_id)
