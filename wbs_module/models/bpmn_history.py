"""What happened in an instance: appended, never changed."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models

from . import bpmn_sql


class BpmnHistory(models.Model):
    """Kept outside the engine's state, which forgets what is over.

    Who finished a task stands here; what they entered does not.
    """

    _name = "bpmn.history"
    _inherit = ["bpmn.sealed"]
    _description = "History of a Procedure"
    _order = "id"
    _log_access = False
    _rec_name = "what"

    instance_id = fields.Many2one(
        "bpmn.instance", required=True, index=True, ondelete="cascade"
    )
    element_id = fields.Many2one("bpmn.process.version.element", "Step")
    task_id = fields.Many2one("bpmn.task", ondelete="cascade")
    user_id = fields.Many2one("res.users", "Who")
    what = fields.Char(required=True)
    at = fields.Datetime("When", required=True)
    detail = fields.Json()
    in_words = fields.Char("What happened", compute="_compute_in_words")

    against_clock = fields.Char("Against the clock", compute="_compute_against_clock")

    def _compute_against_clock(self):
        # sudo: the clock of a task whose line is seen
        for line in self:
            task = line.sudo().task_id
            ends = line.what in ("left", "skipped")
            line.against_clock = task._against_clock() if ends and task else False

    @api.depends("what", "detail")
    def _compute_in_words(self):
        words = self._words()
        for line in self:
            text = words.get(line.what, line.what)
            reason = (line.detail or {}).get("reason")
            line.in_words = f"{text}: {reason}" if reason else text

    def _words(self) -> dict[str, str]:
        translate = self.env._
        return {
            "entered": translate("Reached"),
            "left": translate("Done"),
            "cancelled": translate("Not needed any more"),
            "fired": translate("Event happened"),
            "taken": translate("Went on"),
            "failed": translate("Failed"),
            "retried": translate("Tried again"),
            "skipped": translate("Skipped by an operator"),
            "corrected": translate("Corrected by an operator"),
            "started": translate("Procedure started"),
            "ended": translate("Procedure ended"),
            "claimed": translate("Taken"),
            "released": translate("Given back to the group"),
            "handed_over": translate("Handed over"),
            "migrated": translate("Moved to another version"),
            "migration_undone": translate("Moved back to the former version"),
            "deadline_started": translate("Clock started"),
            "deadline_paused": translate("Clock stopped for a while"),
            "deadline_resumed": translate("Clock goes on"),
            "deadline_warned": translate("Warned: soon due"),
            "deadline_due": translate("Late from now on"),
            "deadline_escalated": translate("Escalated"),
            "deadline_extended": translate("Extended"),
            "extended": translate("Extended"),
            "deadline_recalculated": translate("Recalculated"),
            "deadline_met": translate("Clock kept"),
            "deadline_late": translate("Ended late"),
            "deadline_stopped": translate("Clock not needed any more"),
        }

    @api.model
    def _append(
        self,
        instance: models.Model,
        what: str,
        *,
        element: models.Model | None = None,
        task: models.Model | None = None,
        user_id: int | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """One line about an act that is no step of the engine. No content in it."""
        element_id = (element or (task.element_id if task else None) or self).id
        row = (
            instance.id,
            element_id or None,
            task.id if task else None,
            user_id,
            what,
            self.env["bpmn.time"]._now(),
            detail,
        )
        bpmn_sql.insert_history(self.env.cr, [row])
