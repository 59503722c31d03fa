"""What happened in an instance: appended, never changed."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from . import bpmn_sql

_lt = LazyTranslate(__name__)

WORDS = {
    "entered": _lt("Reached"),
    "left": _lt("Done"),
    "cancelled": _lt("Not needed any more"),
    "fired": _lt("Event happened"),
    "taken": _lt("Went on"),
    "failed": _lt("Failed"),
    "retried": _lt("Tried again"),
    "skipped": _lt("Skipped by an operator"),
    "corrected": _lt("Corrected by an operator"),
    "started": _lt("Procedure started"),
    "ended": _lt("Procedure ended"),
    "claimed": _lt("Taken"),
    "released": _lt("Given back to the group"),
    "handed_over": _lt("Handed over"),
    "migrated": _lt("Moved to another version"),
    "migration_undone": _lt("Moved back to the former version"),
    "deadline_started": _lt("Clock started"),
    "deadline_paused": _lt("Clock stopped for a while"),
    "deadline_resumed": _lt("Clock goes on"),
    "deadline_warned": _lt("Warned: soon due"),
    "deadline_due": _lt("Late from now on"),
    "deadline_escalated": _lt("Escalated"),
    "deadline_extended": _lt("Extended"),
    "extended": _lt("Extended"),
    "deadline_recalculated": _lt("Recalculated"),
    "deadline_met": _lt("Clock kept"),
    "deadline_late": _lt("Ended late"),
    "deadline_stopped": _lt("Clock not needed any more"),
}


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
        for line in self:
            text = self.env._(WORDS[line.what]) if line.what in WORDS else line.what
            reason = (line.detail or {}).get("reason")
            line.in_words = f"{text}: {reason}" if reason else text

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
