"""The log of looks as an auditor reads it: names and words beside what is chained."""

from __future__ import annotations

from typing import Any

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
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
# What no person asked for: writing letters, cleaning copies, scanning.
THE_SYSTEM = f"user:{SUPERUSER_ID}"
SUBJECTS = {
    "bpmn.instance": _lt("Procedure"),
    "bpmn.task": _lt("Task"),
    "wbs.case": _lt("Case"),
    "wbs.evidence": _lt("Evidence"),
    "wbs.letter": _lt("Letter"),
    "wbs.referral": _lt("Referral"),
}
SHOWN_OF_AN_ID = 8
KINDS = [("look", "Look"), ("access", "Who may see it"), ("step", "Step")]
# What an auditor asks for as one thing; what else happened is of no kind.
ACTIONS_OF = {
    "look": {
        "access.read",
        "content.read",
        "evidence.download",
        "evidence.download.original",
        "letter.download",
        "letter.preview",
        "messages.read",
        "referral.download",
    },
    "access": {"access.changed", "access.read", "good_faith.doubted"},
    "step": {action for action in ACTIONS if action.startswith("task.")},
}


class WbsAuditEntry(models.Model):
    # How entries read is an idea of its own, apart from how they are chained.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.audit.entry"

    actor_in_words = fields.Char(
        "Who acted", compute="_compute_in_words", search="_search_actor_in_words"
    )
    action_in_words = fields.Char("What was done", compute="_compute_in_words")
    subject_in_words = fields.Char("To what", compute="_compute_in_words")
    case_in_words = fields.Char("Case", compute="_compute_in_words")
    kind = fields.Selection(KINDS, search="_search_kind", store=False)

    @api.depends("actor", "action", "subject", "chain")
    @api.depends_context("lang")
    def _compute_in_words(self):
        names = self._names_of(set(self.mapped("actor")))
        for entry in self:
            entry.actor_in_words = names.get(entry.actor, entry.actor)
            action = ACTIONS.get(entry.action)
            entry.action_in_words = self.env._(action) if action else entry.action
            kind, _slash, key = (entry.subject or "").partition("/")
            word = SUBJECTS.get(kind)
            what = self.env._(word) if word else kind
            entry.subject_in_words = f"{what} {key[:SHOWN_OF_AN_ID]}"
            entry.case_in_words = (entry.chain or "")[:SHOWN_OF_AN_ID]

    @api.model
    def _search_actor_in_words(self, operator, value):
        """By a part of the name of whoever acted, as lists are searched."""
        if operator not in ("ilike", "="):
            return NotImplemented
        # sudo: names of colleagues, for whoever may read the log
        users = self.env["res.users"].sudo().with_context(active_test=False)
        found = [
            f"user:{user.id}" for user in users.search([("name", operator, value)])
        ]
        said = [
            actor
            for actor, word in ACTORS.items()
            if str(value).casefold() in self.env._(word).casefold()
        ]
        return Domain("actor", "in", found + said)

    @api.model
    def _search_kind(self, operator, value):
        if operator != "in":
            return NotImplemented
        kinds = [ACTIONS_OF[kind] for kind in value if kind in ACTIONS_OF]
        return Domain("action", "in", sorted(set().union(*kinds)))

    @api.model
    def formatted_read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        """As Odoo's, which lists ask; their domains keep what is chained."""
        groups = super().formatted_read_group(
            domain, groupby, aggregates, having, offset, limit, order
        )
        actors = {group["actor"] for group in groups if group.get("actor")}
        names = self._names_of(actors)
        return [self._group_in_words(group, names) for group in groups]

    @api.model
    def _group_in_words(
        self, group: dict[str, Any], names: dict[str, str]
    ) -> dict[str, Any]:
        words = {}
        if group.get("actor"):
            words["actor"] = names.get(group["actor"], group["actor"])
        said = ACTIONS.get(group.get("action"))
        if said:
            words["action"] = self.env._(said)
        if group.get("chain"):
            words["chain"] = group["chain"][:SHOWN_OF_AN_ID]
        return {**group, **words}

    @api.model
    def _names_of(self, actors: set[str]) -> dict[str, str]:
        """Actor, as entries write users and roles → what to call them; read once for
        a page."""
        ids = {
            int(key)
            for kind, _colon, key in (actor.partition(":") for actor in actors if actor)
            if kind == "user" and key.isdigit()
        }
        # sudo: names of colleagues, for whoever may read the log
        users = self.env["res.users"].sudo().browse(ids).exists()
        roles = {actor: self.env._(word) for actor, word in ACTORS.items()}
        roles[THE_SYSTEM] = self.env._("The system itself")
        return {**{f"user:{user.id}": user.name for user in users}, **roles}
