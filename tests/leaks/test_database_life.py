"""Crash, clone, rename, an older backup: what becomes of keys on a real database.

Any order of such events is tried in ``tests/vault/test_key_store_life.py``; here each
happens to PostgreSQL and to the running records. Not a stage of ``make test`` yet.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools import database
from tools.database_files import environment_of
from tools.places import MODULE, ODOO_COMMAND

OFFICE, CLONE, RENAMED, BACKUP = "life", "life-clone", "life-renamed", "life-backup"
SAID = "SAID "
LONG_AGO = 1_600_000_000
OPENED = """
opened = [bool(case._unseal()[case.uid]) for case in env["wbs.case"].search([])]
"""
SWEEP = """
env["wbs.vault"]._sweep_key_store()
env.cr.commit()
"""
TAKE = """
from odoo.addons.wbs_module.models.wbs_intake import IncomingReport
office = env["res.company"].search([("wbs_public_name", "!=", False)], limit=1)
report = IncomingReport("web", "corruption", {"what": "Laporan baru"})
env["wbs.intake"]._take(office, report)
env.cr.commit()
key_id = env["wbs.case.key"].search([], order="id desc", limit=1).key_id
"""


def shell(name: str, program: str, says: str = "None") -> tuple[Any, str]:
    """(what the expression ``says`` is after the program, the log)."""
    done = subprocess.run(
        [str(ODOO_COMMAND), "shell", "-d", name, "--no-http", "--log-level", "warn"],
        input=f"{program}\nimport json\nprint({SAID!r} + json.dumps({says}))\n",
        capture_output=True,
        text=True,
        env={**os.environ},
    )
    log = done.stdout + done.stderr
    for line in done.stdout.splitlines():
        if SAID in line:
            return json.loads(line.partition(SAID)[2]), log
    return None, log


def store_of(name: str) -> Path:
    return Path(environment_of(name)["WBS_KEY_STORE"])


def share_the_store(name: str) -> None:
    """Let a clone see the store of the office, as a shared mount would."""
    shutil.rmtree(store_of(name))
    store_of(name).symlink_to(store_of(OFFICE))


def make_old() -> None:
    for file in store_of(OFFICE).rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))


def keys() -> set[str]:
    return {it.stem for it in store_of(OFFICE).glob("??/*") if it.stat().st_size}


@pytest.fixture
def office() -> Iterator[str]:
    database.clone(database.template_of_module(demo=True), OFFICE)
    yield OFFICE
    for name in (CLONE, RENAMED, BACKUP, OFFICE):
        if store_of(name).is_symlink():
            store_of(name).unlink()
        database.drop(name)


def test_a_crash_between_file_and_commit_leaves_an_orphan_that_goes(
    office: str,
) -> None:
    before = keys()
    shell(
        office,
        "import os\n"
        "env['wbs.vault']._create_key(env['wbs.case'].search([], limit=1))\n"
        "os._exit(9)",
    )
    (orphan,) = keys() - before
    shell(office, SWEEP)
    assert orphan in keys(), "its transaction might still commit"
    make_old()
    opened, _log = shell(office, SWEEP + OPENED, "opened")
    assert keys() == before
    assert opened and all(opened)


def test_clone_and_rename_harm_no_key(office: str) -> None:
    database.clone(office, CLONE)
    share_the_store(CLONE)
    taken, _log = shell(office, TAKE, "key_id")
    make_old()
    before = keys()
    assert taken in before
    script = (MODULE / "data" / "neutralize.sql").read_text()
    refused, _log = shell(
        CLONE,
        f"env.cr.execute({script!r})\nenv.cr.commit()\n"
        "env.registry.clear_all_caches(); env.invalidate_all()\n"
        + SWEEP
        + "from odoo.addons.wbs_module import vault\n"
        "key_id = env['wbs.case.key'].search([], limit=1).key_id\n"
        "try:\n    env['wbs.vault']._key_store().destroy(key_id)\n"
        "except vault.CaseKeyOfAnotherInstallation as problem:\n"
        "    refused = problem.code\n",
        "refused",
    )
    assert refused == "case_key_of_another_installation"
    assert keys() == before
    database.drop(CLONE)
    database.rename(office, RENAMED)
    opened, _log = shell(RENAMED, SWEEP + OPENED, "opened")
    assert opened and all(opened)


def test_an_older_backup_of_the_database_costs_no_newer_key(office: str) -> None:
    database.clone(office, BACKUP)
    share_the_store(BACKUP)
    taken, _log = shell(office, TAKE + SWEEP, "key_id")
    make_old()
    opened, log = shell(BACKUP, SWEEP + OPENED, "opened")
    assert "does not know" in log
    assert opened and all(opened)
    assert taken in keys()
    opened, _log = shell(office, OPENED, "opened")
    assert opened and all(opened), "the newer database still opens everything"
