"""A token: SpiffWorkflow's task, without random ids, clock reads and log records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from .workflow import Procedure

LIVE = TaskState.NOT_FINISHED_MASK
DEAD = TaskState.FINISHED_MASK


class Token(Task):  # type: ignore[misc]
    """A task of the tree: a token in a node, a scope with tokens in it, or an armed
    event.

    ``data`` holds what only this token knows (the outcome of the last task on its way);
    ``internal_data`` what its node has to remember. The stock constructor draws a
    random id and reads the clock, and every change of state writes a log record with
    the task's data: neither may happen here.
    """

    workflow: Procedure
    task_spec: Any

    def __init__(
        self,
        workflow: Procedure,
        task_spec: Any,
        parent: Token | None = None,
        state: int = TaskState.FUTURE,
        id: int | None = None,
    ) -> None:
        self.id = workflow.new_id() if id is None else id
        workflow.tasks[self.id] = self
        self.workflow = workflow
        self._parent: Any = None if parent is None else parent.id
        self._children: list[int] = []
        self._state = state
        self.triggered = False
        self.task_spec = task_spec
        self.thread_id = 0
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = 0.0
        if parent is not None:
            parent._children.append(self.id)

    @property
    def key(self) -> str:
        """The id by which the outside knows it."""
        return str(self.id)

    @property
    def is_live(self) -> bool:
        return bool(self._state & LIVE)

    @property
    def scope(self) -> Token:
        """The live task around it: a subprocess, a call, a loop or the process."""
        around = self.workflow.tasks[self._parent]
        while around._state & DEAD:
            around = self.workflow.tasks[around._parent]
        return around

    def add(self, task_spec: Any) -> Token:
        """A new token under this one, in ``task_spec``; it has not arrived yet."""
        token = Token(self.workflow, task_spec, self)
        token.data = dict(self.data)
        return token

    def arrive(self) -> None:
        """Let its node decide what becomes of it."""
        self.task_spec._update(self)

    def run(self) -> bool | None:
        result: bool | None = self.task_spec._run(self)
        if self._state & DEAD:
            return result  # what it did has ended its own scope
        if result is None:
            if self._state == TaskState.READY:
                self._state = TaskState.STARTED
        else:
            self.complete()
        return result

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> Token:
        token = self.add(task_spec)
        token._state = state
        return token

    def _set_state(self, value: int) -> None:
        self._state = value

    def _inherit_data(self) -> None:
        """Data was handed over when the token was made."""
