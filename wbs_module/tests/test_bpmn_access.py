"""Who sees what of an instance: the positive list, and nothing beside it."""

from __future__ import annotations

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .bpmn_office import OfficeCase

OF_AN_INSTANCE = ("bpmn.task", "bpmn.deadline", "bpmn.history")


@tagged("post_install", "-at_install")
class TestAccess(OfficeCase):
    def test_only_whom_the_way_involves_is_on_the_list(self):
        instance = self.start()
        self.assertEqual(instance.user_ids, self.ani | self.adi)
        self.task(instance, self.ani).complete(values={"cost": 1})
        self.assertIn(self.cici, instance.user_ids)

    def test_everybody_else_sees_no_row_at_all(self):
        instance = self.start()
        for person in (self.zaki, self.cici, self.dewi, self.omar):
            seen = self.as_person(instance, person)
            self.assertFalse(seen.search([("id", "=", instance.id)]))
            self.assertFalse(seen.exists())
            for model in OF_AN_INSTANCE:
                rows = self.env[model].with_user(person)
                self.assertFalse(rows.search([("instance_id", "=", instance.id)]))

    def test_an_administrator_sees_no_row_either(self):
        self.start()
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            self.env["bpmn.task"].with_user(admin).search([])

    def test_forbidden_and_missing_are_refused_in_the_same_words(self):
        instance = self.start()
        task = self.task(instance, self.zaki)
        missing = task.browse(task.id + 100000)
        with self.assertRaises(AccessError) as forbidden_error:
            task.check_access("read")
        with self.assertRaises(AccessError) as missing_error:
            missing.check_access("read")
        self.assertEqual(str(forbidden_error.exception), str(missing_error.exception))
        with self.assertRaises(AccessError):
            task.complete(values={"cost": 1})

    def test_nobody_writes_rows_but_the_procedure_itself(self):
        instance = self.start()
        task = self.task(instance, self.ani)
        with self.assertRaises(AccessError):
            task.write({"state": "completed"})
        with self.assertRaises(AccessError):
            task.unlink()
        with self.assertRaises(AccessError):
            self.as_person(instance, self.ani).write({"status": "cancelled"})

    def test_the_engines_state_and_the_list_itself_cannot_be_read(self):
        instance = self.as_person(self.start(), self.ani)
        for name in ("state", "user_ids", "involved_groups"):
            with self.assertRaises(AccessError):
                instance.read([name])

    def test_whoever_leaves_the_group_loses_sight_at_once(self):
        instance = self.start()
        self.task(instance, self.ani).action_claim()
        self.ani.group_ids -= self.clerks
        self.assertNotIn(self.ani, instance.user_ids)
        self.assertFalse(self.task(instance).user_id)

    def test_whoever_joins_the_group_sees_what_is_running(self):
        instance = self.start()
        self.zaki.group_ids |= self.clerks
        self.assertIn(self.zaki, instance.user_ids)

    def test_a_process_owner_sees_drawings_but_no_row(self):
        owner = self._person(
            "olga", self.env.ref("wbs_module.group_bpmn_process_owner")
        )
        self.start()
        process = self.as_person(self.process, owner)
        self.assertIn("purchase", process.drawing)
        # Not even how many there are, where they are few.
        self.assertTrue(process.version_id.has_running)
        self.assertEqual(process.version_id.running, "fewer than 5")
        with self.assertRaises(AccessError):
            self.env["bpmn.task"].with_user(owner).search([])

    def test_another_office_sees_neither_process_nor_clock(self):
        other = self.env["res.company"].create({"name": "Another Office"})
        owner = self.env["res.users"].create(
            {
                "name": "Other",
                "login": "other.test",
                "company_id": other.id,
                "company_ids": [(6, 0, other.ids)],
                "group_ids": [
                    (4, self.env.ref("wbs_module.group_bpmn_process_owner").id)
                ],
            }
        )
        own = [("company_id", "=", self.office.id)]
        self.assertFalse(self.env["bpmn.process"].with_user(owner).search(own))
        self.assertFalse(self.env["bpmn.clock"].with_user(owner).search(own))
