"""Places with tokens inside: the process, subprocesses, called processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.defaults import CallActivity, SubWorkflowTask
from SpiffWorkflow.util.task import TaskState

from ..contract import Element
from .data import ISOLATED, LOCAL, OUTER, Given, names_for, store_of
from .failure import Failure
from .node import FlowNode

if TYPE_CHECKING:
    from .token import Token

DEEPEST_CALLS = 50


class Scope(FlowNode):
    """Runs what stands inside of it and ends when no token is left there.

    :param entries: names of the nodes where tokens begin
    :param event_starts: names of the armed starts of its event subprocesses
    """

    is_scope = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        FlowNode.__init__(self, *args, **kwargs)
        self.entries: tuple[str, ...] = ()
        self.event_starts: tuple[str, ...] = ()

    def work(self, token: Token) -> bool | None:
        self.begin(token, self.entries)
        return None

    def begin(self, token: Token, entries: tuple[str, ...]) -> None:
        """Arm the event subprocesses, then let tokens in."""
        specs = token.workflow.spec.task_specs
        for name in self.event_starts:
            token.add(specs[name]).arrive()
        for name in entries:
            token.add(specs[name]).arrive()

    def emptied(self, token: Token) -> None:
        """No token is left inside."""
        token.complete()

    def retry(self, token: Token) -> None:
        self.attempt(token)

    def skip(self, token: Token) -> None:
        token.workflow.cancel_inside(token)
        token.complete()


class SubProcess(Scope, SubWorkflowTask):  # type: ignore[misc]
    """An embedded or event subprocess (BPMN 2.0, 13.3.4)."""

    def go_on(self, token: Token) -> None:
        if self.element_is_event_subprocess:
            token.scope.data.update(token.data)
        FlowNode.go_on(self, token)

    element_is_event_subprocess = False


class ProcessRoot(Scope):
    """The process itself: the root of the tree.

    :param clock: key of the process's own clock
    """

    def __init__(self, wf_spec: Any, name: str, element: Element, clock: str | None):
        Scope.__init__(self, wf_spec, name, element)
        self.clock = clock

    def start_at(self, token: Token, entries: tuple[str, ...]) -> None:
        """Begin an instance with tokens at these nodes."""
        workflow = token.workflow
        token._set_state(TaskState.STARTED)
        workflow.recorder.happening("started", self)
        if self.clock is not None:
            try:
                workflow.deadlines.start(token, self.clock, "process")
            except Failure as failure:
                token.internal_data["entries"] = list(entries)
                workflow.incidents.open(token, failure)
                return
        self.begin(token, entries)

    def retry(self, token: Token) -> None:
        self.start_at(token, tuple(token.internal_data.pop("entries", ())))

    def skip(self, token: Token) -> None:
        self.begin(token, tuple(token.internal_data.pop("entries", ())))

    def emptied(self, token: Token) -> None:
        workflow = token.workflow
        workflow.close_armed(token)
        workflow.deadlines.left(token)
        workflow.status = "completed"
        token._set_state(TaskState.COMPLETED)
        workflow.recorder.happening("ended", self)

    def cancelled(self, token: Token) -> None:
        token.workflow.deadlines.cancelled(token)


class Called(Scope, CallActivity):  # type: ignore[misc]
    """A call of another process, which runs as a scope of this instance (13.3.5).

    :param process: id and clock of the called process
    :param parameters: what it is given; none: it shares the data around it
    :param results: what it hands back; none: all of its data
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        Scope.__init__(self, *args, **kwargs)
        self.called_id = ""
        self.called_clock: str | None = None
        self.parameters: tuple[Given, ...] = ()
        self.results: tuple[Given, ...] = ()

    def work(self, token: Token) -> bool | None:
        self._check_depth(token)
        if self.parameters or self.results:
            outside = dict(names_for(token))
            given = {each.name: each.value(token) for each in self.parameters}
            kept = token.internal_data
            if LOCAL in kept:
                kept[OUTER] = kept[LOCAL]  # this call is one of several instances
            kept[LOCAL] = given if self.parameters else outside
            kept[ISOLATED] = 1
        if self.called_clock is not None:
            place = (self.called_id, self.called_id)
            token.workflow.deadlines.start(token, self.called_clock, "process", place)
        token.data.pop("outcome", None)
        self.begin(token, self.entries)
        return None

    def emptied(self, token: Token) -> None:
        kept = token.internal_data
        if ISOLATED in kept:
            try:
                handed = {each.name: each.value(token) for each in self.results}
            except Failure as failure:
                token.workflow.incidents.open(token, failure)
                return
            inside = kept.pop(LOCAL)
            del kept[ISOLATED]
            if OUTER in kept:
                kept[LOCAL] = kept.pop(OUTER)
            store_of(token).update(handed if self.results else inside)
        token.complete()

    def retry(self, token: Token) -> None:
        if "in" in token.internal_data and ISOLATED in token.internal_data:
            token.workflow.end_if_empty(token)
        else:
            self.attempt(token)

    def leave(self, token: Token) -> None:
        token.workflow.deadlines.left(token)
        FlowNode.leave(self, token)

    def cancelled(self, token: Token) -> None:
        token.workflow.deadlines.cancelled(token)
        FlowNode.cancelled(self, token)

    @staticmethod
    def _check_depth(token: Token) -> None:
        depth, around = 0, token.workflow.tasks.get(token._parent)
        while around is not None:
            depth += isinstance(around.task_spec, Called)
            around = token.workflow.tasks.get(around._parent)
        if depth >= DEEPEST_CALLS:
            raise Failure(
                "calls_too_deep",
                f"Processes call each other more than {DEEPEST_CALLS} deep. Look for "
                "a process that calls itself without end.",
            )
