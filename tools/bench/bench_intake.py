"""Filing a report of 4 kB as a whole, beside creating a ticket of OCA's helpdesk."""

from collections.abc import Iterable
from typing import Any

from tools.bench.figure import Figure, compare
from tools.bench.inside_odoo import counted, figures_from_odoo, ticket_created

PAGE = "Pada hari itu saya melihat sendiri bahwa berkas diserahkan. " * 35
ACCOUNT = {"what": PAGE, "where": "Kantor dinas", "when": "Bulan lalu", "who": PAGE}
IDENTITY = {"name": "Seorang Pelapor", "contact": "pelapor@example.test"}
REPEAT = 5


def measure() -> Iterable[Figure]:
    """Measure inside Odoo."""
    return figures_from_odoo(__name__)


def measure_in_odoo(env: Any) -> Iterable[Figure]:
    """Yield the figures of a whole report: keys, sealing, audit, procedure, receipt."""
    # Only inside Odoo does the addon have this name.
    from odoo.addons.wbs_module.models.wbs_intake import IncomingReport

    report = IncomingReport("web", "corruption", ACCOUNT, IDENTITY)

    def file_report() -> None:
        env["wbs.intake"]._take(env.company, report)
        env.cr.commit()

    peer = ticket_created(env)
    yield compare(
        "file a report of 4 kB",
        file_report,
        peer,
        limit=1.0,
        kind="database",
        repeat=REPEAT,
    )
    yield from counted("file a report of 4 kB", env, file_report, peer)
