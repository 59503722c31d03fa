"""Clocks, the sweep, escalation: all by the one clock service."""

from __future__ import annotations

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine.time import DeadlineState
from ..models.bpmn_stepping import Stepping
from .bpmn_office import MONDAY, OfficeCase


@tagged("post_install", "-at_install")
class TestTime(OfficeCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.time.set, MONDAY)

    def sweep(self, **amount):
        self.time.advance(**amount)
        return self.env["bpmn.instance"]._sweep()

    def test_nothing_is_woken_before_its_time(self):
        self.start()
        self.assertEqual(self.sweep(minutes=1), 0)

    def test_a_deadline_left_alone_warns_then_is_late_then_escalates(self):
        instance = self.start()
        deadline = instance.deadline_ids
        self.sweep(days=1, hours=12)
        self.assertTrue(deadline.warned)
        self.assertFalse(deadline.late)
        self.sweep(days=1)
        self.assertTrue(deadline.late)
        self.assertTrue(self.task(instance).late)
        self.assertNotIn(self.dewi, instance.user_ids)
        self.sweep(days=2)
        self.assertEqual(deadline.level, "test_director")
        self.assertIn(self.dewi, instance.user_ids)

    def test_escalation_queues_neutral_digests(self):
        self.start()
        self.sweep(days=5)
        digests = self.env["bpmn.outbox"].search([("channel", "=", "digest")])
        self.assertIn(self.ani, digests.user_id)
        self.assertIn(self.dewi, digests.user_id)
        self.assertEqual(len(digests), len(digests.user_id))
        self.assertFalse(any(digests.mapped("res_id")))

    def test_late_clocks_that_run_stand_apart_from_those_in_time(self):
        late = self.start().deadline_ids
        self.time.advance(days=5)
        running = self.start().deadline_ids
        over = self.start()
        self.task(over, self.ani).complete(values={"cost": 1})
        met = over.deadline_ids.filtered(lambda it: it.state == "met")
        deadlines = self.env["bpmn.deadline"]
        asked = [("company_id", "=", self.office.id), ("clock_key", "=", "ask")]
        sets = deadlines.formatted_read_grouping_sets(
            asked, [["standing"], ["clock_key", "standing"]], ["__count"]
        )
        counts = [(group["standing"], group["__count"]) for group in sets[0]]
        self.assertEqual(counts, [("late", 1), ("running", 1), ("met", 1)])
        for group, found in zip(sets[0], (late, running, met), strict=True):
            domain = asked + group["__extra_domain"]
            self.assertEqual(deadlines.search(domain), found)
            self.assertEqual(found.standing, group["standing"])

    def test_tasks_are_found_by_the_urgency_that_they_show(self):
        self.start()
        self.time.advance(days=1, hours=12)
        self.start()
        self.env["bpmn.instance"]._sweep()
        tasks = self.env["bpmn.task"].search([("company_id", "=", self.office.id)])
        shown = {task: task.urgency for task in tasks}
        self.assertEqual(set(shown.values()), {"soon", "normal"})
        self.time.advance(days=1)
        tasks.invalidate_recordset()
        shown = {task: task.urgency for task in tasks}
        self.assertIn("late", shown.values())
        for urgency in ("late", "soon", "paused", "normal"):
            found = tasks.search([("urgency", "=", urgency), ("id", "in", tasks.ids)])
            self.assertEqual(
                set(found), {task for task in tasks if shown[task] == urgency}
            )

    def test_the_dialog_says_in_which_unit_and_how_much_longer(self):
        deadline = self.start().deadline_ids
        wizard = self.env["bpmn.deadline.extension"].with_context(lang="en_US")
        said = wizard.new({"deadline_id": deadline.id}).longest
        self.assertIn("working days", said)

    def test_a_late_task_ends_late_and_says_why_it_was_due(self):
        instance = self.start()
        deadline = instance.deadline_ids
        self.sweep(days=5)
        self.task(instance, self.ani).complete(values={"cost": 1})
        self.assertEqual(deadline.state, "met_late")
        self.assertIn("working days", deadline.explanation)
        self.assertIn("House rule 1", deadline.explanation)

    def test_a_deadline_that_is_over_tells_the_engine_how_and_when(self):
        """It is kept in columns, and not a second time in what the engine wrote."""
        instance = self.start()
        deadline = instance.deadline_ids
        self.sweep(days=1)
        self.task(instance, self.ani).complete(values={"cost": 1})
        kept = deadline.sudo()
        self.assertEqual(set(kept.data) & {"state", "ended"}, set())
        seen = kept._as_engine_sees()
        self.assertIs(seen.state, DeadlineState.MET)
        self.assertEqual(
            seen.ended, self.env["bpmn.time"]._moment().replace(microsecond=0)
        )

    def test_groups_of_deadlines_say_the_clocks_name(self):
        self.start()
        deadlines = self.env["bpmn.deadline"].with_company(self.office)
        clock = self.env["bpmn.clock"].search(
            [("key", "=", "ask"), ("company_id", "=", self.office.id)]
        )
        clock.name = "How long to ask"
        asked = [("company_id", "=", self.office.id)]
        (group,) = deadlines.formatted_read_group(asked, ["clock_key"], ["__count"])
        self.assertEqual(group["clock_key"], clock.name)
        found = deadlines.search(asked + group["__extra_domain"])
        self.assertEqual(len(found), group["__count"])
        sets = deadlines.formatted_read_grouping_sets(asked, [["clock_key"], []])
        self.assertEqual(sets[0][0]["clock_key"], clock.name)

    def test_another_schedule_of_the_office_counts_at_once(self):
        before = self.start().deadline_ids.due_at
        schedule = self.office.resource_calendar_id.copy()
        schedule.attendance_ids.filtered(lambda it: it.dayofweek == "1").unlink()
        self.office.resource_calendar_id = schedule
        self.assertGreater(self.start().deadline_ids.due_at, before)

    def test_running_deadlines_keep_their_values_when_the_clock_changes(self):
        instance = self.start()
        due = instance.deadline_ids.due_at
        clock = self.env["bpmn.clock"].search(
            [("key", "=", "ask"), ("company_id", "=", self.office.id)]
        )
        clock.amount = 10
        self.sweep(hours=1)
        self.assertEqual(instance.deadline_ids.due_at, due)
        self.assertGreater(self.start().deadline_ids.due_at, due)
        self.assertIn("amount 10.0", clock.change_ids[0].after)

    def test_public_holidays_move_new_deadlines(self):
        before = self.start().deadline_ids.due_at
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.office.resource_calendar_id.id,
                "company_id": self.office.id,
                "date_from": "2026-03-02 17:00:00",
                "date_to": "2026-03-03 16:59:59",
            }
        )
        after = self.start().deadline_ids.due_at
        self.assertEqual((after - before).days, 1)

    def test_several_due_instances_are_woken_the_longest_due_first(self):
        first = self.start()
        self.time.advance(hours=-6)
        earlier = self.start()
        woken = []
        run = Stepping.run

        def remember(stepping, command):
            woken.append(stepping.instance)
            return run(stepping, command)

        with patch.object(Stepping, "run", remember):
            self.sweep(days=30)
        order = [item for item in woken if item in first | earlier]
        self.assertEqual(set(order), {first, earlier})
        self.assertFalse(first.wake_at or earlier.wake_at)

    def test_one_bad_instance_holds_up_nothing(self):
        bad, good = self.start(), self.start()
        bad.state = b"unreadable"
        with self.assertLogs("odoo.addons.wbs_module.models.bpmn_sweep", "WARNING"):
            self.sweep(days=5)
        self.assertTrue(good.deadline_ids.late)
        self.assertEqual(bad.incident_ids.state, "open")
        self.assertGreater(bad.wake_at, self.env["bpmn.time"]._now())
        self.assertIn(self.omar, bad.user_ids)

    def test_one_that_cannot_even_be_put_off_holds_up_nothing(self):
        bad, good = self.start(), self.start()
        bad.state = b"unreadable"
        refresh = type(bad)._refresh_access

        def broken(instances):
            if instances == bad:
                raise ValueError("a record that cannot say who may see it")
            return refresh(instances)

        with (
            patch.object(type(bad), "_refresh_access", broken),
            self.assertLogs("odoo.addons.wbs_module.models.bpmn_sweep", "WARNING"),
        ):
            self.sweep(days=5)
        self.assertTrue(good.deadline_ids.late)
        self.assertFalse(bad.incident_ids)
        self.assertLessEqual(bad.wake_at, self.env["bpmn.time"]._now())


