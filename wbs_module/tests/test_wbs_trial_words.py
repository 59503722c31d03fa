"""A trial of a shipped procedure asks and tells in the words of the office."""

from __future__ import annotations

from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTrialWords(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        office = cls.env["res.company"].create({"name": "Office of Words"})
        office._wbs_set_up()
        owner = new_test_user(
            cls.env(context={"no_reset_password": True}),
            login="owner.words",
            company_id=office.id,
            groups="base.group_user,wbs_module.group_bpmn_process_owner",
        )
        cls.process = (
            cls.env["bpmn.process"]
            .search([("key", "=", "wbs_main"), ("company_id", "=", office.id)])
            .with_user(owner)
            .with_context(lang="id_ID", allowed_company_ids=office.ids)
        )

    def test_what_is_known_at_the_start_has_labels_and_choices(self):
        names = {
            each["key"]: each for each in self.process.modeling_open()["offer"]["names"]
        }
        self.assertEqual(names["category"]["label"], "Kategori")
        self.assertIn(["corruption", "Korupsi"], names["category"]["choices"])
        for key, name in names.items():
            self.assertNotEqual(name["label"], key)
            self.assertTrue(name["choices"] or name["type"] == "boolean", key)

    def test_what_operations_answer_has_labels_and_choices(self):
        offer = self.process.modeling_open()["offer"]
        found = {
            each for operation in offer["operations"] for each in operation["results"]
        }
        self.assertIn("named", found)
        for name in found:
            self.assertTrue(offer["results"][name]["choices"], name)
        for operation in offer["operations"]:
            for name, value in operation["usual"].items():
                choices = dict(offer["results"][name]["choices"])
                self.assertIn(value, choices)

    def test_what_a_trial_knows_is_told_by_label(self):
        played = self.process.modeling_try(
            self.process.drawing,
            {"values": {"category": "corruption", "has_evidence": True}},
        )
        known = {each["label"]: each["value"] for each in played["data"]}
        self.assertEqual(known["Kategori"], "Korupsi")
        self.assertEqual(known["Pelapor mengirim bukti"], "ya")

    def decided(self):
        """A trial in which the Inspector archives the report."""
        answers = [
            {"element_id": element, "outcome": outcome, "performer": element}
            for element, outcome in (
                ("IntakeCheck", "accept"),
                ("Assess", "measures"),
                ("Decide", "archive"),
            )
        ]
        for element in ("RegisterReport", "ExcludeNamed"):
            answers.append({"element_id": element, "values": {"named": "nobody"}})
        names = self.process.modeling_open()["offer"]["names"]
        values = {each["key"]: False for each in names if each["type"] == "boolean"}
        values |= {"category": "corruption", "channel": "web"}
        return self.process.modeling_try(
            self.process.drawing, {"values": values, "answers": answers}
        )

    def test_what_an_operation_repeats_is_known_in_a_trial(self):
        played = self.decided()
        self.assertEqual([each["words"] for each in played["stuck"]], [])
        self.assertIn("SendAnswer", played["done"])
        repeated = {
            "element_id": "RecordDecision",
            "after": 0.0,
            "outcome": None,
            "values": {"measure": "archive"},
            "performer": None,
            "error_code": None,
        }
        self.assertIn(repeated, played["script"]["answers"])

    def test_where_a_trial_does_not_go_on_is_told_with_the_reason(self):
        operations = type(self.env["bpmn.operation"])
        with patch.object(operations, "_repeated_results", lambda _self: {}):
            (stuck,) = self.decided()["stuck"]
        self.assertEqual(stuck["name"], "Penanganan?")
        self.assertIn("measure", stuck["words"])

    def test_an_outcome_without_quotation_marks_is_explained(self):
        drawing = self.process.drawing
        wrong = drawing.replace(
            'IntakeCheck.outcome = "accept"', "IntakeCheck.outcome = accept", 1
        )
        self.assertNotEqual(wrong, drawing)
        (problem,) = self.process.modeling_check(wrong)
        self.assertEqual(problem["severity"], "error")
        self.assertIn("accept ditulis di sini sebagai nama", problem["message"])
        self.assertIn('tulis "accept", dengan tanda petik', problem["advice"])
        self.assertIn('"ask"', problem["advice"])

    def test_whatever_waits_in_the_shipped_drawings_has_a_name(self):
        waiting = (
            "userTask",
            "intermediateCatchEvent",
            "boundaryEvent",
            "callActivity",
        )
        for process in self.process.sudo().search(
            [("company_id", "=", self.process.company_id.id)]
        ):
            for element in process.version_id.element_ids:
                if element.kind in waiting:
                    self.assertNotEqual(element.name, element.key)
