"""A clerk registers a letter: handlers get the copy, nobody here the original."""

from __future__ import annotations

import json
import re

from odoo.tests import HttpCase, tagged

from .. import vault
from ..vault.emergency_opening import open_generation, open_with_identities
from .wbs_office import CANARY, NAME_CANARY, OfficeOfReports

ORIGINAL = b"%PDF-1.4 surat asli bertanda tangan " + NAME_CANARY.encode()
COPY = b"%PDF-1.4 salinan yang sudah dihitamkan"


@tagged("post_install", "-at_install", "once")
class TestRegistration(HttpCase, OfficeOfReports):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        generations = cls.env["wbs.generation"]
        generations.search([]).unlink()
        cls.layers = vault.read_demo_people(cls.env["wbs.vault"]._key_folder())
        for layer in cls.layers.values():
            generations._add(layer.generation)

    def send(self, person="secretariat", token=True, files=(), **given):
        """Post the clerk's form; its answer."""
        user = self.people.get(person) or self.employee
        user.password = user.login
        self.authenticate(user.login, user.login)
        report = {
            "channel": "letter",
            "category": "corruption",
            "account": {"what": CANARY},
            **given,
        }
        parts = [("report", (None, json.dumps(report)))]
        parts += [(field, (f"{field}.pdf", content)) for field, content in files]
        headers = {}
        if token:
            headers["X-CSRF-Token"] = self.csrf_token()
        return self.url_open("/wbs/registration", files=parts, headers=headers)

    def csrf_token(self):
        page = self.url_open("/odoo").text
        return re.search(r'csrf_token: "([^"]+)"', page).group(1)

    def test_a_letter_becomes_a_case_with_a_receipt_for_its_writer(self):
        answer = self.send(
            files=[("copy", COPY), ("original", ORIGINAL)],
            identity={"name": NAME_CANARY},
        )
        told = answer.json()
        case = self.env["wbs.receipt"]._find_case(told["code"])
        self.assertEqual((case.name, case.channel), (told["case"], "letter"))
        self.assertEqual(case._unseal()[case.uid]["what"], CANARY)
        self.assertEqual(len(case.evidence_ids), 1)
        key = self.env["wbs.vault"]._open_key(case)
        self.assertEqual(b"".join(case.evidence_ids._blocks(key)), COPY)
        self.assertTrue(self.task(case, "IntakeCheck", "secretariat"))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_both_layers_together_open_the_original_and_nobody_here(self):
        told = self.send(files=[("copy", COPY), ("original", ORIGINAL)]).json()
        case = self.env["wbs.receipt"]._find_case(told["code"])
        original = self.env["wbs.original"].search([("case_id", "=", case.id)])
        sealed = original._path_of(original.uid).read_bytes()
        self.assertTrue(sealed.startswith(b"age-encryption.org/v1"))
        self.assertNotIn(NAME_CANARY.encode(), sealed)
        secrets = [
            [
                open_generation(
                    layer.generation.generation,
                    layer.generation.sealed_private,
                    [layer.member.secret],
                )[0]
            ]
            for layer in (
                self.layers[vault.CUSTODIANS],
                self.layers[vault.APPROVERS],
            )
        ]
        self.assertEqual(open_with_identities(sealed, *secrets), ORIGINAL)
        for person in self.people.values():
            self.assertFalse(original.with_user(person).has_access("read"))

    def test_the_log_says_which_clerk_registered_it(self):
        told = self.send(files=[("copy", COPY)]).json()
        case = self.env["wbs.receipt"]._find_case(told["code"])
        first = self.env["wbs.audit.entry"].search(
            [("chain", "=", case.uid)], order="sequence", limit=1
        )
        clerk = self.people["secretariat"]
        self.assertEqual(
            (first.action, first.actor), ("report.registered", f"user:{clerk.id}")
        )

    def test_a_form_with_gaps_says_what_is_missing_and_keeps_nothing(self):
        before = self.env["wbs.case"].search_count([])
        answer = self.send(channel="", category="", account={})
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(set(answer.json()["errors"]), {"channel", "category", "what"})
        self.assertEqual(self.env["wbs.case"].search_count([]), before)

    def test_a_program_is_not_kept(self):
        answer = self.send(files=[("copy", b"MZ\x90\x00" + b"\x00" * 4096)])
        self.assertEqual(answer.status_code, 422)
        self.assertIn("files", answer.json()["errors"])

    def test_before_there_are_custodians_originals_are_refused(self):
        self.env["wbs.generation"].search([]).unlink()
        before = self.env["wbs.case"].search_count([])
        answer = self.send(files=[("copy", COPY), ("original", ORIGINAL)])
        self.assertEqual(answer.status_code, 422)
        self.assertIn("form", answer.json()["errors"])
        self.assertEqual(self.env["wbs.case"].search_count([]), before)

    def test_only_the_secretariat_registers_and_only_from_its_own_page(self):
        for person in self.people:
            if person != "secretariat":
                self.assertEqual(self.send(person).status_code, 404, person)
        self.assertEqual(self.send("employee").status_code, 404)
        self.assertEqual(self.send(token=False).status_code, 404)
