"""The cleaned copy of a file, which is what handlers download; the original on request.

The copy is made after the commit, through the outbox, in a child process with limits.
Where none can be made the reason is shown, and the original stays behind its warning.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import screening, vault

_logger = logging.getLogger(__name__)
CHANNEL = "wbs_clean"
CLEANED = "cleaned"


class WbsEvidence(models.Model):
    _inherit = "wbs.evidence"

    copy_state = fields.Selection(
        [("queued", "Being prepared"), ("ready", "Ready"), ("none", "Not possible")],
        "Cleaned copy",
        required=True,
        default="queued",
        readonly=True,
        copy=False,
    )
    copy_reason = fields.Selection(
        [
            ("type", "Files of this kind cannot be cleaned"),
            ("size", "Too large to be cleaned"),
            ("bomb", "Unpacks to far more than an honest file"),
            ("broken", "Damaged, protected, or holds parts that cannot be cleaned"),
            ("time", "Cleaning took too long"),
            ("tool", "The server lacks the program for it (mat2)"),
        ],
        "Why there is no cleaned copy",
        readonly=True,
        copy=False,
    )
    copy_size = fields.Integer("Size of the copy (bytes)", readonly=True, copy=False)
    copy_extension = fields.Char(readonly=True, copy=False)
    copy_sha256 = fields.Char(
        "SHA-256 of the copy, encrypted", readonly=True, copy=False
    )

    def _after_arrival(self):
        super()._after_arrival()
        self._queue_copy()

    def _queue_copy(self) -> None:
        self.ensure_one()
        # sudo: the outbox has no rights for users; rows hold references only
        self.env["bpmn.outbox"].sudo()._queue(
            CHANNEL,
            company_id=self.company_id.id,
            res_model=self._name,
            res_id=self.id,
        )

    def _make_copy(self) -> None:
        """Make the cleaned copy; a second time changes nothing."""
        self.ensure_one()
        if self.copy_state == "ready":
            return
        key = self.env["wbs.vault"]._open_key(self.case_id)
        try:
            with screening.cleaned_copy(
                self._blocks(key), self.media_type, self.size
            ) as copy:
                values = self._keep_copy(key, copy)
        except screening.CleaningImpossible as impossible:
            self.write({"copy_state": "none", "copy_reason": impossible.reason})
            return
        self.write(values)
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "evidence.cleaned", f"wbs.evidence/{self.uid}"
        )

    def _keep_copy(
        self, key: vault.CaseKey, copy: screening.CleanedCopy
    ) -> dict[str, Any]:
        target = self._path(CLEANED)
        with copy.path.open("rb") as file:
            stored = self._encrypt(key, self.uid, CLEANED, file, target)
        return {
            "copy_state": "ready",
            "copy_reason": False,
            "copy_size": stored.size,
            "copy_extension": copy.extension,
            "copy_sha256": stored.ciphertext_sha256.hex(),
        }

    @api.model
    def _cron_catch_up(self) -> None:
        """Queue again what waits for a copy or a scan and has no row in the outbox.

        That is evidence from before there were copies, a row that an operator
        discarded, and what a missing program or scanner held up.
        """
        # sudo: housekeeping of the system over all offices
        evidence = self.sudo()
        lacking = [("copy_state", "=", "none"), ("copy_reason", "=", "tool")]
        evidence.search(lacking).write({"copy_state": "queued"})
        for channel, domain, queue in self._unfinished_work():
            rows = self.env["bpmn.outbox"].sudo()
            waiting = rows.search(
                [("channel", "=", channel), ("state", "in", ("pending", "sending"))]
            )
            domain = [*domain, ("id", "not in", waiting.mapped("res_id"))]
            for file in evidence.search(domain):
                queue(file)

    @api.model
    def _unfinished_work(self) -> list[tuple[str, list, Any]]:
        """(channel, which evidence waits for it, how to queue one)."""
        waiting = [("copy_state", "=", "queued")]
        return [(CHANNEL, waiting, lambda file: file._queue_copy())]

    # --- for people ----

    def _download(self) -> tuple[str, int, Iterator[bytes]]:
        """The cleaned copy: (name, size, blocks); logged first.

        The name says nothing: the reporter's own may tell who they are.

        :raise AccessError: it does not exist, or is not meant for this user
        :raise UserError: there is no cleaned copy (yet), or a virus was found
        """
        self.ensure_one()
        self.check_access("read")
        self._refuse_if_infected()
        if self.copy_state == "queued":
            raise UserError(
                self.env._("The cleaned copy is being prepared: try again in a minute.")
            )
        if self.copy_state != "ready":
            raise UserError(
                self.env._(
                    "There is no cleaned copy of this file: %(why)s. The original can "
                    "be requested with a reason, on the case, tab Evidence.",
                    why=self._why_no_copy(),
                )
            )
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "evidence.download", f"wbs.evidence/{self.uid}"
        )
        key = self.env["wbs.vault"]._open_key(self.case_id)
        name = f"bukti-{self.uid[:8]}.{self.copy_extension}"
        return name, self.copy_size, self._blocks(key, CLEANED)

    def _why_no_copy(self) -> str:
        reasons = dict(
            self._fields["copy_reason"]._description_selection(self.env)  # translated
        )
        return reasons.get(self.copy_reason, "")

    def _download_original(
        self, request: models.Model
    ) -> tuple[str, int, Iterator[bytes]]:
        """The file as received, for whoever has just given a reason; logged first.

        :raise AccessError: as for `_download`, or no request of this user's is open
        :raise UserError: a virus was found
        """
        self.ensure_one()
        self.check_access("read")
        self._refuse_if_infected()
        if not request._opens(self):
            raise AccessError(self.env._("Give your reason once more."))
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "evidence.download.original", f"wbs.evidence/{self.uid}"
        )
        key = self.env["wbs.vault"]._open_key(self.case_id)
        name = self._unseal(key)[self.uid].get("name", "bukti")
        return name, self.size, self._blocks(key)

    def action_download(self) -> dict[str, Any]:
        """Download the cleaned copy in the browser."""
        self.ensure_one()
        self.check_access("read")
        self._refuse_if_infected()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wbs/evidence/{self.id}",
            "target": "download",
        }

    def action_request_original(self) -> dict[str, Any]:
        """Open the warning, which asks for a reason."""
        self.ensure_one()
        self.check_access("read")
        self._refuse_if_infected()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Download the original"),
            "res_model": "wbs.original.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_evidence_id": self.id},
        }


class BpmnOutbox(models.Model):
    _inherit = "bpmn.outbox"

    @api.model
    def _channels(self):
        return {**super()._channels(), CHANNEL: self.env._("Cleaned copy of a file")}

    def _send_wbs_clean(self) -> None:
        """Channel of cleaned copies: what leaves the transaction is the cleaning."""
        # sudo: the system's own work, for nobody in particular
        evidence = self.env["wbs.evidence"].sudo().browse(self.res_id).exists()
        if evidence:
            evidence._make_copy()
