"""What the engine's outcomes say, gathered over a step and written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from odoo import models
from odoo.fields import Command as Link

from ..engine import Move
from ..engine.contract import (
    ClosedTask,
    Command,
    CompleteTask,
    DeadlineChange,
    Incident,
    OpenedTask,
    Outcome,
    Wake,
)
from . import bpmn_sql

_ENDS = ("met", "late", "stopped")


class Recording:
    """Rows to write for one step of ``instance``, whose row is locked."""

    def __init__(
        self,
        instance: models.Model,
        locked: bpmn_sql.LockedInstance,
        moment: datetime,
    ) -> None:
        self.instance = instance
        self.env = instance.env
        self.locked = locked
        self.at = self.env["bpmn.time"]._stored(moment)
        self.command: Command | None = None
        self.known_tasks: dict[str, models.Model] = {}
        self.values_digest: str | None = None
        self.version_id: int | None = None
        self.opened: dict[str, OpenedTask] = {}
        self.closed: dict[str, ClosedTask] = {}
        self.deadlines: list[DeadlineChange] = []
        self.incidents: dict[str, Incident] = {}
        self.resolved: set[str] = set()
        self.happened: list[Any] = []
        self.groups_of_moves: set[int] = set()
        self.elements = self.env["bpmn.process.version"]._element_rows(
            locked.version_id
        )

    def add(self, outcome: Outcome) -> None:
        self.opened.update((task.task_id, task) for task in outcome.opened)
        self.closed.update((task.task_id, task) for task in outcome.closed)
        self.deadlines += outcome.deadlines
        self.incidents.update((item.incident_id, item) for item in outcome.incidents)
        self.resolved.update(outcome.resolved)
        self.happened += outcome.happened

    def migrate_to(self, version: models.Model, moves: Iterable[Move]) -> None:
        """From now on elements are those of ``version``, and so are what is open.

        Each open task goes where its own token goes: tasks of one multi-instance
        element are told apart by the engine's id.
        """
        self.version_id = version.id
        self.elements = version._element_rows(version.id)
        tasks = {
            task.engine_id: task
            for task in self.instance.task_ids.filtered(
                lambda task: task.state == "open"
            )
        }
        places = {}
        for move in moves:
            element = self.elements.get((move.process_id, move.to_element_id))
            places[move.process_id, move.element_id] = element
            task = tasks.get(move.task_id)
            if task and element:
                task.write({"element_id": element.id, "group_id": element.group_id})
                self.groups_of_moves |= {element.group_id} - {None}
        for deadline in self.instance.deadline_ids.filtered("element_id"):
            old = deadline.element_id
            element = places.get((old.process_key, old.key))
            if element and deadline.state in ("running", "paused"):
                deadline.element_id = element.id
        self.env["bpmn.history"]._append(
            self.instance, "migrated", user_id=self.env.uid
        )

    def write_rows(self, outcome: Outcome) -> None:
        """Write all rows. ``outcome`` is the last one: status, tokens, next wake."""
        # sudo: clients may not trigger crons
        deadlines = self._write_deadlines()
        tasks = self._write_tasks(deadlines)
        self._write_incidents()
        self._write_history(tasks)
        groups = self._newly_involved()
        self._write_instance(outcome, groups)
        if groups and self.locked.state:
            self.instance._refresh_access()
        elif groups:  # it has just begun
            self.instance._write_access()
        if self.late_levels():
            self.env["bpmn.outbox"]._queue_digests(self.instance)
        if (
            outcome.wake_at
            and self.env["bpmn.time"]._stored(outcome.wake_at) <= self.at
        ):
            self.env.ref("wbs_module.bpmn_cron_sweep").sudo()._trigger()

    def _row(self, thing: Any) -> Any:
        return self.elements[thing.process_id, thing.element_id]

    def _element_id(self, thing: Any) -> int | None:
        row = self.elements.get((thing.process_id, thing.element_id))
        return row.id if row else None

    # --- deadlines ------------------------------------------------------------------

    def _write_deadlines(self) -> dict[str, dict[str, Any]]:
        """Engine's id → what a list of tasks shows of it, of all that changed."""
        if not self.deadlines:
            return {}
        values = _final_values(self.deadlines, self._deadline_values)
        began = {it.deadline_id for it in self.deadlines if it.what == "started"}
        records = self.env["bpmn.deadline"]
        records.flush_model()
        ids = bpmn_sql.write_deadlines(
            self.env.cr,
            self.instance.id,
            {key: vals for key, vals in values.items() if key not in began},
            [self._new_deadline(key) | values[key] for key in values if key in began],
        )
        records.browse(ids.values()).invalidate_recordset()
        if began:
            self.instance.invalidate_recordset(["deadline_ids"])
        return {key: _mark(ids[key], vals) for key, vals in values.items()}

    def _new_deadline(self, engine_id: str) -> dict[str, Any]:
        first = next(item for item in self.deadlines if item.deadline_id == engine_id)
        return {
            "instance_id": self.instance.id,
            "company_id": self.locked.company_id,
            "engine_id": engine_id,
            "clock_key": first.clock,
            "scope": first.scope,
            "element_id": self._element_id(first),
            "started_at": self.env["bpmn.time"]._stored(first.at),
        }

    def _deadline_values(self, change: DeadlineChange) -> dict[str, Any]:
        stored = self.env["bpmn.time"]._stored
        values: dict[str, Any] = {
            "state": _DEADLINE_STATES.get(change.what, "running"),
            "due_at": stored(change.due_at) or None,
            "warn_at": stored(change.warn_at) or None,
        }
        if change.deadline:
            values |= self.env["bpmn.deadline"]._kept(change.deadline)
        if change.what in _ENDS:
            values["ended_at"] = stored(change.at)
        if change.what == "escalated":
            values["level"] = change.level
        if change.what in ("due", "escalated", "late"):
            values["late"] = True
        if change.what in ("warned", "due", "escalated"):
            values["warned"] = True
        if change.what in ("extended", "recalculated"):
            values["late"] = False
        return values

    def late_levels(self) -> list[DeadlineChange]:
        """Deadlines that somebody has to be told about."""
        told = ("warned", "due", "escalated")
        return [change for change in self.deadlines if change.what in told]

    # --- tasks ------------------------------------------------------------------------

    def _write_tasks(self, deadlines: dict[str, dict[str, Any]]) -> dict[str, int]:
        """Engine's id → database id, of all tasks that the step touched."""
        tasks = self.env["bpmn.task"]
        marks = {
            change.task_id: deadlines[change.deadline_id]
            for change in self.deadlines
            if change.task_id
        }
        earlier = (self.closed.keys() | marks.keys()) - self.opened.keys()
        by_task = {
            key: record for key, record in self.known_tasks.items() if key in earlier
        }
        by_task |= {
            record.engine_id: record
            for record in tasks._of_engine_ids(
                self.instance, list(earlier - by_task.keys())
            )
        }
        for key, record in by_task.items():
            values = dict(marks.get(key, {}))
            if key in self.closed:
                values |= self._closing_values(self.closed[key])
            record.write(values)
        values = [
            self._new_task(task) | marks.get(task.task_id, {})
            for task in self.opened.values()
        ]
        created = tasks.create(values)
        ids = {key: record.id for key, record in by_task.items()}
        ids.update(zip(self.opened, created.ids, strict=True))
        return ids

    def _new_task(self, task: OpenedTask) -> dict[str, Any]:
        element = self._row(task)
        values: dict[str, Any] = {
            "instance_id": self.instance.id,
            "company_id": self.locked.company_id,
            "engine_id": task.task_id,
            "element_id": element.id,
            "group_id": element.group_id,
            "state": "open",
            "opened_at": self.at,
        }
        if task.excluded:
            values["excluded_user_ids"] = [
                Link.set([int(key) for key in task.excluded if key.isdigit()])
            ]
        if task.task_id in self.closed:
            values |= self._closing_values(self.closed[task.task_id])
        return values

    def _closing_values(self, task: ClosedTask) -> dict[str, Any]:
        values: dict[str, Any] = {"state": task.how, "closed_at": self.at}
        command = self.command
        if isinstance(command, CompleteTask) and command.task_id == task.task_id:
            values |= {"closed_by_id": self.env.uid, "outcome": command.outcome}
        return values

    # --- the rest -------------------------------------------------------------------

    def _write_incidents(self) -> None:
        if not self.incidents and not self.resolved:
            return
        stored = self.env["bpmn.time"]._stored
        records = self.env["bpmn.incident"]
        known = {
            record.engine_id: record
            for record in records.search(
                [
                    ("instance_id", "=", self.instance.id),
                    ("engine_id", "in", [*self.incidents, *self.resolved]),
                ]
            )
        }
        new = []
        for key, incident in self.incidents.items():
            values = {
                "code": incident.code,
                "message": incident.message,
                "attempt": incident.attempt,
                "next_attempt_at": stored(incident.next_attempt),
                "state": "open",
            }
            if key in known:
                known[key].write(values)
            else:
                new.append(
                    values
                    | {
                        "instance_id": self.instance.id,
                        "company_id": self.locked.company_id,
                        "engine_id": key,
                        "element_id": self._element_id(incident),
                        "opened_at": self.at,
                    }
                )
        created = {record.engine_id: record for record in records.create(new)}
        for key in self.resolved:
            record = known.get(key) or created.get(key)
            if record:
                record.write(
                    {
                        "state": "resolved",
                        "resolved_at": self.at,
                        "next_attempt_at": False,
                    }
                )

    def _write_history(self, tasks: dict[str, int]) -> None:
        person = None if isinstance(self.command, Wake | None) else self.env.uid
        bpmn_sql.insert_history(self.env.cr, list(self._history(tasks, person)))

    def _history(
        self, tasks: dict[str, int], person: int | None
    ) -> Iterator[tuple[Any, ...]]:
        stored = self.env["bpmn.time"]._stored
        closed = {key for key, task in self.closed.items() if task.how == "completed"}
        for item in self.happened:
            element_id = self._element_id(item)
            yield (
                self.instance.id,
                element_id,
                tasks.get(item.task_id),
                person if item.task_id in closed else None,
                item.what,
                stored(item.at),
                None if element_id else {"flow": item.element_id},
            )
        for change in self.deadlines:
            task_id = tasks.get(change.task_id)
            # Which clock a task has stands on the task.
            detail = {} if task_id else {"clock": change.clock}
            if change.level:
                detail["level"] = change.level
            yield (
                self.instance.id,
                self._element_id(change),
                task_id,
                None,
                f"deadline_{change.what}",
                stored(change.at),
                detail or None,
            )

    def _newly_involved(self) -> set[int]:
        """Groups that have a part in the way since this step."""
        groups = {self._row(task).group_id for task in self.opened.values()} - {None}
        groups |= self.groups_of_moves
        clocks = self.env["bpmn.clock"]
        for change in self.deadlines:
            if change.what == "escalated" and change.level:
                groups.update(
                    clocks._group_of_level(
                        self.locked.company_id, change.clock, change.level
                    ).ids
                )
        if self.incidents:
            groups.add(self.env.ref("wbs_module.group_bpmn_operator").id)
        return groups - set(self.locked.involved_groups)

    def _write_instance(self, outcome: Outcome, groups: set[int]) -> None:
        values: dict[str, Any] = {
            "state": outcome.state,
            "wake_at": self.env["bpmn.time"]._stored(outcome.wake_at),
            "tokens": [
                [token.process_id, token.element_id, token.count]
                for token in outcome.tokens
            ],
        }
        if outcome.status != self.locked.status:
            values["status"] = outcome.status
        if outcome.status != "running":
            values |= {"ended_at": self.at, "wake_at": False}
        if groups:
            values["involved_groups"] = [*self.locked.involved_groups, *sorted(groups)]
        if self.version_id is not None:
            values["version_id"] = self.version_id
        if self.values_digest is not None:
            values["values_digest"] = self.values_digest
        self.instance.write(values)


def _mark(deadline_id: int, values: dict[str, Any]) -> dict[str, Any]:
    """What the lists of tasks sort, filter and colour by.

    It repeats what stands on the deadline, so that no list has to join. What a change
    does not name (``late``) stays as it was, on the deadline and on the task.
    """
    mark = {
        "deadline_id": deadline_id,
        "due_at": values["due_at"],
        "warn_at": values["warn_at"],
        "deadline_state": values["state"],
    }
    if "late" in values:
        mark["late"] = values["late"]
    return mark


_DEADLINE_STATES = {
    "paused": "paused",
    "met": "met",
    "late": "met_late",
    "stopped": "stopped",
}


def _final_values(changes: list[DeadlineChange], values_of: Any) -> dict[str, Any]:
    """Engine's id → what to write, later changes over earlier ones."""
    final: dict[str, dict[str, Any]] = {}
    for change in changes:
        final.setdefault(change.deadline_id, {}).update(values_of(change))
    return final
