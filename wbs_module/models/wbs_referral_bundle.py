"""What goes with a referral: cleaned copies and their index, never an original."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from odoo import fields, models
from odoo.exceptions import UserError

from .wbs_evidence_copy import CLEANED
from .wbs_zip_stream import zipped

INDEX = "index"
INDEX_FILE = "SHA256SUMS.txt"


class WbsCase(models.Model):
    # What leaves the office is an idea of its own, apart from what a case is.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.case"

    def _leaving_files(self) -> models.Model:
        """Evidence that may leave the office as a cleaned copy, without a virus."""
        return self.evidence_ids.filtered(
            lambda file: file.copy_state == "ready" and not file._has_virus()
        )

    def _cleaned_copies(self) -> list[dict[str, Any]]:
        """What may leave the office: copies that were cleaned, never originals.

        :return: ``uid``, ``name`` (random), ``type``, ``size`` in bytes and ``sha256``
            of each copy as it is handed over. Content: the hash of a file tells who
            has it that it is in the case.
        """
        self.ensure_one()
        files = self._leaving_files()
        key = self.env["wbs.vault"]._open_key(self) if files else None
        copies = []
        for file in files:
            digest = hashlib.sha256()
            for block in file._blocks(key, CLEANED):
                digest.update(block)
            copies.append(
                {
                    "uid": file.uid,
                    "name": f"bukti-{file.uid[:8]}.{file.copy_extension}",
                    "type": file.media_type,
                    "size": file.copy_size,
                    "sha256": digest.hexdigest(),
                }
            )
        return copies


class WbsReferral(models.Model):
    _inherit = "wbs.referral"

    bundled_on = fields.Datetime("Put together", readonly=True)
    copy_count = fields.Integer("Cleaned copies", readonly=True)
    left_out = fields.Integer(
        "Files left out",
        readonly=True,
        help="Files that had no cleaned copy, or held a virus: they stay here.",
    )

    later_count = fields.Integer(
        "Copies ready since", compute="_compute_later_count", compute_sudo=True
    )

    def _compute_later_count(self) -> None:
        """Cleaned copies that were made after the bundle, and are not in it."""
        # sudo: a number of files of a case that whoever reads the referral may see
        for referral in self:
            ready = len(referral.case_id._leaving_files())
            since = ready - referral.copy_count if referral.bundled_on else 0
            referral.later_count = max(since, 0)

    def _bundle(self) -> None:
        """Keep which cleaned copies go along, with the hash of each, sealed.

        Originals are never among them: they may show who reported.
        """
        self.ensure_one()
        copies = self.case_id._cleaned_copies()
        self._seal({INDEX: json.dumps(copies)})
        self.write(
            {
                "bundled_on": self.env["bpmn.time"]._now(),
                "copy_count": len(copies),
                "left_out": len(self.case_id.evidence_ids) - len(copies),
            }
        )
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "referral.bundled", f"wbs.referral/{self.uid}"
        )

    def _index(self, key: Any) -> list[dict[str, Any]]:
        """What was put together; empty before that."""
        return json.loads(self._unseal(key, [INDEX])[self.uid].get(INDEX, "[]"))

    # --- for people ----

    def _download(self) -> tuple[str, None, Iterator[bytes]]:
        """Index and cleaned copies in one archive: (name, no size, blocks).

        Logged first. The index is in the form that ``sha256sum -c`` reads, where a
        line that begins with ``#`` is a remark: a copy whose file was found infected
        after the bundle was put together is named there, and stays here.

        :raise AccessError: it does not exist, or is not meant for this user
        :raise UserError: nothing has been put together yet
        """
        self.ensure_one()
        self.check_access("read")
        if not self.bundled_on:
            raise UserError(
                self.env._(
                    "The bundle is not put together yet: finish the step that "
                    "prepares it first."
                )
            )
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "referral.download", f"wbs.referral/{self.uid}"
        )
        key = self.env["wbs.vault"]._open_key(self.case_id)
        by_uid = {file.uid: file for file in self.case_id.evidence_ids}
        copies, lines = [], ""
        for copy in self._index(key):
            if by_uid[copy["uid"]]._has_virus():
                withheld = self.env._("withheld, a virus was found in the file")
                lines += f"# {copy['name']}: {withheld}\n"
            else:
                copies.append(copy)
                lines += f"{copy['sha256']}  {copy['name']}\n"
        files = [
            (INDEX_FILE, [lines.encode()]),
            *((c["name"], by_uid[c["uid"]]._blocks(key, CLEANED)) for c in copies),
        ]
        return f"berkas-{self.uid[:8]}.zip", None, zipped(files)

    def action_download(self) -> dict[str, Any]:
        """Download index and cleaned copies in the browser."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wbs/referral/{self.id}",
            "target": "download",
        }
