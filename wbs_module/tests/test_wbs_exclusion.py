"""Conflicts of interest: the case is gone for whoever has one, everywhere, at once."""

from __future__ import annotations

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .wbs_office import OfficeOfReports

REASON = "KENARI-7731 adalah ipar saya"
OF_THE_CASE = (
    "wbs.case",
    "wbs.message",
    "wbs.evidence",
    "wbs.note",
    "bpmn.instance",
    "bpmn.task",
    "bpmn.deadline",
    "bpmn.history",
)


@tagged("post_install", "-at_install")
class TestExclusion(OfficeOfReports):
    def setUp(self):
        super().setUp()
        self.case, _code = self.report(files=(self.file(),))
        self.secretary = self.people["secretariat"]
        self.second = self._person("secretariat", self.office, "two")
        self.fresh()

    def seen_by(self, person):
        self.fresh()
        return {
            model
            for model in OF_THE_CASE
            if self.env[model].with_user(person).search([])
        }

    def as_person(self, person):
        self.fresh()
        return self.case.with_user(person)

    def open_task(self, element):
        self.fresh()
        return self.env["bpmn.task"].search(
            [
                ("instance_id", "in", self.case.bpmn_instance_ids.ids),
                ("element_id.key", "=", element),
                ("state", "=", "open"),
            ]
        )

    # --- stepping aside ----

    def test_whoever_steps_aside_loses_every_row_of_the_case_at_once(self):
        self.assertIn("wbs.case", self.seen_by(self.secretary))
        self.as_person(self.secretary).step_aside(REASON)
        self.assertFalse(self.seen_by(self.secretary))
        with self.assertRaises(AccessError):
            self.as_person(self.secretary).open_content()

    def test_a_task_that_they_had_taken_goes_back_to_the_group(self):
        self.task(self.case, "IntakeCheck", "secretariat").action_claim()
        self.as_person(self.secretary).step_aside()
        task = self.open_task("IntakeCheck")
        self.assertFalse(task.user_id)
        self.assertTrue(task.with_user(self.second).mine)

    def test_neither_substitution_nor_a_new_part_brings_the_case_back(self):
        self.as_person(self.secretary).step_aside()
        self.env["bpmn.substitution"].create(
            {
                "user_id": self.second.id,
                "substitute_id": self.secretary.id,
                "date_from": date(2026, 3, 1),
                "date_to": date(2026, 3, 31),
            }
        )
        self.secretary.group_ids |= self.env.ref("wbs_module.group_inspector")
        self.assertFalse(self.seen_by(self.secretary))

    def test_no_reminder_of_the_case_reaches_them(self):
        self.as_person(self.secretary).step_aside()
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(days=20)
        self.env["bpmn.instance"]._sweep()
        rows = self.env["bpmn.outbox"].search([("channel", "=", "digest")])
        self.assertIn(self.second, rows.user_id)
        self.assertNotIn(self.secretary, rows.user_id)

    def test_they_cannot_undo_it(self):
        case = self.as_person(self.people["inspector"])
        case.step_aside()
        for attempt in (
            lambda: case.readmit_colleague(self.people["inspector"].id, "maaf"),
            case.get_exclusions,
        ):
            self.fresh()
            with self.assertRaises(AccessError):
                attempt()

    def test_the_reason_and_the_name_are_sealed(self):
        self.as_person(self.secretary).step_aside(REASON)
        rows = self.env["wbs.content"].search([("record_uid", "=", self.case.uid)])
        for row in rows:
            self.assertNotIn(b"KENARI-7731", bytes(row.ciphertext))
        self.assertIn(REASON, self.case._unseal()[self.case.uid]["exclusions"])

    def test_the_log_tells_that_access_changed_but_not_whose(self):
        before = self.env["wbs.audit.entry"].search([("chain", "=", self.case.uid)])
        self.as_person(self.secretary).step_aside(REASON)
        entries = self.env["wbs.audit.entry"].search([("chain", "=", self.case.uid)])
        for entry in entries - before:
            told = f"{entry.actor} {entry.subject} {entry.detail}"
            self.assertNotIn(f"user:{self.secretary.id}", told)
            self.assertNotIn("KENARI", told)
        self.assertNotEqual(self.case.write_uid, self.secretary)

    # --- named by others ----

    def test_a_colleague_who_is_named_finds_an_absence_like_any_other(self):
        handler = self.people["handler"]
        self.as_person(self.secretary).exclude_colleague(handler.id, REASON)
        self.task(self.case, "IntakeCheck", "secretariat").complete("accept")
        self._person("handler", self.office, "two")
        self.assertFalse(self.seen_by(handler))
        told = set()
        for record_id in (self.case.id, self.case.id + 100_000):
            self.fresh()
            with self.assertRaises(AccessError) as refused:
                self.case.browse(record_id).with_user(handler).get_exclusions()
            told.add(str(refused.exception))
        self.assertEqual(len(told), 1)

    def test_the_colleague_is_not_offered_for_handing_over(self):
        self.as_person(self.people["inspector"]).exclude_colleague(self.second.id)
        task = self.task(self.case, "IntakeCheck", "secretariat")
        wizard = task.env["bpmn.hand.over"].create(
            {"task_id": task.id, "user_id": self.second.id}
        )
        self.assertNotIn(self.second, wizard.possible_user_ids)
        with self.assertRaises(UserError):
            wizard.action_hand_over()

    def test_only_the_register_may_name_somebody(self):
        self.task(self.case, "IntakeCheck", "secretariat").complete("accept")
        with self.assertRaises(AccessError):
            self.as_person(self.people["handler"]).exclude_colleague(self.second.id)
        with self.assertRaises(UserError):
            stranger = self.strangers["secretariat"]
            self.as_person(self.secretary).exclude_colleague(stranger.id)

    def test_an_inspector_lets_them_see_it_again_with_a_reason_that_is_kept(self):
        inspector = self.people["inspector"]
        self.as_person(inspector).exclude_colleague(self.second.id, "ipar")
        listed = self.as_person(inspector).get_exclusions()["excluded"]
        self.assertEqual(listed, [[self.second.id, self.second.name]])
        with self.assertRaises(UserError):
            self.as_person(inspector).readmit_colleague(self.second.id, " ")
        with self.assertRaises(AccessError):
            self.as_person(self.secretary).readmit_colleague(self.second.id, "salah")
        self.as_person(inspector).readmit_colleague(self.second.id, "salah orang")
        self.assertIn("wbs.case", self.seen_by(self.second))
        kept = self.case._unseal()[self.case.uid]["exclusions"]
        self.assertIn("salah orang", kept)

    # --- somebody must remain ----

    def test_a_task_that_nobody_is_left_for_goes_up_and_the_excluder_is_told(self):
        self.second.group_ids = [
            Command.unlink(self.env.ref("wbs_module.group_secretariat").id)
        ]
        told = self.as_person(self.secretary).step_aside()
        self.assertIn("goes up to Team leader", " ".join(told))
        task = self.open_task("IntakeCheck")
        leader = self.people["team_leader"]
        self.assertTrue(task.with_user(leader).mine)
        self.assertIn("wbs.case", self.seen_by(leader))
        self.task(self.case, "IntakeCheck", "team_leader").complete("accept")

    def test_a_later_task_goes_up_as_well(self):
        self.as_person(self.secretary).exclude_colleague(self.people["handler"].id)
        self.task(self.case, "IntakeCheck", "secretariat").complete("accept")
        task = self.open_task("Assess")
        self.assertEqual(task.group_id, self.env.ref("wbs_module.group_team_leader"))

    def test_a_case_against_both_inspectors_goes_to_the_sekda(self):
        self.bring_to_approval(self.case)
        inspectors = self.people["inspector"] | self.people["inspector2"]
        for inspector in inspectors:
            told = self.as_person(self.secretary).exclude_colleague(inspector.id)
        self.assertIn("Regional secretary", " ".join(told))
        approval = self.env["bpmn.task"].search(
            [
                ("instance_id", "in", self.case.bpmn_instance_ids.ids),
                ("state", "=", "open"),
            ]
        )
        self.assertEqual(approval.group_id, self.env.ref("wbs_module.group_sekda"))
        for inspector in inspectors:
            self.assertFalse(self.seen_by(inspector))

    def test_when_nobody_is_left_at_all_the_task_waits_and_says_so(self):
        for role in ("handler", "team_leader", "inspector", "inspector2", "sekda"):
            self.as_person(self.secretary).exclude_colleague(self.people[role].id)
        self.task(self.case, "IntakeCheck", "secretariat").complete("accept")
        told = self.as_person(self.secretary).exclude_colleague(self.people["sekda"].id)
        self.assertIn("the task waits", " ".join(told))
