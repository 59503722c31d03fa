"""An office with a small procedure of its own, for tests of the process side."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

from ..models.bpmn_operation import operation
from ..models.bpmn_time import time_set_to

MONDAY = datetime(2026, 3, 2, 2, 0)
"""Monday 2 March 2026, 09:00 in Jakarta."""

PURCHASE = (Path(__file__).parent / "purchase.bpmn").read_text(encoding="utf-8")


class OfficeCase(TransactionCase):
    """Ani and Adi are clerks, Cici is their chief, Omar mends, Zaki has no part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.time = cls.enterClassContext(time_set_to(MONDAY))
        cls.office = cls.env["res.company"].create({"name": "Office of Tests"})
        cls.office.resource_calendar_id.tz = "Asia/Jakarta"
        user = cls.env.ref("wbs_module.group_bpmn_user")
        cls.clerks, cls.chiefs, cls.directors = cls.env["res.groups"].create(
            [
                {"name": key, "bpmn_key": key, "implied_ids": [Command.link(user.id)]}
                for key in ("test_clerk", "test_chief", "test_director")
            ]
        )
        cls.ani = cls._person("ani", cls.clerks)
        cls.adi = cls._person("adi", cls.clerks)
        cls.cici = cls._person("cici", cls.chiefs)
        cls.dewi = cls._person("dewi", cls.directors)
        cls.omar = cls._person("omar", cls.env.ref("wbs_module.group_bpmn_operator"))
        cls.zaki = cls._person("zaki", user)
        cls.env["bpmn.clock"].create([cls._clock("ask", 2), cls._clock("approve", 3)])
        cls.ordered: list[int] = []
        cls._declare_operation()
        cls.process = cls.env["bpmn.process"].create(
            {
                "name": "Purchase",
                "key": "purchase",
                "company_id": cls.office.id,
                "drawing": PURCHASE,
            }
        )
        cls.process._deploy("First version")

    @classmethod
    def _person(cls, name, group):
        person = new_test_user(
            cls.env(context={"no_reset_password": True}),
            login=f"{name}.test",
            email=f"{name}@example.test",
            company_id=cls.office.id,
            groups="base.group_user",
        )
        person.group_ids = [Command.link(group.id)]
        return person

    @classmethod
    def _clock(cls, key, days):
        return {
            "name": key.title(),
            "key": key,
            "company_id": cls.office.id,
            "amount": days,
            "unit": "working_days",
            "warn_percent": 50,
            "longest_extension": 5,
            "legal_basis": "House rule 1",
            "step_ids": [
                Command.create({"after": 1, "group_id": cls.directors.id}),
            ],
        }

    @classmethod
    def _declare_operation(cls):
        """What an addon would declare by ``_inherit``, for the length of the test."""

        @operation("order")
        def _operation_order(operations, instance):
            cls.ordered.append(instance.id)
            if cls.order_fails:
                raise ValueError("the supplier's secret name")

        cls.order_fails = False
        model = type(cls.env["bpmn.operation"])
        model._operation_order = _operation_order
        cls.addClassCleanup(lambda: delattr(model, "_operation_order"))

    def start(self, **values):
        return self.env["bpmn.instance"]._start(
            "purchase", company=self.office, values=values
        )

    def task(self, instance, person=None):
        """The instance's open task, as ``person`` sees it."""
        task = self.env["bpmn.task"].search(
            [("instance_id", "=", instance.id), ("state", "=", "open")]
        )
        return self.as_person(task, person) if person else task

    def as_person(self, records, person):
        """``records`` as ``person``, with nothing that a superuser left in memory."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(person)

    def mine(self, person):
        tasks = self.as_person(self.env["bpmn.task"], person)
        return tasks.search([("mine", "=", True)])
