"""Letters: filled after the step, in a process of its own, kept encrypted."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import letters, vault

CONTENT = "document"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_renderers: list[letters.LetterRenderer] = []


def renderer() -> letters.LetterRenderer:
    """The warm process that fills templates, one for each server process."""
    if not _renderers:
        _renderers.append(letters.LetterRenderer())
    return _renderers[0]


class WbsLetter(models.Model):
    _name = "wbs.letter"
    _description = "Letter of a Case"
    _inherit = ["wbs.sealed.content", "bpmn.sealed"]
    _order = "id"
    _rec_name = "uid"

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    kind = fields.Selection(
        lambda self: [(key, letter.title) for key, letter in letters.LETTERS.items()],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("queued", "Being written"), ("ready", "Ready"), ("failed", "Failed")],
        required=True,
        default="queued",
        readonly=True,
    )
    number = fields.Char(readonly=True)
    written_on = fields.Date(readonly=True)

    @api.model
    def _queue(self, case: models.Model, kind: str) -> models.Model:
        """Let the letter ``kind`` be written after the commit."""
        # sudo: numbers are given for the office, not for a person
        moment = self.env["bpmn.time"]._now()
        # sudo: the number of a letter is drawn whoever's step asks for the letter
        sequence = self.env["ir.sequence"].sudo().with_company(case.company_id)
        # sudo: the procedure writes letters; nobody makes one by hand
        letter = self.sudo().create(
            {
                "case_id": case.id,
                "kind": kind,
                "number": sequence.next_by_code("wbs.letter", sequence_date=moment),
                "written_on": moment.date(),
            }
        )
        # sudo: the outbox has no rights for users; rows hold references only
        self.env["bpmn.outbox"].sudo()._queue(
            "wbs_letter",
            company_id=case.company_id.id,
            res_model=self._name,
            res_id=letter.id,
        )
        return letter

    def _write_document(self) -> None:
        """Fill the template and keep the document; a second time changes nothing."""
        self.ensure_one()
        if self.state == "ready":
            return
        case = self.case_id
        title = letters.LETTERS[self.kind].judul
        office = case.company_id.name
        document = renderer().render(
            letters.shipped_template(self.kind, "id"),
            self._values(),
            letters.LetterMetadata(title, office, self.written_on or date.today()),
        )
        self._seal({CONTENT: base64.b64encode(document).decode()})
        self.state = "ready"
        self.env["wbs.audit.entry"]._write_entry(
            case.uid, "letter.written", f"wbs.letter/{self.uid}"
        )

    def _values(self) -> dict[str, Any]:
        """What the template may use. The reporter's identity is not reachable here."""
        case, office = self.case_id, self.case_id.company_id
        values = {
            "office": {
                "government": office.wbs_government or office.name,
                "name": office.name,
                "address": ", ".join(
                    part for part in (office.street, office.city, office.zip) if part
                ),
                "contact": ", ".join(
                    part for part in (office.phone, office.website) if part
                ),
                "place": office.city or office.name,
            },
            "letter": {
                "date": fields.Date.to_string(self.written_on),
                "number": self.number or "-",
                "security_class": "Rahasia",
                "attachments": "-",
            },
            "case": {
                "number": case.name,
                "received_on": fields.Date.to_string(case.received_at.date()),
            },
            "signatory": {
                "name": office.wbs_signatory_name or "",
                "rank": office.wbs_signatory_rank or "",
                "employee_number": office.wbs_signatory_number or "",
                "position": office.wbs_signatory_position or "Inspektur",
            },
            "copies": [],
        }
        fill = getattr(self, f"_values_{self.kind}", None)
        if fill is None:
            raise UserError(
                self.env._("No procedure fills the letter “%s” yet.", self.kind)
            )
        return {**values, **fill()}

    def _values_reporter_answer(self) -> dict[str, Any]:
        text = self.env["wbs.note"]._latest(self.case_id, "answer")
        return {"answer": {"text": text, "next_answer_by": "", "objection_by": ""}}

    # --- reading ----

    def action_download(self) -> dict[str, Any]:
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wbs/letter/{self.id}",
            "target": "download",
        }

    def _download(self) -> tuple[str, int, Iterator[bytes]]:
        """(name, size, blocks) for the person who asks; logged first.

        :raise AccessError: it does not exist, or is not meant for this user
        :raise UserError: it is not written yet
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "ready":
            raise UserError(
                self.env._("This letter is still being written: try again in a minute.")
            )
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, "letter.download", f"wbs.letter/{self.uid}"
        )
        key: vault.CaseKey = self.env["wbs.vault"]._open_key(self.case_id)
        document = base64.b64decode(self._unseal(key)[self.uid][CONTENT])
        # The name tells nothing of what is inside.
        return f"surat-{self.uid[:8]}.docx", len(document), iter([document])


class BpmnOutbox(models.Model):
    _inherit = "bpmn.outbox"

    def _send_wbs_letter(self) -> None:
        """Channel of letters: what leaves the transaction here is the rendering."""
        letter = self.env["wbs.letter"].sudo().browse(self.res_id)  # system's own work
        letter._write_document()
