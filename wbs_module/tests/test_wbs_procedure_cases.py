"""The process owner's test cases of the shipped procedures, on the office's clocks.

Those that need the holidays of a certain year stand beside this file, the others beside
the drawings, where every office can run them.
"""

from datetime import datetime, timezone
from pathlib import Path

from odoo.tests import tagged

from ..engine.lockstep import play, read_case_file
from ..models.wbs_office_setup import PROCEDURES
from .wbs_office import OfficeOfReports

FOLDER = Path(__file__).parents[1] / "bpmn"
# Lebaran 2026 with its joint leave (SKB tiga menteri for 2026): 18 to 24 March.
LEBARAN = (datetime(2026, 3, 17, 17), datetime(2026, 3, 24, 16, 59))
# Christmas and the end of the year, as an office closes by decree.
CHRISTMAS = (datetime(2026, 12, 23, 17), datetime(2026, 12, 26, 16, 59))


@tagged("post_install", "-at_install")
class TestProcedureCases(OfficeOfReports):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for begins, ends in (LEBARAN, CHRISTMAS):
            cls.env["resource.calendar.leaves"].create(
                {
                    "name": "Libur",
                    "company_id": cls.office.id,
                    "calendar_id": cls.office.resource_calendar_id.id,
                    "date_from": begins,
                    "date_to": ends,
                }
            )

    def test_each_shipped_procedure_goes_the_way_that_its_cases_say(self):
        calendar = self.office.resource_calendar_id._bpmn_working_calendar()
        for key in PROCEDURES:
            shipped = read_case_file((FOLDER / f"{key}.cases.json").read_text())
            self.assertEqual(shipped.process, key)
            holidays = Path(__file__).parent / f"{key}.holidays.cases.json"
            cases = shipped.cases
            if holidays.exists():
                cases += read_case_file(holidays.read_text()).cases
            process = self.env["bpmn.process"].search(
                [("company_id", "=", self.office.id), ("key", "=", key)]
            )
            compiled = process.version_id._compiled()
            for case in cases:
                at = case.starts.replace(tzinfo=timezone.utc)
                clocks = self.env["bpmn.clock"]._definitions(self.office.id, at)
                with self.subTest(procedure=key, case=case.name):
                    result = play(compiled, case, clocks=clocks, calendar=calendar)
                    told = [item.message for item in result.mismatches]
                    self.assertEqual(told, [])
