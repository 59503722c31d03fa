"""Finishing tasks: who may, who may not, and what a step writes."""

from __future__ import annotations

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bpmn_office import MONDAY, OfficeCase


@tagged("post_install", "-at_install")
class TestTasks(OfficeCase):
    def test_the_first_task_waits_for_its_lane_with_a_deadline_in_working_days(self):
        instance = self.start()
        task = self.mine(self.ani)
        self.assertEqual(task.sudo().instance_id, instance)
        self.assertEqual(task.name, "Ask for it")
        self.assertEqual(task.group_id, self.clerks)
        # two working days after Monday: the end of Wednesday's work, 17:00 in Jakarta
        self.assertEqual(str(task.due_at)[:10], "2026-03-04")
        self.assertFalse(self.mine(self.cici))

    def test_finishing_a_task_opens_the_next_one_for_the_next_lane(self):
        instance = self.start()
        self.task(instance, self.ani).complete(values={"cost": 1500})
        done = instance.task_ids.filtered(lambda task: task.state == "completed")
        self.assertEqual(done.closed_by_id, self.ani)
        self.assertEqual(self.mine(self.cici).name, "Approve")
        self.assertFalse(self.mine(self.ani))

    def test_the_way_follows_the_outcome_and_the_instance_ends(self):
        instance = self.start()
        self.task(instance, self.ani).complete(values={"cost": 1500})
        self.task(instance, self.cici).complete("no")
        self.assertEqual(instance.status, "completed")
        self.assertFalse(instance.wake_at)
        self.assertTrue(instance.ended_at)
        self.assertFalse(self.task(instance))

    def test_an_operation_is_performed_within_the_step(self):
        instance = self.start()
        self.task(instance, self.ani).complete(values={"cost": 1500})
        self.task(instance, self.cici).complete("yes")
        self.assertIn(instance.id, self.ordered)
        self.assertEqual(instance.status, "completed")

    def test_a_missing_value_is_asked_for_by_its_label(self):
        instance = self.start()
        with self.assertRaisesRegex(UserError, "Cost"):
            self.task(instance, self.ani).complete()
        self.assertEqual(self.task(instance).state, "open")

    def test_a_value_that_cannot_be_read_is_asked_for_by_its_label(self):
        instance = self.start()
        with self.assertRaisesRegex(UserError, "Cost"):
            self.task(instance, self.ani).complete(values={"cost": "much"})

    def test_each_field_that_does_not_fit_is_told_apart_and_what_it_asks_for(self):
        task = self.task(self.start(), self.ani)
        for values, told in ((None, "Nothing is entered"), ({"cost": "x"}, "1500000")):
            with self.assertRaises(UserError) as refused:
                task.complete(values=values)
            # The browser shows it beside the field.
            self.assertEqual(list(refused.exception.context["fields"]), ["cost"])
            self.assertIn(told, refused.exception.context["fields"]["cost"])

    def test_what_was_entered_stands_in_no_refusal(self):
        task = self.task(self.start(), self.ani)
        with self.assertRaises(UserError) as refused:
            task.complete(values={"cost": "CANARY-7781"})
        said = f"{refused.exception} {refused.exception.context}"
        self.assertNotIn("CANARY", said)

    def test_an_outcome_is_needed_where_there_is_a_choice(self):
        instance = self.start()
        self.task(instance, self.ani).complete(values={"cost": 1})
        with self.assertRaisesRegex(UserError, "buttons"):
            self.task(instance, self.cici).complete()

    def test_the_second_of_two_is_told_who_was_faster(self):
        instance = self.start()
        task = self.task(instance, self.adi)
        self.task(instance, self.ani).complete(values={"cost": 1})
        with self.assertRaisesRegex(UserError, "ani.*was faster"):
            self.as_person(task, self.adi).complete(values={"cost": 2})

    def test_the_time_at_which_somebody_was_faster_is_the_readers_or_the_offices(self):
        instance = self.start()
        task = self.task(instance, self.adi)
        self.task(instance, self.ani).complete(values={"cost": 1})
        for zone, hour in ((False, "09:00"), ("Asia/Jayapura", "11:00")):
            self.adi.tz = zone
            with self.assertRaisesRegex(UserError, f"2026 {hour}"):
                self.as_person(task, self.adi).complete(values={"cost": 2})

    def test_whoever_asked_may_not_approve(self):
        self.ani.group_ids |= self.chiefs
        instance = self.start()
        self.task(instance, self.ani).complete(values={"cost": 1})
        self.assertFalse(self.mine(self.ani))
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.task(instance, self.ani).complete("yes")
        self.task(instance, self.cici).complete("no")

    def test_a_taken_task_is_its_holders_until_given_back(self):
        instance = self.start()
        self.task(instance, self.ani).action_claim()
        self.assertFalse(self.mine(self.adi))
        with self.assertRaisesRegex(UserError, "ani"):
            self.task(instance, self.adi).complete(values={"cost": 1})
        self.task(instance, self.ani).action_release()
        self.assertTrue(self.mine(self.adi))

    def test_a_task_is_handed_over_only_to_somebody_who_may_do_it(self):
        instance = self.start()
        with self.assertRaisesRegex(UserError, "cici"):
            self.task(instance, self.ani)._hand_over(self.cici)
        self.task(instance, self.ani)._hand_over(self.adi)
        self.assertFalse(self.mine(self.ani))
        self.assertTrue(self.mine(self.adi))

    def test_a_substitute_sees_and_does_the_tasks_of_the_absent(self):
        instance = self.start()
        self.assertFalse(self.mine(self.zaki))
        self.env["bpmn.substitution"].with_user(self.ani).create(
            {
                "substitute_id": self.zaki.id,
                "date_from": "2026-03-02",
                "date_to": "2026-03-03",
            }
        )
        self.assertTrue(self.mine(self.zaki))
        self.task(instance, self.zaki).complete(values={"cost": 1})
        self.assertEqual(self.mine(self.cici).name, "Approve")

    def test_a_substitution_begins_and_ends_with_the_days_of_the_office(self):
        instance = self.start()
        self.env["bpmn.substitution"].with_user(self.ani).create(
            {
                "substitute_id": self.zaki.id,
                "date_from": "2026-03-04",
                "date_to": "2026-03-04",
            }
        )
        begin = datetime(2026, 3, 3, 17)  # midnight in Jakarta
        asked = self.env.ref("wbs_module.bpmn_cron_refresh_access")
        planned = self.env["ir.cron.trigger"].search([("cron_id", "=", asked.id)])
        for moment in (begin, begin + timedelta(days=1)):
            self.assertIn(moment, planned.mapped("call_at"))
        self.assertFalse(self.mine(self.zaki))
        for moment, seen in ((begin, True), (begin + timedelta(days=1), False)):
            passed = moment - self.env["bpmn.time"]._now()
            self.time.advance(seconds=passed.total_seconds())
            instance._refresh_access()
            self.assertEqual(bool(self.mine(self.zaki)), seen)

    def test_nobody_names_a_substitute_for_a_colleague(self):
        with self.assertRaises(AccessError):
            self.env["bpmn.substitution"].with_user(self.ani).create(
                {
                    "user_id": self.adi.id,
                    "substitute_id": self.zaki.id,
                    "date_from": "2026-03-02",
                    "date_to": "2026-03-03",
                }
            )

    def test_free_text_without_a_record_to_keep_it_is_refused(self):
        instance = self.start()
        task = self.task(instance, self.ani)
        with self.assertRaisesRegex(UserError, "no record"):
            task.complete(values={"cost": 1, "purpose": "CANARY-7781"})
        self.assertEqual(task.state, "open")
        task.complete(values={"cost": 1, "purpose": " "})
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*) FROM bpmn_instance WHERE encode(state, 'escape') ~ %s",
            ["CANARY-7781"],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        lines = self.env["bpmn.history"].search([("instance_id", "=", instance.id)])
        self.assertNotIn("CANARY", str([(x.what, x.detail) for x in lines]))

    def test_the_history_tells_who_did_what_in_order(self):
        instance = self.start()
        self.task(instance, self.ani).complete(values={"cost": 1})
        lines = self.env["bpmn.history"].search([("instance_id", "=", instance.id)])
        self.assertEqual(lines[0].what, "started")
        by_ani = lines.filtered(lambda line: line.user_id == self.ani)
        self.assertEqual(by_ani.element_id.name, "Ask for it")
        self.assertIn("deadline_met", lines.mapped("what"))

    def test_counting_tells_the_system_tray_what_waits_and_what_is_late(self):
        self.start()
        tasks = self.as_person(self.env["bpmn.task"], self.ani)
        self.assertEqual(tasks.count_mine(), {"total": 1, "late": 0, "soon": 0})
        self.addCleanup(self.time.set, MONDAY)
        self.time.advance(days=1)
        self.assertEqual(tasks.count_mine(), {"total": 1, "late": 0, "soon": 1})
        self.time.advance(days=6)
        self.assertEqual(tasks.count_mine(), {"total": 1, "late": 1, "soon": 0})

    def test_a_completion_takes_no_more_than_its_statements(self):
        instance = self.start()
        for _round in range(2):
            self.task(instance, self.ani).complete(values={"cost": 1})
            self.task(instance, self.cici).complete("back")
        task = self.task(instance, self.ani)
        with self.assertQueryCount(8):
            task.complete(values={"cost": 1})
            self.env.flush_all()
