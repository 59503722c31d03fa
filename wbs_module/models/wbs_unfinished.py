"""Files written before their transaction ends: gone again if it breaks off.

A rollback removes the file at once. A killed server cannot, so a marker in a folder of
this installation says which file to look at; the sweep removes those of which the
database knows nothing. (The folder of evidence is shared by all databases: a sweep that
looked at files alone would take another database's for orphans.)
"""

from __future__ import annotations

import time
from pathlib import Path

from odoo import api, models

from .wbs_places import evidence_folder


def _markers(env: api.Environment) -> Path:
    folder = evidence_folder() / "unfinished" / env["wbs.vault"]._installation()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def note_unfinished(env: api.Environment, target: Path) -> None:
    """Remember that ``target`` belongs to a transaction that has not ended."""
    marker = _markers(env) / target.name
    marker.touch(mode=0o600)

    def broken_off() -> None:
        target.unlink(missing_ok=True)
        marker.unlink(missing_ok=True)

    env.cr.postrollback.add(broken_off)
    env.cr.postcommit.add(lambda: marker.unlink(missing_ok=True))


class WbsVault(models.AbstractModel):
    _inherit = "wbs.vault"

    @api.model
    def _sweep_unfinished_evidence(self, minimum_age: float) -> int:
        """Remove what killed transactions left; returns how many files.

        :param minimum_age: seconds; longer than any transaction
        """
        removed = 0
        for marker in _markers(self.env).iterdir():
            try:
                young = marker.stat().st_mtime > time.time() - minimum_age
            except FileNotFoundError:
                continue
            if young:
                continue
            uid, _dot, kind = marker.name.partition(".")
            if not self._is_known(uid, kind):
                file = evidence_folder() / uid[:2] / marker.name
                removed += file.exists()
                file.unlink(missing_ok=True)
            marker.unlink(missing_ok=True)
        return removed

    @api.model
    def _is_known(self, uid: str, kind: str) -> bool:
        """Whether a record of this database says that the file is its own."""
        # sudo: only whether the system knows a uid
        if kind == "sealed":
            return bool(self.env["wbs.original"].sudo().search([("uid", "=", uid)]))
        known = self.env["wbs.evidence"].sudo().search([("uid", "=", uid)])
        # A copy counts only once its record says so.
        return bool(known) and (not kind or known.copy_state == "ready")
