"""What every node has in common: how a token arrives, leaves, and which way it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin

from ..contract import Element
from .failure import Failure

if TYPE_CHECKING:
    from .conditions import Condition
    from .token import Token


@dataclass(frozen=True)
class Way:
    """A sequence flow as tokens use it; ``flow_id`` is ``None`` for a link's jump."""

    flow_id: str | None
    target: str
    condition: Condition | None = None
    is_default: bool = False


class FlowNode(BpmnSpecMixin):  # type: ignore[misc]
    """One node of the drawing, in SpiffWorkflow's terms a task specification.

    ``name`` is unique in the specification and never equals a name of the library's
    own (which ``Start`` or ``End`` in a drawing would).

    :param boundary: names of the boundary events armed with this activity
    :param incoming: ids of the flows that come in
    """

    shows_task = False
    is_armed = False
    """Whether its tokens only wait for an event and are no tokens of BPMN."""
    is_boundary = False
    is_inclusive = False
    is_joining = False
    is_scope = False
    is_instance = False
    """Whether it is one round of a loop, or one instance of several."""

    def __init__(
        self, wf_spec: Any, name: str, element: Element, **kwargs: Any
    ) -> None:
        BpmnSpecMixin.__init__(self, wf_spec, name, bpmn_name=element.name, **kwargs)
        self.bpmn_id = element.id
        self.element = element
        self.element_id = element.id
        self.process_id = element.process_id
        # On an event, the clock is the timer's: it fires, and is no deadline.
        self.runs_clock = element.clock if "Event" not in element.kind else None
        self.ways: tuple[Way, ...] = ()
        self.boundary: tuple[str, ...] = ()
        self.incoming: tuple[str, ...] = ()
        self.records_performers = False

    # --- SpiffWorkflow's hooks ------------------------------------------------------

    def test(self) -> None:
        """The drawing was checked at deployment."""

    def _predict_hook(self, my_task: Token) -> None:
        """No token runs ahead of itself: futures cost time and space, and decide
        nothing."""

    def _update_hook(self, my_task: Token) -> bool:
        return True

    def _on_ready_hook(self, my_task: Token) -> None:
        my_task.workflow.ready.append(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:
        return self.attempt(my_task)

    def _on_complete_hook(self, my_task: Token) -> None:
        if "in" in my_task.internal_data:
            self.leave(my_task)
        if self.is_instance:
            around = my_task.scope
            around.task_spec.instance_done(around, my_task)
        else:
            self.go_on(my_task)

    # --- What a kind of node says for itself ----------------------------------------

    def work(self, token: Token) -> bool | None:
        return True

    def attempt(self, token: Token) -> bool | None:
        """Enter the node unless that is done, and do its work; ``None`` where it waits
        for an answer or for somebody to mend a failure."""
        try:
            if "in" not in token.internal_data:
                self.enter(token)
            return self.work(token)
        except Failure as failure:
            token.workflow.incidents.open(token, failure)
            return None

    def retry(self, token: Token) -> None:
        """Try again what failed."""
        if self.attempt(token) and token.is_live:
            token.complete()

    def skip(self, token: Token) -> None:
        """Go on as if the work had been done."""
        token.complete()

    def enter(self, token: Token) -> None:
        workflow = token.workflow
        if self.element.pauses or self.runs_clock:
            workflow.deadlines.entered(token)
        token.internal_data["in"] = 1
        workflow.recorder.happening("entered", self, token)
        for name in self.boundary:
            token.add(workflow.spec.task_specs[name]).arrive()

    def leave(self, token: Token) -> None:
        workflow = token.workflow
        workflow.close_armed(token)
        if self.element.pauses or self.runs_clock:
            workflow.deadlines.left(token)
        workflow.recorder.happening("left", self, token)

    def cancelled(self, token: Token) -> None:
        """It will not be completed: say so."""
        workflow = token.workflow
        if self.element.pauses or self.runs_clock:
            workflow.deadlines.cancelled(token)
        if "in" in token.internal_data:
            workflow.recorder.happening("cancelled", self, token)

    def go_on(self, token: Token) -> None:
        """Send a token along every flow (BPMN 2.0, 13.2.1: several flows out of an
        activity or event run in parallel). Where flows have conditions, a ``Choice``
        stands behind the node."""
        for way in self.ways:
            self.take(token, way)

    def take(self, token: Token, way: Way) -> None:
        workflow = token.workflow
        if way.flow_id is not None:
            workflow.recorder.taken(way.flow_id, self.process_id)
        following = token.add(workflow.spec.task_specs[way.target])
        following.internal_data["via"] = way.flow_id
