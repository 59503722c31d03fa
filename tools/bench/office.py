"""An office with people, a clock and a short procedure, for the benches inside Odoo."""

from pathlib import Path
from typing import Any

DRAWING = Path(__file__).with_name("again.bpmn")
PAGE = "Pada hari itu saya melihat sendiri bahwa berkas diserahkan. " * 35
ACCOUNT = {"what": PAGE, "where": "Kantor dinas", "when": "Bulan lalu", "who": PAGE}
IDENTITY = {"name": "Seorang Pelapor", "contact": "pelapor@example.test"}
# Role → how many people of it: so many stand on the list of each case.
STAFF = {"secretariat": 2, "inspector": 1, "handler": 3}


class Office:
    """Its ``worker`` is an ordinary handler, under all record rules.

    :param env: of the superuser; rows are committed
    """

    def __init__(self, env: Any, name: str = "Office of the bench") -> None:
        self.env = env
        self.company = env["res.company"].create({"name": name})
        self.company._wbs_set_up()
        self.group = env["res.groups"].create(
            {
                "name": "Worker",
                "bpmn_key": "bench_worker",
                "implied_ids": env.ref("wbs_module.group_bpmn_user").ids,
            }
        )
        for role, count in STAFF.items():
            for number in range(count):
                self._person(f"{role}_{number}", env.ref(f"wbs_module.group_{role}"))
        handler = env.ref("wbs_module.group_handler")
        self.worker = self._person("worker", handler | self.group)
        self._clock()
        self._procedure()
        env.cr.commit()

    def _person(self, login: str, groups: Any) -> Any:
        return self.env["res.users"].create(
            {
                "name": login,
                "login": f"bench_{login}",
                "company_id": self.company.id,
                "company_ids": self.company.ids,
                "group_ids": [*self.env.ref("base.group_user").ids, *groups.ids],
            }
        )

    def _clock(self) -> None:
        self.env["bpmn.clock"].create(
            {
                "name": "Bench",
                "key": "bench",
                "company_id": self.company.id,
                "amount": 5,
                "unit": "working_days",
                "warn_percent": 50,
                "legal_basis": "None",
            }
        )

    def _procedure(self) -> None:
        process = self.env["bpmn.process"].create(
            {
                "name": "Again",
                "key": "again",
                "company_id": self.company.id,
                "drawing": DRAWING.read_text(encoding="utf-8"),
            }
        )
        process._deploy("For the bench")

    def file_report(self) -> None:
        """Take in a report of 4 kB with an identity, as a channel does; commit."""
        # Only inside Odoo does the addon have this name.
        from odoo.addons.wbs_module.models.wbs_intake import IncomingReport

        report = IncomingReport("web", "corruption", ACCOUNT, IDENTITY)
        self.env["wbs.intake"]._take(self.company, report)
        self.env.cr.commit()

    def case(self) -> Any:
        """A case of a report that has just come in."""
        self.file_report()
        return self.env["wbs.case"].search([], order="id desc", limit=1)

    def start(self, case: Any = None) -> Any:
        """Start the short procedure, beside the main one of ``case`` where given."""
        instance = self.env["bpmn.instance"]._start(
            "again", company=self.company, record=case, main=False
        )
        self.env.cr.commit()
        return instance

    def complete(self, task_id: int) -> None:
        """Finish a task as a request of the worker does; it opens once more."""
        # A request finds nothing in memory but what is cached for all.
        self.env.invalidate_all()
        task = self.env["bpmn.task"].with_user(self.worker).browse(task_id)
        task.complete("again", values={"cost": 1500})
        self.env.cr.commit()

    def open_task_of(self, instance_id: int) -> int:
        """The id of the one open task of an instance."""
        self.env.cr.execute(
            "SELECT id FROM bpmn_task WHERE instance_id = %s AND state = 'open'",
            [instance_id],
        )
        return int(self.env.cr.fetchone()[0])
