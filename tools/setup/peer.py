"""OCA's ``helpdesk_mgmt``: the addon that ours is installed beside and measured by."""

import hashlib
import os
import shutil
from pathlib import Path

from tools.places import BUILD, CACHE, ROOT
from tools.progress import run, step
from tools.setup.python_environment import uv_command

LOCK = ROOT / "requirements-peer.txt"
FOLDER = BUILD / "peer"
MODULE = "helpdesk_mgmt"


def peer_addons_path() -> Path:
    """Return the addons folder with ``helpdesk_mgmt``, installed where it is missing.

    Only the addon itself: its package names Odoo and old Python packages as needed,
    which Debian's Odoo brings without pip knowing.
    """
    state = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    record = FOLDER / "made-from"
    if not record.exists() or record.read_text() != state:
        with step(f"OCA's {MODULE}"):
            shutil.rmtree(FOLDER, ignore_errors=True)
            run(
                [uv_command(), "pip", "install", "-q", "--require-hashes"]
                + ["--no-deps", "--target", FOLDER, "-r", LOCK],
                on_failure=f"OCA's {MODULE} could not be fetched. Check the network.",
                environment={
                    **os.environ,
                    "UV_CACHE_DIR": str(CACHE / "uv"),
                    "VIRTUAL_ENV": str(BUILD / "venv"),
                },
            )
            record.write_text(state)
    return FOLDER / "odoo" / "addons"
