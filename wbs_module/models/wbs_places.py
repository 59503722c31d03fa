"""Where keys and encrypted files lie: told by the environment or Odoo's own file.

Each place is an environment variable, or the same name in lower case in a section
``[wbs]`` of Odoo's configuration file (Odoo itself warns of names that it does not know
in its own section)::

    WBS_KEY_FOLDER        master keys; outside database, file store and their backups
    WBS_KEY_STORE         halves of case keys; shared by all servers of a database
    WBS_EVIDENCE_FOLDER   encrypted files; by default below Odoo's data folder
    WBS_CLAMD             where clamd listens on this machine: the path of its socket
                          or ``127.0.0.1:3310``; by default Debian's socket
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from odoo.tools import config

SECTION = "wbs"


def place(name: str) -> Path | None:
    """The folder that ``name`` (``KEY_FOLDER``, …) stands for, if somebody said so."""
    said = told(name)
    return Path(said) if said else None


def told(name: str) -> str:
    """What environment or configuration say of ``name``; empty when nothing."""
    found = os.environ.get(f"WBS_{name}")
    if not found and config.get("config"):
        found = _said_in(config["config"]).get(f"wbs_{name.lower()}")
    return found or ""


def _said_in(file: str) -> Mapping[str, str]:
    try:
        state = os.stat(file)
    except OSError:
        return {}
    return _section_of(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)  # each report asks many times; a changed file is read anew
def _section_of(file: str, _changed: int, _size: int) -> Mapping[str, str]:
    parser = configparser.RawConfigParser()
    parser.read([file])
    return dict(parser[SECTION]) if parser.has_section(SECTION) else {}


def evidence_folder() -> Path:
    """Where encrypted files lie; shared by all databases, found by random names."""
    folder = place("EVIDENCE_FOLDER") or Path(config["data_dir"]) / "wbs_evidence"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
