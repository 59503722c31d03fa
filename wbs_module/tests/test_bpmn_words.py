"""What a process owner reads is said in words: no key, no id, no name of a program."""

from __future__ import annotations

from odoo.tests import tagged

from ..models.bpmn_process_version import AS_SHIPPED
from .bpmn_office import PURCHASE
from .test_bpmn_modeling import ModelingCase

INDONESIAN = {"lang": "id_ID"}


@tagged("post_install", "-at_install")
class TestWords(ModelingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        cls.clock = cls.env["bpmn.clock"].search(
            [("key", "=", "ask"), ("company_id", "=", cls.office.id)]
        )

    def in_indonesian(self, record):
        return record.with_context(**INDONESIAN)

    # --- changes of a clock ------------------------------------------------------

    def test_a_change_of_a_clock_says_how_long_it_was_and_is(self):
        self.clock.amount = 10
        (change, made) = self.in_indonesian(self.clock.change_ids)
        self.assertEqual(change.in_words, "Lama: 2 hari kerja → 10 hari kerja")
        self.assertIn("Dasar hukum: House rule 1", made.in_words)
        self.assertIn("test_director (+1 hari kerja)", made.in_words)

    def test_a_row_tells_the_unit_that_the_clock_had_then(self):
        self.clock.amount = 10
        self.clock.unit = "calendar_days"
        unit, amount, _made = self.clock.change_ids
        self.assertEqual(amount.in_words, "Duration: 2 working days → 10 working days")
        self.assertEqual(unit.in_words, "Duration: 10 working days → 10 calendar days")

    def test_commas_in_a_legal_basis_are_no_parts_of_their_own(self):
        self.clock.write({"legal_basis": "Article 5, paragraph 2", "pausable": True})
        self.assertEqual(
            self.clock.change_ids[0].in_words.splitlines(),
            [
                "May stand still: no → yes",
                "Legal basis: House rule 1 → Article 5, paragraph 2",
            ],
        )

    # --- what came with the module ---------------------------------------------------

    def test_what_came_with_the_module_says_so(self):
        version = self.process.version_id
        self.process.with_user(self.olga).sudo()._deploy("Ours")
        ours = self.in_indonesian(self.process.version_id)
        self.assertEqual((ours.deployed_by, ours.note_words), (self.olga.name, "Ours"))
        version.note = AS_SHIPPED
        shipped = self.in_indonesian(version)
        self.assertEqual(shipped.note_words, "Seperti bawaan")
        self.assertEqual(shipped.deployed_by, "Dikirim bersama modul")

    # --- elements without a name -----------------------------------------------------

    def test_an_element_without_a_name_is_told_by_its_kind(self):
        elements = self.in_indonesian(self.process.version_id.element_ids)
        names = {element.key: element.display_name for element in elements}
        self.assertEqual(names["bought"], "Akhir tanpa nama")
        self.assertEqual(names["ask"], "Ask for it")

    def test_a_problem_names_a_flow_by_what_it_leads_from_and_to(self):
        wrong = PURCHASE.replace("<conditionExpression", "<was", 1)
        wrong = wrong.replace("</conditionExpression>", "</was>", 1)
        process = self.in_indonesian(self.mine(self.olga))
        (problem,) = (
            each
            for each in process.modeling_check(wrong)
            if each["code"] == "condition_missing"
        )
        way = "Pilihan satu jalan tanpa nama → Order it"
        self.assertEqual(problem["element_name"], way)
        self.assertIn(f"“{way}”", problem["message"])
        self.assertNotIn("f4", problem["message"])
        self.assertNotIn("decided", problem["message"])

    def test_what_may_be_chosen_is_listed_by_name(self):
        wrong = PURCHASE.replace('clock="ask"', 'clock="no_such_clock"')
        (problem,) = (
            each
            for each in self.mine(self.olga).modeling_check(wrong)
            if each["code"] == "clock_unknown"
        )
        self.assertIn("“Approve”, “Ask”", problem["advice"])

    # --- holidays ------------------------------------------------------------------

    def test_filling_in_holidays_says_what_was_done(self):
        calendar = self.office.resource_calendar_id
        wizard = (
            self.env["bpmn.holidays"]
            .with_user(self.olga)
            .create({"calendar_id": calendar.id, "year": 2026})
        )
        said = self.in_indonesian(wizard).action_fill()["params"]
        self.assertEqual(said["type"], "success")
        self.assertIn("hari libur tahun 2026 ditambahkan", said["message"])
        again = self.in_indonesian(wizard).action_fill()["params"]
        self.assertIn("tidak ada yang ditambahkan", again["message"])
        self.assertEqual(again["next"]["type"], "ir.actions.act_window_close")
