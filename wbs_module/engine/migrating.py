"""Takes an instance to another version of its process, or says why that cannot be.

A pure function: nothing is changed until the caller keeps the new state, so the same
call is the preview. Every token stays where it is drawn, every timer and deadline keeps
its due time, every open task and call its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .contract import Outcome, Problem
from .running.deadlines import Running
from .running.failure import Failure
from .running.joins import recheck
from .running.stepping import outcome_of
from .running.token import Token
from .running.workflow import Procedure
from .sentences import _lt
from .state.format import parse_state, restore

if TYPE_CHECKING:
    from .compiling.compiled import CompiledProcess
    from .running.node import FlowNode
    from .time import ClockDefinition


MIGRATION_COMPLAINTS: Mapping[str, tuple[str, str]] = {
    "migration_element_gone": (
        _lt("The instance stands at {element}, which is not in the new version."),
        _lt("Map it to an element of the new version."),
    ),
    "migration_event_gone": (
        _lt("The instance waits for {element}, which is not in the new version."),
        _lt("Map it to an event of the new version, or say that it may be given up."),
    ),
    "migration_element_changed": (
        _lt(
            "The instance stands at {element}, which is another kind of element in the "
            "new version."
        ),
        _lt("Map it to an element of the same kind."),
    ),
    "migration_scope_changed": (
        _lt(
            "The instance stands at {element}, which stands in another subprocess in "
            "the new version."
        ),
        _lt("Map the subprocess around it too, or let the instance pass it first."),
    ),
    "migration_flow_gone": (
        _lt("A token waits at {element} on a flow that the new version does not have."),
        _lt("Map the flow, or let the instance pass the gateway first."),
    ),
}


@dataclass(frozen=True)
class Move:
    """A token, or an event that waits beside one, with its old and its new element.

    :param task_id: of the open task, which stays open under this id
    """

    element_id: str
    process_id: str
    to_element_id: str
    task_id: str | None = None


@dataclass(frozen=True)
class Migration:
    """What a migration would do.

    :param problems: why it cannot be done; empty where it can
    :param moves: where each token goes
    :param dropped: elements whose waiting events end, as the mapping allows
    :param outcome: the new state and what follows at once; ``None`` with problems
    """

    problems: tuple[Problem, ...]
    moves: tuple[Move, ...]
    dropped: tuple[str, ...]
    outcome: Outcome | None


def migrate(
    old: CompiledProcess,
    state: bytes,
    new: CompiledProcess,
    mapping: Mapping[str, str | None],
    *,
    at: datetime,
    clocks: Mapping[str, ClockDefinition],
) -> Migration:
    """Move an instance from ``old`` to ``new``.

    :param mapping: old element or flow id → new one, where they differ; ``None`` for a
        waiting boundary event or event subprocess start that may be given up
    :raises StateUnreadable: the state is not one of ``old``
    """
    head, rows = parse_state(state, old.digest)
    plan = _Plan(old, new, mapping)
    moved = [row for row in map(plan.row, rows) if row is not None]
    if plan.problems:
        return Migration(
            tuple(plan.problems), tuple(plan.moves), tuple(plan.dropped), None
        )
    head = plan.head(head)
    workflow = restore(Procedure(new, at=at, clocks=clocks), head, moved)
    if workflow.status == "running":
        try:
            _settle(workflow)
        except Failure as failure:
            problem = Problem(
                "error",
                "migration_" + failure.code,
                failure.message,
                "Define what is missing, then migrate again.",
            )
            return Migration((problem,), tuple(plan.moves), tuple(plan.dropped), None)
    return Migration((), tuple(plan.moves), tuple(plan.dropped), outcome_of(workflow))


class _Plan:
    """Rewrites the rows of a state, collecting what stands against it."""

    def __init__(
        self,
        old: CompiledProcess,
        new: CompiledProcess,
        mapping: Mapping[str, str | None],
    ) -> None:
        self.old, self.new, self.mapping = old, new, mapping
        self.problems: list[Problem] = []
        self.moves: list[Move] = []
        self.dropped: list[str] = []
        self._gone: set[int] = set()
        self._names: dict[int, str] = {}

    def row(self, row: list[Any]) -> list[Any] | None:
        old: FlowNode = self.old.spec.task_specs[row[1]]
        if row[2] in self._gone:
            self._gone.add(row[0])
            return None
        if old is self.old.spec.start:
            self._names[row[0]] = self.new.spec.start.name
            return [row[0], self.new.spec.start.name, *row[2:]]
        if self.mapping.get(old.element_id, "") is None and old.is_armed:
            self._gone.add(row[0])
            self.dropped.append(old.element_id)
            return None
        new = self._counterpart(old, row)
        if new is None:
            return None
        task_id = None
        if len(row) > 5 and "open" in row[5]:
            task_id = str(row[0])
        if not old.name.endswith("#choice"):
            self.moves.append(
                Move(old.element_id, old.process_id, new.element_id, task_id)
            )
        self._names[row[0]] = new.name
        return [row[0], new.name, row[2], *self._rest(row, old, new)]

    def head(self, head: dict[str, Any]) -> dict[str, Any]:
        changed = dict(head)
        if "p" in head:
            changed["p"] = {self._to(key): who for key, who in head["p"].items()}
        if "t" in head:
            changed["t"] = [
                [
                    item[0],
                    item[1],
                    self._place(item[2]),
                    self._place(item[3]),
                    *item[4:],
                ]
                for item in head["t"]
            ]
        return changed

    def _place(self, element_id: str) -> str:
        if element_id == self.old.process_id:
            return self.new.process_id
        return self._to(element_id)

    def _to(self, element_id: str) -> str:
        return self.mapping.get(element_id) or element_id

    def _counterpart(self, old: FlowNode, row: list[Any]) -> FlowNode | None:
        prefix, slash, rest = old.name.rpartition("/")
        element, colon, suffix = rest.rpartition(":")
        name = prefix + slash + self._to(element) + colon + suffix
        if old.name.endswith("#armed"):  # named after its subprocess
            name = prefix + slash + self._to(element) + colon + suffix
        new: FlowNode | None = self.new.spec.task_specs.get(name)
        if new is None:
            self._complain(
                old,
                "migration_event_gone" if old.is_armed else "migration_element_gone",
            )
        elif type(new) is not type(old):
            self._complain(old, "migration_element_changed")
        elif not self._same_scope(old, new, row):
            self._complain(old, "migration_scope_changed")
        else:
            return new
        return None

    def _same_scope(self, old: FlowNode, new: FlowNode, row: list[Any]) -> bool:
        """Whether the row above stands for what is drawn around the new element."""
        parent = new.element.parent_id
        before = old.element.parent_id
        return (None if before is None else self._to(before)) == parent

    def _rest(self, row: list[Any], old: FlowNode, new: FlowNode) -> list[Any]:
        rest = list(row[3:])
        if len(rest) < 3:
            return rest
        kept = dict(rest[2])
        for key in ("via", "raced"):
            if kept.get(key) is not None:
                kept[key] = self._to(kept[key])
        if new.is_joining and kept.get("via") not in new.incoming:
            self._complain(old, "migration_flow_gone")
        rest[2] = kept
        return rest

    def _complain(self, node: FlowNode, code: str) -> None:
        message, advice = MIGRATION_COMPLAINTS[code]
        name = node.element.name or node.element_id
        self.problems.append(
            Problem(
                "error",
                code,
                message.format(element=f"“{name}”"),
                advice,
                element_id=node.element_id,
                element_name=node.element.name or None,
                parameters={"element": f"“{name}”"},
            )
        )


def _settle(workflow: Procedure) -> None:
    """Begin to wait for what is new in this version, then let go what can go."""
    for token in list(workflow.tasks.values()):
        if token.is_live and "in" in token.internal_data:
            _arm_new(workflow, token)
            _follow_clock(workflow, token)
    _arm_new(workflow, workflow.task_tree)
    recheck(workflow)
    workflow.run_to_rest()


def _arm_new(workflow: Procedure, token: Token) -> None:
    spec = token.task_spec
    there = {child.task_spec.name for child in token.children}
    begun = spec.is_scope and "interrupted" not in token.internal_data
    for name in (*spec.boundary, *(spec.event_starts if begun else ())):
        if name not in there:
            token.add(workflow.spec.task_specs[name]).arrive()


def _follow_clock(workflow: Procedure, token: Token) -> None:
    """A clock that the new version names starts now; one it names no more stops."""
    spec, deadlines = token.task_spec, workflow.deadlines
    running: list[Running] = [deadlines.running[key] for key in deadlines.of(token)]
    clock = spec.runs_clock
    for item in running:
        if item.scope != "process" and item.clock != clock:
            deadlines.drop(item)
    if clock is not None:
        deadlines.start(token, clock, "subprocess" if spec.is_scope else "task")
