"""Runs Odoo with the module and its demo data, and says where and how to log in.

    python -m tools.run [--reset]

Keeps the data from run to run, and upgrades the module when its files have changed.
``--reset`` throws the data away instead.
"""

import os
import signal
import sys

from tools import database, postgres
from tools.free_port import is_free
from tools.odoo import must_run_odoo
from tools.places import BUILD, MODULE, ROOT
from tools.progress import Failure, step, stop_with
from tools.server import Server

DATABASE = "wbs"
FIRST_PORT = 8069
PORTS_TRIED = 20
LOG = BUILD / "logs" / "run.log"
STATE = BUILD / "run-state"
WELCOME = ROOT / "tools" / "logins.txt"


def choose_port() -> int:
    """Return ``$PORT``, or 8069, or the next free port, and say so.

    Raises ``Failure`` where ``$PORT`` or all tried ports are taken.
    """
    wanted = os.environ.get("PORT")
    if wanted:
        if not wanted.isdigit() or not is_free(int(wanted)):
            raise Failure(
                f"Port {wanted} cannot be used on this machine. Choose another: "
                "make run PORT=8100"
            )
        return int(wanted)
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(port):
            if port != FIRST_PORT:
                print(f"  Port {FIRST_PORT} is taken, so this run uses {port}.")
            return port
    raise Failure(
        f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are all taken. Choose "
        "another: make run PORT=8100"
    )


def prepare_database() -> None:
    """Make the database at first; upgrade the module in it when its files changed."""
    state = database.module_state()
    if DATABASE not in database.names():
        template = database.template_of_module(demo=True)
        database.clone(template, DATABASE)
    elif not STATE.exists() or STATE.read_text() != state:
        with step("Upgrading the module, whose files have changed"):
            must_run_odoo(
                ["-d", DATABASE, "-u", MODULE.name, "--stop-after-init", "--no-http"],
                BUILD / "logs" / "upgrade.log",
                "Upgrading the module (your data is kept; make reset starts over)",
            )
    STATE.write_text(state)


def welcome(server: Server) -> str:
    """Return what to tell the person at the terminal."""
    logins = WELCOME.read_text(encoding="utf-8") if WELCOME.exists() else ""
    return "\n".join(
        [
            "",
            f"  Odoo runs at {server.base_url}",
            "",
            *(
                f"  {line}".rstrip().replace("{address}", server.base_url)
                for line in logins.splitlines()
            ),
            f"  Log: {LOG.relative_to(ROOT)}   Stop: Ctrl-C   Start over: make reset",
            "",
        ]
    )


def run() -> None:
    """Serve until Ctrl-C."""
    postgres_was_running = postgres.running()
    try:
        prepare_database()
        LOG.unlink(missing_ok=True)
        server = Server(DATABASE, choose_port(), LOG)
        with step("Starting Odoo"):
            server.start()
        try:
            print(welcome(server), flush=True)
            status = server.wait()
            raise Failure(f"Odoo ended with status {status}. Its log is in {LOG}.")
        except KeyboardInterrupt:
            print("\nStopping …", flush=True)
        finally:
            server.stop()
    finally:
        if not postgres_was_running:
            postgres.stop()


def reset() -> None:
    """Throw the data of ``make run`` away."""
    postgres_was_running = postgres.running()
    database.drop(DATABASE)
    STATE.unlink(missing_ok=True)
    if not postgres_was_running:
        postgres.stop()
    print("✓ The data is gone; make run starts with fresh demo data.")


def _interrupt(*_signal: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        reset() if "--reset" in sys.argv[1:] else run()
    except Failure as failure:
        stop_with(failure)
    except KeyboardInterrupt:
        sys.exit(130)
