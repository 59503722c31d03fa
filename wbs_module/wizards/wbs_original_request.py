"""Before an original is downloaded: a warning, and a reason that is kept sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_FOR = timedelta(minutes=10)
NOTE = "original"


class WbsOriginalRequest(models.TransientModel):
    """One person's request for one file; the reason itself is never on this row."""

    _name = "wbs.original.request"
    _inherit = ["bpmn.pointer"]
    _description = "Request for an Original"

    evidence_id = fields.Many2one("wbs.evidence", required=True, readonly=False)
    scan = fields.Selection(related="evidence_id.scan")
    copy_state = fields.Selection(related="evidence_id.copy_state")
    copy_reason = fields.Selection(related="evidence_id.copy_reason")
    reason = fields.Text(compute="_compute_reason", inverse="_inverse_reason")
    given_at = fields.Datetime(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        evidence = self.env["wbs.evidence"]
        ids = [values.get("evidence_id") for values in vals_list]
        evidence._check_parent_access(evidence.browse([one for one in ids if one]))
        # ``given_at`` opens the original: it comes with a reason, never from a client.
        return super().create(
            [
                {
                    name: values[name]
                    for name in ("evidence_id", "reason")
                    if name in values
                }
                for values in vals_list
            ]
        )

    def write(self, vals):
        if not self.env.su and set(vals) - {"reason"}:
            raise UserError(
                self.env._("A request stays with its file: open a new one instead.")
            )
        return super().write(vals)

    def _compute_reason(self):
        """Nothing is read back: the reason is sealed with the case."""
        self.reason = False

    def _inverse_reason(self):
        for request in self:
            text = (request.reason or "").strip()
            if not text:
                continue
            evidence = request.evidence_id
            evidence.check_access("read")
            self.env["wbs.note"]._write_notes(evidence.case_id, None, {NOTE: text})
            # sudo: given_at is not for clients to write
            request.sudo().given_at = self.env["bpmn.time"]._now()

    def _opens(self, evidence: models.Model) -> bool:
        """Whether this user gave a reason for this file, a short while ago."""
        self.ensure_one()
        now = self.env["bpmn.time"]._now()
        return bool(
            self.create_uid == self.env.user
            and self.evidence_id == evidence
            and self.given_at
            and now - self.given_at < OPEN_FOR
        )

    def action_download(self) -> dict[str, Any]:
        """Download the file as received."""
        self.ensure_one()
        self.check_access("read")
        if not self.given_at:
            raise UserError(
                self.env._(
                    "Write why you need the original: the cleaned copy is meant "
                    "for reading."
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "wbs_download_and_close",
            "params": {
                "url": f"/wbs/evidence/{self.evidence_id.id}/original/{self.id}"
            },
        }
