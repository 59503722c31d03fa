"""The office, its people and one report on its way, for the tables of access."""

from __future__ import annotations

import csv
from pathlib import Path

from odoo.tests import new_test_user

from .wbs_office import ROLES, OfficeOfReports

TABLE = Path(__file__).parent / "access_table.csv"
LONG_ID = 734_560
DOORS = Path(__file__).parent / "access_doors.csv"
PEOPLE = (*ROLES, "outsider", "employee", "portal", "public", "administrator")
RIGHTS = {"r": "read", "c": "create", "w": "write", "u": "unlink"}
OFFICE_PATHS = (
    "company_id",
    "case_id",
    "instance_id",
    "version_id",
    "clock_id",
    "process_id",
)


def rows_of(path: Path) -> list[dict[str, str]]:
    """The lines of a table, without those that explain it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


class OfficeWithOneReport(OfficeOfReports):
    """A report waits for its closure to be approved; seventeen people look at it."""

    @classmethod
    def _give_long_ids(cls):
        """Ids that stand nowhere else in an answer, so that they can be taken out."""
        for row in rows_of(TABLE):
            model = cls.env[row["model"]]
            if model._auto and not model._abstract:
                # Never back: rows that another transaction committed have theirs.
                cls.env.cr.execute(
                    "SELECT setval(found.name, GREATEST(nextval(found.name), %s))"
                    "  FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name)"
                    "       AS found",
                    (LONG_ID, model._table),
                )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_long_ids()
        cls.case, cls.code = cls.report(files=(cls.file(),))
        cls.env["wbs.message"]._send(cls.case, "in", "pesan")
        cls.env["wbs.referral"]._open(
            cls.case, cls.case.main_instance_id, "opd", "Kepala Dinas"
        )
        cls.bring_to_approval(cls.case)
        cls._make_further_rows()
        silent = cls.env(context={"no_reset_password": True})
        cls.seventeen = {
            **{role: cls.people[role] for role in ROLES},
            "outsider": cls.strangers["secretariat"],
            "employee": cls.employee,
            "portal": new_test_user(silent, "test-portal", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
            "administrator": cls.env.ref("base.user_admin"),
        }
        # Exporting is a right of its own; with it, only access decides.
        export = cls.env.ref("base.group_allow_export")
        export.user_ids |= cls.env["res.users"].union(
            *(person for person in cls.seventeen.values() if person._is_internal())
        )
        cls.env.flush_all()

    @classmethod
    def _make_further_rows(cls):
        """A row in each model that the procedure did not fill by itself."""
        instance = cls.case.bpmn_instance_ids
        cls.env["wbs.letter"]._queue(cls.case, "reporter_answer")
        cls.env["bpmn.incident"].create(
            {
                "instance_id": instance.id,
                "company_id": cls.office.id,
                "code": "engine",
                "message": "invented",
                "state": "open",
                "opened_at": cls.env["bpmn.time"]._now(),
            }
        )
        cls.env["bpmn.outbox"]._queue("digest", company_id=cls.office.id)
        # Demonstration data has real ones.
        if not cls.env["wbs.generation"].search_count([]):
            texts = ("age_recipient", "signing_public_key", "previous", "created")
            invented = dict.fromkeys((*texts, "signature"), "invented")
            cls.env["wbs.generation"].create(
                {"layer": "custodians", "number": 1, **invented}
            )

    def samples(self, model: str):
        """The newest row of office one (of any, where a model knows no office)."""
        # sudo: the test looks for a row that the people in it may not see
        records = self.env[model].sudo().with_context(active_test=False)
        domain = []
        for path in OFFICE_PATHS:
            if path in records._fields and records._fields[path].store:
                end = path if path == "company_id" else f"{path}.company_id"
                domain = [(end, "=", self.office.id)]
                break
        return records.search(domain, order="id desc", limit=1)

    def ours(self) -> list[str]:
        """Every model of this addon that has rows."""
        return sorted(
            name
            for name, model in self.env.registry.items()
            if name.split(".")[0] in ("bpmn", "wbs") and not model._abstract
        )

    def cell(self, model: str, person: str) -> str:
        """What the product grants now, in the words of the table."""
        records = self.env[model].with_user(self.seventeen[person])
        rights = "".join(
            letter for letter, name in RIGHTS.items() if records.has_access(name)
        )
        sample = self.samples(model)
        self.fresh()
        if "r" in rights and sample:
            seen = records.with_context(active_test=False)
            if seen.search_count([("id", "=", sample.id)]):
                rights += "+"
        return rights or "-"
