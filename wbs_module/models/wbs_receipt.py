"""Receipt codes: all that a reporter needs, kept only as keyed hashes."""

from __future__ import annotations

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
    def _issue(self, case: models.Model) -> str:
        """A new code for the case, in groups. It is shown once and kept nowhere."""
        code = vault.new_receipt_code()
        # sudo: nobody has rights on receipts; the intake is their only writer
        self.sudo().create({"case_id": case.id, "code_hash": self._hash(code)})
        return code

    @api.model
    def _find_case(self, code: str) -> models.Model:
        """The case of a code; empty for wrong, expired and never issued ones alike.

        The same statements run whatever the answer will be.

        :raise ReceiptCodeTypingError: the check digit does not fit
        """
        # sudo: the code is the reporter's right to this one case
        receipt = self.sudo().search([("code_hash", "=", self._hash(code))], limit=1)
        case = self.env["wbs.case"].sudo().search([("id", "=", receipt.case_id.id)])
        expiry = case and case._receipt_expiry()
        if expiry and expiry < self.env["bpmn.time"]._now():
            return case.browse()
        return case

    @api.model
    def _hash(self, code: str) -> str:
        key = self.env["wbs.vault"]._key_folder().receipt_code_key
        return vault.receipt_code_hash(code, key)
