"""Events (BPMN 2.0, 10.5 and 13.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ReceiveTask,
    StartEvent,
)
from SpiffWorkflow.bpmn.specs.event_definitions import NoneEventDefinition
from SpiffWorkflow.util.task import TaskState

from ..contract import Call
from .data import Given, store_of
from .failure import Failure
from .node import FlowNode
from .throwing import Trigger, broadcast, find_handler

if TYPE_CHECKING:
    from .token import Token

_NOTHING = Trigger("none")


class _Event(FlowNode):
    """An event of our own: SpiffWorkflow's event definitions stay out of it, since
    their timers read the system's clock and their texts are Python."""

    event_definition = NoneEventDefinition()

    def __init__(self, *args: Any, trigger: Trigger = _NOTHING, **kwargs: Any) -> None:
        FlowNode.__init__(self, *args, **kwargs)
        self.trigger = trigger


class _Waiting(_Event):
    """Something that waits for a timer, a message or a signal."""

    def arm(self, token: Token) -> bool:
        """Begin to wait; whether that worked."""
        token._set_state(TaskState.WAITING)
        if self.trigger.rule is None:
            return True
        try:
            token.workflow.timing.arm(token, self.trigger.rule)
        except Failure as failure:
            token.workflow.incidents.open(token, failure)
            return False
        return True

    def fire(self, token: Token, values: Mapping[str, Any] | None = None) -> None:
        raise NotImplementedError

    def fired(self, token: Token, values: Mapping[str, Any] | None) -> None:
        """Say that the event has happened, and let its values in."""
        due = token.workflow.timing.due(token)
        token.workflow.recorder.happening("fired", self, token, due)
        if values:
            store_of(token).update(values)


class Start(_Event, StartEvent):  # type: ignore[misc]
    """Where a process or subprocess begins; whoever starts it decided that."""

    def work(self, token: Token) -> bool | None:
        if self.trigger.kind != "none":
            due = token.scope.internal_data.pop("due", None)
            token.workflow.recorder.happening("fired", self, token, due)
        return True


class Catch(_Waiting, IntermediateCatchEvent):  # type: ignore[misc]
    """An intermediate event in the flow that waits."""

    def _update_hook(self, my_task: Token) -> bool:
        if my_task._state == TaskState.WAITING:
            return False  # its gateway is done; it goes on by itself
        if "raced" in my_task.internal_data:
            self.arm(my_task)
            return False
        return True

    def work(self, token: Token) -> bool | None:
        if self.trigger.kind == "none":
            return True
        self.arm(token)
        return None

    def retry(self, token: Token) -> None:
        if self.trigger.rule is not None:
            self.arm(token)

    def fire(self, token: Token, values: Mapping[str, Any] | None = None) -> None:
        workflow = token.workflow
        raced = "raced" in token.internal_data
        if raced:
            gateway = workflow.tasks[token._parent]
            gateway.task_spec.won_by(gateway, token)
            self.enter(token)
        self.fired(token, values)
        workflow.timing.forget(token)
        token.complete()

    def skip(self, token: Token) -> None:
        self.fire(token)


class Receive(Catch, ReceiveTask):  # type: ignore[misc]
    """A task that waits for a message."""


class _Armed(_Waiting):
    """Waits beside the flow, for as long as its activity or scope runs."""

    is_armed = True

    def _update_hook(self, my_task: Token) -> bool:
        self.arm(my_task)
        return False

    def cancelled(self, token: Token) -> None:
        """An event that never happened leaves no trace."""

    def retry(self, token: Token) -> None:
        self.arm(token)

    def skip(self, token: Token) -> None:
        """Then this event will not happen."""

    def _go_on_waiting(self, token: Token) -> None:
        """A non-interrupting event can happen again, a timer only if it repeats."""
        rule = self.trigger.rule
        if rule is not None and not token.workflow.timing.again(token, rule):
            token.workflow.forget(token)


