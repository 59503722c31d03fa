"""Identities are sealed to generations that are vouched for, and to no other."""

import json
from dataclasses import replace

from odoo.tests import TransactionCase, tagged

from .. import vault
from ..vault.emergency_opening import open_generation, open_with_identities


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

    def test_an_identity_opens_for_both_layers_together_and_names_its_case(self):
        case = self.env["wbs.case"].create(
            {
                "company_id": self.env.company.id,
                "channel": "web",
                "category": "corruption",
                "received_at": self.env["bpmn.time"]._now(),
            }
        )
        self.env["wbs.identity"]._seal_for(case, {"name": "Siti Rahmawati"})
        row = self.env["wbs.identity"].search([("case_id", "=", case.id)])
        secrets = [
            [
                open_generation(
                    demo.generation.generation,
                    demo.generation.sealed_private,
                    [demo.member.secret],
                )[0]
            ]
            for demo in (self.people[vault.CUSTODIANS], self.people[vault.APPROVERS])
        ]
        opened = open_with_identities(bytes(row.sealed), *secrets)
        self.assertEqual(
            json.loads(opened),
            {"case": case.uid, "identity": {"name": "Siti Rahmawati"}},
        )

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
