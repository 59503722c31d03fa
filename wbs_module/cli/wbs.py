"""``odoo wbs …``: keys and audit from the command line; no database is touched.

Odoo loads this file under the name ``odoo.cli.wbs`` and takes an ImportError for an
unknown command. So the vault is imported when the command runs, by its plain name, and
without the addon's models.
"""

import configparser
import os
import sys
from pathlib import Path

from odoo.cli import Command
from odoo.tools import config

ADDONS = Path(__file__).resolve().parents[2]


def _configured(name: str) -> str:
    """``WBS_KEY_FOLDER`` of the environment, or section [wbs] of Odoo's file."""
    told = os.environ.get(f"WBS_{name.upper()}")
    if told:
        return told
    parser = configparser.RawConfigParser()
    if config.get("config"):
        parser.read([config["config"]])
    return parser.get("wbs", f"wbs_{name}", fallback="")


class Wbs(Command):
    """Make, check and rotate the keys of the whistleblowing system; verify its log"""

    def run(self, args: list[str]) -> None:
        sys.path.append(str(ADDONS))
        try:
            from wbs_module import vault
        except ImportError as missing:
            sys.exit(f"A Python package is missing ({missing.name}); see README.md.")
        config.parse_config([], setup_logging=False)
        places = {name: _configured(name) for name in ("key_folder", "key_store")}
        places["data_folder"] = config["data_dir"]
        sys.exit(vault.run_command(args, program=self.prog, defaults=places))
