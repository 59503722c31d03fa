"""What reporters are told about by when: the office's clocks, in their language."""

from datetime import date

from odoo.tests import HttpCase, tagged

from ..models.wbs_office_promises import PROMISES
from .wbs_office import OfficeOfReports


@tagged("post_install", "-at_install", "once")
class TestPromises(OfficeOfReports, HttpCase):
    def clock(self, key):
        return self.env["bpmn.clock"].search(
            [("company_id", "=", self.office.id), ("key", "=", key)]
        )

    def test_the_first_page_names_the_time_of_the_offices_clock(self):
        for amount, unit, words in (
            (15, "working_days", "within 15 working days"),
            (1, "working_days", "within 1 working day"),
            (20, "calendar_days", "within 20 days"),
        ):
            self.clock("first_answer").write({"amount": amount, "unit": unit})
            page = self.url_open("/layanan/test-one/en")
            self.assertIn(words, page.text)

    def test_without_a_clock_no_time_is_promised(self):
        self.clock("first_answer").active = False
        page = self.url_open("/layanan/test-one/en")
        self.assertIn("you read the office&#39;s answer.", page.text)

    def test_each_promise_is_a_sentence_with_and_without_its_clock(self):
        office = self.office.with_context(lang="en_US")
        for name in PROMISES:
            self.assertRegex(office._wbs_promise(name), r"^[A-Z][^%]*\d[^%]*\.$", name)
        self.env["bpmn.clock"].search(
            [("company_id", "=", self.office.id)]
        ).active = False
        for name in PROMISES:
            self.assertNotRegex(office._wbs_promise(name), r"[%\d]", name)

    def test_times_are_in_the_readers_language(self):
        office = self.office.with_context(lang="id_ID")
        for unit, one, many in (
            ("working_days", "1 hari kerja", "3 hari kerja"),
            ("calendar_days", "1 hari", "3 hari"),
            ("working_hours", "1 jam kerja", "3 jam kerja"),
            ("calendar_hours", "1 jam", "3 jam"),
        ):
            for amount, words in ((1, one), (3, many)):
                self.clock("first_answer").write({"amount": amount, "unit": unit})
                self.assertEqual(office._wbs_time_of("first_answer"), words)

    def test_clocks_that_run_one_after_another_are_added_up(self):
        english = self.office.with_context(lang="en_US")
        self.assertIn(
            "after 30, 90, and 180 days.", english._wbs_promise("retaliation")
        )
        self.clock("checkin_30").amount = 14
        self.assertIn(
            "after 14, 74, and 164 days.", english._wbs_promise("retaliation")
        )
        self.clock("checkin_90").unit = "working_days"
        self.assertIn("asks again later.", english._wbs_promise("retaliation"))

    def test_months_are_named_in_the_readers_language(self):
        moment = self.time.moment.replace(tzinfo=None)
        day = self.office._wbs_day(moment)
        self.assertIsInstance(day, date)
        english = self.office.with_context(lang="en_US")._wbs_date(moment)
        self.assertEqual(english, f"{day.day} {day:%B} {day.year}")
