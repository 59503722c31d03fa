"""Two offices with people and a running procedure, for tests of the complaint side."""

from __future__ import annotations

from datetime import datetime

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

from ..models.bpmn_time import time_set_to
from ..models.wbs_intake import IncomingFile, IncomingReport

MONDAY = datetime(2026, 3, 2, 2, 0)
"""Monday 2 March 2026, 09:00 in Jakarta."""

CANARY = "KENARI-2291 meminta uang di loket"
NAME_CANARY = "Nama Kenari Rahasia"
ROLES = (
    "secretariat",
    "handler",
    "team_leader",
    "examiner",
    "inspector",
    "sekda",
    "mayor",
    "custodian",
    "disclosure_approver",
    "process_owner",
    "auditor",
    "data_protection",
)
ROLES_OF_THE_OTHER = ("secretariat", "inspector")
# Has rights on the models of a case, and no part in a case that has just come in.
CASE_STAFF_WITHOUT_PART = "handler"


class OfficeOfReports(TransactionCase):
    """Office one has a person for each role; office two a secretariat and inspector."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.time = cls.enterClassContext(time_set_to(MONDAY))
        cls.env["ir.config_parameter"].set_param("wbs_module.demonstration", "1")
        cls.office, cls.other = cls.env["res.company"].create(
            [
                {"name": "Inspectorate One", "wbs_public_name": "test-one"},
                {"name": "Inspectorate Two", "wbs_public_name": "test-two"},
            ]
        )
        for office in cls.office | cls.other:
            office.resource_calendar_id.tz = "Asia/Jakarta"
            office._wbs_set_up()
        here = [(role, cls.office, "one") for role in ROLES]
        others = [(role, cls.other, "other") for role in ROLES_OF_THE_OTHER]
        people = cls._people([*here, ("inspector", cls.office, "second"), *others])
        cls.people = dict(
            zip((*ROLES, "inspector2"), people[: -len(others)], strict=True)
        )
        cls.strangers = dict(
            zip(ROLES_OF_THE_OTHER, people[-len(others) :], strict=True)
        )
        cls.employee = new_test_user(
            cls.env(context={"no_reset_password": True}),
            "employee-without-part",
            groups="base.group_user",
            company_id=cls.office.id,
        )

    @classmethod
    def _people(cls, wanted):
        """People for (role, office, suffix of the login) each, created together."""
        employee = cls.env.ref("base.group_user")
        logins = [f"test-{role}-{suffix}" for role, _office, suffix in wanted]
        return cls.env(context={"no_reset_password": True})["res.users"].create(
            [
                {
                    "name": login,
                    "login": login,
                    "password": login,
                    "email": f"{login}@example.test",
                    "company_id": office.id,
                    "company_ids": [Command.set(office.ids)],
                    "group_ids": [
                        Command.set(
                            (employee | cls.env.ref(f"wbs_module.group_{role}")).ids
                        )
                    ],
                }
                for login, (role, office, _suffix) in zip(logins, wanted, strict=True)
            ]
        )

    @classmethod
    def _person(cls, role, office, suffix="one"):
        return cls._people([(role, office, suffix)])

    @classmethod
    def report(cls, office=None, **given):
        """Take a report in; (the case, its receipt code)."""
        values = {
            "channel": "web",
            "category": "corruption",
            "account": {"what": CANARY},
            **given,
        }
        code = cls.env["wbs.intake"]._take(
            office or cls.office, IncomingReport(**values)
        )
        return cls.env["wbs.case"].search([], order="id desc", limit=1), code

    @staticmethod
    def file(name="bukti.txt", content=b"isi bukti", media_type="text/plain"):
        return IncomingFile(name, media_type, iter([content]))

    @classmethod
    def task(cls, case, element, person):
        """The open task ``element`` of the case, as ``person`` sees it."""
        task = cls.env["bpmn.task"].search(
            [
                ("instance_id", "in", case.bpmn_instance_ids.ids),
                ("element_id.key", "=", element),
                ("state", "=", "open"),
            ]
        )
        return task.with_user(cls.people[person])

    @classmethod
    def bring_to_approval(cls, case, handler="handler"):
        cls.task(case, "IntakeCheck", "secretariat").complete("accept")
        cls.task(case, "Assess", handler).complete(
            "propose", {"assessment": "Terbukti", "answer": "Sudah ditindak"}
        )

    def fresh(self):
        """Forget what superuser's reads left in the cache before a rule is tried."""
        self.env.flush_all()
        self.env.invalidate_all()
