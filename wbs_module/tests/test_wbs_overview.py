"""What stands beside a task: everything needed to decide, and no content."""

from __future__ import annotations

import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .wbs_office import CANARY, NAME_CANARY, OfficeOfReports


@tagged("post_install", "-at_install")
class TestOverview(OfficeOfReports):
    def case_to_approve(self, **given):
        case, _code = self.report(files=(self.file(name="rahasia.txt"),), **given)
        self.bring_to_approval(case)
        self.fresh()
        return case

    def overview(self, case, person="inspector"):
        return case.with_user(self.people[person]).get_overview()

    def test_whoever_signs_sees_who_did_what_and_how_the_clocks_were_kept(self):
        shown = self.overview(self.case_to_approve())
        secretary, handler = (
            self.people[role].name for role in ("secretariat", "handler")
        )
        done = [step["who"] for step in shown["steps"] if step["who"]]
        self.assertEqual(done[:1], [secretary])
        self.assertIn(handler, done)
        self.assertEqual(len(shown["evidence"]), 1)
        states = {clock["clock"]: clock["late"] for clock in shown["clocks"]}
        self.assertIn(False, states.values())
        self.assertTrue(all(clock["why"] for clock in shown["clocks"]))
        ended = [clock["ended_at"] for clock in shown["clocks"] if clock["ended_at"]]
        self.assertTrue(ended)
        # Those that go on first, each kind by when it is due.
        order = [
            (bool(clock["ended_at"]), clock["due_at"]) for clock in shown["clocks"]
        ]
        self.assertEqual(order, sorted(order))

    def test_a_case_says_what_waits_now_and_for_whom(self):
        shown = self.overview(self.case_to_approve())
        (waits,) = shown["open_steps"]
        approvers = self.env.ref("wbs_module.group_inspector")
        self.assertEqual(waits["for_whom"], approvers.name)
        self.assertTrue(waits["since"])
        self.assertTrue(waits["due_at"])

    def test_a_clock_that_stands_still_says_where(self):
        case, _code = self.report()
        self.task(case, "IntakeCheck", "secretariat").complete(
            "ask", {"question": "Kapan terjadinya?"}
        )
        clock = case.bpmn_instance_ids.deadline_ids.filtered(
            lambda deadline: deadline.clock_key == "first_answer"
        )
        self.assertEqual(clock.state, "paused")
        waited_at = clock.instance_id.version_id.element_ids.filtered(
            lambda element: element.key == "WaitForReporter"
        )
        self.assertEqual(clock.paused_because, waited_at.name)

    def test_a_procedure_is_named_by_its_case_for_who_may_see_it(self):
        case, _code = self.report()
        instance = case.main_instance_id
        self.fresh()
        seen = instance.with_user(self.people["secretariat"])
        self.assertIn(case.name, seen.display_name)
        self.fresh()
        # A relation's name is read as superuser.
        pointed_at = instance.with_user(self.employee).sudo()
        self.assertNotIn(case.name, pointed_at.display_name)

    def test_no_content_and_no_name_stands_in_it(self):
        named = self.env["wbs.generation"]._current()
        identity = {"name": NAME_CANARY} if named else {}
        shown = json.dumps(self.overview(self.case_to_approve(identity=identity)))
        for secret in (CANARY, NAME_CANARY, "rahasia.txt", "Sudah ditindak"):
            self.assertNotIn(secret, shown)

    def test_who_is_not_on_the_case_learns_nothing(self):
        case = self.case_to_approve()
        for person in (self.employee, self.strangers["inspector"]):
            with self.assertRaises(AccessError) as forbidden:
                case.with_user(person).get_overview()
            missing = self.env["wbs.case"].browse(99999999).with_user(person)
            with self.assertRaises(AccessError) as absent:
                missing.get_overview()
            self.assertEqual(
                str(forbidden.exception).replace(str(case.id), "?"),
                str(absent.exception).replace("99999999", "?"),
            )

    def test_who_handled_it_reads_why_they_may_not_approve(self):
        inspector = self.people["inspector"]
        inspector.group_ids += self.env.ref("wbs_module.group_handler")
        case, _code = self.report()
        self.bring_to_approval(case, handler="inspector")
        self.fresh()
        task = self.task(case, "ApproveClosure", "inspector")
        handled = self.env["bpmn.task"].search(
            [
                ("instance_id", "in", case.bpmn_instance_ids.ids),
                ("closed_by_id", "=", inspector.id),
            ],
            order="closed_at desc",
            limit=1,
        )
        self.assertIn(handled.name, task.blocked_because)
        other = self.task(case, "ApproveClosure", "inspector2")
        self.assertFalse(other.blocked_because)
