"""Figures that help to oversee, and tell nobody about a single case."""

from __future__ import annotations

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.wbs_oversight import _without_small
from .wbs_office import OfficeOfReports


@tagged("post_install", "-at_install")
class TestOversight(OfficeOfReports):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.env["wbs.case"]
        for _number in range(6):
            case, _code = cls.report(category="corruption")
            cls.cases |= case
        for _number in range(2):
            case, _code = cls.report(category="nepotism")
            cls.cases |= case
        cls.env.flush_all()

    def figures(self, person):
        self.fresh()
        oversight = self.env["wbs.oversight"].with_user(self.people[person])
        return oversight.with_company(self.office).get_figures()

    def test_the_inspector_sees_what_waits_and_where(self):
        work = self.figures("inspector")["work"]
        self.assertEqual(work["total"], 8)
        self.assertEqual([row["total"] for row in work["steps"]], [8])

    def test_late_ones_are_counted_as_late(self):
        self.addCleanup(self.time.set, self.time.moment)
        self.time.advance(days=10)
        work = self.figures("inspector")["work"]
        self.assertEqual((work["late"], work["soon"]), (8, 0))

    def test_whoever_is_excluded_cannot_reckon_that_a_case_is_missing(self):
        inspector = self.people["inspector"]
        self.cases[0]._exclude(inspector)
        figures = self.figures("inspector")
        listed = self.env["wbs.case"].with_user(inspector).search_count([])
        self.assertEqual(listed, 7)
        self.assertEqual(figures["work"]["total"], 7)
        told = [row["received"] for row in figures["statistics"]["months"]]
        self.assertEqual([count for count in told if count], [7])

    def test_the_mayor_sees_the_office_in_sums_and_no_case(self):
        figures = self.figures("mayor")
        self.assertIsNone(figures["work"])
        told = [row["received"] for row in figures["statistics"]["months"]]
        self.assertEqual([count for count in told if count], [8])
        mayor = self.people["mayor"]
        self.assertFalse(self.env["wbs.case"].with_user(mayor).has_access("read"))

    def test_counts_below_five_are_not_told(self):
        for person in ("mayor", "inspector"):
            categories = self.figures(person)["statistics"]["categories"]
            self.assertEqual({row["count"] for row in categories}, {None})

    def test_one_hidden_count_takes_the_next_smallest_with_it(self):
        self.assertEqual(_without_small([9, 3, 7, 0]), [9, None, None, 0])
        self.assertEqual(_without_small([9, 3, 4, 0]), [9, None, None, 0])
        self.assertEqual(_without_small([9, 5, 0]), [9, 5, 0])

    def test_hidden_counts_cannot_be_reckoned_from_a_sum_told_elsewhere(self):
        # Ten, one and one: where the sum is known to be twelve, each one is one.
        self.assertEqual(_without_small([10, 1, 1]), [None, None, None])
        self.assertEqual(_without_small([10, 6, 1, 1]), [10, None, None, None])
        self.assertEqual(_without_small([10, 4, 1]), [10, None, None])

    def test_each_row_leads_to_the_tasks_that_it_counts(self):
        work = self.figures("inspector")["work"]
        tasks = self.env["bpmn.task"].with_user(self.people["inspector"])
        for row in work["steps"] + work["people"]:
            self.assertEqual(tasks.search_count(row["domain"]), row["total"])

    def test_an_office_does_not_see_anothers_figures(self):
        for _number in range(5):
            self.report(office=self.other)
        self.assertEqual(self.figures("inspector")["work"]["total"], 8)
        months = self.figures("mayor")["statistics"]["months"]
        self.assertEqual([row["received"] for row in months if row["received"]], [8])

    def test_oversight_is_for_those_who_oversee(self):
        may = {"team_leader", "inspector", "inspector2", "sekda", "mayor"}
        for role, person in self.people.items():
            oversight = self.env["wbs.oversight"].with_user(person)
            if role in may:
                self.assertTrue(oversight.get_figures()["statistics"])
            else:
                with self.assertRaises(AccessError):
                    oversight.get_figures()
        with self.assertRaises(AccessError):
            self.env["wbs.oversight"].with_user(self.employee).get_figures()
