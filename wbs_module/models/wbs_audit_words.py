"""The log of looks as an auditor reads it: names and words beside what is chained."""

from __future__ import annotations

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

ACTIONS = {
    "access.changed": _lt("Changed who sees the case"),
    "access.read": _lt("Looked at who is excluded"),
    "content.read": _lt("Opened the content"),
    "evidence.cleaned": _lt("Cleaned copy made"),
    "evidence.download": _lt("Downloaded a cleaned copy"),
    "evidence.download.original": _lt("Downloaded an original"),
    "evidence.received": _lt("Evidence received"),
    "evidence.scanned.clean": _lt("Virus scan: nothing found"),
    "evidence.scanned.infected": _lt("Virus scan: a virus was found"),
    "good_faith.doubted": _lt("Questioned good faith"),
    "letter.download": _lt("Downloaded a letter"),
    "letter.preview": _lt("Looked at a letter"),
    "letter.signed": _lt("Signed a letter"),
    "letter.written": _lt("Letter written"),
    "message.received": _lt("Message of the reporter"),
    "message.sent": _lt("Message to the reporter"),
    "messages.read": _lt("Read the messages"),
    "referral.bundled": _lt("Bundle put together"),
    "referral.download": _lt("Downloaded a bundle"),
    "referral.sent": _lt("Handed to another office"),
    "report.received": _lt("Report received"),
    "report.registered": _lt("Report registered by a clerk"),
    "task.claimed": _lt("Took a task"),
    "task.completed": _lt("Finished a task"),
    "task.corrected": _lt("Corrected a failed step"),
    "task.extended": _lt("Extended a deadline"),
    "task.handed_over": _lt("Handed a task over"),
    "task.released": _lt("Gave a task back"),
    "task.retried": _lt("Tried a failed step again"),
    "task.skipped": _lt("Went on without a failed step"),
}
ACTORS = {
    "reporter": _lt("Reporter"),
    "staff": _lt("Staff (whose name would tell too much)"),
}
SUBJECTS = {
    "bpmn.instance": _lt("Procedure"),
    "bpmn.task": _lt("Task"),
    "wbs.case": _lt("Case"),
    "wbs.evidence": _lt("Evidence"),
    "wbs.letter": _lt("Letter"),
    "wbs.referral": _lt("Referral"),
}
SHOWN_OF_AN_ID = 8


class WbsAuditEntry(models.Model):
    # How entries read is an idea of its own, apart from how they are chained.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.audit.entry"

    actor_in_words = fields.Char("Who acted", compute="_compute_in_words")
    action_in_words = fields.Char("What was done", compute="_compute_in_words")
    subject_in_words = fields.Char("To what", compute="_compute_in_words")

    @api.depends("actor", "action", "subject")
    @api.depends_context("lang")
    def _compute_in_words(self):
        names = self._names_of_actors()
        for entry in self:
            word = ACTORS.get(entry.actor)
            said = self.env._(word) if word else names.get(entry.actor)
            entry.actor_in_words = said or entry.actor
            action = ACTIONS.get(entry.action)
            entry.action_in_words = self.env._(action) if action else entry.action
            kind, _slash, key = (entry.subject or "").partition("/")
            word = SUBJECTS.get(kind)
            what = self.env._(word) if word else kind
            entry.subject_in_words = f"{what} {key[:SHOWN_OF_AN_ID]}"

    def _names_of_actors(self) -> dict[str, str]:
        """Actor, as entries write users → the user's name; read once for a page."""
        ids = {
            int(key)
            for kind, _colon, key in (
                actor.partition(":") for actor in self.mapped("actor")
            )
            if kind == "user" and key.isdigit()
        }
        # sudo: names of colleagues, for whoever may read the log
        users = self.env["res.users"].sudo().browse(ids).exists()
        return {f"user:{user.id}": user.name for user in users}
