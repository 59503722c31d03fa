"""A running, or ended, instance of a process."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from ..engine.contract import CancelInstance, Command, DeliverMessage, Outcome
from . import bpmn_sql
from .bpmn_stepping import Stepping

STATUSES = [
    ("running", "Running"),
    ("completed", "Completed"),
    ("cancelled", "Cancelled"),
]


class BpmnInstance(models.Model):
    """Who may see it stands in ``user_ids``, and nowhere else.

    Rows are written by the methods here only, as superuser, after the engine said
    what to write; clients hold no right to create or change any.
    """

    _name = "bpmn.instance"
    _inherit = ["bpmn.sealed"]
    _description = "Procedure"
    _order = "id desc"
    _log_access = False  # create_uid would be the reporter; times are ours

    version_id = fields.Many2one(
        "bpmn.process.version", required=True, index=True, readonly=True
    )
    process_id = fields.Many2one(
        "bpmn.process", required=True, index=True, readonly=True
    )
    company_id = fields.Many2one("res.company", "Office", required=True, readonly=True)
    res_model = fields.Char("Model of the record", readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", readonly=True, index="btree_not_null"
    )
    main = fields.Boolean(
        readonly=True, help="The procedure that decides the status of its record."
    )
    status = fields.Selection(STATUSES, required=True, readonly=True)
    started_at = fields.Datetime("Started", required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    wake_at = fields.Datetime("Next timer", readonly=True)
    wake_failures = fields.Integer(readonly=True, aggregator=None)
    state = fields.Binary(
        attachment=False, groups=NO_ACCESS, help="The engine's own state"
    )
    tokens = fields.Json("Where it stands", readonly=True, prefetch=False)
    involved_groups = fields.Json(groups=NO_ACCESS)
    values_digest = fields.Char(groups=NO_ACCESS)
    user_ids = fields.Many2many(
        "res.users",
        "bpmn_instance_user_rel",
        "instance_id",
        "user_id",
        string="May see it",
        groups=NO_ACCESS,
    )
    task_ids = fields.One2many("bpmn.task", "instance_id", "Tasks")
    deadline_ids = fields.One2many("bpmn.deadline", "instance_id", "Deadlines")
    incident_ids = fields.One2many("bpmn.incident", "instance_id", "Incidents")
    history_ids = fields.One2many("bpmn.history", "instance_id")
    summary = fields.Char("About", compute="_compute_summary")

    _due = models.Index(
        "(wake_at, id) WHERE status = 'running' AND wake_at IS NOT NULL"
    )
    _of_record = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    @api.depends("process_id.name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # Odoo reads the name of a relation as superuser, for whoever points at any row:
        # what an instance is about stands in its name for those who may see it.
        seen = self.sudo(False)._filtered_access("read")
        # sudo: the process's name, for whoever sees the instance
        for instance in self:
            about = instance.summary if instance in seen else ""
            process = instance.process_id.sudo().name
            instance.display_name = f"{process} {about or instance.id}"

    def _compute_summary(self):
        # sudo: the record's own hook answers neutral words
        task = self.env["bpmn.task"].sudo()
        records = self.sudo()._records()
        for instance in self:
            record = records[instance.id]
            instance.summary = record._bpmn_task_summary(task) if record else ""

    def _record(self) -> models.Model | None:
        """The record that the instance is about, as superuser; None if it has none."""
        self.ensure_one()
        return self._records()[self.id]

    def _records(self) -> dict[int, models.Model | None]:
        """Instance → the record that it is about; read together when one is read."""
        # sudo: hooks run with the procedure's rights, as they say
        about: dict[str, list[int]] = {}
        for instance in self.filtered("res_id"):
            about.setdefault(instance.res_model, []).append(instance.res_id)
        return {
            instance.id: self.env[instance.res_model]
            .sudo()
            .browse(instance.res_id)
            .with_prefetch(about[instance.res_model])
            if instance.res_model and instance.res_id
            else None
            for instance in self
        }

    def _kept_reason(self, reason: str) -> str:
        """A reason that somebody gave, as it may stand in the history.

        It is free text, and so content: the record keeps it, and answers a neutral
        word. Without a record there is nowhere to keep it sealed.

        :raise UserError: there is none, or nothing could keep it
        """
        self.ensure_one()
        record = self._record()
        if not (reason or "").strip():
            if record is None:
                return ""
            raise UserError(self.env._("Please give a reason: it is kept."))
        if record is None:
            raise UserError(
                self.env._(
                    "This procedure is about no record that could keep a text sealed. "
                    "Leave the text empty: who acted, and when, is kept."
                )
            )
        return record._bpmn_note(self, reason)

    # --- doors --------------------------------------------------------------------

    @api.model
    def _start(
        self,
        process_key: str,
        *,
        company: models.Model,
        record: models.Model | None = None,
        values: dict[str, Any] | None = None,
        main: bool = True,
    ) -> models.Model:
        """Start the version in force of a process.

        :raise UserError: the office has no such process in force
        """
        # sudo: whoever reports holds no right on processes or instances
        process = (
            self.env["bpmn.process"]
            .sudo()
            .search_fetch(
                [("key", "=", process_key), ("company_id", "=", company.id)],
                ["version_id", "company_id"],
            )
        )
        if not process.version_id:
            raise UserError(
                self.env._(
                    "%(office)s has no procedure %(key)s in force: ask the process "
                    "owner to put one into force.",
                    office=company.name,
                    key=process_key,
                )
            )
        return Stepping.start(self.sudo(), process, record, values or {}, main)

    def _step(self, command: Command) -> Outcome:
        """Let the engine take one step, and write all that it says.

        All in the current transaction: the lock on the instance is held to its end.

        :raise EngineError: the command was refused; nothing has changed
        """
        return Stepping(self).run(command)

    def _deliver_message(self, name: str, values: dict[str, Any] | None = None) -> bool:
        """Hand a message to the instance; whether anything waited for it."""
        return self._step(DeliverMessage(name=name, values=values or {})).caught

    def _cancel(self, reason: str) -> None:
        """End the instance, with all its tasks and timers. ``reason`` is a word."""
        self._step(CancelInstance(reason=reason))

    @api.model
    def _of_record(self, record: models.Model) -> models.Model:
        """All instances of a record."""
        return self.search(
            [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        )

    # --- who may see it ---------------------------------------------------------------

    def _involved_group_records(self) -> models.Model:
        """Groups whose lanes or escalation steps had a part so far."""
        # sudo: memberships are read, not the user's own rights
        self.ensure_one()
        return self.env["res.groups"].sudo().browse(self.involved_groups or [])

    def _candidate_users(self, beside: models.Model | None = None) -> models.Model:
        """Everybody whom the way so far would let see the instance.

        :param beside: groups whose members see it too, whatever its way
        """
        self.ensure_one()
        return self._involved_group_records()._active_users(
            self.company_id, with_substitutes=True, beside=beside
        )

    def _refresh_access(self) -> None:
        """Write the positive list anew; whoever fell off it sees nothing any more."""
        self._write_access()
        self.env["bpmn.task"]._release_unseen(self)

    def _write_access(self) -> None:
        """The positive list alone: enough where no task can be taken yet."""
        # sudo: the positive list is hidden from everybody
        for instance in self.sudo():
            record = instance._record()
            allowed = (
                record._bpmn_allowed_users(instance)
                if record is not None
                else instance._candidate_users()
            )
            bpmn_sql.write_instance_users(self.env.cr, instance.id, allowed.ids)
            instance.invalidate_recordset(["user_ids"])
            if record is not None:
                record._bpmn_access_written(allowed)

    @api.model
    def _refresh_access_of_groups(self, groups: models.Model) -> None:
        """Memberships of ``groups`` changed: running instances follow at once."""
        if groups.filtered("bpmn_key"):
            ids = bpmn_sql.running_instances_of_groups(self.env.cr, groups.ids)
            self.browse(ids)._refresh_access()
