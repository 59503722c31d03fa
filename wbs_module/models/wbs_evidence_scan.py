"""Virus scan of evidence: while it comes in, or later when the scanner was down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from odoo import api, fields, models

from .. import screening
from .wbs_evidence import UNSCANNED
from .wbs_places import told

CHANNEL = "wbs_scan"
PAUSE = timedelta(minutes=5)
ANSWERS = {
    screening.Verdict.CLEAN: "clean",
    screening.Verdict.INFECTED: "infected",
    screening.Verdict.UNSCANNED: UNSCANNED,
}


class ScannerDown(Exception):
    """The scanner said nothing: the outbox tries again later."""


class WbsEvidence(models.Model):
    _inherit = "wbs.evidence"

    scan = fields.Selection(
        [
            ("clean", "No virus found"),
            (UNSCANNED, "Not scanned"),
            ("infected", "Virus found"),
        ],
        "Virus scan",
        required=True,
        default=UNSCANNED,
        readonly=True,
        copy=False,
    )

    @api.model
    def _scanner(self) -> screening.Scanner | None:
        """The scanner of this machine; ``None`` if the place named is not on it."""
        return screening.scanner_at(told("CLAMD"))

    def _after_arrival(self):
        super()._after_arrival()
        if self.scan == UNSCANNED:
            self._queue_scan()

    def _queue_scan(self) -> None:
        self.ensure_one()
        # sudo: the outbox has no rights for users; rows hold references only
        self.env["bpmn.outbox"].sudo()._queue(
            CHANNEL,
            after=PAUSE,
            company_id=self.company_id.id,
            res_model=self._name,
            res_id=self.id,
        )

    @api.model
    def _unfinished_work(self):
        waiting = [("scan", "=", UNSCANNED)]
        return [
            *super()._unfinished_work(),
            (CHANNEL, waiting, lambda file: file._queue_scan()),
        ]

    @api.model
    def _scan_of(self, blocks: Iterator[bytes]) -> str:
        """What the scanner says of ``blocks``, which are read to their end."""
        scanner = self._scanner()
        scan = scanner.begin() if scanner else None
        if scan is None or scan.is_down:
            return UNSCANNED
        for _block in scan.passing(blocks):
            pass
        return ANSWERS[scan.verdict()]

    def _scan_again(self) -> None:
        """Scan what was taken unscanned. Raises `ScannerDown`."""
        self.ensure_one()
        if self.scan != UNSCANNED:
            return
        key = self.env["wbs.vault"]._open_key(self.case_id)
        said = self._scan_of(self._blocks(key))
        if said == UNSCANNED:
            raise ScannerDown
        self.scan = said
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, f"evidence.scanned.{said}", f"wbs.evidence/{self.uid}"
        )

    @api.model
    def _refused_after_scan(self, said: str, office: models.Model) -> str:
        """Why a file is not taken after the scan said so; empty when it is."""
        if said == "infected":
            return self.env._(
                "A virus was found in this file, so it was not kept. Send a picture of "
                "what it shows, or describe it; your answers are still here."
            )
        if said == UNSCANNED and office.wbs_without_scan == "refuse":
            return self.env._(
                "Files cannot be checked for viruses at the moment and are therefore "
                "not taken. Send your report without them and add them later with "
                "your code."
            )
        return ""


class BpmnOutbox(models.Model):
    _inherit = "bpmn.outbox"

    def _send_wbs_scan(self) -> None:
        """Channel of scans that could not be made when the file came in."""
        # sudo: the system's own work, for nobody in particular
        evidence = self.env["wbs.evidence"].sudo().browse(self.res_id).exists()
        if evidence:
            evidence._scan_again()
