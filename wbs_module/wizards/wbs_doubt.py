"""Before good faith is questioned: what it means, and the evidence of intent."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError


class WbsDoubt(models.TransientModel):
    """An Inspector's doubt; the evidence itself is never on this row."""

    _name = "wbs.doubt"
    _inherit = ["bpmn.pointer"]
    _description = "Doubt of Good Faith"

    case_id = fields.Many2one("wbs.case", required=True)
    evidence = fields.Text(compute="_compute_evidence", inverse="_inverse_evidence")
    begun = fields.Boolean(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        cases = self.env["wbs.case"]
        ids = [values.get("case_id") for values in vals_list]
        cases._check_parent_access(cases.browse([one for one in ids if one]))
        return super().create(
            [
                {n: values[n] for n in ("case_id", "evidence") if n in values}
                for values in vals_list
            ]
        )

    def write(self, vals):
        if not self.env.su and set(vals) - {"evidence"}:
            raise UserError(self.env._("Open this from the case once more."))
        return super().write(vals)

    def _compute_evidence(self):
        """Nothing is read back: it is sealed with the case."""
        self.evidence = False

    def _inverse_evidence(self):
        for doubt in self:
            if not (doubt.evidence or "").strip() or doubt.begun:
                continue
            doubt.case_id.check_access("read")
            # sudo: the field is not for clients to write
            doubt.sudo().begun = True
            # sudo: rows are the procedure's; who may was checked here
            doubt.case_id.sudo()._doubt_good_faith(doubt.evidence)

    def action_begin(self) -> dict[str, Any]:
        """The procedure has begun with what was written; say so and close."""
        self.ensure_one()
        self.check_access("read")
        if not self.begun:
            raise UserError(
                self.env._("List the evidence first: without any, good faith stands.")
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The question of good faith is raised, and your evidence is kept "
                    "sealed with the case. Two others decide; until they do, good "
                    "faith stands."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
