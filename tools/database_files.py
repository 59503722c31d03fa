"""What belongs to a database outside PostgreSQL, kept apart for each database.

The filestore, and the module's key store and encrypted files: a test that destroys
keys or sweeps files in a clone must not reach the database it was cloned from.
"""

import os
import shutil
from pathlib import Path

from tools.places import BUILD, FILESTORE, KEY_STORE

FOLDER = BUILD / "database-files"
VARIABLES = {"WBS_KEY_STORE": "key-store", "WBS_EVIDENCE_FOLDER": "evidence"}


def environment_of(database: str) -> dict[str, str]:
    """Return the variables that point the module at the database's own folders.

    The key store starts as a copy of the checkout's own, in which no key is.
    """
    store = FOLDER / database / VARIABLES["WBS_KEY_STORE"]
    if KEY_STORE.exists() and not store.exists():
        store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(KEY_STORE, store)
    return {name: str(FOLDER / database / it) for name, it in VARIABLES.items()}


def copy_files(source: str, target: str) -> None:
    """Give ``target`` what ``source`` has.

    Files of the filestore are linked, since Odoo never changes one in place; a key that
    is destroyed is overwritten in place, so keys are copied.
    """
    if (FILESTORE / source).exists():
        shutil.copytree(FILESTORE / source, FILESTORE / target, copy_function=os.link)
    if (FOLDER / source).exists():
        shutil.copytree(FOLDER / source, FOLDER / target)


def remove_files(database: str) -> None:
    """Remove what a database had."""
    for place in _places(database):
        shutil.rmtree(place, ignore_errors=True)


def rename_files(old: str, new: str) -> None:
    """Give what ``old`` had to ``new``."""
    for before, after in zip(_places(old), _places(new), strict=True):
        if before.exists():
            before.rename(after)


def _places(database: str) -> tuple[Path, Path]:
    return FILESTORE / database, FOLDER / database