@tagged("post_install", "-at_install")
class TestIncidents(OfficeCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.time.set, MONDAY)
        type(self).order_fails = True
        self.addCleanup(setattr, type(self), "order_fails", False)
        self.instance = self.start()
        self.task(self.instance, self.ani).complete(values={"cost": 1})
        self.task(self.instance, self.cici).complete("yes")
        self.incident = self.instance.incident_ids

    def test_a_failing_operation_becomes_an_incident_without_its_text(self):
        self.assertEqual(self.instance.status, "running")
        self.assertEqual(self.incident.state, "open")
        row = self.incident.read(["message", "code"])
        self.assertNotIn("secret", str(row))
        self.assertIn("ValueError", str(row))

    def test_only_operators_see_incidents(self):
        seen = self.as_person(self.env["bpmn.incident"], self.omar).search([])
        self.assertIn(self.incident, seen)

    def test_a_retry_by_an_operator_goes_on(self):
        type(self).order_fails = False
        self.as_person(self.incident, self.omar).action_retry()
        self.assertEqual(self.instance.status, "completed")
        self.assertEqual(self.incident.state, "resolved")

    def test_it_is_tried_again_by_itself(self):
        type(self).order_fails = False
        self.time.set(self.incident.next_attempt_at)
        self.time.advance(seconds=1)
        self.env["bpmn.instance"]._sweep()
        self.assertEqual(self.instance.status, "completed")

    def test_an_operator_skips_and_a_reason_that_nothing_could_keep_is_refused(self):
        wizard = self.as_person(self.env["bpmn.incident.resolution"], self.omar)
        skip = {"incident_ids": self.incident.ids, "what": "skip"}
        with self.assertRaisesRegex(UserError, "no record"):
            wizard.create({**skip, "reason": "Ordered by telephone"})
        wizard.create(skip).action_resolve()
        self.assertEqual(self.instance.status, "completed")
        lines = self.env["bpmn.history"].search(
            [("instance_id", "=", self.instance.id), ("user_id", "=", self.omar.id)]
        )
        self.assertEqual(lines.mapped("what"), ["skipped"])
