"""The check page: what is in order with the installation, what is not, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import config

from .. import vault
from ..models.wbs_places import evidence_folder, place
from ..models.wbs_sentences import say_finding

READERS = (
    "base.group_system",
    "wbs_module.group_inspector",
    "wbs_module.group_custodian",
    "wbs_module.group_disclosure_approver",
    "wbs_module.group_auditor",
    "wbs_module.group_data_protection",
)
LAYER_GROUPS = {
    vault.CUSTODIANS: "wbs_module.group_custodian",
    vault.APPROVERS: "wbs_module.group_disclosure_approver",
}
BACKUP_FOLDERS = "wbs_module.backup_folders"
RECOVERY_TESTED = "wbs_module.recovery_tested."
OUTBOX_LATE = timedelta(hours=1)
CRON_LATE = timedelta(hours=1)
# Modules that send something to servers of others, or fetch from them.
CALLING_MODULES = (
    "iap",
    "iap_mail",
    "partner_autocomplete",
    "sms",
    "snailmail",
    "crm_iap_enrich",
    "crm_iap_mine",
    "web_unsplash",
    "google_recaptcha",
    "google_address_autocomplete",
    "base_geolocalize",
    "cloud_storage",
    "mail_plugin",
    "website_cf_turnstile",
)
# Odoo's daily report of the database's id, users and modules to its maker.
CALLING_CRON = "mail.ir_cron_module_update_notification"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. ``severity``: as `vault.Severity`, by value."""

    code: str
    severity: str
    sentence: str


