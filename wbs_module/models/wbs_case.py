"""A case: what became of one report. Its content lies encrypted beside it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import vault
from . import wbs_sql
from .wbs_sentences import say_error

CHANNELS = [
    ("web", "Website"),
    ("email", "E-mail"),
    ("whatsapp", "WhatsApp"),
    ("letter", "Letter"),
    ("in_person", "In person"),
]
CATEGORIES = [
    ("corruption", "Corruption"),
    ("collusion", "Collusion"),
    ("nepotism", "Nepotism"),
    ("abuse", "Abuse of authority"),
    ("discipline", "Breach of discipline"),
    ("other", "Something else"),
]
STATUSES = [
    ("received", "Received"),
    ("checking", "Intake check"),
    ("waiting", "Waiting for the reporter"),
    ("assessing", "Assessment"),
    ("deciding", "Waiting for a decision"),
    ("clarifying", "Clarification"),
    ("examining", "Examination"),
    ("referred", "With another office"),
    ("following", "Follow-up"),
    ("approving", "Closure to approve"),
    ("closed", "Closed"),
    ("rejected", "Not taken up"),
]
# Letters and digits that nobody mistakes for one another when read aloud.
NAME_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REGISTER = "wbs.case.register"  # code of the sequence
ACCOUNT_PARTS = ("what", "where", "when", "who", "source", "proof")


class WbsCase(models.Model):
    _name = "wbs.case"
    _description = "Case"
    _inherit = ["bpmn.participant", "wbs.sealed.content", "bpmn.sealed"]
    _order = "received_at desc, id desc"

    # Random, because a running number would tell volume and order to anyone who
    # meets it, in an error or in debug mode too.
    name = fields.Char(
        "Case",
        required=True,
        readonly=True,
        copy=False,
        default=lambda s: s._new_name(),
    )
    company_id = fields.Many2one("res.company", "Office", required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    category = fields.Selection(CATEGORIES, required=True)
    language = fields.Selection(
        [("id", "Indonesian"), ("en", "English")],
        "The reporter reads",
        required=True,
        default="id",
        readonly=True,
    )
    status = fields.Selection(
        STATUSES, required=True, default="received", readonly=True
    )
    received_at = fields.Datetime("Received", required=True, readonly=True)
    closed_at = fields.Datetime("Closed", readonly=True)
    register_number = fields.Char("Register number", readonly=True, copy=False)
    user_ids = fields.Many2many(
        "res.users",
        "wbs_case_user_rel",
        "case_id",
        "user_id",
        string="May see it",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    message_ids = fields.One2many("wbs.message", "case_id", readonly=True)
    evidence_ids = fields.One2many("wbs.evidence", "case_id", readonly=True)
    letter_ids = fields.One2many("wbs.letter", "case_id", readonly=True)
    referral_ids = fields.One2many("wbs.referral", "case_id", readonly=True)
    main_instance_id = fields.Many2one(
        "bpmn.instance", "Procedure", compute="_compute_main_instance_id"
    )
    task_count = fields.Integer("Open tasks", compute="_compute_task_count")

    # The list as it opens: an office's cases, the newest first.
    _newest = models.Index("(company_id, received_at DESC, id DESC)")
    _name_unique = models.UniqueIndex("(name)")

    @api.model
    def _new_name(self) -> str:
        return "".join(secrets.choice(NAME_ALPHABET) for _ in range(7))

    def _content_case(self):
        return self

    def _compute_task_count(self):
        tasks = self.env["bpmn.task"]
        for case in self:
            case.task_count = tasks.search_count(
                [
                    ("instance_id", "in", case.bpmn_instance_ids.ids),
                    ("state", "=", "open"),
                ]
            )

    def _compute_main_instance_id(self):
        for case in self:
            instances = case.bpmn_instance_ids
            case.main_instance_id = instances.filtered("main")[:1]

    def action_open_tasks(self) -> dict[str, Any]:
        """The tasks of this case that this user may see: what waits, else all."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tasks of %s", self.name),
            "res_model": "bpmn.task",
            "view_mode": "list,form",
            "domain": [("instance_id", "in", self.bpmn_instance_ids.ids)],
            "context": {
                "with_finished": True,
                **({"search_default_open": 1} if self.task_count else {}),
            },
        }

    # A refusal has nothing to hand on.
    # pylint: disable-next=method-required-super
    def copy(self, default=None):
        raise UserError(
            self.env._("A case is not copied: every report is its own case.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A case is not deleted by hand: destruction follows its procedure."
            )
        )

    # --- who may see it ----

    def _bpmn_allowed_users(self, instance):
        candidates = instance._candidate_users(beside=self._register_groups())
        return candidates - self._excluded_users()

    def _register_users(self) -> models.Model:
        """Those who keep the register of this office: secretariat and inspectors."""
        return self._register_groups()._active_users(self.company_id)

    @api.model
    def _register_groups(self) -> models.Model:
        to_id = self.env["ir.model.data"]._xmlid_to_res_id
        names = ("wbs_module.group_secretariat", "wbs_module.group_inspector")
        return self.env["res.groups"].browse(filter(None, map(to_id, names)))

    def _write_users(self) -> None:
        """The case is seen by whoever sees one of its procedures, and the register."""
        for case in self:
            register, excluded = case._register_users(), case._excluded_users()
            wbs_sql.write_case_users(self.env.cr, case.id, register.ids, excluded.ids)
        self.invalidate_recordset(["user_ids"])

    # --- what the procedure tells ----

    @api.model
    def _bpmn_names(self):
        return {"category": "string", "channel": "string", "has_evidence": "boolean"}

    def _bpmn_values(self):
        return {
            "category": self.category,
            "channel": self.channel,
            "has_evidence": self._has_evidence(),
        }

    def _has_evidence(self) -> bool:
        """Asked at each step, with what its end asks for: who is excluded, if anybody.

        One statement for both, which opens nothing.
        """
        if self._exclusions_are_known():
            return bool(self.evidence_ids)
        has_evidence, has_exclusions = wbs_sql.what_case_has(
            self.env.cr, self.id, self.uid
        )
        if not has_exclusions:
            self._remember_excluded(())
        return has_evidence

    def _bpmn_access_written(self, allowed):
        # The register is in this list, and nobody excluded is in any.
        wbs_sql.write_case_users(self.env.cr, self.id, allowed.ids, ())
        self.invalidate_recordset(["user_ids"])

    def _bpmn_after_step(self, instance, outcome):
        self._raise_orphans(self._excluded_users())

    def _bpmn_task_summary(self, task):
        return self.name

    def _bpmn_store_content(self, task, texts):
        self.env["wbs.note"]._write_notes(self, task, texts)

    def _bpmn_note(self, instance, text):
        self.env["wbs.note"]._write_notes(self, None, {"reason": text})
        return ""

    def _bpmn_audit(self, instance, what, task=None):
        subject = f"bpmn.task/{task.id}" if task else f"bpmn.instance/{instance.id}"
        self.env["wbs.audit.entry"]._write_entry(self.uid, f"task.{what}", subject)

    # --- content ----

    def open_content(self) -> dict[str, Any]:
        """Open what the case holds, for the person who asks; the look is logged first.

        An RPC door on purpose, and the only one: check, log, release.

        :return: ``account``, ``messages``, ``notes`` and ``referrals``: lists of dicts
        :raise AccessError: the case does not exist, or is not meant for this user
        :raise UserError: it cannot be opened, and what to do
        """
        self.ensure_one()
        self.check_access("read")
        self.env["wbs.audit.entry"]._write_entry(
            self.uid, "content.read", f"wbs.case/{self.uid}"
        )
        try:
            return self._opened()
        except vault.VaultError as problem:
            raise UserError(say_error(self.env, problem)) from None

    def _opened(self) -> dict[str, Any]:
        key = self.env["wbs.vault"]._open_key(self)
        account = self._unseal(key)[self.uid]
        return {
            "account": [
                {"part": part, "text": account[part]}
                for part in ACCOUNT_PARTS
                if account.get(part)
            ],
            "messages": self.message_ids._opened(key),
            "notes": self.env["wbs.note"]._of_case(self)._opened(key),
            "referrals": self.referral_ids._opened(key),
        }

    # --- what the procedure does ----

    def _enter_register(self) -> None:
        """Give the next number of the office's register (nomor agenda)."""
        if not self.register_number:
            sequence = self.env["ir.sequence"].with_company(self.company_id)
            today = self.company_id._wbs_day(self.env["bpmn.time"]._now())
            self.register_number = sequence._wbs_next(REGISTER, today)

    def _set_status(self, status: str) -> None:
        values = {"status": status}
        if status in ("closed", "rejected"):
            values["closed_at"] = self.env["bpmn.time"]._now()
        self.write(values)

    def _receipt_expiry(self) -> Any:
        """Until when the receipt code opens the case; ``False`` while it runs."""
        keep = timedelta(days=self.company_id.wbs_receipt_days)
        return self.closed_at + keep if self.closed_at else False
