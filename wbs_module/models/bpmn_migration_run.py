"""Migrations that were carried out, and the way back."""

from __future__ import annotations

import hashlib
from typing import Any

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from .bpmn_stepping import Stepping

_OF_A_DEADLINE = (
    "state",
    "due_at",
    "warn_at",
    "ended_at",
    "warned",
    "late",
    "level",
    "data",
)
_OF_A_TASK = ("due_at", "warn_at", "deadline_state", "late")


class BpmnMigrationRun(models.Model):
    _name = "bpmn.migration.run"
    _description = "Migration that was Carried Out"
    _order = "id desc"
    _log_access = False

    process_id = fields.Many2one(
        "bpmn.process", required=True, index=True, ondelete="restrict"
    )
    version_id = fields.Many2one("bpmn.process.version", "From", required=True)
    target_id = fields.Many2one("bpmn.process.version", "To", required=True)
    migrated_at = fields.Datetime("When", required=True)
    user_id = fields.Many2one("res.users", "Who", required=True)
    mapping = fields.Json()
    line_ids = fields.One2many("bpmn.migration.undo", "run_id", groups=NO_ACCESS)
    moved_count = fields.Integer("Moved", compute="_compute_counts")
    back_count = fields.Integer("Can be moved back", compute="_compute_counts")

    def _compute_counts(self):
        # sudo: numbers only, for owners who see no instance
        for run in self:
            lines = run.sudo().line_ids
            run.moved_count = len(lines)
            run.back_count = len(lines.filtered(lambda line: not line._obstacle()))

    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._(
                "Version %(old)s → %(new)s",
                old=run.version_id.number,
                new=run.target_id.number,
            )

    def action_undo(self):
        """Move back each instance that took no step since, and say which did not."""
        # sudo: an owner moves instances that they cannot see
        self.check_access("read")
        self.ensure_one()
        self.process_id.check_access("write")
        stays: dict[str, int] = {}
        back = 0
        for line in self.sudo().line_ids.filtered(lambda line: not line.undone):
            obstacle = line._undo()
            if obstacle:
                stays[obstacle] = stays.get(obstacle, 0) + 1
            else:
                back += 1
        if not back:
            raise UserError(
                "\n".join([self.env._("No instance can be moved back."), *stays])
            )
        words = [self.env._("%s instances are on their former version again.", back)]
        words += [f"{count} × {reason}" for reason, count in stays.items()]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": "\n".join(words),
                "type": "warning" if stays else "success",
                "sticky": bool(stays),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class BpmnMigrationUndo(models.Model):
    """How an instance stood before it was migrated. Nobody's to read."""

    _name = "bpmn.migration.undo"
    _description = "State before a Migration"
    _log_access = False

    run_id = fields.Many2one(
        "bpmn.migration.run", required=True, index=True, ondelete="cascade"
    )
    instance_id = fields.Many2one(
        "bpmn.instance", required=True, index=True, ondelete="cascade"
    )
    before = fields.Binary(attachment=False)
    after_digest = fields.Char(required=True)
    rows = fields.Json(required=True)
    went_on = fields.Boolean(help="The migration itself let the instance go on")
    undone = fields.Boolean()

    def _keep(
        self, run: models.Model, instance: models.Model, state: bytes
    ) -> models.Model:
        """Note how the instance stands, before it is migrated.

        ``_close`` is called afterwards.
        """
        deadlines, tasks = instance.deadline_ids, instance.task_ids
        rows = {
            "tokens": instance.tokens,
            "wake_at": fields.Datetime.to_string(instance.wake_at) or False,
            "tasks": {
                task.id: {
                    "element_id": task.element_id.id,
                    "group_id": task.group_id.id,
                    "deadline_id": task.deadline_id.id,
                    **_values(task, _OF_A_TASK),
                }
                for task in tasks.filtered(lambda task: task.state == "open")
            },
            "deadlines": {
                deadline.id: {
                    "element_id": deadline.element_id.id,
                    "definition_id": deadline.definition_id.id,
                    **_values(deadline, _OF_A_DEADLINE),
                }
                for deadline in deadlines.filtered(lambda item: not item.ended_at)
            },
        }
        return self.create(
            {
                "run_id": run.id,
                "instance_id": instance.id,
                "before": state,
                "after_digest": "-",
                "rows": rows,
            }
        )

    def _close(self, outcome: Any) -> None:
        """Note what the instance became."""
        self.after_digest = _digest(outcome.state)
        self.went_on = went_on(outcome)

    def _obstacle(self) -> str:
        """Why the instance stays where it is; empty where it can be moved back."""
        if self.undone:
            return self.env._("It was moved back already.")
        if self.went_on:
            return self.env._(
                "The new version let it go on at once: what followed has happened."
            )
        # sudo: the state is hidden from everybody
        # bin_size: the web client's context would turn the bytes into their length.
        instance = self.instance_id.sudo().with_context(bin_size=False)
        if _digest(bytes(instance.state or b"")) != self.after_digest:
            return self.env._("It took a step since it was moved.")
        return ""

    def _undo(self) -> str:
        """Back to the former version and state. Returns the obstacle, if any."""
        # sudo: rows are the procedure's
        instance = self.instance_id.sudo()
        Stepping(instance)  # holds the lock to the end of the transaction
        instance.invalidate_recordset()
        obstacle = self._obstacle()
        if obstacle:
            return obstacle
        rows, run = self.rows, self.run_id
        instance.write(
            {
                "version_id": run.version_id.id,
                "state": bytes(self.with_context(bin_size=False).before),
                "tokens": rows["tokens"],
                "wake_at": rows["wake_at"],
            }
        )
        for deadline in instance.deadline_ids:
            kept = rows["deadlines"].get(str(deadline.id))
            if kept:
                deadline.write(kept)
            elif not deadline.ended_at:
                # It began with the migration. Its key may be given again.
                deadline.write(
                    {
                        "state": "stopped",
                        "ended_at": self.env["bpmn.time"]._now(),
                        "engine_id": f"undone-{self.id}-{deadline.engine_id}",
                    }
                )
        for task in instance.task_ids:
            kept = rows["tasks"].get(str(task.id))
            if kept:
                task.write(kept)
        self.undone = True
        self.env["bpmn.history"]._append(
            instance, "migration_undone", user_id=self.env.uid
        )
        instance._refresh_access()
        return ""


def went_on(outcome: Any) -> bool:
    """Whether a migration did more than move what waits."""
    more = (outcome.calls, outcome.opened, outcome.closed, outcome.incidents)
    return any(more) or outcome.status != "running"


def _values(record: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    found = {}
    for name in names:
        value = record[name]
        if value and record._fields[name].type == "datetime":
            value = fields.Datetime.to_string(value)
        found[name] = value
    return found


def _digest(state: bytes) -> str:
    return hashlib.sha256(state).hexdigest()
