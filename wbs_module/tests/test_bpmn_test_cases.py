"""Test cases, import and export: what a process owner tries and moves as files."""

from __future__ import annotations

import base64
import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .bpmn_office import PURCHASE, OfficeCase

CASE = {
    "name": "A cheap thing is approved",
    "starts": "2026-03-02 09:00",
    "steps": [{"task": "ask", "by": "ani", "values": {"cost": 1}}],
    "expect": {"open": ["approve"]},
}
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d"
  name="Gravity" namespace="urn:x"><decision id="gravity" name="Gravity"/>
</definitions>"""


def cases(*items):
    return json.dumps({"format": 1, "process": "purchase", "cases": items})


class OwnerCase(OfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga = cls._person(
            "olga", cls.env.ref("wbs_module.group_bpmn_process_owner")
        )
        cls.drawn = cls.process.with_user(cls.olga).with_company(cls.office)

    def bring_in(self, name, content):
        wizard = self.env["bpmn.process.import"].with_user(self.olga)
        wizard = wizard.with_company(self.office).create(
            {"content": base64.b64encode(content), "file_name": name}
        )
        wizard.action_import()
        return wizard

    def take_out(self, what="bundle"):
        wizard = self.env["bpmn.process.export"].with_user(self.olga)
        wizard = wizard.create({"process_id": self.process.id, "what": what})
        wizard.action_export()
        return base64.b64decode(wizard.with_context(bin_size=False).content)


@tagged("post_install", "-at_install")
class TestCases(OwnerCase):
    def test_a_case_is_played_on_the_draft_and_its_table_is_kept(self):
        self.drawn._load_cases(cases(CASE))
        (result,) = self.drawn.run_test_cases()
        self.assertTrue(result["passed"], result["mismatches"])
        self.assertEqual(self.drawn.case_ids.state, "passed")
        self.assertIn("Approve", self.drawn.case_ids.table)

    def test_a_case_that_fails_says_where_and_must_be_confirmed(self):
        wrong = {**CASE, "expect": {"open": ["ask"]}}
        self.drawn._load_cases(cases(wrong))
        self.process.drawing = PURCHASE.replace("Ask for it", "Say it")
        wizard = self.env["bpmn.deployment"].with_user(self.olga)
        wizard = wizard.create({"process_id": self.process.id, "note": "Shorter"})
        self.assertTrue(wizard.has_failures)
        # elements by the names that the drawing has now, never by their ids
        said = "Open tasks are “Approve”; expected: “Say it”"
        self.assertIn(said, wizard.cases)
        before = self.process.version_id
        with self.assertRaisesRegex(UserError, "not as expected"):
            wizard.action_deploy()
        self.assertEqual(self.process.version_id, before)
        wizard.despite_failures = True
        wizard.action_deploy()
        self.assertIn("failed", self.process.version_id.note)

    def test_a_changed_case_has_no_result_until_it_is_run_again(self):
        case = self.drawn._load_cases(cases(CASE))
        case.action_run()
        self.assertEqual(case.state, "passed")
        case.content = json.dumps({**CASE, "description": "Changed"})
        self.assertFalse(case.state)

    def test_a_slip_in_a_case_is_refused_with_its_place(self):
        slip = {**CASE, "steps": [{"tsk": "ask"}]}
        with self.assertRaisesRegex(ValidationError, "step 1"):
            self.env["bpmn.test.case"].create(
                {"process_id": self.process.id, "content": json.dumps(slip)}
            )

    def test_clerks_and_other_offices_see_no_case(self):
        case = self.drawn._load_cases(cases(CASE))
        with self.assertRaises(AccessError):
            self.as_person(case, self.ani).read(["content"])
        with self.assertRaises(AccessError):
            self.as_person(self.process, self.ani).run_test_cases()
        other = self.env["res.company"].create({"name": "Another Office"})
        self.olga.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.as_person(case, self.olga)
        cases_of_others = self.env["bpmn.test.case"].with_user(self.olga)
        self.assertFalse(cases_of_others.search([]))


@tagged("post_install", "-at_install")
class TestFiles(OwnerCase):
    def test_a_bundle_taken_out_comes_back_the_same(self):
        self.drawn._load_cases(cases(CASE))
        bundle = self.take_out()
        with zipfile.ZipFile(io.BytesIO(bundle)) as files:
            self.assertEqual(
                sorted(files.namelist()), ["purchase.bpmn", "purchase.cases.json"]
            )
        self.process.drawing = PURCHASE.replace("Ask for it", "Say it")
        self.drawn.case_ids.unlink()
        in_force = self.process.version_id
        self.bring_in("purchase.zip", bundle)
        self.assertEqual(self.process.drawing, PURCHASE)
        self.assertEqual(self.drawn.case_ids.name, CASE["name"])
        self.assertEqual(self.process.version_id, in_force)

    def test_a_drawing_of_a_new_process_comes_in_as_a_draft(self):
        text = PURCHASE.replace('"purchase"', '"sale"')
        wizard = self.bring_in("sale.bpmn", text.encode())
        sale = self.env["bpmn.process"].search([("key", "=", "sale")])
        self.assertIn(sale.name, wizard.report)
        self.assertEqual(sale.company_id, self.office)
        self.assertFalse(sale.version_id)

    def test_a_decision_table_comes_in_and_is_replaced(self):
        self.bring_in("gravity.dmn", TABLE.encode())
        self.bring_in("gravity.dmn", TABLE.replace("Gravity", "Weight").encode())
        table = self.env["bpmn.decision"].search([("key", "=", "gravity")])
        self.assertEqual(len(table), 1)
        self.assertIn("Weight", table.table)

    def test_a_file_that_cannot_be_read_is_refused_and_nothing_comes_in(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as bundle:
            bundle.writestr("gravity.dmn", TABLE)
            bundle.writestr("broken.bpmn", "<definitions>")
        for name, file in (
            ("x.zip", content.getvalue()),
            ("x.bpmn", b"\xff\xfe\x00"),
            ("x.txt", b"hello"),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.bring_in(name, file)

    def test_only_owners_bring_in_and_take_out(self):
        for model in ("bpmn.process.import", "bpmn.process.export"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.ani).create({})
