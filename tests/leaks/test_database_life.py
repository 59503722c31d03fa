"""Crash, clone, rename, an older backup: what becomes of keys on a real database.

Any order of such events is tried in ``tests/vault/test_key_store_life.py``; here each
happens once to PostgreSQL and to the running records, in one life of one database.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools import database
from tools.database_files import environment_of
from tools.inside_odoo import call_in_odoo
from tools.progress import Failure

from .life_of_a_database import keys_of

OFFICE, BACKUP, RENAMED = "life", "life-backup", "life-renamed"
HERE = "tests.leaks.life_of_a_database"


@dataclass
class Life:
    """What was seen, in the order in which it happened."""

    before: list[str]
    after_crash: list[str]
    office: dict[str, Any]
    backup: dict[str, Any]
    clone: dict[str, Any]
    renamed: dict[str, Any]


def share_the_store(name: str) -> None:
    """Let a copy of the office see the office's store, as a shared mount would."""
    store = Path(environment_of(name)["WBS_KEY_STORE"])
    shutil.rmtree(store)
    store.symlink_to(environment_of(OFFICE)["WBS_KEY_STORE"])


@pytest.fixture(scope="module")
def life() -> Iterator[Life]:
    database.clone(database.template_of_module(demo=True), OFFICE)
    database.clone(OFFICE, BACKUP)
    share_the_store(BACKUP)
    before = keys_of(OFFICE)
    with pytest.raises(Failure):
        call_in_odoo(OFFICE, HERE, "crash")
    after_crash = keys_of(OFFICE)
    office = call_in_odoo(OFFICE, HERE, "go_on")
    copies = call_in_odoo(BACKUP, HERE, "backup_and_clone")
    # The copy goes, and with it its way to the store, which must outlive it.
    Path(environment_of(BACKUP)["WBS_KEY_STORE"]).unlink()
    database.drop(BACKUP)
    database.rename(OFFICE, RENAMED)
    renamed = call_in_odoo(RENAMED, HERE, "renamed")
    yield Life(before, after_crash, office, copies["backup"], copies["clone"], renamed)
    database.drop(RENAMED)


def test_a_crash_between_file_and_commit_leaves_an_orphan_that_goes(
    life: Life,
) -> None:
    (orphan,) = set(life.after_crash) - set(life.before)
    assert orphan in life.office["swept_at_once"], "its transaction might still commit"
    assert life.office["swept_later"] == life.before
    assert life.office["opened"]


def test_an_older_backup_of_the_database_costs_no_newer_key(life: Life) -> None:
    assert life.office["taken"] not in life.before
    assert life.office["taken"] in life.office["keys"]
    assert life.backup["opened"], "what the backup knows, it opens"
    assert life.backup["keys"] == life.office["keys"]


def test_a_clone_neither_sweeps_nor_destroys_the_keys_of_its_origin(life: Life) -> None:
    assert life.clone["refused"] == "case_key_of_another_installation"
    assert life.clone["keys"] == life.office["keys"]


def test_a_renamed_database_opens_everything(life: Life) -> None:
    assert life.renamed["opened"]
    assert life.renamed["keys"] == life.office["keys"]
