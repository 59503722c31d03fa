"""Evidence: files as received, encrypted in a stream, kept as they came.

The cleaned copy that people download is in ``wbs_evidence_copy.py``, the virus scan in
``wbs_evidence_scan.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .. import vault
from .wbs_places import evidence_folder
from .wbs_unfinished import note_unfinished

MEBIBYTE = 1024 * 1024
DEFAULT_LIMIT = 200 * MEBIBYTE
ORIGINAL = "original"
UNSCANNED = "unscanned"
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
    media_type = fields.Char("MIME type", required=True, readonly=True)
    kind = fields.Char("Kind of file", compute="_compute_kind")
    size_in_words = fields.Char("Size", compute="_compute_size_in_words")
    size = fields.Integer("Size (bytes)", required=True, readonly=True)
    ciphertext_sha256 = fields.Char(required=True, readonly=True)
    plaintext_hash = fields.Char(required=True, readonly=True)

    @api.depends("media_type")
    @api.depends_context("lang")
    def _compute_kind(self):
        for file in self:
            file.kind = self._kind_of(file.media_type)

    @api.depends("size")
    @api.depends_context("lang")
    def _compute_size_in_words(self):
        for file in self:
            if file.size < MEBIBYTE:
                kilobytes = max(1, round(file.size / 1024))
                file.size_in_words = self.env._("%s kB", kilobytes)
            else:
                megabytes = formatLang(self.env, file.size / MEBIBYTE, digits=1)
                file.size_in_words = self.env._("%s MB", megabytes)

    @api.model
    def _kind_of(self, media_type: str) -> str:
        """What a person calls a file of this type."""
        whole = {
            "text/plain": self.env._("Text"),
            "text/csv": self.env._("Spreadsheet"),
            "application/pdf": self.env._("PDF document"),
            "message/rfc822": self.env._("E-mail"),
        }
        if media_type in whole:
            return whole[media_type]
        parts = {
            "word": self.env._("Word document"),
            "opendocument.text": self.env._("Word document"),
            "rtf": self.env._("Word document"),
            "sheet": self.env._("Spreadsheet"),
            "excel": self.env._("Spreadsheet"),
            "presentation": self.env._("Presentation"),
            "powerpoint": self.env._("Presentation"),
            "outlook": self.env._("E-mail"),
            "image/": self.env._("Picture"),
            "audio/": self.env._("Sound recording"),
            "video/": self.env._("Video"),
            "zip": self.env._("Packed files"),
            "compressed": self.env._("Packed files"),
            "x-rar": self.env._("Packed files"),
            "x-tar": self.env._("Packed files"),
        }
        for part, word in parts.items():
            if part in media_type:
                return word
        return self.env._("Other file")

    @api.model
    def _limit(self) -> int:
        """Largest file in bytes."""
        # sudo: a setting of the installation, which reporters may not read
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("wbs_module.evidence_limit") or DEFAULT_LIMIT)

    def _path(self, kind: str = ORIGINAL) -> Path:
        """Where an encrypted file lies: found by the random uid alone."""
        self.ensure_one()
        folder = evidence_folder() / self.uid[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / (self.uid if kind == ORIGINAL else f"{self.uid}.{kind}")

    @api.model
    def _take(
        self,
        case: models.Model,
        key: vault.CaseKey,
        name: str,
        media_type: str,
        source: Iterable[bytes],
        scan: str = UNSCANNED,
    ) -> models.Model:
        """Encrypt what ``source`` yields under the key of the case.

        :param scan: what the virus scanner said when the file came in
        :raise FileTooLarge: nothing was kept
        """
        # sudo: evidence is written by the intake and the reporter's page only
        evidence = self.sudo()
        record = evidence.new({"case_id": case.id})
        uid, target = record.uid, record._path()
        stored = self._encrypt(key, uid, ORIGINAL, source, target)
        now = self.env["bpmn.time"]._now()
        kept = evidence.create(
            {
                "uid": uid,
                "case_id": case.id,
                "received_at": now,
                "media_type": media_type,
                "size": stored.size,
                "ciphertext_sha256": stored.ciphertext_sha256.hex(),
                "plaintext_hash": stored.plaintext_hash.hex(),
                "scan": scan,
                "scanned_at": False if scan == UNSCANNED else now,
            }
        )
        kept._seal({"name": name}, key)
        kept._after_arrival()
        return kept

    @api.model
    def _encrypt(
        self,
        key: vault.CaseKey,
        uid: str,
        kind: str,
        source: Iterable[bytes],
        target: Path,
    ) -> vault.EncryptedFile:
        """Encrypt into ``target``; the file goes again if the transaction does."""
        note_unfinished(self.env, target)
        return vault.encrypt_file(
            key,
            vault.FileContext(uid, kind),
            source,
            target,
            self.env["wbs.vault"]._key_folder().plaintext_hash_key,
            self._limit(),
        )

    def _blocks(self, key: vault.CaseKey, kind: str = ORIGINAL) -> Iterator[bytes]:
        """The plaintext, for whoever has checked and logged that it may be read."""
        context = vault.FileContext(self.uid, kind)
        return vault.decrypt_file(key, context, self._path(kind))

    def _after_arrival(self) -> None:
        """What follows once a file is kept; extended by what works on files."""

    @api.model
    def _refused_because(self, media_type: str, name: str) -> str:
        """Why a file of this type and name is not taken; empty when it is."""
        if media_type in FORBIDDEN_TYPES:
            return self.env._(
                "“%s” is a program, which could harm those who open it, and was not "
                "kept. Send a picture, a document, a recording or an archive instead.",
                name,
            )
        return ""

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Evidence is not deleted by hand: destruction follows its procedure."
            )
        )
