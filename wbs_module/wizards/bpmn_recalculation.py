"""Put running deadlines on a clock as it is defined now: a deliberate act."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models

from ..engine.contract import RecalculateDeadline
from ..engine.time import recalculate


class BpmnRecalculation(models.TransientModel):
    _name = "bpmn.recalculation"
    _description = "Recalculate Running Deadlines"

    clock_id = fields.Many2one(
        "bpmn.clock",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    line_ids = fields.One2many(
        "bpmn.recalculation.line", "wizard_id", compute="_compute_line_ids"
    )
    count = fields.Integer("Deadlines that move", compute="_compute_line_ids")

    @api.depends("clock_id")
    def _compute_line_ids(self):
        lines = self.env["bpmn.recalculation.line"]
        for wizard in self:
            rows = wizard._preview()
            wizard.line_ids = lines.concat(
                *(
                    lines.new({"step": step, "due_before": old, "due_after": new})
                    for _deadline, step, old, new in rows
                )
            )
            wizard.count = len(rows)

    def _running(self) -> models.Model:
        # sudo: an owner sees steps and dates only, never whose they are
        return (
            self.env["bpmn.deadline"]
            .sudo()
            .search(
                [
                    ("clock_key", "=", self.clock_id.key),
                    ("company_id", "=", self.clock_id.company_id.id),
                    ("state", "in", ["running", "paused"]),
                ]
            )
        )

    def _preview(self) -> list[tuple[models.Model, str, object, object]]:
        """(deadline, step, due before, due after) of each that would move.

        A process owner sees steps and dates, never which procedure they belong to.
        """
        self.ensure_one()
        time = self.env["bpmn.time"]
        definition = self.clock_id._definition()
        rows = []
        for deadline in self._running():
            preview = recalculate(
                deadline._as_engine_sees(), definition, time._moment()
            )
            old, new = time._stored(preview.old_due), time._stored(preview.new_due)
            if old != new:
                rows.append(
                    (deadline, deadline.element_id.display_name or "-", old, new)
                )
        return rows

    def action_recalculate(self) -> dict[str, Any]:
        self.clock_id.check_access("write")
        moved = 0
        for deadline, *_words in self._preview():
            deadline.instance_id._step(RecalculateDeadline(deadline.engine_id))
            moved += 1
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s running deadlines were moved.", moved),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class BpmnRecalculationLine(models.TransientModel):
    _name = "bpmn.recalculation.line"
    _description = "Deadline to be Recalculated"

    wizard_id = fields.Many2one("bpmn.recalculation")
    step = fields.Char()
    due_before = fields.Datetime("Due now")
    due_after = fields.Datetime("Due then")
