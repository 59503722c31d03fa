"""Every shipped procedure does what its shipped test cases say."""

from __future__ import annotations

from pathlib import Path

from odoo.tests import TransactionCase, tagged

FILES = sorted((Path(__file__).parents[1] / "bpmn").glob("*.cases.json"))


@tagged("post_install", "-at_install")
class TestShippedCases(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["res.company"].create({"name": "Office of Cases"})
        cls.office.resource_calendar_id.tz = "Asia/Jakarta"
        cls.office._wbs_set_up()

    def test_each_file_came_in_with_its_process_and_is_as_expected(self):
        self.assertTrue(FILES)
        for file in FILES:
            with self.subTest(file=file.name):
                process = self.env["bpmn.process"].search(
                    [
                        ("key", "=", file.name.partition(".")[0]),
                        ("company_id", "=", self.office.id),
                    ]
                )
                self.assertTrue(process.case_ids)
                for result in process.run_test_cases():
                    words = [each["message"] for each in result["mismatches"]]
                    self.assertFalse(words, result["name"])
