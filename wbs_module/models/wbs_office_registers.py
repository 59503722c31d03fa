"""Each office counts its own reports and letters.

From one counter for all, the gaps would tell an office how much another one gets.
"""

from __future__ import annotations

from odoo import models

# Code of the sequence → model of what it numbers.
NUMBERED = {"wbs.case.register": "wbs.case", "wbs.letter": "wbs.letter"}


class ResCompany(models.Model):
    # How an office numbers is an idea of its own, apart from its settings.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.company"

    def _wbs_add_missing_registers(self) -> None:
        """Copy the shipped sequences, which serve an office without its own."""
        self.ensure_one()
        # sudo: set-up of an office, run by whoever installs the module
        sequences = self.env["ir.sequence"].sudo()
        for code, model in NUMBERED.items():
            of_code = sequences.search([("code", "=", code)])
            shipped = of_code.filtered(lambda it: not it.company_id)[:1]
            if not shipped or self in of_code.company_id:
                continue
            name = f"{shipped.name} ({self.name})"
            own = shipped.copy({"company_id": self.id, "name": name})
            numbered = [("company_id", "=", self.id)]
            if self.env[model].sudo().search_count(numbered, limit=1):
                self._wbs_go_on_counting(shipped, own)

    def _wbs_go_on_counting(self, shipped: models.Model, own: models.Model) -> None:
        """An office that has numbers from the shipped sequence gets none twice."""
        # Odoo keeps the next number in memory, whatever was taken since.
        shipped.date_range_ids.invalidate_recordset(["number_next_actual"])
        for span in shipped.date_range_ids:
            own_span = span.create(
                {
                    "sequence_id": own.id,
                    "date_from": span.date_from,
                    "date_to": span.date_to,
                }
            )
            own_span.number_next_actual = span.number_next_actual
