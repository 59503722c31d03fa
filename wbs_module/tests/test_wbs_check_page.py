"""The check page says what is wrong and what to do, to those who answer for it."""

import os
import re
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .. import vault
from ..models import wbs_sentences
from .wbs_office import OfficeOfReports

READERS = (
    "inspector",
    "inspector2",
    "custodian",
    "disclosure_approver",
    "auditor",
    "data_protection",
)


@tagged("post_install", "-at_install")
class TestCheckPage(OfficeOfReports):
    def setUp(self):
        super().setUp()
        self.administrator = self.env.ref("base.user_admin")

    def codes(self):
        page = self.env["wbs.check.page"].with_user(self.administrator).create({})
        return {line.code: line.severity for line in page.line_ids}

    def parameter(self, name, value):
        self.env["ir.config_parameter"].set_param(name, value)

    def test_those_who_answer_for_the_system_read_it_and_nobody_else(self):
        for role, person in {**self.people, "employee": self.employee}.items():
            pages = self.env["wbs.check.page"].with_user(person)
            with self.subTest(role=role):
                if role in READERS:
                    self.assertTrue(pages.create({}).line_ids)
                else:
                    with self.assertRaises(AccessError):
                        pages.create({})

    def test_demonstration_keys_and_missing_https_block(self):
        self.parameter("web.base.url", "http://insecure.example")
        found = self.codes()
        self.assertEqual(found["demo_keys"], "blocks")
        self.assertEqual(found["no_https"], "blocks")
        self.parameter("web.base.url", "https://secure.example")
        self.assertEqual(self.codes()["https_in_order"], "in_order")

    def test_one_custodian_only_is_told(self):
        group = self.env.ref("wbs_module.group_custodian")
        for person in group.all_user_ids - self.people["custodian"]:
            person.group_ids -= group
        self.assertEqual(self.codes()["too_few_members"], "warning")

    def test_keys_in_the_backup_are_told(self):
        folder = self.env["wbs.vault"]._key_folder().path
        self.assertNotIn("keys_inside_backup", self.codes())
        page = self.env["wbs.check.page"].with_user(self.administrator).create({})
        page.backup_folders = f"/nowhere\n{folder.parent}\n"
        page.action_keep()
        self.assertEqual(self.codes()["keys_inside_backup"], "warning")

    def test_a_recovery_key_that_was_tried_within_a_year_is_not_told_of(self):
        self.assertEqual(self.codes()["recovery_untested"], "warning")
        page = self.env["wbs.check.page"].with_user(self.administrator).create({})
        today = self.env["bpmn.time"]._now().date()
        page.custodians_recovery_tested = page.approvers_recovery_tested = today
        page.action_keep()
        self.assertNotIn("recovery_untested", self.codes())
        page.custodians_recovery_tested = today + timedelta(days=1)
        with self.assertRaises(UserError):
            page.action_keep()

    def test_only_an_administrator_changes_what_it_asks(self):
        pages = self.env["wbs.check.page"].with_user(self.people["custodian"])
        with self.assertRaises(UserError):
            pages.create({}).action_keep()

    def test_a_stuck_outbox_is_told(self):
        self.env["bpmn.outbox"].search([]).unlink()
        self.assertEqual(self.codes()["outbox_in_order"], "in_order")
        row = self.env["bpmn.outbox"]._queue("digest", company_id=self.office.id)
        row.next_attempt_at = self.env["bpmn.time"]._now() - timedelta(hours=2)
        self.assertEqual(self.codes()["outbox_late"], "warning")
        row.state = "uncertain"
        found = self.codes()
        self.assertNotIn("outbox_late", found)
        self.assertEqual(found["outbox_stopped"], "warning")

    def test_jobs_that_are_off_or_do_not_run_are_told(self):
        job = self.env.ref("wbs_module.bpmn_cron_sweep")
        job.active = False
        self.assertEqual(self.codes()["cron_off"], "warning")
        job.active = True
        job.nextcall = datetime.now() - timedelta(hours=3)
        self.assertEqual(self.codes()["cron_late"], "warning")

    def test_a_virus_scanner_that_does_not_answer_is_told(self):
        with patch.dict(os.environ, {"WBS_CLAMD": "/nowhere/clamd.socket"}):
            self.assertEqual(self.codes()["scanner_down"], "warning")

    def test_guarded_roles_without_a_second_factor_are_counted(self):
        self.parameter("wbs_module.demonstration", "1")
        self.assertEqual(self.codes()["second_factor_demonstration"], "in_order")
        self.parameter("wbs_module.demonstration", False)
        offices = self.env["res.company"].search([])
        offices.wbs_second_factor = True
        found = self.codes()
        self.assertEqual(found["second_factor_missing"], "warning")
        self.assertNotIn("second_factor_off", found)
        with patch.object(
            type(self.env["res.users"]), "_mfa_type", lambda user: "totp"
        ):
            self.assertEqual(self.codes()["second_factor_in_order"], "in_order")
            self.office.wbs_second_factor = False
            found = self.codes()
        self.assertEqual(found["second_factor_off"], "warning")
        self.assertNotIn("second_factor_in_order", found)

    def test_what_calls_others_is_told(self):
        job = self.env.ref("mail.ir_cron_module_update_notification")
        job.active = True
        self.assertEqual(self.codes()["calling_odoo"], "warning")
        job.active = False
        self.assertNotIn("calling_odoo", self.codes())
        module = self.env["ir.module.module"].search([("name", "=", "sms")])
        module.state = "installed"
        self.assertEqual(self.codes()["calling_modules"], "warning")


@tagged("post_install", "-at_install")
class TestSentences(OfficeOfReports):
    """The catalogue says what the vault says, code by code."""

    def english(self, sentence):
        return re.sub(r"\{(\w+)\}", r"%(\1)s", sentence)

    def all_errors(self, kind=vault.VaultError):
        yield kind
        for below in kind.__subclasses__():
            yield from self.all_errors(below)

    def test_every_error_has_its_entry(self):
        for kind in self.all_errors():
            with self.subTest(code=kind.code):
                if "sentence" in vars(kind):
                    entry = wbs_sentences.ERRORS[kind.code]
                    self.assertEqual(self.env._(entry), self.english(kind.sentence))

    def test_every_tampering_has_its_entry(self):
        for tampering in vault.Tampering:
            touched = vault.Touched("c", tampering, 7)
            said = wbs_sentences.say_touched(self.env, touched)
            self.assertEqual(said, touched.sentence)

    def test_every_finding_is_said_as_the_vault_says_it(self):
        folder = self.env["wbs.vault"]._key_folder().path
        nowhere = folder.parent / "nowhere"
        for key_folder, key_store in ((folder, folder / "store"), (nowhere, nowhere)):
            around = vault.Surroundings(
                key_folder=key_folder,
                key_store=key_store,
                today=date(2026, 1, 1),
                https=False,
                data_folders=[folder.parent],
                backup_folders=[folder.parent],
            )
            for finding in vault.inspect_keys(around):
                said = wbs_sentences.say_finding(self.env, finding)
                with self.subTest(code=finding.code):
                    expected = finding.sentence.replace(
                        "approvers", "disclosure approvers"
                    )
                    self.assertEqual(said, expected)
