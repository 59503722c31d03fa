"""One instance at work: SpiffWorkflow's workflow, with tokens that leave no trail.

The stock workflow keeps every finished task for ever, so a step gets dearer with each
one that went before, and joins that look back find tokens of earlier rounds. Here a
finished task is taken out of the tree at once and its children are handed to the scope
around it: what stays are the process, its running scopes, and the tokens in them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from .deadlines import Deadlines
from .failure import Failure
from .incidents import Incidents
from .joins import fire_inclusive_joins, note_waiting_in_vain
from .recorder import Recorder
from .timing import Timing
from .token import Token

if TYPE_CHECKING:
    from ..compiling.compiled import CompiledProcess
    from ..time import ClockDefinition

AUTOMATIC_LIMIT = 10_000
"""Nodes that may be run in one step; a process that wants more runs in circles."""
TOKEN_LIMIT = 5_000
"""Tokens that may be in one instance."""


class NoPython:
    """Stands where SpiffWorkflow keeps its script engine: nothing is ever evaluated as
    Python, whatever path through the library leads here."""

    environment = None

    def evaluate(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("Expressions are FEEL; none reaches Python.")

    execute = call_service = evaluate


class Procedure(BpmnWorkflow):  # type: ignore[misc]
    """The live form of an instance for the length of one step."""

    task_tree: Token
    tasks: dict[int, Token]
    data: dict[str, Any]

    def __init__(
        self,
        process: CompiledProcess,
        *,
        at: datetime,
        clocks: Mapping[str, ClockDefinition],
    ) -> None:
        super().__init__(process.spec, script_engine=NoPython(), deserializing=True)
        self.process = process
        self.recorder = Recorder(at)
        self.clocks = clocks
        self.ready: deque[Token] = deque()
        self.deadlines = Deadlines(self)
        self.incidents = Incidents(self)
        self.timing = Timing(self)
        self.joining: dict[int, Token] = {}
        self.performers: dict[str, list[str]] = {}
        self.last_id = 0
        self.status = "running"
        self.runs = 0

    def new_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def now(self) -> datetime:
        """The moment of this step, for FEEL's ``now()`` and ``today()``: told by the
        wall clock of the office, where days begin at its midnight."""
        return self.recorder.at.astimezone(ZoneInfo(self.process.time_zone))

    # --- Running --------------------------------------------------------------------

    def run_to_rest(self) -> None:
        """Run whatever needs no one from outside, in the order of arrival."""
        while True:
            while self.ready:
                token = self.ready.popleft()
                if token._state == TaskState.READY:
                    self._run(token)
            if not fire_inclusive_joins(self):
                if self.status == "running":
                    note_waiting_in_vain(self)
                return

    def _run(self, token: Token) -> None:
        self.runs += 1
        if self.runs > AUTOMATIC_LIMIT:
            token._state = TaskState.STARTED
            self.incidents.open(
                token,
                Failure(
                    "runs_in_circles",
                    f"The process ran through {AUTOMATIC_LIMIT} elements without "
                    "waiting for anybody. Correct the data that keeps it going, or the "
                    "drawing.",
                ),
            )
            return
        if len(self.tasks) > TOKEN_LIMIT:
            token._state = TaskState.STARTED
            self.incidents.open(
                token,
                Failure(
                    "too_many_tokens",
                    f"More than {TOKEN_LIMIT} tokens are in this instance. Look for a "
                    "loop in the drawing that splits and never joins.",
                ),
            )
            return
        token.run()

    def _task_completed_notify(self, task: Token) -> None:
        """SpiffWorkflow's word that a task is complete: take it out of the tree."""
        self.incidents.drop(task)
        if task is self.task_tree:
            return
        scope = self.splice_out(task)
        self.end_if_empty(scope)

    def splice_out(self, task: Token) -> Token:
        """Hand a finished task's children to the one above; returns that one."""
        above = self.tasks[task._parent]
        above._children.remove(task.id)
        for child_id in task._children:
            self.tasks[child_id]._parent = above.id
        above._children.extend(task._children)
        del self.tasks[task.id]
        return above

    def end_if_empty(self, scope: Token) -> None:
        """A scope ends when no token is left in it (BPMN 2.0, 13.2.2)."""
        if not scope.is_live or not scope.task_spec.is_scope:
            return
        for child_id in scope._children:
            if not self.tasks[child_id].task_spec.is_armed:
                return
        scope.task_spec.emptied(scope)

    # --- Taking tokens away -----------------------------------------------------------

    def close_armed(self, token: Token) -> None:
        """Events that waited along with this task wait no longer."""
        for child in list(token.children):
            if child.task_spec.is_armed:
                self.forget(child)

    def cancel_token(self, token: Token) -> None:
        """End a token and everything in it without completing it."""
        if not token.is_live:
            return
        for child in list(token.children):
            self.cancel_token(child)
        self.incidents.drop(token)
        token.task_spec.cancelled(token)
        token._state = TaskState.CANCELLED
        self.forget(token)

    def forget(self, token: Token) -> None:
        token._state = TaskState.CANCELLED
        self.incidents.drop(token)
        self.timing.forget(token)
        self.joining.pop(token.id, None)
        above = self.tasks.get(token._parent)
        if above is not None:
            above._children.remove(token.id)
        del self.tasks[token.id]

    def cancel_inside(self, scope: Token, keep: Token | None = None) -> None:
        """Cancel all tokens of a scope but one; what is armed on its edge stays."""
        for child in list(scope.children):
            if child is not keep and not child.task_spec.is_boundary:
                self.cancel_token(child)
