"""Wizards that ask for a reason, which is content and never stands on their rows."""

from __future__ import annotations

from odoo import api, fields, models
from odoo.exceptions import UserError


class BpmnReason(models.AbstractModel):
    """The reason goes where the record keeps such texts when the row is made.

    The web client saves a wizard and then calls its button, in two requests; what lay
    on the row between them would stand in clear in dumps and backups.
    """

    _name = "bpmn.reason"
    _inherit = ["bpmn.pointer"]
    _description = "Wizard that Asks for a Reason"

    reason = fields.Text(compute="_compute_reason", inverse="_inverse_reason")
    kept_reasons = fields.Json(
        readonly=True, help="Procedure → what its history may say of the reason."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # What history says comes from the record, never from a client.
        return super().create(
            [
                {name: it for name, it in values.items() if name != "kept_reasons"}
                for values in vals_list
            ]
        )

    def write(self, vals):
        if not self.env.su and "kept_reasons" in vals:
            raise UserError(self.env._("A reason is written anew, not changed."))
        return super().write(vals)

    def _compute_reason(self):
        """Nothing is read back."""
        self.reason = False

    def _inverse_reason(self):
        # sudo: who may give a reason is checked first; the rest is the procedure's
        for wizard in self:
            text = (wizard.reason or "").strip()
            if not text:
                continue
            wizard._check_may_decide()
            wizard.sudo().kept_reasons = {
                str(instance.id): instance._kept_reason(text)
                for instance in wizard._instances().sudo()
            }

    def _instances(self) -> models.Model:
        """The procedures that the reason is about."""
        raise NotImplementedError

    def _check_may_decide(self) -> None:
        """:raise UserError: this person may not do what the wizard does"""
        raise NotImplementedError

    def _kept_reasons(self) -> dict[int, str]:
        """Instance id → what its history may say of the reason, where one was given."""
        self.ensure_one()
        return {int(key): text for key, text in (self.kept_reasons or {}).items()}
