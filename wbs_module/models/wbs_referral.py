"""A referral: the case, or a part of it, in another office's hands."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models

RECIPIENT_KINDS = [
    ("opd", "Agency of the city"),
    ("bkpsdm", "Personnel agency (BKPSDM)"),
    ("law_enforcement", "Law enforcement"),
    ("province", "Provincial inspectorate"),
    ("kpk", "Corruption Eradication Commission (KPK)"),
    ("lpsk", "Witness and Victim Protection Agency (LPSK)"),
]
STATES = [
    ("preparing", "Being prepared"),
    ("sent", "Sent"),
    ("accepted", "Taken up"),
    ("returned", "Sent back"),
    ("silent", "No answer"),
]
ANSWER_CLOCK = "referral_answer"


class WbsReferral(models.Model):
    """Who got it and what they answered lies encrypted; rows are the procedure's."""

    _name = "wbs.referral"
    _description = "Referral"
    _inherit = ["wbs.sealed.content", "bpmn.sealed"]
    _log_access = False
    _order = "opened_on, id"
    _rec_name = "uid"

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    instance_id = fields.Many2one(
        "bpmn.instance", "Procedure", required=True, index=True, readonly=True
    )
    recipient_kind = fields.Selection(RECIPIENT_KINDS, required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="preparing", readonly=True)
    opened_on = fields.Datetime("Opened", required=True, readonly=True)
    sent_on = fields.Datetime("Sent", readonly=True)
    answered_on = fields.Datetime("Answered", readonly=True)
    answer_due = fields.Datetime("Answer due", readonly=True)

    def _compute_display_name(self):
        kinds = dict(self._fields["recipient_kind"]._description_selection(self.env))
        for referral in self:
            referral.display_name = kinds.get(referral.recipient_kind, "")

    # --- what the procedure does ----

    @api.model
    def _open(
        self, case: models.Model, instance: models.Model, kind: str, recipient: str
    ) -> models.Model:
        # sudo: referrals are written by the procedure only
        referral = self.sudo().create(
            {
                "case_id": case.id,
                "instance_id": instance.id,
                "recipient_kind": kind,
                "opened_on": self.env["bpmn.time"]._now(),
            }
        )
        referral._seal({"recipient": recipient})
        return referral

    @api.model
    def _current(self, instance: models.Model) -> models.Model:
        """The referral that ``instance`` opened last."""
        # sudo: called by the procedure, which acts for the office
        domain = [("instance_id", "=", instance.id)]
        return self.sudo().search(domain, order="id desc", limit=1).ensure_one()

    def _note_sent(self) -> None:
        self.write(
            {
                "state": "sent",
                "sent_on": self.env["bpmn.time"]._now(),
                "answer_due": self.case_id._clock_end(ANSWER_CLOCK),
            }
        )
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "referral.sent", f"wbs.referral/{self.uid}"
        )

    def _note_answer(self, state: str, text: str) -> None:
        self.write({"state": state, "answered_on": self.env["bpmn.time"]._now()})
        self._seal({"answer": text})

    def _opened(self, key: Any) -> list[dict[str, Any]]:
        opened = self._unseal(key, ["recipient", "answer"])
        kinds = dict(self._fields["recipient_kind"]._description_selection(self.env))
        kind_of_file = self.env["wbs.evidence"]._kind_of
        return [
            {
                "id": referral.id,
                "kind": kinds[referral.recipient_kind],
                "recipient": opened[referral.uid].get("recipient", ""),
                "answer": opened[referral.uid].get("answer", ""),
                "copies": [
                    {**copy, "type": kind_of_file(copy["type"])}
                    for copy in referral._index(key)
                ],
            }
            for referral in self
        ]
