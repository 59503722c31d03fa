"""How errors, escalations, signals and messages find who waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from .timing import TimerRule
    from .token import Token
    from .workflow import Procedure


@dataclass(frozen=True)
class Trigger:
    """What an event waits for or throws.

    :param name: of a message or signal; the code of an error or escalation, ``None``
        for any
    """

    kind: Literal["none", "timer", "message", "signal", "error", "escalation"]
    name: str | None = None
    rule: TimerRule | None = None


def find_handler(token: Token, kind: str, code: str | None) -> Token | None:
    """The nearest handler around a token for an error or escalation (BPMN 2.0, 10.5.6
    and 13.5): event subprocesses of each scope, then events on its edge, from the
    inside out. A handler of exactly this code comes before one of any.
    """
    host: Token | None = token
    while host is not None:
        around = host.workflow.tasks.get(host._parent)
        handler = _handler(host, kind, code, True)
        if handler is None and around is not None:
            handler = _handler(around, kind, code, False)
        if handler is not None:
            return handler
        host = around
    return None


def _handler(place: Token, kind: str, code: str | None, on_edge: bool) -> Token | None:
    any_code: Token | None = None
    child: Token
    for child in place.children:
        spec = child.task_spec
        if not spec.is_armed or spec.is_boundary is not on_edge:
            continue
        if spec.trigger.kind != kind:
            continue
        if spec.trigger.name is None:
            any_code = any_code or child
        elif spec.trigger.name == code:
            return child
    return any_code


def waiting_for(workflow: Procedure, kind: str, name: str) -> Iterator[Token]:
    """Tokens that wait for a message or signal, the longest-waiting first."""
    for token_id in sorted(workflow.tasks):
        token = workflow.tasks.get(token_id)
        if token is None or token._state != TaskState.WAITING:
            continue
        trigger = getattr(token.task_spec, "trigger", None)
        if trigger is not None and trigger.kind == kind and trigger.name == name:
            yield token


def broadcast(workflow: Procedure, name: str) -> int:
    """Let everything that waits for a signal now catch it; returns how many did."""
    caught = 0
    for token in list(waiting_for(workflow, "signal", name)):
        if token._state == TaskState.WAITING and token.id in workflow.tasks:
            token.task_spec.fire(token)
            caught += 1
    return caught
