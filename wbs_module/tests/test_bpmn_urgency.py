"""How urgent a task is: what the list shows, the filters find and the tray counts."""

from __future__ import annotations

from odoo.tests import tagged

from .bpmn_office import MONDAY, OfficeCase

URGENCIES = ("late", "soon", "paused", "normal")


@tagged("post_install", "-at_install")
class TestUrgency(OfficeCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.time.set, MONDAY)

    def start_asking(self, days):
        """A task that is due after so many working days, and warns at the very end."""
        clock = self.env["bpmn.clock"].search(
            [("key", "=", "ask"), ("company_id", "=", self.office.id)]
        )
        clock.write({"amount": days, "warn_percent": 99})
        return self.task(self.start(), self.ani)

    def urgency(self, task):
        task.invalidate_recordset(["urgency"])
        return task.urgency

    def found(self, task):
        """The urgencies by whose filter the task is found."""
        tasks = self.as_person(self.env["bpmn.task"], self.ani)
        return [
            key
            for key in URGENCIES
            if task in tasks.search([("urgency", "=", key), ("state", "=", "open")])
        ]

    def test_what_is_due_by_the_next_working_day_is_soon_due(self):
        task = self.start_asking(2)
        self.assertEqual(self.urgency(task), "normal")  # Monday for Wednesday
        self.time.advance(days=1)
        self.assertEqual(self.urgency(task), "soon")
        self.time.advance(days=1)
        self.assertEqual(self.urgency(task), "soon")
        self.time.advance(days=1)
        self.assertEqual(self.urgency(task), "late")

    def test_on_friday_monday_is_the_next_working_day(self):
        task = self.start_asking(5)
        self.time.advance(days=3)
        self.assertEqual(self.urgency(task), "normal")
        self.time.advance(days=1)
        self.assertEqual(self.urgency(task), "soon")

    def test_a_clock_that_warned_counts_however_long_it_still_runs(self):
        task = self.start_asking(20)
        task.sudo().warn_at = MONDAY
        self.assertEqual(self.urgency(task), "soon")
        self.assertEqual(self.found(task), ["soon"])

    def test_filters_find_what_the_list_shows(self):
        task = self.start_asking(2)
        for _day in range(4):
            self.assertEqual(self.found(task), [self.urgency(task)])
            self.time.advance(days=1)
        task.sudo().warn_at = False
        self.time.set(MONDAY)
        self.assertEqual(self.found(task), [self.urgency(task)])
        task.sudo().deadline_state = "paused"
        self.time.advance(days=30)
        self.assertEqual(self.found(task), ["paused"])
        task.sudo().write({"deadline_state": False, "due_at": False})
        self.assertEqual(self.found(task), ["normal"])

    def test_a_paused_task_is_counted_as_late_nowhere(self):
        task = self.start_asking(2)
        task.sudo().deadline_state = "paused"
        self.time.advance(days=30)
        self.assertEqual(self.urgency(task), "paused")
        counts = self.as_person(self.env["bpmn.task"], self.ani).count_mine()
        self.assertEqual(counts, {"total": 1, "late": 0, "soon": 0})

    def test_a_finished_task_is_neither_late_nor_in_time(self):
        task = self.start_asking(2)
        self.time.advance(days=30)
        task.complete(values={"cost": 1})
        self.assertFalse(self.urgency(task.sudo()))
        tasks = self.as_person(self.env["bpmn.task"], self.ani)
        self.assertNotIn(task, tasks.search([("urgency", "in", URGENCIES)]))

    def test_an_office_without_working_time_looks_to_tomorrow(self):
        task = self.start_asking(2)
        self.office.resource_calendar_id = False
        self.env.invalidate_all()
        self.assertEqual(self.urgency(task), "normal")
        self.time.advance(days=2)
        self.assertEqual(self.urgency(task), "soon")
