"""Filing a report of 4 kB as a whole, beside creating a ticket of OCA's helpdesk."""

from collections.abc import Iterable
from typing import Any

from tools.bench.figure import Figure, compare
from tools.bench.inside_odoo import counted, figures_from_odoo, ticket_created
from tools.bench.office import Office

REPEAT = 5
ROUNDS = 21


def measure() -> Iterable[Figure]:
    """Measure inside Odoo."""
    return figures_from_odoo(__name__)


def measure_in_odoo(env: Any) -> Iterable[Figure]:
    """Yield the figures of a whole report: keys, sealing, audit, procedure, receipt."""
    office, peer = Office(env), ticket_created(env)
    yield compare(
        "file a report of 4 kB",
        office.file_report,
        peer,
        limit=1.0,
        kind="database",
        repeat=REPEAT,
        rounds=ROUNDS,
    )
    yield from counted("file a report of 4 kB", env, office.file_report, peer)
