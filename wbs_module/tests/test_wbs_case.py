"""What becomes of a report: seen, late, answered, closed, by the right people."""

from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.bpmn_time import time_set_to
from ..models.wbs_intake import IncomingReport
from ..vault import ContentRefused
from .wbs_office import CANARY, NAME_CANARY, OfficeOfReports


@tagged("post_install", "-at_install")
class TestCase(OfficeOfReports):
    def test_the_office_gets_a_case_and_a_task_with_a_deadline(self):
        case, code = self.report()
        self.assertEqual(case.status, "checking")
        self.assertTrue(case.register_number)
        task = self.task(case, "IntakeCheck", "secretariat")
        # Three working days after Monday: the end of Thursday, 17:00 in Jakarta.
        self.assertEqual(task.due_at.strftime("%Y-%m-%d %H:%M"), "2026-03-05 10:00")
        self.assertEqual(self.env["wbs.receipt"]._find_case(code), case)

    def test_a_report_early_on_new_years_day_is_numbered_in_the_new_year(self):
        half_past_six_in_jakarta = datetime(2026, 12, 31, 23, 30)
        with time_set_to(half_past_six_in_jakarta):
            case, _code = self.report()
        self.assertIn("/2027/", case.register_number)

    def test_the_log_of_looks_says_names_and_words(self):
        case, _code = self.report()
        self.task(case, "IntakeCheck", "secretariat").complete("accept")
        handler = self.people["handler"]
        case.with_user(handler).open_content()
        entries = self.env["wbs.audit.entry"].search([("chain", "=", case.uid)])
        for entry in entries:
            self.assertNotEqual(entry.action_in_words, entry.action)
            self.assertNotIn(".", entry.subject_in_words)
        self.fresh()
        # The entries, and everybody's names: not once an entry.
        with self.assertQueryCount(4):
            entries.mapped("actor_in_words")
        self.assertEqual(entries[0].actor_in_words, "Reporter")
        self.assertEqual(entries[-1].actor_in_words, handler.name)

    def test_an_auditor_finds_and_groups_entries_by_names_and_words(self):
        case, _code = self.report()
        handler = self.people["secretariat"]
        self.fresh()
        case.with_user(handler).open_content()
        entries = self.env["wbs.audit.entry"].with_context(lang="en_US")
        asked = [("chain", "=", case.uid)]
        found = entries.search([*asked, ("actor_in_words", "ilike", handler.name[:5])])
        self.assertEqual(set(found.mapped("actor")), {f"user:{handler.id}"})
        looks = entries.search([*asked, ("kind", "=", "look")])
        self.assertEqual(looks.mapped("action"), ["content.read"])
        for key, word in (
            ("actor", handler.name),
            ("action", "Opened the content"),
            ("chain", case.uid[:8]),
        ):
            groups = entries.formatted_read_group(asked, [key], ["__count"])
            self.assertIn(word, [group[key] for group in groups])
            for group in groups:
                counted = entries.search_count(asked + group["__extra_domain"])
                self.assertEqual(counted, group["__count"])

    def test_each_office_counts_its_own_reports(self):
        """From one counter, the gaps would tell how much another office gets."""
        before, _code = self.report()
        elsewhere = self.env["res.company"].create({"name": "Another office"})
        elsewhere._wbs_set_up()
        self.env["wbs.intake"]._take(
            elsewhere, IncomingReport("web", "corruption", {"what": "A page of text"})
        )
        theirs = self.env["wbs.case"].search([("company_id", "=", elsewhere.id)])
        after, _code = self.report()
        self.assertTrue(theirs.register_number.endswith("/0001"))
        number = int(before.register_number.rpartition("/")[2])
        self.assertEqual(int(after.register_number.rpartition("/")[2]), number + 1)

    def test_an_office_that_has_numbers_goes_on_counting(self):
        """An upgrade gives it a counter of its own; no number comes twice."""
        sequences = self.env["ir.sequence"].search([("code", "=", "wbs.case.register")])
        sequences.filtered(lambda it: it.company_id == self.office).unlink()
        before, _code = self.report()
        self.office._wbs_add_missing_registers()
        after, _code = self.report()
        number = int(before.register_number.rpartition("/")[2])
        self.assertEqual(int(after.register_number.rpartition("/")[2]), number + 1)

    def test_nothing_of_it_stands_in_clear_in_the_database(self):
        case, _code = self.report(
            identity={"name": NAME_CANARY} if self._custodians() else {},
            files=(self.file(content=CANARY.encode()),),
        )
        self.env["wbs.message"]._send(case, "in", CANARY)
        self.env.flush_all()
        for model in ("wbs.content", "wbs.message", "wbs.case", "bpmn.instance"):
            table = self.env[model]._table
            self.env.cr.execute(f"SELECT t::text FROM {table} t")
            for (row,) in self.env.cr.fetchall():
                for canary in (CANARY, CANARY.encode().hex(), NAME_CANARY):
                    self.assertNotIn(canary, row)

    def _custodians(self):
        return self.env["wbs.generation"]._current()

    def test_a_name_is_refused_before_there_are_custodians(self):
        self.env["wbs.generation"].search([]).unlink()
        before = self.env["wbs.case"].search_count([])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.report(identity={"name": NAME_CANARY})
        self.assertEqual(self.env["wbs.case"].search_count([]), before)

    def test_the_whole_way_to_the_answer(self):
        case, _code = self.report()
        self.bring_to_approval(case)
        self.assertEqual(case.status, "approving")
        self.task(case, "ApproveClosure", "inspector").complete("approve")
        self.assertEqual(case.status, "closed")
        key = self.env["wbs.vault"]._open_key(case)
        texts = [item["text"] for item in case.message_ids._opened(key)]
        self.assertEqual(texts, ["Sudah ditindak"])
        kinds = case.letter_ids.mapped("kind")
        self.assertEqual(kinds, ["reporter_answer", "closure_notice"])

    def test_who_handled_it_does_not_approve_its_closure(self):
        inspector = self.people["inspector"]
        inspector.group_ids += self.env.ref("wbs_module.group_handler")
        case, _code = self.report()
        self.bring_to_approval(case, handler="inspector")
        with self.assertRaises(UserError):
            self.task(case, "ApproveClosure", "inspector").complete("approve")
        self.task(case, "ApproveClosure", "inspector2").complete("approve")
        self.assertEqual(case.status, "closed")

    def test_a_question_needs_its_text_and_waits_for_the_reporter(self):
        case, _code = self.report()
        task = self.task(case, "IntakeCheck", "secretariat")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            task.complete("ask")
        task.complete("ask", {"question": "Kapan kejadiannya?"})
        self.assertEqual(case.status, "waiting")
        case._bpmn_deliver_message("reporter_wrote")
        self.assertEqual(case.status, "checking")
        self.assertTrue(self.task(case, "IntakeCheck", "secretariat"))

    def test_of_two_who_finish_one_task_the_second_is_told(self):
        case, _code = self.report()
        task = self.task(case, "IntakeCheck", "secretariat")
        task.complete("accept")
        with self.assertRaises(UserError) as told:
            task.complete("reject", {"reason": "terlambat"})
        self.assertIn(self.people["secretariat"].name, str(told.exception))

    def test_left_alone_it_warns_and_then_goes_up(self):
        case, _code = self.report()
        leader = self.people["team_leader"]
        self.assertFalse(self.env["wbs.case"].with_user(leader).search([]))
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(days=4)
        self.env["bpmn.instance"]._sweep()
        self.fresh()
        self.assertEqual(self.env["wbs.case"].with_user(leader).search([]), case)
        what = self.env["bpmn.history"].search(
            [("instance_id", "in", case.bpmn_instance_ids.ids)]
        )
        self.assertIn("deadline_warned", what.mapped("what"))
        self.assertIn("deadline_escalated", what.mapped("what"))

    def test_whoever_is_excluded_loses_it_at_once(self):
        case, _code = self.report()
        secretary = self.people["secretariat"]
        self.fresh()
        self.assertTrue(self.env["wbs.case"].with_user(secretary).search([]))
        case._exclude(secretary)
        self.fresh()
        self.assertFalse(self.env["wbs.case"].with_user(secretary).search([]))
        self.assertFalse(self.env["bpmn.task"].with_user(secretary).search([]))
        with self.assertRaises(AccessError):
            case.with_user(secretary).open_content()

    def test_content_opens_only_with_an_entry_in_the_log(self):
        case, _code = self.report()
        entries = self.env["wbs.audit.entry"]
        before = entries.search_count([("chain", "=", case.uid)])
        opened = case.with_user(self.people["secretariat"]).open_content()
        self.assertEqual(opened["account"], [{"part": "what", "text": CANARY}])
        rows = entries.search([("chain", "=", case.uid)])
        self.assertEqual(len(rows), before + 1)
        self.assertEqual(rows[-1].actor, f"user:{self.people['secretariat'].id}")

    def test_ciphertexts_cannot_change_places(self):
        one, _code = self.report(account={"what": "satu", "who": "dua"})
        rows = self.env["wbs.content"].search([("record_uid", "=", one.uid)])
        what, who = (
            rows.filtered(lambda r, n=n: r.field == n) for n in ("what", "who")
        )
        who.ciphertext = what.ciphertext
        with self.assertRaises(ContentRefused):
            one._unseal()

    def test_a_case_is_neither_copied_nor_deleted(self):
        case, _code = self.report()
        with self.assertRaises(UserError):
            case.copy()
        with self.assertRaises(UserError):
            case.unlink()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_to_change_the_log(self):
        case, _code = self.report()
        self.env.flush_all()
        for statement in (
            "UPDATE wbs_audit_entry SET actor = 'user:1'",
            "DELETE FROM wbs_audit_entry",
            "TRUNCATE wbs_audit_entry",
        ):
            with self.assertRaises(Exception) as refused, self.env.cr.savepoint():
                self.env.cr.execute(statement)
            self.assertIn("never changed", str(refused.exception))
        self.assertEqual(self.env["wbs.audit.entry"]._verify(), [])
        self.assertTrue(case)

    def test_whoever_joins_the_register_sees_its_cases_at_once_and_loses_them_so(self):
        case, _code = self.report()
        inspectors = self.env.ref("wbs_module.group_inspector")
        cases = self.env["wbs.case"].with_user(self.employee)
        self.employee.group_ids = [Command.link(inspectors.id)]
        self.fresh()
        self.assertEqual(cases.search([("id", "=", case.id)]), case)
        self.employee.group_ids = [Command.unlink(inspectors.id)]
        self.fresh()
        self.assertNotIn(self.employee, case.user_ids)
        self.assertNotIn(self.employee, case.bpmn_instance_ids.user_ids)
