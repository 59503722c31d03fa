"""What an office starts with: clocks, tables, procedures. Its own changes win."""

from __future__ import annotations

from pathlib import Path

from odoo import Command, api, models
from odoo.fields import Domain
from odoo.tools.misc import file_path

from .bpmn_process_version import AS_SHIPPED

# Read in a public transcript of the regulation.
PP94 = "PP 94/2021"
# Key → (name, amount, unit, longest extension, source or None where no source could be
# read and the office must confirm the figure). Names are the office's data: they speak
# its language, as the drawing does.
CLOCKS = {
    "verify": ("Pemeriksaan kelengkapan", 3, "working_days", 0, None),
    "extra_data_wait": ("Menunggu pelapor", 14, "calendar_days", 0, None),
    "telaah": ("Telaah", 10, "working_days", 5, None),
    "closure_approval": ("Persetujuan penutupan", 3, "working_days", 0, None),
    "first_answer": ("Jawaban pertama kepada pelapor", 15, "working_days", 5, None),
    "case_total": ("Seluruh penanganan", 60, "working_days", 30, None),
    "decision": ("Putusan Inspektur", 3, "working_days", 0, None),
    "conclusion": ("Simpulan dan jawaban", 5, "working_days", 5, None),
    "follow_up": ("Pemantauan tindak lanjut", 60, "working_days", 60, None),
    "retention": ("Masa simpan berkas", 1825, "calendar_days", 0, None),
    "summons": ("Undangan sampai pertemuan", 7, "working_days", 0, PP94),
    "second_summons": ("Panggilan kedua", 7, "working_days", 0, PP94),
    "clarify": ("Klarifikasi", 10, "working_days", 5, None),
    "audit": ("Pemeriksaan", 30, "working_days", 15, None),
    "report_review": ("Reviu dan penetapan LHP", 10, "working_days", 0, None),
    "referral_preparation": ("Penyiapan pelimpahan", 3, "working_days", 0, None),
    "referral_answer": ("Jawaban instansi penerima", 30, "calendar_days", 30, None),
    "retaliation_risk": ("Penilaian risiko balasan", 1, "working_days", 0, None),
    "retaliation_evidence": ("Bukti balasan", 10, "working_days", 5, None),
    "interim_measure": ("Tindakan sementara", 3, "working_days", 0, None),
    "lpsk_consent": ("Persetujuan permohonan LPSK", 7, "calendar_days", 0, None),
    "checkin_30": ("Kontrol 30 hari", 30, "calendar_days", 0, None),
    "checkin_90": ("Kontrol 90 hari: 60 sesudahnya", 60, "calendar_days", 0, None),
    "checkin_180": ("Kontrol 180 hari: 90 sesudahnya", 90, "calendar_days", 0, None),
    "check_in": ("Pemeriksaan saat kontrol", 5, "working_days", 0, None),
    "good_faith": ("Daftar bukti niat", 10, "working_days", 5, None),
    "good_faith_hearing": ("Kesempatan didengar", 14, "calendar_days", 0, None),
    "good_faith_objection": ("Keberatan niat buruk", 14, "working_days", 0, None),
    "good_faith_review": ("Peninjauan niat buruk", 15, "working_days", 0, None),
    "objection_admission": ("Pemeriksaan keberatan", 3, "working_days", 0, None),
    "objection_review": ("Peninjauan keberatan", 15, "working_days", 0, None),
    "objection_window": ("Batas mengajukan keberatan", 14, "calendar_days", 0, None),
}
# Who is told when a clock is late, and how many working days after it was due.
ESCALATION = ((0, "team_leader"), (5, "inspector"), (10, "sekda"))
PAUSABLE = ("first_answer", "case_total")
# Timers wait; nobody is late by them.
WAITING = (
    "extra_data_wait",
    "retention",
    "objection_window",
    "lpsk_consent",
    "checkin_30",
    "checkin_90",
    "checkin_180",
    "good_faith_hearing",
    "good_faith_objection",
)
FOLDER = "wbs_module/bpmn"
DECISIONS = {
    "wbs_conflict": "Benturan kepentingan",
    "wbs_stand_in": "Siapa menggantikan siapa",
}
# Those that are called come before those that call them.
PROCEDURES = {
    "wbs_examination": "Klarifikasi dan pemeriksaan",
    "wbs_referral": "Penerusan dan pelimpahan",
    "wbs_retaliation": "Perlindungan dari tindakan balasan",
    "wbs_good_faith": "Itikad baik",
    "wbs_objection": "Keberatan",
    "wbs_main": "Penanganan laporan",
}


class ResCompany(models.Model):
    # What an office starts with is an idea of its own, apart from its settings.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.company"

    def _wbs_set_up(self) -> None:
        """Give each office the clocks that it lacks, tables, counters of its own and
        the shipped procedures.

        A procedure in force is never replaced: a newer drawing arrives as draft.
        """
        for company in self:
            company._wbs_add_missing_clocks()
            company._wbs_add_missing_registers()
            self.env["wbs.letter.template"]._add_missing(company)
            company._wbs_add_missing_decisions()
            for key, name in PROCEDURES.items():
                self.env["bpmn.process"]._load_file(
                    key,
                    f"{FOLDER}/{key}.bpmn",
                    name=name,
                    company=company,
                    res_model="wbs.case",
                    note=AS_SHIPPED,
                )

    def _wbs_add_missing_decisions(self) -> None:
        self.ensure_one()
        # sudo: set-up of an office, run by whoever installs the module
        decisions = self.env["bpmn.decision"].sudo()
        known = decisions._of_keys(DECISIONS, self).mapped("key")
        for key, name in DECISIONS.items():
            if key not in known:
                path = Path(file_path(f"{FOLDER}/{key}.dmn"))
                decisions.create(
                    {
                        "key": key,
                        "name": name,
                        "company_id": self.id,
                        "table": path.read_text(encoding="utf-8"),
                    }
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
                    "pausable": key in PAUSABLE,
                    "longest_extension": extension,
                    "legal_basis": source or "",
                    "is_proposal": source is None,
                    "step_ids": [
                        Command.create({"after": after, "group_id": groups[level].id})
                        for after, level in ESCALATION
                        if key not in WAITING
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
