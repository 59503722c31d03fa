"""Plays a test diagram on the engine, through its public doors only.

Every command goes through the stored state, so each step is saved, loaded and pruned.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from wbs_module import engine
from wbs_module.engine.contract import (
    AnswerCall,
    BroadcastSignal,
    Call,
    Command,
    CompleteTask,
    DeliverMessage,
    FailCall,
    OperationSignature,
    Outcome,
    Problem,
    Surroundings,
    Wake,
)
from wbs_module.engine.errors import NotInThisState

from . import triage
from .bpmn_file import GROUP, bpmn_file
from .diagram import Diagram

_TYPES = {bool: "boolean", int: "number", str: "string", list: "list"}


class Refused(Exception):
    """The engine does not compile the diagram; says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(item for item in problems if item.severity == "error")
        told = (f"{item.element_id}: {item.code}" for item in self.problems)
        super().__init__("; ".join(told))


def surroundings(diagram: Diagram) -> Surroundings:
    """What the offices of all cases offer, and the data given to this one."""
    return Surroundings(
        groups=frozenset({GROUP}),
        letters=frozenset({"receipt"}),
        operations={
            "register": OperationSignature(results=("number",), errors=("E1",))
        },
        decisions={triage.NAME: triage.FILE},
        names={name: _TYPES[type(value)] for name, value in diagram.given.items()},
        processes={name: bpmn_file(called) for name, called in diagram.called.items()},
    )


class EnginePlayer:
    """See ``case.Player``; raises :class:`Refused`."""

    def __init__(self, diagram: Diagram, now: datetime) -> None:
        compilation = engine.compile(bpmn_file(diagram), surroundings(diagram))
        if compilation.process is None:
            raise Refused(compilation.problems)
        self.process = compilation.process
        self.given, self.now = diagram.given, now
        self.tasks: dict[str, str] = {}
        self.calls: dict[str, Call] = {}
        self.incidents: list[str] = []

    def start(self, event: str | None = None) -> None:
        self._take(
            engine.start(
                self.process, self.given, at=self.now, clocks={}, start_event=event
            )
        )

    def complete(self, node_id: str, values: dict[str, Any]) -> bool:
        for task_id, element_id in self.tasks.items():
            if element_id == node_id:
                self._do(CompleteTask(task_id, values=values))
                return True
        return False

    def answer(self, node_id: str, values: dict[str, Any]) -> bool:
        return self._reply(node_id, lambda call: AnswerCall(call, values))

    def fail(self, node_id: str, code: str) -> bool:
        return self._reply(node_id, lambda call: FailCall(call, "refused", code))

    def _reply(self, node_id: str, command: Any) -> bool:
        for call in list(self.calls.values()):
            if call.element_id == node_id:
                del self.calls[call.call_id]
                try:
                    self._do(command(call.call_id))
                except NotInThisState:
                    continue
                return True
        return False

    def message(self, name: str, values: dict[str, Any]) -> bool:
        return self._do(DeliverMessage(name, values)).caught

    def signal(self, name: str) -> bool:
        return self._do(BroadcastSignal(name)).caught

    def wake(self, at: datetime) -> None:
        self.now = at
        self._do(Wake())

    def next_due(self) -> datetime | None:
        return self.outcome.wake_at

    def open_tasks(self) -> Counter[str]:
        return Counter(self.tasks.values())

    def open_calls(self) -> Counter[str]:
        """Calls not answered, as far as a token still waits for the answer."""
        made = Counter(call.element_id for call in self.calls.values())
        standing = Counter[str]()
        for token in self.outcome.tokens:
            standing[token.element_id] += token.count
        return made & standing

    @property
    def status(self) -> str:
        return self.outcome.status

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.outcome.data)

    def _do(self, command: Command) -> Outcome:
        state = self.outcome.state
        self._take(engine.step(self.process, state, command, at=self.now, clocks={}))
        return self.outcome

    def _take(self, outcome: Outcome) -> None:
        self.outcome = outcome
        for closed in outcome.closed:
            self.tasks.pop(closed.task_id, None)
        opened = {task.task_id for task in outcome.opened}
        gone = {task.task_id for task in outcome.closed}
        for task in outcome.opened:
            if task.task_id in opened - gone:
                self.tasks[task.task_id] = task.element_id
        for call in outcome.calls:
            self.calls[call.call_id] = call
        self.incidents += [incident.code for incident in outcome.incidents]
