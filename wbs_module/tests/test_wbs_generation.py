"""Identities are sealed to generations that are vouched for, and to no other."""

from dataclasses import replace

from odoo.tests import TransactionCase, tagged

from .. import vault


@tagged("post_install", "-at_install")
class TestWbsGeneration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.generations = cls.env["wbs.generation"]
        cls.generations.search([]).unlink()
        folder = cls.env["wbs.vault"]._key_folder()
        cls.people = vault.read_demo_people(folder)
        for layer in cls.people.values():
            cls.generations._add(layer.generation)

    def test_both_layers_are_in_force_with_their_sealed_private_halves(self):
        custodians, approvers = self.generations._current()
        self.assertEqual(
            (custodians.layer, approvers.layer), (vault.CUSTODIANS, vault.APPROVERS)
        )
        for row in self.generations.search([]):
            made = self.people[row.layer].generation
            self.assertEqual(bytes(row.sealed_private), made.sealed_private)

    def test_a_key_put_in_by_hand_is_reported_and_gets_nothing(self):
        made = self.people[vault.CUSTODIANS].generation
        recipient = vault.new_age_identity().recipient
        for number in (1, 2):
            with self.subTest(number=number), self.env.cr.savepoint() as savepoint:
                self.generations.search(
                    [("layer", "=", vault.CUSTODIANS), ("number", "=", number)]
                ).unlink()
                self.generations._add(
                    replace(
                        made,
                        generation=replace(
                            made.generation, number=number, age_recipient=recipient
                        ),
                    )
                )
                with self.assertLogs(
                    "odoo.addons.wbs_module.models.wbs_generation", "ERROR"
                ) as logged:
                    current = self.generations._current()
                self.assertIn(
                    f"Generation {number} of the custodians", logged.output[0]
                )
                self.assertNotIn(recipient, logged.output[0])
                if number == 1:
                    self.assertIsNone(current, "nothing is vouched for any more")
                else:
                    self.assertEqual(current[0], made.generation)
                savepoint.rollback()
