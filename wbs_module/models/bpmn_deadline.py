"""A clock at work in an instance."""

from __future__ import annotations

from odoo import api, fields, models

from ..engine.time import Deadline, TimeError, explain

DEADLINE_STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("met", "Kept"),
    ("met_late", "Ended late"),
    ("stopped", "Not needed any more"),
]


class BpmnDeadline(models.Model):
    _name = "bpmn.deadline"
    _inherit = ["bpmn.sealed"]
    _description = "Deadline"
    _order = "due_at, id"
    _log_access = False

    instance_id = fields.Many2one(
        "bpmn.instance", "Procedure", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Office", required=True)
    engine_id = fields.Char(required=True)
    clock_key = fields.Char("Key of the clock", required=True)
    clock_name = fields.Char("Clock", compute="_compute_clock_name")
    scope = fields.Selection(
        [("task", "Task"), ("subprocess", "Part"), ("process", "Whole procedure")]
    )
    element_id = fields.Many2one("bpmn.process.version.element", "Step")
    task_ids = fields.One2many("bpmn.task", "deadline_id")
    state = fields.Selection(DEADLINE_STATES, required=True)
    started_at = fields.Datetime("Started")
    due_at = fields.Datetime("Due")
    warn_at = fields.Datetime("Warns")
    ended_at = fields.Datetime("Ended")
    warned = fields.Boolean()
    late = fields.Boolean()
    level = fields.Char("Escalated to")
    data = fields.Json(prefetch=False, groups="wbs_module.group_bpmn_operator")
    explanation = fields.Text("Why then", compute="_compute_explanation")

    _of_engine = models.UniqueIndex("(instance_id, engine_id)")

    @api.depends("clock_key", "company_id")
    def _compute_clock_name(self):
        for deadline in self:
            clock = (
                self.env["bpmn.clock"]
                .sudo()
                .with_context(active_test=False)
                .search(
                    [
                        ("key", "=", deadline.clock_key),
                        ("company_id", "=", deadline.company_id.id),
                    ],
                    limit=1,
                )
            )
            deadline.clock_name = clock.name or deadline.clock_key

    def _compute_display_name(self):
        for deadline in self:
            deadline.display_name = deadline.clock_name

    def _compute_explanation(self):
        for deadline in self:
            deadline.explanation = deadline.sudo()._explained()

    def _explained(self) -> str:
        """Started, paused from–to because, skipped days, due: in sentences."""
        if not self.data:
            return ""
        try:
            deadline = Deadline.from_data(self.data)
        except (TimeError, KeyError, TypeError, ValueError):
            return ""
        return explain(deadline, self.env["bpmn.time"]._moment()).text()
