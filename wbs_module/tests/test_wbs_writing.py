"""Staff write to the reporter by hand: sealed, logged, and counted as handling."""

from __future__ import annotations

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .wbs_office import OfficeOfReports

QUESTION = "Pada hari apa KENARI-5512 meminta uang itu?"


@tagged("post_install", "-at_install")
class TestWritingToTheReporter(OfficeOfReports):
    def setUp(self):
        super().setUp()
        self.case, _code = self.report()
        self.task(self.case, "IntakeCheck", "secretariat").complete("accept")
        self.fresh()

    def as_person(self, person):
        self.fresh()
        return self.case.with_user(person)

    def test_the_message_is_sealed_logged_and_read_by_the_reporter(self):
        self.as_person(self.people["handler"]).write_to_reporter(f"  {QUESTION}\n")
        self.fresh()
        opened = self.as_person(self.people["handler"]).open_content()
        self.assertEqual(
            [(item["direction"], item["text"]) for item in opened["messages"]],
            [("out", QUESTION)],
        )
        rows = self.env["wbs.content"].search([("case_id", "=", self.case.id)])
        for row in rows:
            self.assertNotIn(b"KENARI-5512", bytes(row.ciphertext))
        entry = self.env["wbs.audit.entry"].search(
            [("action", "=", "message.sent")], order="id desc", limit=1
        )
        self.assertEqual(entry.subject, f"wbs.case/{self.case.uid}")

    def test_who_does_not_see_the_case_writes_nothing(self):
        with self.assertRaises(AccessError):
            self.as_person(self.employee).write_to_reporter(QUESTION)

    def test_an_empty_message_is_refused(self):
        with self.assertRaises(UserError):
            self.as_person(self.people["handler"]).write_to_reporter(" \n")

    def test_whoever_judges_is_told_why_they_do_not_write(self):
        inspector = self.as_person(self.people["inspector"])
        self.assertTrue(inspector.open_content()["why_no_writing"])
        with self.assertRaises(UserError):
            inspector.write_to_reporter(QUESTION)

    def test_whoever_wrote_does_not_approve_though_they_finished_no_step(self):
        writer = self._person("secretariat", self.office, "who-wrote")
        self.as_person(writer).write_to_reporter(QUESTION)
        self.task(self.case, "Assess", "handler").complete(
            "propose", {"assessment": "Terbukti", "answer": "Sudah ditindak"}
        )
        writer.group_ids |= self.env.ref("wbs_module.group_inspector")
        self.fresh()
        approval = self.task(self.case, "ApproveClosure", "inspector")
        with self.assertRaises(UserError):
            approval.with_user(writer).complete("approve")
        approval.complete("approve")

    def test_writing_while_the_closure_waits_counts_at_once(self):
        writer = self._person("secretariat", self.office, "who-writes-late")
        self.task(self.case, "Assess", "handler").complete(
            "propose", {"assessment": "Terbukti", "answer": "Sudah ditindak"}
        )
        self.as_person(writer).write_to_reporter(QUESTION)
        self.fresh()
        approval = self.task(self.case, "ApproveClosure", "inspector")
        self.assertIn(writer, approval.sudo().excluded_user_ids)

    def test_a_closed_case_says_why_nothing_goes_out(self):
        self.task(self.case, "Assess", "handler").complete(
            "propose", {"assessment": "Terbukti", "answer": "Sudah ditindak"}
        )
        self.task(self.case, "ApproveClosure", "inspector").complete("approve")
        with self.assertRaises(UserError):
            self.as_person(self.people["handler"]).write_to_reporter(QUESTION)
