"""Versions: refused with every problem, kept for ever, migrated on purpose."""

from __future__ import annotations

from datetime import datetime

from psycopg2.extras import Json

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .bpmn_office import MONDAY, PURCHASE, OfficeCase

FROM_WEDNESDAY = PURCHASE.replace(
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>',
    '<intermediateCatchEvent id="wait"><incoming>f1</incoming><outgoing>f0</outgoing>'
    "<timerEventDefinition><timeDate>2026-03-04</timeDate></timerEventDefinition>"
    "</intermediateCatchEvent>"
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/>'
    '<sequenceFlow id="f0" sourceRef="wait" targetRef="ask"/>',
).replace("<incoming>f1</incoming><incoming>f6", "<incoming>f0</incoming><incoming>f6")


@tagged("post_install", "-at_install")
class TestVersions(OfficeCase):
    def test_a_wrong_drawing_is_refused_with_all_its_problems(self):
        self.process.drawing = PURCHASE.replace(
            'clock="ask"', 'clock="unknown_clock"'
        ).replace('operation="order"', 'operation="unknown_operation"')
        before = self.process.version_id
        with self.assertRaises(UserError) as refused:
            self.process._deploy("wrong")
        self.assertIn("unknown_clock", str(refused.exception))
        self.assertIn("unknown_operation", str(refused.exception))
        self.assertEqual(self.process.version_id, before)

    def test_a_file_that_is_no_xml_is_refused_with_its_line(self):
        with self.assertRaisesRegex(ValidationError, "not XML"):
            self.process.drawing = "<definitions>"

    def test_a_drawing_of_another_process_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "purchase"):
            self.process.drawing = PURCHASE.replace('"purchase"', '"sale"')

    def test_a_version_never_changes_and_is_never_deleted(self):
        version = self.process.version_id
        with self.assertRaises(UserError):
            version.drawing = PURCHASE
        with self.assertRaises(UserError):
            version.unlink()

    def test_running_instances_stay_on_their_version(self):
        instance = self.start()
        old = self.process.version_id
        self._deploy_renamed()
        self.assertEqual(instance.version_id, old)
        self.task(instance, self.ani).complete(values={"cost": 1})
        self.assertEqual(self.task(instance).name, "Approve")
        self.assertEqual(self.start().version_id, self.process.version_id)

    def _deploy_renamed(self):
        self.process.drawing = PURCHASE.replace(
            'name="Ask for it"', 'name="Say what is needed"'
        )
        self.process._deploy("A clearer name")

    def test_a_timer_drawn_in_days_begins_with_the_offices_day(self):
        self.process.drawing = FROM_WEDNESDAY
        self.process._deploy("Not before Wednesday")
        instance = self.start()
        midnight_in_jakarta = datetime(2026, 3, 3, 17, 0)
        self.assertEqual(instance.wake_at, midnight_in_jakarta)

    def test_a_version_of_the_first_release_keeps_its_days(self):
        self.process.drawing = FROM_WEDNESDAY
        version = self.process._deploy("Not before Wednesday")
        kept = {**version.surroundings}
        del kept["time_zone"]
        self.env.cr.execute(
            "UPDATE bpmn_process_version SET surroundings = %s, digest = 'former'"
            " WHERE id = %s",
            [Json(kept), version.id],
        )
        version.invalidate_recordset()
        self.env.registry.clear_cache()
        self.assertEqual(self.start().wake_at, datetime(2026, 3, 4))

    def test_the_deployment_says_what_differs_and_what_becomes_of_instances(self):
        self.start()
        self.process.drawing = PURCHASE.replace(
            'name="Ask for it"', 'name="Say what is needed"'
        )
        wizard = self.env["bpmn.deployment"].create({"process_id": self.process.id})
        self.assertIn("Say what is needed", wizard.changes)
        self.assertIn("Ask for it", wizard.changes)
        self.assertIn("fewer than 5", wizard.running_words)

    def test_a_drawing_that_only_looks_different_is_said_to_do_the_same(self):
        self.process.drawing = PURCHASE.replace("<process ", "<!-- moved --><process ")
        wizard = self.env["bpmn.deployment"].create({"process_id": self.process.id})
        self.assertIn("does the same", wizard.changes)

    def test_the_deployment_shows_problems_before_anything_happens(self):
        self.process.drawing = PURCHASE.replace('clock="ask"', 'clock="nowhere"')
        wizard = self.env["bpmn.deployment"].create({"process_id": self.process.id})
        self.assertTrue(wizard.has_errors)
        self.assertIn("nowhere", wizard.problems)


