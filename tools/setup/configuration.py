"""``build/odoo.conf`` and the command ``build/bin/odoo`` of this checkout."""

import hashlib
import shlex
from pathlib import Path

from tools.places import (
    KEY_FOLDER,
    KEY_STORE,
    MODULE,
    ODOO_COMMAND,
    ODOO_CONFIGURATION,
    ODOO_DATA,
    PYTHON,
    ROOT,
)
from tools.setup.odoo_tree import OdooTree

FIRST_PORT = 20000
PORT_PAIRS = 5000


def ports_of_checkout() -> tuple[int, int]:
    """Return the HTTP and websocket ports of this checkout's own commands.

    They follow from the checkout's path, so that two checkouts rarely meet.
    """
    digest = hashlib.sha256(str(ROOT).encode()).digest()
    http = FIRST_PORT + 2 * (int.from_bytes(digest[:4], "big") % PORT_PAIRS)
    return http, http + 1


def write_configuration(odoo: OdooTree) -> None:
    """Write the configuration and the commands; PostgreSQL is named by libpq variables.

    The commands ``odoo`` and ``psql`` start this checkout's PostgreSQL and take the
    arguments of ``odoo-bin`` and ``psql``.
    """
    http, websocket = ports_of_checkout()
    addons = [*odoo.addons_paths, MODULE.parent]
    ODOO_DATA.mkdir(parents=True, exist_ok=True)
    ODOO_CONFIGURATION.write_text(
        "[options]\n"
        f"addons_path = {','.join(str(path) for path in addons)}\n"
        f"data_dir = {ODOO_DATA}\n"
        "http_interface = 127.0.0.1\n"
        f"http_port = {http}\n"
        f"gevent_port = {websocket}\n"
        "list_db = False\n"
        # So that reporters read the module's own page while the database is away.
        f"server_wide_modules = base,rpc,web,{MODULE.name}\n"
        "max_cron_threads = 1\n"
        "[wbs]\n"
        f"wbs_key_folder = {KEY_FOLDER}\n"
        f"wbs_key_store = {KEY_STORE}\n"
    )
    ODOO_COMMAND.parent.mkdir(parents=True, exist_ok=True)
    _write_command(ODOO_COMMAND, "tools.odoo_command")
    _write_command(ODOO_COMMAND.with_name("psql"), "tools.postgres psql")


def _write_command(place: Path, module: str) -> None:
    root = shlex.quote(str(ROOT))
    place.write_text(
        "#!/bin/sh\n"
        f"PYTHONPATH={root}${{PYTHONPATH:+:$PYTHONPATH}} "
        f'exec {shlex.quote(str(PYTHON))} -m {module} "$@"\n'
    )
    place.chmod(0o755)
