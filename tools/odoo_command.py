"""Odoo on this checkout's PostgreSQL, with the arguments of ``odoo-bin``.

``build/bin/odoo`` runs this. It starts PostgreSQL, points Odoo at ``build/odoo.conf``
and at the folders of the database that the arguments name, and becomes Odoo.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import postgres
from tools.database_files import environment_of
from tools.places import ODOO_CONFIGURATION, PYTHON
from tools.progress import Failure, stop_with


def database_of(arguments: Sequence[str]) -> str | None:
    """Return the database that Odoo's arguments name, in any of the usual forms."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument in ("-d", "--database"):
            return following
        if argument.startswith("--database="):
            return argument.partition("=")[2]
        if argument.startswith("-d") and not argument.startswith("--"):
            return argument[2:]
    return None


def become_odoo(arguments: Sequence[str]) -> None:
    """Replace this process by Odoo."""
    postgres.start()
    database = database_of(arguments)
    environment = {
        **os.environ,
        **postgres.connection_environment(),
        "ODOO_RC": str(ODOO_CONFIGURATION),
        **(environment_of(database) if database else {}),
        # The checkout, which build/bin/odoo put first, and the working folder stay off
        # Odoo's path: another server has neither.
        "PYTHONPATH": os.environ.get("PYTHONPATH", "").partition(os.pathsep)[2],
        "PYTHONSAFEPATH": "1",
        # A server that reloads itself runs ``python`` by that name alone.
        "PATH": os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", "")]),
    }
    server = Path(__file__).with_name("odoo_server.py")
    os.execve(PYTHON, [str(PYTHON), str(server), *arguments], environment)


if __name__ == "__main__":
    try:
        become_odoo(sys.argv[1:])
    except Failure as failure:
        stop_with(failure)
