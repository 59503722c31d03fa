"""Measures inside Odoo, on a database with ours and OCA's ``helpdesk_mgmt``.

A part names a function of this package, ``measure_in_odoo(env) -> Iterable[Figure]``;
it runs in an Odoo shell with the environment of the superuser, and what it wrote is
thrown away with the database.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterable
from typing import Any

from tools import database
from tools.bench.figure import Figure, Peer
from tools.odoo import must_run_odoo
from tools.places import BUILD, ODOO_COMMAND, ODOO_CONFIGURATION, ROOT
from tools.progress import Failure, step
from tools.setup.peer import MODULE as HELPDESK
from tools.setup.peer import peer_addons_path

DATABASE = "bench"
MARK, DONE = "FIGURE ", "ALL FIGURES TAKEN"
LOG = BUILD / "logs" / "bench.log"
FIGURES = BUILD / "logs" / "bench-figures.log"


def figures_from_odoo(module: str) -> list[Figure]:
    """Run ``module.measure_in_odoo(env)`` inside Odoo and return its figures."""
    addons = f"{_configured_addons()},{peer_addons_path()}"
    database.clone(database.template_of_module(demo=True), DATABASE)
    with step(f"Installing OCA's {HELPDESK} beside ours"):
        must_run_odoo(
            ["-d", DATABASE, "-i", HELPDESK, "--stop-after-init", "--no-http"]
            + ["--addons-path", addons],
            LOG,
            f"Installing {HELPDESK}",
        )
    program = (
        "import json\n"
        f"from {module} import measure_in_odoo\n"
        "for figure in measure_in_odoo(env):\n"
        f"    print({MARK!r} + json.dumps(figure.as_entry()), flush=True)\n"
        f"print({DONE!r})\n"
    )
    with FIGURES.open("w") as output:
        subprocess.run(
            another_odoo(DATABASE),
            input=program,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    database.drop(DATABASE)
    lines = FIGURES.read_text().splitlines()
    figures = [
        Figure(**json.loads(line.partition(MARK)[2])) for line in lines if MARK in line
    ]
    if not figures:
        tail = [f"    {it}" for it in lines[-20:]]
        raise Failure("\n".join([f"{module} measured nothing:", *tail]))
    if not any(DONE in line for line in lines):
        name = f"all that follows: broken off, see {FIGURES.relative_to(ROOT)}"
        figures.append(Figure(name, 0, 0, "", met=False))
    return figures


def _configured_addons() -> str:
    for line in ODOO_CONFIGURATION.read_text().splitlines():
        if line.startswith("addons_path"):
            return line.partition("=")[2].strip()
    raise Failure(f"{ODOO_CONFIGURATION} names no addons. Run: make setup")


def another_odoo(name: str) -> list[str]:
    """The command of one more Odoo shell on the database; its program is its input."""
    addons = f"{_configured_addons()},{peer_addons_path()}"
    return [
        *(str(ODOO_COMMAND), "shell", "-d", name, "--no-http"),
        *("--addons-path", addons, "--log-level", "warn"),
    ]


def ticket_created(env: Any) -> Peer:
    """A helpdesk ticket of an existing partner, as Odoo itself creates it."""
    partner = env["res.partner"].create({"name": "Bench partner"})

    def work() -> None:
        env["helpdesk.ticket"].create(
            {"name": "Bench", "description": "Bench", "partner_id": partner.id}
        )
        env.cr.commit()

    return Peer(f"{HELPDESK}: create a ticket", work)


def stage_changed(env: Any) -> Peer:
    """A helpdesk ticket's change of stage, tracking on, no mail template."""
    stages = env["helpdesk.ticket.stage"].search([("mail_template_id", "=", False)])
    ticket = env["helpdesk.ticket"].create({"name": "Bench", "description": "Bench"})
    turn = iter(range(10**9))

    def work() -> None:
        ticket.stage_id = stages[next(turn) % len(stages)]
        env.cr.commit()

    return Peer(f"{HELPDESK}: change a stage", work)


def statements(env: Any, work: Callable[[], object]) -> int:
    """Return how many SQL statements ``work`` sends when caches are warm."""
    work()
    before = env.cr.sql_log_count
    work()
    return int(env.cr.sql_log_count - before)


def counted(
    name: str, env: Any, ours: Callable[[], object], peer: Peer
) -> Iterable[Figure]:
    """Yield the number of SQL statements beside the peer's; reported, not judged."""
    mine, theirs = statements(env, ours), statements(env, peer.work)
    yield Figure(
        name=f"{name}: SQL statements",
        median=mine,
        spread=0,
        unit="statements",
        peer=theirs,
        peer_name=peer.name,
        ratio=round(mine / theirs, 3),
    )
