"""Where keys and encrypted files lie: told by the environment or Odoo's own file.

Each place is an environment variable, or the same name in lower case in a section
``[wbs]`` of Odoo's configuration file (Odoo itself warns of names that it does not know
in its own section)::

    WBS_KEY_FOLDER        master keys; outside database, file store and their backups
    WBS_KEY_STORE         halves of case keys; shared by all servers of a database
    WBS_EVIDENCE_FOLDER   encrypted files; by default below Odoo's data folder
"""

from __future__ import annotations

import configparser
import os
from pathlib import Path

from odoo.tools import config

SECTION = "wbs"


def place(name: str) -> Path | None:
    """The folder that ``name`` (``KEY_FOLDER``, …) stands for, if somebody said so."""
    told = os.environ.get(f"WBS_{name}")
    if not told and config.get("config"):
        parser = configparser.RawConfigParser()
        parser.read([config["config"]])
        told = parser.get(SECTION, f"wbs_{name.lower()}", fallback=None)
    return Path(told) if told else None


def evidence_folder() -> Path:
    """Where encrypted files lie; shared by all databases, found by random names."""
    folder = place("EVIDENCE_FOLDER") or Path(config["data_dir"]) / "wbs_evidence"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
