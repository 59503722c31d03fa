"""Gateways (BPMN 2.0, 10.5 and 13.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.defaults import (
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
)
from SpiffWorkflow.util.task import TaskState

from .data import names_for
from .failure import Failure
from .joins import go_on_without, merge, waiting_at
from .node import FlowNode, Way

if TYPE_CHECKING:
    from .token import Token


def _no_flow() -> Failure:
    return Failure(
        "no_flow",
        "No condition on the flows that leave this element holds, and none of them is "
        "the default. Correct the data, or draw a default flow.",
    )


class _Joining(FlowNode):
    """Where tokens wait for each other."""

    is_joining = True

    def retry(self, token: Token) -> None:
        if token.id not in token.workflow.joining:
            FlowNode.retry(self, token)

    def skip(self, token: Token) -> None:
        if token.id in token.workflow.joining:
            go_on_without(token)
        else:
            FlowNode.retry(self, token)


class _Chooser(FlowNode):
    """Decides the way while it works, so that a failure leaves it as it was."""

    def choose(self, token: Token) -> list[Way]:
        raise NotImplementedError

    def work(self, token: Token) -> bool | None:
        token.internal_data["chosen"] = self.choose(token)
        return True

    def skip(self, token: Token) -> None:
        self.retry(token)  # only data can say which way

    def go_on(self, token: Token) -> None:
        for way in token.internal_data.pop("chosen"):
            self.take(token, way)

    def every_open_way(self, token: Token) -> list[Way]:
        """All ways without a condition or with one that holds; else the default."""
        names = names_for(token)
        workflow = token.workflow
        free = [w for w in self.ways if w.condition is None and not w.is_default]
        held = [
            way
            for way in self.ways
            if way.condition is not None
            and not way.is_default
            and way.condition.holds(names, workflow)
        ]
        if not held:
            held = [way for way in self.ways if way.is_default]
        chosen = [way for way in self.ways if way in free or way in held]
        if not chosen:
            raise _no_flow()
        return chosen


class Exclusive(_Chooser, ExclusiveGateway):  # type: ignore[misc]
    """The first flow whose condition holds, in the order of the file; else the
    default (13.3.2)."""

    def choose(self, token: Token) -> list[Way]:
        names = names_for(token)
        for way in self.ways:
            if way.is_default:
                continue
            if way.condition is None or way.condition.holds(names, token.workflow):
                return [way]
        for way in self.ways:
            if way.is_default:
                return [way]
        if not self.ways:
            return []
        raise _no_flow()


class Choice(_Chooser):
    """Stands, unseen, behind an activity or event whose flows have conditions."""

    def enter(self, token: Token) -> None:
        token.internal_data["in"] = 1

    def leave(self, token: Token) -> None:
        pass

    def cancelled(self, token: Token) -> None:
        pass

    def choose(self, token: Token) -> list[Way]:
        return self.every_open_way(token)


class Parallel(_Joining, ParallelGateway):  # type: ignore[misc]
    """Takes one token from each incoming flow, gives one to each outgoing (13.3.1).

    Excess tokens stay on their flow for the next round.
    """

    is_joining = True

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        my_task.workflow.joining[my_task.id] = my_task
        waiting = waiting_at(my_task)
        if len(waiting) == len(self.incoming):
            merge(
                my_task,
                [tokens[0] for tokens in waiting.values() if tokens[0] is not my_task],
            )
        return False


class Inclusive(_Joining, _Chooser, InclusiveGateway):  # type: ignore[misc]
    """Waits for every token that can still come, then takes every flow whose condition
    holds, else the default (13.3.3)."""

    is_inclusive = True
    is_joining = True

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        my_task.workflow.joining[my_task.id] = my_task
        return False

    def choose(self, token: Token) -> list[Way]:
        return self.every_open_way(token) if self.ways else []


class EventBased(FlowNode, EventBasedGateway):  # type: ignore[misc]
    """Waits for the first of several events (13.3.4). Each event waits as a token of
    its own under the gateway, so each timer keeps its own due time."""

    def work(self, token: Token) -> bool | None:
        workflow = token.workflow
        for way in self.ways:
            event = token.add(workflow.spec.task_specs[way.target])
            event.internal_data["raced"] = way.flow_id
            event.arrive()
        return None

    def skip(self, token: Token) -> None:
        pass  # only an event can say which way

    def won_by(self, gateway: Token, event: Token) -> None:
        """One event has happened: the others wait no longer."""
        workflow = gateway.workflow
        for other in list(gateway.children):
            if other is not event:
                workflow.forget(other)
        gateway.complete()

    def go_on(self, token: Token) -> None:
        for event in token.children:
            flow_id = event.internal_data.pop("raced", None)
            if flow_id is not None:
                token.workflow.recorder.taken(flow_id, self.process_id)
