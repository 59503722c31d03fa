"""How much the database is asked: a figure that grows unseen, were it not held."""

from unittest.mock import patch

from .. import vault
from ..models.wbs_intake import IncomingReport
from .wbs_office import OfficeOfReports


class TestStatements(OfficeOfReports):
    """Each test takes a first turn, for caches that a server fills once."""

    def check(self, case):
        task = self.task(case, "IntakeCheck", "secretariat")
        self.fresh()
        task.complete("accept")
        self.env.flush_all()

    def test_taking_a_report_in_takes_no_more_than_its_statements(self):
        intake = self.env["wbs.intake"]
        account = {"what": "A page of text", "who": "Somebody at the counter"}
        report = IncomingReport("web", "corruption", account)
        # The second keeps in mind what the first one made: definitions of clocks.
        for _turn in range(2):
            intake._take(self.office, report)
        self.fresh()
        # With what the shipped procedure does at once: the number of the register, the
        # names of staff compared, three clocks, the first task, who may see it.
        with self.assertQueryCount(17):
            intake._take(self.office, report)
            self.env.flush_all()

    def test_a_task_of_a_case_is_finished_in_no_more_than_its_statements(self):
        first, _code = self.report()
        self.check(first)
        second, _code = self.report()
        task = self.task(second, "IntakeCheck", "secretariat")
        self.fresh()
        with self.assertQueryCount(22):
            task.complete("accept")
            self.env.flush_all()

    def test_logging_a_look_takes_two_statements(self):
        case, _code = self.report()
        entries = self.env["wbs.audit.entry"].with_user(self.people["handler"])
        entries._write_entry(case.uid, "content.read", "wbs.case/x")
        with self.assertQueryCount(2):
            entries._write_entry(case.uid, "content.read", "wbs.case/x")

    def test_a_longer_list_of_tasks_asks_the_database_no_more(self):
        tasks = self.env["bpmn.task"].with_user(self.people["secretariat"])
        asked = {name: {} for name in ("name", "summary", "due_at", "urgency")}

        def statements() -> int:
            self.fresh()
            before = self.env.cr.sql_log_count
            tasks.web_search_read([("mine", "=", True)], asked, limit=80)
            return self.env.cr.sql_log_count - before

        self.report()
        statements()
        few = statements()
        for _number in range(4):
            self.report()
        self.assertEqual(statements(), few)

    def test_a_list_of_cases_opens_no_key_and_decrypts_nothing(self):
        case, _code = self.report()
        cases = self.env["wbs.case"].with_user(self.people["secretariat"])
        names = ["name", "register_number", "category", "status", "received_at"]
        self.fresh()
        with (
            patch.object(vault, "open_case_key", side_effect=AssertionError),
            patch.object(vault, "decrypt_field", side_effect=AssertionError),
        ):
            listed = cases.web_search_read([], {name: {} for name in names}, limit=80)
        self.assertIn(case.id, [row["id"] for row in listed["records"]])
