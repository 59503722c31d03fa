"""What a reporter began to write: on the server, opened by their cookie alone."""

from __future__ import annotations

import contextlib
import json
import time
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

from odoo import api, fields, models

from .. import vault
from . import wbs_sql
from .wbs_places import evidence_folder

LIFETIME = timedelta(hours=2)
FORGOTTEN_AFTER = timedelta(days=2)


class WbsDraft(models.Model):
    """A draft of a report, or the visit of a reporter who came with a code.

    The server keeps the ciphertext and an id; the key is in the reporter's cookie.
    Nobody has rights on it, and nothing ties it to an address, a user or a session.
    """

    _name = "wbs.draft"
    _description = "Encrypted Draft"
    _log_access = False

    key_id = fields.Char(required=True, readonly=True)
    stored = fields.Binary(attachment=False, required=True)
    expires_at = fields.Datetime(required=True, index=True)

    _key_unique = models.UniqueIndex("(key_id)")

    @api.model
    def _begin(self, content: dict[str, Any]) -> vault.DraftKey:
        """Keep a new draft; the key it answers goes into the cookie, nowhere else."""
        key = vault.new_draft_key()
        self._keep(key, content)
        return key

    @api.model
    def _keep(self, key: vault.DraftKey, content: dict[str, Any]) -> None:
        """Keep ``content`` (JSON) in place of what the draft held."""
        expiry = self.env["bpmn.time"]._now() + LIFETIME
        seconds = int(expiry.replace(tzinfo=timezone.utc).timestamp())
        stored = vault.encrypt_draft(key, json.dumps(content).encode(), seconds)
        values = {"stored": stored, "expires_at": expiry}
        # sudo: whoever holds the cookie's key owns the draft
        row = self.sudo().search([("key_id", "=", key.key_id)])
        if row:
            row.write(values)
        else:
            self.sudo().create({"key_id": key.key_id, **values})

    @api.model
    def _read(self, cookie: str | None, lock: bool = False) -> tuple | None:
        """(key, content) of the cookie's draft; None when there is none any more.

        :param lock: hold it until the transaction ends, so that of two sendings of one
            report the second waits and finds the receipt of the first
        """
        if not cookie:
            return None
        try:
            key = vault.draft_key_from_cookie(cookie)
            if lock:
                wbs_sql.lock_draft(self.env.cr, key.key_id)
            # sudo: whoever holds the cookie's key owns the draft
            rows = self.sudo().with_context(bin_size=False)
            row = rows.search([("key_id", "=", key.key_id)])
            if not row:
                return None
            now = self.env["bpmn.time"]._now().replace(tzinfo=timezone.utc).timestamp()
            return key, json.loads(vault.decrypt_draft(key, bytes(row.stored), now))
        except vault.VaultError:
            return None

    @api.model
    def _ending(self, cookie: str | None) -> bool:
        """Whether the cookie's draft has less than half of its life before it."""
        try:
            key = vault.draft_key_from_cookie(cookie or "")
        except vault.VaultError:
            return False
        soon = self.env["bpmn.time"]._now() + LIFETIME / 2
        # sudo: whoever holds the cookie's key owns the draft
        rows = self.sudo()
        return bool(
            rows.search_count([("key_id", "=", key.key_id), ("expires_at", "<", soon)])
        )

    @api.model
    def _wipe(self, key: vault.DraftKey) -> None:
        """Forget the draft and the files that came with it."""
        # sudo: whoever holds the cookie's key owns the draft
        self.sudo().search([("key_id", "=", key.key_id)]).unlink()
        _remove_files(key.key_id)

    @api.model
    def _forget_files(self, key: vault.DraftKey) -> None:
        """Remove the files that came under a key without a draft."""
        _remove_files(key.key_id)

    @api.autovacuum
    def _wipe_expired(self):
        # sudo: housekeeping over drafts that belong to nobody any more
        expired = self.sudo().search(
            [("expires_at", "<", self.env["bpmn.time"]._now())]
        )
        for row in expired:
            _remove_files(row.key_id)
        expired.unlink()
        self._sweep_files_without_draft()

    @api.model
    def _sweep_files_without_draft(self) -> int:
        """Remove files whose draft is gone; returns how many folders.

        A server that was killed between the files and the commit leaves them. The
        folder is shared by all databases of the installation, so age decides: a draft
        lives for hours, and nobody keeps one open for days without a word.
        """
        drafts = evidence_folder() / "drafts"
        if not drafts.is_dir():
            return 0
        # sudo: only whether the system knows a key id
        rows, removed = self.sudo(), 0
        for folder in drafts.iterdir():
            if time.time() - _last_change(folder) < FORGOTTEN_AFTER.total_seconds():
                continue
            if not rows.search_count([("key_id", "=", folder.name)]):
                _remove_files(folder.name)
                removed += 1
        return removed


def draft_folder(key_id: str) -> Path:
    """Where the encrypted files of a draft lie until it is sent."""
    folder = evidence_folder() / "drafts" / key_id
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _remove_files(key_id: str) -> None:
    folder = evidence_folder() / "drafts" / key_id
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        # A file that arrives this very moment stays for the sweep.
        with contextlib.suppress(OSError):
            folder.rmdir()


def _last_change(folder: Path) -> float:
    """When the folder or a file in it changed last; now, where it is just going."""
    try:
        return max(it.stat().st_mtime for it in (folder, *folder.iterdir()))
    except (FileNotFoundError, NotADirectoryError):
        return time.time()
