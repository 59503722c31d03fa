"""Saved searches over cases belong to whoever saved them."""

from odoo import api, models


class IrFilters(models.Model):
    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._keep_personal()
        return filters

    def write(self, vals):
        result = super().write(vals)
        if {"user_ids", "model_id"} & set(vals):
            self._keep_personal()
        return result

    def _keep_personal(self) -> None:
        """A filter without users is read by every employee, whatever it names."""
        for saved in self:
            ours = str(saved.model_id).startswith(("wbs.", "bpmn."))
            if ours and saved.user_ids != self.env.user:
                saved.user_ids = self.env.user
