"""Evidence: files as received, encrypted in a stream, always served as a download."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import vault
from .wbs_places import evidence_folder

DEFAULT_LIMIT = 200 * 1024 * 1024
ORIGINAL = "original"
# Decided by content (python-magic), never by name. Programs and pages that a browser or
# an office suite would run have no place here.
FORBIDDEN_TYPES = frozenset(
    {
        "application/x-dosexec",
        "application/vnd.microsoft.portable-executable",
        "application/x-executable",
        "application/x-pie-executable",
        "application/x-sharedlib",
        "application/x-mach-binary",
        "application/x-msi",
        "application/java-archive",
        "application/x-shellscript",
        "text/x-shellscript",
        "text/x-msdos-batch",
    }
)


class WbsEvidence(models.Model):
    _name = "wbs.evidence"
    _description = "Evidence"
    _inherit = ["wbs.sealed.content", "bpmn.sealed"]
    _log_access = False
    _order = "received_at, id"
    _rec_name = "uid"

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    received_at = fields.Datetime(required=True, readonly=True)
    media_type = fields.Char("Type", required=True, readonly=True)
    size = fields.Integer("Size (bytes)", required=True, readonly=True)
    ciphertext_sha256 = fields.Char(required=True, readonly=True)
    plaintext_hash = fields.Char(required=True, readonly=True)

    @api.model
    def _limit(self) -> int:
        """Largest file in bytes."""
        # sudo: a setting of the installation, which reporters may not read
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("wbs_module.evidence_limit") or DEFAULT_LIMIT)

    def _path(self) -> Path:
        """Where the encrypted file lies: found by the random uid alone."""
        self.ensure_one()
        folder = evidence_folder() / self.uid[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / self.uid

    @api.model
    def _take(
        self,
        case: models.Model,
        key: vault.CaseKey,
        name: str,
        media_type: str,
        source: Iterable[bytes],
    ) -> models.Model:
        """Encrypt what ``source`` yields under the key of the case.

        :raise FileTooLarge: nothing was kept
        """
        # sudo: evidence is written by the intake and the reporter's page only
        evidence = self.sudo().new({"case_id": case.id})
        uid = evidence.uid
        folder = evidence_folder() / uid[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        stored = vault.encrypt_file(
            key,
            vault.FileContext(uid, ORIGINAL),
            source,
            folder / uid,
            self.env["wbs.vault"]._key_folder().plaintext_hash_key,
            self._limit(),
        )
        record = self.sudo().create(
            {
                "uid": uid,
                "case_id": case.id,
                "received_at": self.env["bpmn.time"]._now(),
                "media_type": media_type,
                "size": stored.size,
                "ciphertext_sha256": stored.ciphertext_sha256.hex(),
                "plaintext_hash": stored.plaintext_hash.hex(),
            }
        )
        record._seal({"name": name}, key)
        return record

    def _download(self) -> tuple[str, int, Iterator[bytes]]:
        """(name, size, blocks of plaintext) for the person who asks; logged first.

        :raise AccessError: it does not exist, or is not meant for this user
        """
        self.ensure_one()
        self.check_access("read")
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "evidence.download", f"wbs.evidence/{self.uid}"
        )
        key = self.env["wbs.vault"]._open_key(self.case_id)
        blocks = vault.decrypt_file(
            key, vault.FileContext(self.uid, ORIGINAL), self._path()
        )
        return self._unseal(key)[self.uid].get("name", "bukti"), self.size, blocks

    def action_download(self) -> dict[str, Any]:
        """Open the download of this file in the browser."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wbs/evidence/{self.id}",
            "target": "download",
        }

    @api.model
    def _refused_because(self, media_type: str) -> str:
        """Why a file of this type is not taken; empty when it is."""
        if media_type in FORBIDDEN_TYPES:
            return self.env._(
                "This file is a program, which could harm those who open it, and was "
                "not kept. Send a picture, a document, a recording or an archive "
                "instead."
            )
        return ""

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Evidence is not deleted by hand: destruction follows its procedure."
            )
        )
