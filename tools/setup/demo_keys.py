"""Demonstration keys of this checkout, made once; they protect nobody."""

import subprocess

from tools.places import KEY_FOLDER, KEY_STORE, PYTHON, ROOT
from tools.progress import Failure

PROGRAM = """
import sys
from datetime import datetime, timezone
from wbs_module.vault.demo_keys import create_demo_keys
create_demo_keys(sys.argv[1], sys.argv[2], datetime.now(timezone.utc))
"""


def make_demo_keys() -> None:
    """Make the key folder and the key store where there are none."""
    if KEY_FOLDER.exists():
        return
    KEY_FOLDER.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [str(PYTHON), "-c", PROGRAM, str(KEY_FOLDER), str(KEY_STORE)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise Failure(f"The demonstration keys could not be made.\n{made.stderr}")
