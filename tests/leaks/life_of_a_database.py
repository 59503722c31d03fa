"""What happens to a database, from inside Odoo: called by ``tools.inside_odoo``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tools.database_files import environment_of
from tools.places import MODULE

LONG_AGO = 1_600_000_000  # seconds since the epoch; older than any transaction


def keys_of(database: str) -> list[str]:
    """Ids of the keys that lie in the store of a database."""
    store = Path(environment_of(database)["WBS_KEY_STORE"])
    return sorted(it.stem for it in store.glob("??/*") if it.stat().st_size)


def _make_old(database: str) -> None:
    for file in Path(environment_of(database)["WBS_KEY_STORE"]).rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))


def _sweep(env: Any) -> None:
    env["wbs.vault"]._sweep_key_store()
    env.cr.commit()


def _all_open(env: Any) -> bool:
    """Whether there are cases, and the account of each opens."""
    cases = env["wbs.case"].search([])
    return bool(cases) and all(case._unseal()[case.uid] for case in cases)


def crash(env: Any) -> None:
    """Die when the file of a key is on disk and the transaction has not ended."""
    env["wbs.vault"]._create_key(env["wbs.case"].search([], limit=1))
    os._exit(9)


def go_on(env: Any) -> dict[str, Any]:
    """The office after the crash: the sweep at once, the sweep later, a new report."""
    from odoo.addons.wbs_module.models.wbs_intake import IncomingReport

    here = env.cr.dbname
    _sweep(env)
    swept_at_once = keys_of(here)
    _make_old(here)
    _sweep(env)
    swept_later, opened = keys_of(here), _all_open(env)
    office = env["res.company"].search([("wbs_public_name", "!=", False)], limit=1)
    report = IncomingReport("web", "corruption", {"what": "Laporan baru"})
    env["wbs.intake"]._take(office, report)
    env.cr.commit()
    taken = env["wbs.case.key"].search([], order="id desc", limit=1).key_id
    _sweep(env)
    _make_old(here)
    return {
        "swept_at_once": swept_at_once,
        "swept_later": swept_later,
        "opened": opened,
        "taken": taken,
        "keys": keys_of(here),
    }


def as_older_backup(env: Any) -> dict[str, Any]:
    """A database that knows less than its store: the sweep."""
    _sweep(env)
    return {"opened": _all_open(env), "keys": keys_of(env.cr.dbname)}


def as_neutralized_clone(env: Any) -> dict[str, Any]:
    """A clone that was neutralized, beside the office's store: sweep and destroy."""
    from odoo.addons.wbs_module import vault

    env.cr.execute((MODULE / "data" / "neutralize.sql").read_text())
    env.cr.commit()
    env.registry.clear_all_caches()
    env.invalidate_all()
    _sweep(env)
    key_id = env["wbs.case.key"].search([], limit=1).key_id
    refused = ""
    try:
        env["wbs.vault"]._key_store().destroy(key_id)
    except vault.CaseKeyOfAnotherInstallation as problem:
        refused = problem.code
    return {"refused": refused, "keys": keys_of(env.cr.dbname)}


def backup_and_clone(env: Any) -> dict[str, Any]:
    """Both, one after the other."""
    return {"backup": as_older_backup(env), "clone": as_neutralized_clone(env)}


def renamed(env: Any) -> dict[str, Any]:
    """The office under another name."""
    _sweep(env)
    return {"opened": _all_open(env), "keys": keys_of(env.cr.dbname)}
