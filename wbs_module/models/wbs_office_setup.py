"""What an office starts with: clocks and the procedure. Its own changes always win."""

from __future__ import annotations

from odoo import Command, api, models
from odoo.fields import Domain

# Key → (name, amount, unit, longest extension, source or None where no source could be
# read and the office must confirm the figure). Names are the office's data: they speak
# its language, as the drawing does.
CLOCKS = {
    "verify": ("Pemeriksaan kelengkapan", 3, "working_days", 0, None),
    "extra_data_wait": ("Menunggu pelapor", 14, "calendar_days", 0, None),
    "telaah": ("Telaah", 10, "working_days", 5, None),
    "closure_approval": ("Persetujuan penutupan", 3, "working_days", 0, None),
    "first_answer": ("Jawaban pertama kepada pelapor", 15, "working_days", 5, None),
}
# Who is told when a clock is late, and how many working days after it was due.
ESCALATION = ((0, "team_leader"), (5, "inspector"), (10, "sekda"))
MAIN = ("wbs_main", "wbs_module/bpmn/wbs_main.bpmn")


class ResCompany(models.Model):
    # What an office starts with is an idea of its own, apart from its settings.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.company"

    def _wbs_set_up(self) -> None:
        """Give each office the clocks that it lacks, and the shipped procedure.

        A procedure in force is never replaced: a newer drawing arrives as draft.
        """
        for company in self:
            company._wbs_add_missing_clocks()
            self.env["wbs.letter.template"]._add_missing(company)
            key, path = MAIN
            self.env["bpmn.process"]._load_file(
                key,
                path,
                name="Penanganan laporan",
                company=company,
                res_model="wbs.case",
                note=self.env._("As shipped"),
            )

    def _wbs_add_missing_clocks(self) -> None:
        self.ensure_one()
        groups = self.env["res.groups"]._bpmn_groups()
        # sudo: set-up of an office, run by whoever installs the module
        clocks = self.env["bpmn.clock"].sudo()
        known = clocks.search([("company_id", "=", self.id)]).mapped("key")
        for key, (name, amount, unit, extension, source) in CLOCKS.items():
            if key in known:
                continue
            clocks.create(
                {
                    "key": key,
                    "name": name,
                    "company_id": self.id,
                    "amount": amount,
                    "unit": unit,
                    "pausable": key == "first_answer",
                    "longest_extension": extension,
                    "legal_basis": source or "",
                    "is_proposal": source is None,
                    "step_ids": [
                        Command.create({"after": after, "group_id": groups[level].id})
                        for after, level in ESCALATION
                        if key != "extra_data_wait"
                    ],
                }
            )

    @api.model
    def _wbs_set_up_offices(self) -> None:
        """Called at installation and at each upgrade."""
        self.search(Domain.TRUE)._wbs_set_up()
        self.env["res.groups"]._wbs_set_rest_times()
        # Demo data that fails is rolled back; what is pending here would go with it.
        self.env.flush_all()
