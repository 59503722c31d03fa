"""Tasks (BPMN 2.0, 10.3.3 and 13.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.defaults import (
    NoneTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    UserTask,
)

from ..contract import OpenedTask
from ..errors import EngineError
from ..feel import FeelEvaluationError
from ..feel.script import Script
from .data import LOCAL, Given, names_for, store_of
from .events import call
from .failure import Failure
from .node import FlowNode

if TYPE_CHECKING:
    from ..compiling.decisions import Decider
    from .token import Token

OUTCOME = "outcome"
"""Name under which a token knows how the last task on its way ended."""


class Plain(FlowNode, NoneTask):  # type: ignore[misc]
    """An abstract task: nothing to do, it ends at once (13.3.3)."""


class Person(FlowNode, UserTask):  # type: ignore[misc]
    """A user or manual task: open until a person completes it."""

    shows_task = True

    def work(self, token: Token) -> bool | None:
        workflow = token.workflow
        token.internal_data["open"] = 1
        deadlines = workflow.deadlines.of(token)
        workflow.recorder.opened.append(
            OpenedTask(
                task_id=token.key,
                element_id=self.element_id,
                process_id=self.process_id,
                excluded=excluded_from(token),
                deadline_id=deadlines[0] if deadlines else None,
                item=_item(token),
            )
        )
        return None

    def done(self, token: Token, outcome: str | None, performer: str | None) -> None:
        """A person has finished it; values are written already."""
        workflow = token.workflow
        if outcome is not None:
            token.data[OUTCOME] = outcome
            store_of(token)[self.element_id] = {OUTCOME: outcome}
        if self.records_performers and performer is not None:
            known = workflow.performers.setdefault(self.element_id, [])
            if performer not in known:
                known.append(performer)
        token.internal_data.pop("open")
        workflow.recorder.close(token, "completed")
        token.complete()

    def skip(self, token: Token) -> None:
        if token.internal_data.pop("open", None):
            token.workflow.recorder.close(token, "skipped")
        token.complete()

    def cancelled(self, token: Token) -> None:
        if token.internal_data.pop("open", None):
            token.workflow.recorder.close(token, "cancelled")
        FlowNode.cancelled(self, token)


def excluded_from(token: Token) -> tuple[str, ...]:
    """Who did a task that this one must be separate from."""
    performers = token.workflow.performers
    found: list[str] = []
    for element_id in token.task_spec.element.separate_from:
        found += [key for key in performers.get(element_id, ()) if key not in found]
    return tuple(found)


def _item(token: Token) -> Any:
    """The item of a multi-instance task."""
    local = token.internal_data.get(LOCAL)
    if local is None:
        return None
    around = token.scope.task_spec
    return local.get(getattr(around, "item", None) or "")


class Operation(FlowNode, ServiceTask):  # type: ignore[misc]
    """A service or send task: asks the caller to do something and waits.

    :param kind: ``operation``, ``letter`` or ``message``
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        FlowNode.__init__(self, *args, **kwargs)
        self.kind = "operation"
        self.called = ""
        self.parameters: tuple[Given, ...] = ()

    def work(self, token: Token) -> bool | None:
        values = {each.name: each.value(token) for each in self.parameters}
        call(token, self.kind, self.called, values)
        return None


class Send(Operation, SendTask):  # type: ignore[misc]
    """A send task."""


class Scripted(FlowNode, ScriptTask):  # type: ignore[misc]
    """A list of FEEL assignments; all of them happen, or none."""

    def __init__(self, *args: Any, script: Script, **kwargs: Any) -> None:
        FlowNode.__init__(self, *args, **kwargs)
        self.assignments = script

    def work(self, token: Token) -> bool | None:
        try:
            written = self.assignments.evaluate(names_for(token), token.workflow)
        except FeelEvaluationError as error:
            raise Failure("script", str(error)) from None
        store_of(token).update(written)
        return True


class BusinessRule(FlowNode):
    """Asks a decision table.

    :param result: name that the answer gets; ``None``: each output under its own name
    """

    def __init__(
        self, *args: Any, decider: Decider, result: str | None, **kwargs: Any
    ) -> None:
        FlowNode.__init__(self, *args, **kwargs)
        self.decider = decider
        self.result = result
        self.parameters: tuple[Given, ...] = ()

    def work(self, token: Token) -> bool | None:
        names = dict(names_for(token))
        names.update({each.name: each.value(token) for each in self.parameters})
        try:
            answer = self.decider.evaluate(names, token.workflow)
        except EngineError as error:
            raise Failure(error.code, str(error)) from None
        store_of(token).update(self._named(answer))
        return True

    def _named(self, answer: Any) -> dict[str, Any]:
        outputs = self.decider.outputs
        if self.result is not None:
            return {self.result: answer}
        if isinstance(answer, dict):
            return answer
        if len(outputs) == 1:
            return {outputs[0]: answer}
        raise Failure(
            "decision",
            "The decision gives no single row of named outputs here. Give its result "
            "a name in the drawing, or correct the table.",
        )
