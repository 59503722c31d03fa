"""Figures over a drawing: enough to see where it jams, too few to find anybody."""

from __future__ import annotations

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .bpmn_office import MONDAY
from .test_bpmn_test_cases import OwnerCase


@tagged("post_install", "-at_install")
class TestHeatMap(OwnerCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.time.set, MONDAY)

    def run_through(self, count, **time_taken):
        """So many instances whose first task takes so long."""
        started = [self.start() for _each in range(count)]
        self.time.advance(**time_taken)
        for instance in started:
            self.task(instance, self.ani).complete(values={"cost": 1})
        return started

    def figures(self, person=None):
        version = self.as_person(self.process.version_id, person or self.olga)
        figures = version.get_heat_map()
        return figures, {row["id"]: row for row in figures["steps"]}

    def test_it_tells_how_many_came_by_and_how_long_it_took_against_the_clock(self):
        self.run_through(7, hours=4)
        _figures, steps = self.figures()
        self.assertEqual(steps["ask"]["visits"], 5)
        self.assertEqual(steps["ask"]["took"], 4.0)
        self.assertEqual(steps["ask"]["heat"], "well")
        self.assertEqual(steps["approve"]["waiting"], 5)

    def test_a_step_that_usually_ends_late_is_where_it_jams(self):
        self.run_through(5, days=9)
        figures, steps = self.figures()
        self.assertEqual(steps["ask"]["heat"], "over")
        self.assertEqual(figures["jams"], ["ask"])

    def test_what_fewer_than_five_did_is_not_told(self):
        self.run_through(4, days=9)
        figures, steps = self.figures()
        self.assertEqual(
            (steps["ask"]["visits"], steps["ask"]["took"], steps["ask"]["heat"]),
            (None, None, None),
        )
        self.assertFalse(figures["jams"])

    def test_a_few_on_one_way_cannot_be_reckoned_from_the_others(self):
        for instance in self.run_through(9, hours=1)[:6]:
            self.task(instance, self.cici).complete(outcome="no")
        for instance in self.mine(self.cici).instance_id[:1]:
            self.task(instance, self.cici).complete(outcome="yes")
        _figures, steps = self.figures()
        self.assertIsNone(steps["order"]["visits"])
        told = [row["visits"] for row in steps.values() if row["visits"] is not None]
        self.assertTrue(told)
        self.assertFalse([count for count in told if count % 5])

    def test_one_instance_that_loops_counts_once(self):
        (instance,) = self.run_through(1, hours=1)
        for _time in range(5):
            self.task(instance, self.cici).complete(outcome="back")
            self.task(instance, self.ani).complete(values={"cost": 1})
        _figures, steps = self.figures()
        self.assertIsNone(steps["ask"]["visits"])
        self.assertIsNone(steps["ask"]["took"])

    def test_an_owner_who_also_works_on_tasks_gets_sums_of_what_they_may_see(self):
        self.run_through(6, hours=1)
        self.olga.group_ids = [(4, self.env.ref("wbs_module.group_bpmn_user").id)]
        figures, _steps = self.figures()
        self.assertFalse(figures["steps"])

    def test_nobody_but_owners_of_the_office_comes_through_this_door(self):
        self.run_through(6, hours=1)
        for person in (self.ani, self.omar, self.zaki):
            with self.assertRaises(AccessError):
                self.figures(person)
        self.olga.company_ids = [(4, self.env.company.id)]
        self.olga.company_id = self.env.company
        self.olga.company_ids = [(3, self.office.id)]
        with self.assertRaises(AccessError):
            self.figures()
