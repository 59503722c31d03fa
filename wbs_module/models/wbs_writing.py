"""Staff write to the reporter by hand, beside what the procedure sends."""

from __future__ import annotations

from typing import Any

from odoo import fields, models
from odoo.exceptions import UserError

LONGEST_MESSAGE = 20_000
# They judge what others found; whoever writes to the reporter handles the case.
JUDGES = ("wbs_module.group_inspector", "wbs_module.group_sekda")


class WbsCase(models.Model):
    # Writing by hand is an idea of its own, apart from what a case is.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.case"

    def write_to_reporter(self, text: str) -> dict[str, Any]:
        """Send the reporter a question or news; they read it with their code.

        An RPC door on purpose, for those who handle the case. Whoever writes counts as
        having handled it, and does not approve its closure.

        :return: the message, as ``open_content`` shows it
        :raise UserError: why not, and what to do; nothing was sent
        """
        self.ensure_one()
        self.check_access("read")
        reason = self._why_no_writing() or self._wrong_with(text)
        if reason:
            raise UserError(reason)
        message = self.env["wbs.message"]._send(self, "out", text.strip(), by_hand=True)
        self.env["wbs.audit.entry"]._write_entry(
            self.uid, "message.sent", f"wbs.case/{self.uid}"
        )
        # sudo: the procedure's own rows; nothing of them comes out
        for instance in self.sudo().bpmn_instance_ids.filtered("main"):
            self.sudo()._keep_handlers_from_approving(instance)
        return {
            "id": message.id,
            "direction": "out",
            "at": fields.Datetime.to_string(message.sent_at),
            "text": text.strip(),
        }

    def _opened(self) -> dict[str, Any]:
        return {**super()._opened(), "why_no_writing": self._why_no_writing()}

    def _why_no_writing(self) -> str:
        """Why this person cannot write to the reporter now; empty if they can."""
        if self.closed_at:
            return self.env._(
                "The case is closed. What the reporter should still know goes out "
                "with a procedure of its own, such as an objection."
            )
        if any(self.env.user.has_group(group) for group in JUDGES):
            return self.env._(
                "Whoever decides and approves does not write to the reporter besides: "
                "decide in a task, or send the case back to those who handle it."
            )
        return ""

    def _wrong_with(self, text: str) -> str:
        if not (text or "").strip():
            return self.env._("Nothing is written yet: write the message first.")
        if len(text) > LONGEST_MESSAGE:
            return self.env._(
                "The message is too long: at most %(limit)s characters. Nothing was "
                "sent.",
                limit=LONGEST_MESSAGE,
            )
        return ""

    def _who_handled(self, instance: models.Model, approval: models.Model):
        """Whoever wrote to the reporter handled the case, too."""
        # sudo: who wrote, for a rule that names nobody
        by_hand = self.sudo().message_ids.filtered("by_hand")
        return super()._who_handled(instance, approval) | by_hand.author_id
