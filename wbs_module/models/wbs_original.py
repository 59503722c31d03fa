"""Originals that show the reporter: sealed like an identity, opened by nobody here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import vault
from .wbs_places import evidence_folder
from .wbs_unfinished import note_unfinished

SEALED = "sealed"


class WbsOriginal(models.Model):
    """A scanned letter or a recording as it came. Nobody has rights on it.

    Handlers get the transcript or the redacted copy that the clerk made of it.
    """

    _name = "wbs.original"
    _description = "Sealed Original"
    _log_access = False

    uid = fields.Char(
        required=True, index=True, default=lambda self: uuid.uuid4().hex, copy=False
    )
    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    received_at = fields.Datetime(required=True)
    size = fields.Integer("Size (bytes)", required=True)
    ciphertext_sha256 = fields.Char(required=True)
    plaintext_hash = fields.Char(required=True)
    custodian_generation = fields.Integer(required=True)
    approver_generation = fields.Integer(required=True)

    @api.model
    def _path_of(self, uid: str) -> Path:
        folder = evidence_folder() / uid[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{uid}.{SEALED}"

    @api.model
    def _take(self, case: models.Model, source: Iterable[bytes]) -> models.Model:
        """Seal what ``source`` yields to the present custodians and approvers.

        :raise UserError: nobody is there yet to seal it to; nothing was kept
        """
        layers = self.env["wbs.generation"]._current()
        if layers is None:
            raise UserError(
                self.env._(
                    "Originals that show the reporter cannot be taken yet, because the "
                    "people who keep identities have not been appointed. Register the "
                    "transcript alone and keep the paper under lock."
                )
            )
        custodians, approvers = layers
        uid = uuid.uuid4().hex
        target = self._path_of(uid)
        note_unfinished(self.env, target)
        stored = vault.seal_file(
            source,
            target,
            custodians,
            approvers,
            self.env["wbs.vault"]._key_folder().plaintext_hash_key,
            self.env["wbs.evidence"]._limit(),
        )
        # sudo: nobody has rights on originals; the intake writes and nobody reads
        return self.sudo().create(
            {
                "uid": uid,
                "case_id": case.id,
                "received_at": self.env["bpmn.time"]._now(),
                "size": stored.size,
                "ciphertext_sha256": stored.ciphertext_sha256.hex(),
                "plaintext_hash": stored.plaintext_hash.hex(),
                "custodian_generation": custodians.number,
                "approver_generation": approvers.number,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "Evidence is not deleted by hand: destruction follows its procedure."
            )
        )
