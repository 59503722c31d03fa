"""Virus scan of evidence: while it comes in, or later when the scanner was down.

What is found infected stays sealed as evidence, and nothing of it is handed out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .. import screening
from .wbs_evidence import UNSCANNED
from .wbs_places import told

CHANNEL = "wbs_scan"
PAUSE = timedelta(minutes=5)
INFECTED = "infected"
ANSWERS = {
    screening.Verdict.CLEAN: "clean",
    screening.Verdict.INFECTED: INFECTED,
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
            (INFECTED, "Virus found"),
        ],
        "Virus scan",
        required=True,
        default=UNSCANNED,
        readonly=True,
        copy=False,
    )
    scanned_at = fields.Datetime("Scanned", readonly=True, copy=False)

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
        self.write({"scan": said, "scanned_at": self.env["bpmn.time"]._now()})
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, f"evidence.scanned.{said}", f"wbs.evidence/{self.uid}"
        )

    def _has_virus(self) -> bool:
        self.ensure_one()
        return self.scan == INFECTED

    def _refuse_if_infected(self) -> None:
        """Neither copy nor original of a file with a virus leaves the system.

        :raise UserError: says when it was found, and what to do instead
        """
        if not self._has_virus():
            return
        # Files from before the day of the scan was kept have none.
        day = self.company_id._wbs_day(self.scanned_at or self.received_at)
        raise UserError(
            self.env._(
                "A virus was found in this file on %(day)s, so neither its cleaned "
                "copy nor the original is handed out. It stays sealed as evidence. "
                "Ask the reporter for a picture of what it shows, or for the document "
                "on paper.",
                day=format_date(self.env, day, date_format="d MMMM y"),
            )
        )

    @api.model
    def _refused_after_scan(self, said: str, office: models.Model) -> str:
        """Why a file is not taken after the scan said so; empty when it is."""
        if said == INFECTED:
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

    @api.model
    def _channels(self):
        return {**super()._channels(), CHANNEL: self.env._("Virus scan of a file")}

    @api.model
    def _reasons(self):
        down = self.env._(
            "The virus scanner does not answer. Start it again; until then it is tried "
            "again by itself."
        )
        return {**super()._reasons(), ScannerDown.__name__: down}

    def _send_wbs_scan(self) -> None:
        """Channel of scans that could not be made when the file came in."""
        # sudo: the system's own work, for nobody in particular
        evidence = self.env["wbs.evidence"].sudo().browse(self.res_id).exists()
        if evidence:
            evidence._scan_again()
