"""The conversation between the reporter and the office."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models

from .. import vault


class WbsMessage(models.Model):
    """One message. Its text is encrypted; neither side sees who the other is."""

    _name = "wbs.message"
    _description = "Message of a Case"
    _inherit = ["wbs.sealed.content", "bpmn.sealed"]
    _log_access = False
    _order = "sent_at, id"

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    direction = fields.Selection(
        [("in", "From the reporter"), ("out", "To the reporter")], required=True
    )
    author_id = fields.Many2one("res.users", readonly=True)
    sent_at = fields.Datetime(required=True, readonly=True)
    by_hand = fields.Boolean("Written outside of a step", readonly=True)
    read_at = fields.Datetime("Read by the reporter", readonly=True)

    @api.model
    def _send(
        self, case: models.Model, direction: str, text: str, by_hand: bool = False
    ) -> models.Model:
        """Keep a message.

        :param direction: ``in`` or ``out``
        :param by_hand: somebody of the staff wrote it, not a step of the procedure
        """
        # sudo: messages are written by the procedure and the reporter's page only
        message = self.sudo().create(
            {
                "case_id": case.id,
                "direction": direction,
                "author_id": self.env.uid if direction == "out" else False,
                "sent_at": self.env["bpmn.time"]._now(),
                "by_hand": by_hand,
            }
        )
        message._seal({"text": text}, first=True)
        return message

    def _opened(self, key: vault.CaseKey) -> list[dict[str, Any]]:
        opened = self._unseal(key)
        return [
            {
                "id": message.id,
                "direction": message.direction,
                "at": fields.Datetime.to_string(message.sent_at),
                "text": opened[message.uid].get("text", ""),
            }
            for message in self
        ]