class Boundary(_Armed, BoundaryEvent):  # type: ignore[misc]
    """On the edge of an activity. ``interrupting`` ends the activity."""

    is_boundary = True

    def __init__(self, *args: Any, interrupting: bool = True, **kwargs: Any) -> None:
        _Event.__init__(self, *args, **kwargs)
        self.interrupting = interrupting
        self.cancel_activity = interrupting

    def fire(self, token: Token, values: Mapping[str, Any] | None = None) -> None:
        workflow = token.workflow
        host = workflow.tasks[token._parent]
        going = host.scope.add(self)
        going.data = dict(host.data)
        due = workflow.timing.due(token)
        workflow.recorder.happening("entered", self, going)
        workflow.recorder.happening("fired", self, going, due)
        if values:
            store_of(going).update(values)
        if self.interrupting:
            workflow.cancel_token(host)
        else:
            self._go_on_waiting(token)
        going._ready()

    def enter(self, token: Token) -> None:
        token.internal_data["in"] = 1  # said when it fired


class EventSubprocessStart(_Armed, StartEvent):  # type: ignore[misc]
    """Waits in a scope to begin an event subprocess there (13.5.4).

    :param subprocess: name of the subprocess's specification
    :param start: name of the start event's specification inside of it
    """

    subprocess = ""
    start = ""

    def __init__(self, *args: Any, interrupting: bool = True, **kwargs: Any) -> None:
        _Event.__init__(self, *args, **kwargs)
        self.interrupting = interrupting

    def fire(self, token: Token, values: Mapping[str, Any] | None = None) -> None:
        workflow = token.workflow
        scope = workflow.tasks[token._parent]
        begun = scope.add(workflow.spec.task_specs[self.subprocess])
        begun.internal_data["due"] = workflow.timing.due(token)
        if values:
            store_of(scope).update(values)
        if self.interrupting:
            workflow.cancel_inside(scope, keep=begun)
            scope.internal_data["interrupted"] = 1
        else:
            self._go_on_waiting(token)
        begun.arrive()


class Throw(_Event, IntermediateThrowEvent):  # type: ignore[misc]
    """An event that the process itself makes happen.

    :param parameters: what a message carries
    """

    parameters: tuple[Given, ...] = ()

    def work(self, token: Token) -> bool | None:
        return throw(self.trigger, token, self.parameters)


class End(_Event, EndEvent):  # type: ignore[misc]
    """Where a token ends. Error ends its scope, terminate all tokens beside it."""

    parameters: tuple[Given, ...] = ()

    def __init__(self, *args: Any, terminates: bool = False, **kwargs: Any) -> None:
        _Event.__init__(self, *args, **kwargs)
        self.terminates = terminates

    def work(self, token: Token) -> bool | None:
        if self.terminates:
            token.workflow.cancel_inside(token.scope, keep=token)
            return True
        return throw(self.trigger, token, self.parameters)

    def go_on(self, token: Token) -> None:
        token.scope.data.update(token.data)


def throw(trigger: Trigger, token: Token, parameters: tuple[Given, ...]) -> bool | None:
    """Make an event happen; ``None`` where that waits for an answer or has failed."""
    workflow, name = token.workflow, trigger.name
    if trigger.kind == "message":
        values = {each.name: each.value(token) for each in parameters}
        call(token, "message", name or "", values)
        return None
    if trigger.kind == "none":
        return True
    handler = None
    if trigger.kind in ("error", "escalation"):
        handler = find_handler(token, trigger.kind, name)
    if trigger.kind == "error" and handler is None:
        raise uncaught(name)
    # Who catches it may end the scope of who throws it, so this node leaves first.
    token.task_spec.leave(token)
    del token.internal_data["in"]
    if handler is not None:
        handler.task_spec.fire(handler)
    elif trigger.kind == "escalation":
        workflow.recorder.escalations.append(name or "")
    elif trigger.kind == "signal":
        workflow.recorder.signals.append(name or "")
        broadcast(workflow, name or "")
    return True


def uncaught(code: str | None) -> Failure:
    return Failure(
        "error_uncaught",
        f"The error {code or 'without a code'!r} was thrown and nothing in the drawing "
        "catches it. Draw an error event for it, or skip it.",
    )


def call(token: Token, kind: Any, name: str, parameters: Mapping[str, Any]) -> None:
    """Ask the caller to do something; the token waits for the answer."""
    kept = token.internal_data
    spec = token.task_spec
    kept["call"] = kept.get("call", 0) + 1
    token.workflow.recorder.calls.append(
        Call(
            call_id=token.key,
            kind=kind,
            name=name,
            element_id=spec.element_id,
            process_id=spec.process_id,
            parameters=dict(parameters),
            attempt=kept["call"],
        )
    )
