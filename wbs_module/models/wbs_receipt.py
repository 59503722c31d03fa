"""Receipt codes: all that a reporter needs, kept only as keyed hashes."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models

from .. import vault


class WbsReceipt(models.Model):
    """Nobody has rights on it; the reporter's page looks a code up through here."""

    _name = "wbs.receipt"
    _description = "Receipt Code"
    _log_access = False

    code_hash = fields.Char(required=True, readonly=True)
    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )

    _code_unique = models.UniqueIndex("(code_hash)")

    @api.model
    def _row(self, case: models.Model, code: str) -> dict[str, Any]:
        """The row of a code, which is shown to the reporter once and kept nowhere."""
        return {"case_id": case.id, "code_hash": self._hash(code)}

    @api.model
    def _find_case(
        self, code: str, company: models.Model | None = None
    ) -> models.Model:
        """The case of a code; empty for wrong, expired and never issued ones alike,
        and for those of another office than ``company``.

        The same statements and hashes run whatever the answer will be.

        :raise ReceiptCodeTypingError: the check digit does not fit
        :raise TooManyTries: codes like it were tried too often, right or wrong
        """
        code_hash = self._hash(code)
        if company:
            # Read now: whether a code expired must not show in what is asked later.
            company.fetch(["wbs_receipt_days"])
        tries = self.env["wbs.receipt.try"]
        fragments = tries._take(code)
        # sudo: the code is the reporter's right to this one case
        receipt = self.sudo().search_fetch(
            [("code_hash", "=", code_hash)], ["case_id"], limit=1
        )
        # No case has the number 0; the search runs all the same.
        cases = self.env["wbs.case"].sudo()
        case = cases.search_fetch(
            [("id", "=", receipt.case_id.id or 0)], ["closed_at", "company_id"]
        )
        if not case or (company and case.company_id != company):
            return cases.browse()
        expiry = case._receipt_expiry()
        if expiry and expiry < self.env["bpmn.time"]._now():
            return cases.browse()
        tries._give_back(fragments)
        return case

    @api.model
    def _hash(self, code: str) -> str:
        key = self.env["wbs.vault"]._key_folder().receipt_code_key
        return vault.receipt_code_hash(code, key)