@tagged("post_install", "-at_install")
class TestClockActs(OfficeCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.time.set, MONDAY)

    def test_recalculating_shows_what_moves_and_then_moves_it(self):
        instance = self.start()
        due = instance.deadline_ids.due_at
        clock = self.env["bpmn.clock"].search(
            [("key", "=", "ask"), ("company_id", "=", self.office.id)]
        )
        clock.amount = 4
        wizard = self.env["bpmn.recalculation"].create({"clock_id": clock.id})
        self.assertEqual(wizard.count, 1)
        self.assertEqual(instance.deadline_ids.due_at, due)
        wizard.action_recalculate()
        self.assertEqual((instance.deadline_ids.due_at - due).days, 2)
        self.assertEqual(self.task(instance).due_at, instance.deadline_ids.due_at)

    def test_an_extension_is_given_once_with_a_reason_by_the_next_one_up(self):
        instance = self.start()
        deadline = instance.deadline_ids
        due = deadline.due_at
        wizard = self.env["bpmn.deadline.extension"].create(
            {"deadline_id": deadline.id, "amount": 2}
        )
        seen = self.as_person(deadline, self.ani)
        # Said before anybody writes a reason.
        self.assertIn("test_director", seen.no_extension_because)
        with self.assertRaisesRegex(UserError, "test_director"):
            self.as_person(wizard, self.ani).action_extend()
        self.dewi.group_ids |= self.clerks
        self.assertFalse(self.as_person(deadline, self.dewi).no_extension_because)
        self.assertEqual(deadline.longest_extension, "5 working days")
        self.task(instance, self.dewi).action_claim()
        with self.assertRaisesRegex(UserError, "in hand"):
            self.as_person(wizard, self.dewi).action_extend()
        self.task(instance, self.dewi).action_release()
        wizard.amount = 50
        with self.assertRaisesRegex(UserError, "at most 5 working days"):
            self.as_person(wizard, self.dewi).action_extend()
        wizard.amount = 2
        self.as_person(wizard, self.dewi).action_extend()
        self.assertGreater(deadline.due_at, due)
        self.assertIn("once", self.as_person(deadline, self.dewi).no_extension_because)
        with self.assertRaisesRegex(UserError, "once"):
            self.as_person(wizard, self.dewi).action_extend()

    def test_an_extension_into_the_past_is_not_spent(self):
        deadline = self.start().deadline_ids
        due = deadline.due_at
        self.time.advance(days=5)
        self.env["bpmn.instance"]._sweep()
        wizard = self.env["bpmn.deadline.extension"].create(
            {"deadline_id": deadline.id, "amount": 1}
        )
        with (
            self.assertRaisesRegex(UserError, "which has passed"),
            self.env.cr.savepoint(),
        ):
            self.as_person(wizard, self.dewi).action_extend()
        self.assertEqual(deadline.due_at, due)
        wizard.amount = 5
        self.as_person(wizard, self.dewi).action_extend()
        self.assertGreater(deadline.due_at, self.env["bpmn.time"]._now())

    def test_holidays_are_filled_in_once_and_undecreed_years_are_said(self):
        calendar = self.office.resource_calendar_id
        wizard = self.env["bpmn.holidays"].create(
            {"calendar_id": calendar.id, "year": 2026}
        )
        self.assertIn("17/08/2026 Independence Day", wizard.preview)
        wizard.invalidate_recordset()
        in_indonesian = wizard.with_context(lang="id_ID").preview
        self.assertIn("17/08/2026 Hari Kemerdekaan", in_indonesian)
        owner = self._person(
            "owner", self.env.ref("wbs_module.group_bpmn_process_owner")
        )
        for _twice in range(2):
            mine = self.env["bpmn.holidays"].with_user(owner)
            mine.create({"calendar_id": calendar.id, "year": 2026}).action_fill()
        leaves = self.env["resource.calendar.leaves"].search(
            [("calendar_id", "=", calendar.id)]
        )
        self.assertEqual(len(leaves), len(set(leaves.mapped("date_from"))))
        late = self.env["bpmn.holidays"].create(
            {"calendar_id": calendar.id, "year": 2040}
        )
        self.assertTrue(late.undecreed)

    def test_a_clock_that_cannot_be_counted_is_refused_when_it_is_saved(self):
        with self.assertRaises(ValidationError):
            self.env["bpmn.clock"].create({**self._clock("bad", 0)})

    def test_the_forms_open(self):
        with Form(self.env["bpmn.clock"]) as form:
            form.name, form.key, form.amount = "Quick", "quick", 1
