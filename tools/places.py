"""Where things lie. Everything that the tools make is under ``build/`` or the cache.

Each checkout has a ``build/`` of its own (virtual environment, PostgreSQL data,
filestore). What is only downloaded or unpacked is shared by all checkouts in the cache
folder, ``$WBS_CACHE`` or ``~/.cache/wbs_module``.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE = ROOT / "wbs_module"
BUILD = ROOT / "build"
CACHE = Path(os.environ.get("WBS_CACHE") or Path.home() / ".cache" / "wbs_module")

VIRTUAL_ENVIRONMENT = BUILD / "venv"
PYTHON = VIRTUAL_ENVIRONMENT / "bin" / "python"
ODOO_COMMAND = BUILD / "bin" / "odoo"
ODOO_CONFIGURATION = BUILD / "odoo.conf"
ODOO_DATA = BUILD / "odoo-data"
KEY_FOLDER = BUILD / "keys" / "folder"
KEY_STORE = BUILD / "keys" / "store"
FILESTORE = ODOO_DATA / "filestore"
ODOO_TREE_RECORD = BUILD / "odoo-tree.json"
POSTGRES_DATA = BUILD / "postgres"
NODE_MODULES = ROOT / "node_modules"
SETUP_LOG = BUILD / "setup.log"
