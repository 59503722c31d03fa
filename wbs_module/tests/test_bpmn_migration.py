"""Instances move to another version on purpose, see first, and can go back."""

from __future__ import annotations

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bpmn_office import PURCHASE
from .test_bpmn_test_cases import OwnerCase

RENAMED = PURCHASE.replace('name="Ask for it"', 'name="Say what is needed"')
OTHER_ID = PURCHASE.replace('"ask"', '"need"').replace(">ask<", ">need<")
OTHER_ID = OTHER_ID.replace('clock="need"', 'clock="ask"')
TWICE = PURCHASE.replace(
    "</userTask>",
    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
    "</multiInstanceLoopCharacteristics></userTask>",
    1,
)

LISTENING = RENAMED.replace(
    '<startEvent id="begin">',
    '<subProcess id="beside" triggeredByEvent="true">'
    '<startEvent id="told" name="More was told" isInterrupting="false">'
    '<outgoing>f8</outgoing><messageEventDefinition messageRef="more"/></startEvent>'
    '<endEvent id="heard"><incoming>f8</incoming></endEvent>'
    '<sequenceFlow id="f8" sourceRef="told" targetRef="heard"/></subProcess>'
    '<startEvent id="begin">',
).replace("</process>", '</process><message id="more" name="more"/>')


@tagged("post_install", "-at_install")
class TestMigration(OwnerCase):
    def deploy(self, drawing):
        before = self.process.version_id
        self.process.drawing = drawing
        self.process._deploy("Changed")
        return before

    def wizard(self, version):
        action = self.as_person(version, self.olga).action_migrate()
        wizards = self.env[action["res_model"]].with_user(self.olga)
        return wizards.browse(action["res_id"])

    def run_of(self, version):
        runs = self.env["bpmn.migration.run"].with_user(self.olga)
        return runs.search([("version_id", "=", version.id)])

    def test_the_preview_says_where_each_instance_goes_and_moves_nothing(self):
        instance = self.start()
        old = self.deploy(RENAMED)
        wizard = self.wizard(old)
        self.assertIn("Ask for it → Say what is needed", wizard.line_ids.moves)
        self.assertEqual(instance.version_id, old)

    def test_the_preview_names_no_start_that_listens_beside_the_steps(self):
        self.deploy(LISTENING)
        self.start()
        old = self.deploy(LISTENING.replace("Say what is needed", "Ask anew"))
        moves = self.wizard(old).line_ids.moves
        self.assertEqual(moves, "Say what is needed → Ask anew")

    def test_instances_move_with_their_tasks_and_keep_their_due_times(self):
        instance = self.start()
        due = instance.deadline_ids.due_at
        old = self.deploy(RENAMED)
        self.wizard(old).action_migrate()
        self.assertEqual(instance.version_id, self.process.version_id)
        self.assertEqual(instance.deadline_ids.due_at, due)
        self.assertEqual(self.task(instance).name, "Say what is needed")
        self.task(instance, self.ani).complete(values={"cost": 1})
        self.assertEqual(self.mine(self.cici).name, "Approve")

    def test_only_the_chosen_instances_move(self):
        first, second = self.start(), self.start()
        old = self.deploy(RENAMED)
        wizard = self.wizard(old)
        wizard.line_ids[0].chosen = False
        wizard.action_migrate()
        self.assertEqual(first.version_id, old)
        self.assertEqual(second.version_id, self.process.version_id)

    def test_what_would_be_lost_is_refused_until_it_is_mapped(self):
        instance = self.start()
        old = self.deploy(OTHER_ID)
        wizard = self.wizard(old)
        self.assertIn("not in the new version", wizard.line_ids.problem)
        with self.assertRaisesRegex(UserError, "No instance"):
            wizard.action_migrate()
        row = wizard.mapping_ids.filtered(lambda row: row.element_id.key == "ask")
        row.to_element_id = self.process.version_id.element_ids.filtered(
            lambda element: element.key == "need"
        )
        wizard.action_preview()
        self.assertFalse(wizard.line_ids.problem)
        wizard.action_migrate()
        self.assertEqual(self.task(instance).element_id.key, "need")
        self.task(instance, self.ani).complete(values={"cost": 1})
        self.assertEqual(self.task(instance).element_id.key, "approve")

    def test_tasks_of_a_multi_instance_element_all_move(self):
        self.deploy(TWICE)
        instance = self.start()
        old = self.deploy(TWICE.replace('name="Ask for it"', 'name="Say it"'))
        wizard = self.wizard(old)
        self.assertIn("2 × Ask for it → Say it", wizard.line_ids.moves)
        wizard.action_migrate()
        self.assertEqual(self.task(instance).mapped("name"), ["Say it", "Say it"])
        for task in self.task(instance):
            self.as_person(task, self.ani).complete(values={"cost": 1})
        self.assertEqual(self.task(instance).name, "Approve")

    def test_a_migration_is_undone_as_long_as_no_step_followed(self):
        stays, back = self.start(), self.start()
        state, due = bytes(back.state), back.deadline_ids.due_at
        old = self.deploy(RENAMED.replace('clock="ask"', 'clock="approve"'))
        wizard = self.wizard(old)
        self.assertIn("a new clock", wizard.line_ids[0].deadlines)
        wizard.action_migrate()
        self.task(stays, self.ani).complete(values={"cost": 1})
        run = self.run_of(old)
        self.assertEqual((run.moved_count, run.back_count), (2, 1))
        self.env.invalidate_all()
        # Forms of the web client ask for the size of what is binary.
        self.assertEqual(run.with_context(bin_size=True).back_count, 1)
        notice = run.action_undo()["params"]["message"]
        self.assertIn("took a step since", notice)
        self.assertEqual(stays.version_id, self.process.version_id)
        self.assertEqual(back.version_id, old)
        self.assertEqual(bytes(back.state), state)
        self.assertEqual(self.task(back).name, "Ask for it")
        self.assertEqual(self.task(back).due_at, due)
        self.task(back, self.ani).complete(values={"cost": 1})
        self.assertEqual(self.task(back).name, "Approve")
        with self.assertRaises(UserError):
            run.action_undo()

    def test_the_new_lane_sees_the_task_at_once(self):
        instance = self.start()
        drawing = PURCHASE.replace("<flowNodeRef>ask</flowNodeRef>", "").replace(
            "<flowNodeRef>approve</flowNodeRef>",
            "<flowNodeRef>approve</flowNodeRef><flowNodeRef>ask</flowNodeRef>",
        )
        self.wizard(self.deploy(drawing)).action_migrate()
        self.assertEqual(self.mine(self.cici).instance_id, instance)

    def test_an_owner_sees_numbers_and_steps_but_no_instance(self):
        self.start()
        old = self.deploy(RENAMED)
        self.wizard(old).action_migrate()
        with self.assertRaises(AccessError):
            self.env["bpmn.migration.undo"].with_user(self.olga).search([])
        with self.assertRaises(AccessError):
            self.env["bpmn.instance"].with_user(self.olga).search([])
        with self.assertRaises(AccessError):
            self.as_person(old, self.ani).action_migrate()