class WbsCheckPage(models.TransientModel):
    """Each method ``_check_<what>`` yields `Check`; ``_checks`` lists them.

    Another part adds its own by extending ``_checks``.
    """

    _name = "wbs.check.page"
    _description = "Check Page"

    line_ids = fields.One2many("wbs.check.page.line", "page_id", readonly=True)
    blocking_count = fields.Integer("Blocks reports", readonly=True)
    warning_count = fields.Integer("To mend", readonly=True)
    backup_folders = fields.Text(
        "What the nightly backup takes",
        help="Folders, one a line. The check page tells when keys lie inside one.",
    )
    custodians_recovery_tested = fields.Date("Custodians' recovery key tried on")
    approvers_recovery_tested = fields.Date("Approvers' recovery key tried on")

    @api.model
    def default_get(self, fields_list):
        self._check_reader()
        values = super().default_get(fields_list)
        checks = self._sorted_checks()
        return {
            **values,
            "backup_folders": self._setting(BACKUP_FOLDERS),
            "custodians_recovery_tested": self._tested(vault.CUSTODIANS),
            "approvers_recovery_tested": self._tested(vault.APPROVERS),
            "blocking_count": sum(it.severity == "blocks" for it in checks),
            "warning_count": sum(it.severity == "warning" for it in checks),
            "line_ids": [
                Command.create(
                    {
                        "code": it.code,
                        "severity": it.severity.replace(" ", "_"),
                        "sentence": it.sentence,
                    }
                )
                for it in checks
            ],
        }

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Check page")

    @api.model
    def _check_reader(self) -> None:
        if not self.env.su and not any(map(self.env.user.has_group, READERS)):
            raise AccessError(
                self.env._("The check page is for those who answer for the system.")
            )

    def action_keep(self) -> dict[str, Any]:
        """Keep what the page asked for, and look again."""
        self.ensure_one()
        self._check_reader()
        if not self.env.user.has_group("base.group_system"):
            raise UserError(
                self.env._("Only an administrator changes what stands here.")
            )
        today = self.env["bpmn.time"]._now().date()
        tested = {
            vault.CUSTODIANS: self.custodians_recovery_tested,
            vault.APPROVERS: self.approvers_recovery_tested,
        }
        if any(day and day > today for day in tested.values()):
            raise UserError(
                self.env._("A recovery key cannot have been tried in the future.")
            )
        # sudo: settings of the installation, by an administrator
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(BACKUP_FOLDERS, self.backup_folders or False)
        for layer, day in tested.items():
            parameters.set_param(
                RECOVERY_TESTED + layer, fields.Date.to_string(day) or False
            )
        return self.action_again()

    def action_again(self) -> dict[str, Any]:
        """Look at everything again."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check page"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "main",
        }

    @api.model
    def _setting(self, name: str) -> str:
        # sudo: settings of the installation, which readers of the page may not list
        return self.env["ir.config_parameter"].sudo().get_param(name) or ""

    @api.model
    def _tested(self, layer: str) -> date | None:
        return fields.Date.to_date(self._setting(RECOVERY_TESTED + layer) or False)

    # --- what is looked at ----

    @api.model
    def _sorted_checks(self) -> list[Check]:
        order = [it.value for it in vault.Severity]
        return sorted(self._checks(), key=lambda it: order.index(it.severity))

    @api.model
    def _checks(self) -> Iterator[Check]:
        """All checks; extend this one to add what another part can see."""
        yield from self._check_keys()
        yield from self._check_schedule()
        yield from self._check_outbox()
        yield from self._check_scanner()
        yield from self._check_callers()

    @api.model
    def _check_keys(self) -> Iterator[Check]:
        folder, store = place("KEY_FOLDER"), place("KEY_STORE")
        if folder is None or store is None:
            yield Check(
                "no_places",
                "blocks",
                self.env._(
                    "No key folder or no key store is configured. Set WBS_KEY_FOLDER "
                    "and WBS_KEY_STORE for the server and run “odoo wbs keys init”."
                ),
            )
            return
        around = vault.Surroundings(
            key_folder=folder,
            key_store=store,
            today=self.env["bpmn.time"]._now().date(),
            https=self._setting("web.base.url").startswith("https://"),
            data_folders=[Path(config["data_dir"]), evidence_folder()],
            backup_folders=[
                Path(line.strip())
                for line in self._setting(BACKUP_FOLDERS).splitlines()
                if line.strip()
            ],
            members={
                # sudo: how many, not who
                layer: len(self.env.ref(group).sudo().all_user_ids.filtered("active"))
                for layer, group in LAYER_GROUPS.items()
            },
            recovery_tested={
                layer: day for layer in LAYER_GROUPS if (day := self._tested(layer))
            },
        )
        for finding in vault.inspect_keys(around):
            yield Check(
                finding.code, finding.severity.value, say_finding(self.env, finding)
            )

    @api.model
    def _check_schedule(self) -> Iterator[Check]:
        """Scheduled jobs of ours: switched on, and run lately."""
        # sudo: jobs are the installation's; only names and times are looked at
        data = self.env["ir.model.data"].sudo()
        ids = data.search(
            [("module", "=", "wbs_module"), ("model", "=", "ir.cron")]
        ).mapped("res_id")
        crons = self.env["ir.cron"].sudo().with_context(active_test=False)
        jobs = crons.browse(ids).exists()
        off = jobs.filtered(lambda job: not job.active)
        late = (jobs - off).filtered(
            lambda job: job.nextcall < fields.Datetime.now() - CRON_LATE
        )
        if off:
            yield Check(
                "cron_off",
                "warning",
                self.env._(
                    "Switched off: %s. Deadlines, letters or keys wait for it. Switch "
                    "it on under Settings, Technical, Scheduled Actions.",
                    ", ".join(off.mapped("cron_name")),
                ),
            )
        if late:
            yield Check(
                "cron_late",
                "warning",
                self.env._(
                    "Has not run for more than an hour after its time: %s. Start the "
                    "server with at least one thread for scheduled jobs "
                    "(max_cron_threads).",
                    ", ".join(late.mapped("cron_name")),
                ),
            )
        if not off and not late:
            yield Check(
                "cron_in_order",
                "in order",
                self.env._("Scheduled jobs are on and run in time."),
            )

    @api.model
    def _check_outbox(self) -> Iterator[Check]:
        # sudo: how many rows, not which
        outbox = self.env["bpmn.outbox"].sudo()
        now = self.env["bpmn.time"]._now()
        late = outbox.search_count(
            [("state", "=", "pending"), ("next_attempt_at", "<", now - OUTBOX_LATE)]
        )
        stopped = outbox.search_count(
            [("state", "in", ("failed", "uncertain", "undeliverable"))]
        )
        if late:
            yield Check(
                "outbox_late",
                "warning",
                self.env._(
                    "%s item(s) of the outbox wait for more than an hour: letters or "
                    "mails do not go out. Look at the scheduled jobs and the mail "
                    "server.",
                    late,
                ),
            )
        if stopped:
            yield Check(
                "outbox_stopped",
                "warning",
                self.env._(
                    "%s item(s) of the outbox failed, are uncertain or cannot be "
                    "delivered. An operator of procedures sees why, and decides, under "
                    "Procedures, Outbox.",
                    stopped,
                ),
            )
        if not late and not stopped:
            yield Check(
                "outbox_in_order", "in order", self.env._("The outbox is not stuck.")
            )

    @api.model
    def _check_scanner(self) -> Iterator[Check]:
        """By letting the virus scanner look at one byte."""
        evidence = self.env["wbs.evidence"]
        if evidence._scan_of(iter([b"."])) == "clean":
            yield Check(
                "scanner_in_order", "in order", self.env._("The virus scanner answers.")
            )
        else:
            yield Check(
                "scanner_down",
                "warning",
                self.env._(
                    "The virus scanner (clamd) does not answer: evidence is marked "
                    "“not scanned”. Install and start clamav-daemon on this machine, "
                    "or set WBS_CLAMD to where it listens."
                ),
            )

    @api.model
    def _check_callers(self) -> Iterator[Check]:
        """What calls servers of others, which then learn of this one."""
        # sudo: which modules are installed
        modules = self.env["ir.module.module"].sudo()
        calling = modules.search(
            [("name", "in", CALLING_MODULES), ("state", "=", "installed")]
        )
        if calling:
            yield Check(
                "calling_modules",
                "warning",
                self.env._(
                    "These modules call servers of others: %s. Uninstall those that "
                    "nobody needs.",
                    ", ".join(calling.sorted("name").mapped("name")),
                ),
            )
        # sudo: whether one job is on
        job = self.env.ref(CALLING_CRON, raise_if_not_found=False)
        if job and job.sudo().active:
            yield Check(
                "calling_odoo",
                "warning",
                self.env._(
                    "Odoo reports this database's users and modules to its maker once "
                    "a week (scheduled action “%s”). Switch it off.",
                    job.sudo().cron_name,
                ),
            )


class WbsCheckPageLine(models.TransientModel):
    _name = "wbs.check.page.line"
    _description = "Line of the Check Page"

    page_id = fields.Many2one("wbs.check.page", ondelete="cascade")
    code = fields.Char(readonly=True)
    severity = fields.Selection(
        [
            ("blocks", "Blocks reports"),
            ("warning", "To mend"),
            ("in_order", "In order"),
        ],
        readonly=True,
    )
    sentence = fields.Text("What was found, and what to do", readonly=True)
