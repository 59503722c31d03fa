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
UNSIGNED = {"id": "KONSEP (belum ditandatangani)", "en": "DRAFT (not signed yet)"}
_renderers: list[letters.LetterRenderer] = []


def renderer() -> letters.LetterRenderer:
    """The warm process that fills templates, one for each server process."""
    if not _renderers:
        _renderers.append(letters.LetterRenderer())
    return _renderers[0]


def letter_kinds(env: api.Environment) -> list[tuple[str, str]]:
    """Kinds of letters with their names, in the language of the person."""
    in_indonesian = (env.lang or "").startswith("id")
    return [
        (key, letter.judul if in_indonesian else letter.title)
        for key, letter in letters.LETTERS.items()
    ]


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
        lambda self: letter_kinds(self.env), required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("queued", "Being written"),
            ("to_sign", "To sign"),
            ("ready", "Ready"),
            ("failed", "Failed"),
        ],
        required=True,
        default="queued",
        readonly=True,
    )
    number = fields.Char(readonly=True)
    written_on = fields.Date("Date", readonly=True)
    asked_at = fields.Datetime("Asked for", readonly=True)
    signer_group_id = fields.Many2one("res.groups", "Signed here by", readonly=True)
    signed_by_id = fields.Many2one("res.users", "Signed by", readonly=True)
    can_sign = fields.Boolean(compute="_compute_can_sign")

    @api.model
    def _queue(self, case: models.Model, kind: str) -> models.Model:
        """Let the letter ``kind`` be written after the commit.

        The step that asks for it signs it and so draws its number, unless the office
        wants a person to: then it is written as a draft, and the number waits.
        """
        language = self._language(case, kind)
        template = self.env["wbs.letter.template"]._for(case.company_id, kind, language)
        # sudo: the procedure writes letters; nobody makes one by hand
        letter = self.sudo().create(
            {
                "case_id": case.id,
                "kind": kind,
                "asked_at": self.env["bpmn.time"]._now(),
                "signer_group_id": template.signer_group_id.id,
            }
        )
        if not template.signer_group_id:
            letter._draw_number()
        letter._queue_writing()
        return letter

    @api.model
    def _language(self, case: models.Model, kind: str) -> str:
        """Letters to the reporter speak their language, all others Indonesian."""
        known = letters.LETTERS[kind].languages
        return case.language if case.language in known else "id"

    def _draw_number(self) -> None:
        """Number and date are those of the signature, so no draft uses one up."""
        today = self._today()
        # sudo: numbers are given for the office, not for a person
        sequence = self.env["ir.sequence"].sudo().with_company(self.company_id)
        self.number = sequence._wbs_next("wbs.letter", today)
        self.written_on = today

    def _today(self) -> date:
        return self.company_id._wbs_day(self.env["bpmn.time"]._now())

    def _queue_writing(self) -> None:
        # sudo: the outbox has no rights for users; rows hold references only
        self.env["bpmn.outbox"].sudo()._queue(
            "wbs_letter",
            company_id=self.company_id.id,
            res_model=self._name,
            res_id=self.id,
        )

    # --- signing ----

    @api.depends("state", "signer_group_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for letter in self:
            letter.can_sign = (
                letter.state == "to_sign"
                and letter.signer_group_id in self.env.user.all_group_ids
            )

    def action_sign(self) -> None:
        """Sign letters that wait: each gets its number and date, and is written anew.

        :raise AccessError: not meant for this user
        :raise UserError: it does not wait for this person, and what to do
        """
        for letter in self:
            letter.check_access("read")
            # sudo: the person may read the letter; signing writes what clients may not
            waiting = letter.sudo()
            waiting.lock_for_update()
            if waiting.state != "to_sign":
                raise UserError(
                    self.env._("This letter does not wait for a signature any more.")
                )
            if waiting.signer_group_id not in self.env.user.all_group_ids:
                raise UserError(
                    self.env._(
                        "This letter is signed by the role “%s”, which you do not "
                        "have. Nothing was changed.",
                        waiting.signer_group_id.name,
                    )
                )
            waiting._draw_number()
            waiting.write({"state": "queued", "signed_by_id": self.env.uid})
            case = waiting.case_id
            self.env["wbs.audit.entry"]._write_entry(
                case.uid, "letter.signed", f"wbs.letter/{waiting.uid}"
            )
            waiting._queue_writing()

    # --- writing ----

    def _write_document(self) -> None:
        """Fill the template and keep the document; a second time changes nothing."""
        self.ensure_one()
        if self.state in ("ready", "to_sign"):
            return
        case, office = self.case_id, self.company_id
        letter = letters.LETTERS[self.kind]
        language = self._language(case, self.kind)
        title = letter.judul if language == "id" else letter.title
        template = self.env["wbs.letter.template"]._for(office, self.kind, language)
        document = renderer().render(
            template._bytes(self.kind, language),
            self._values(),
            letters.LetterMetadata(
                title, office.name, self.written_on or self._today()
            ),
            logo=office._wbs_letter_logo(),
        )
        self._seal({CONTENT: base64.b64encode(document).decode()})
        self.state = "ready" if self.number else "to_sign"
        self.env["wbs.audit.entry"]._write_entry(
            case.uid, "letter.written", f"wbs.letter/{self.uid}"
        )

    def _values(self) -> dict[str, Any]:
        """What the template may use. The reporter's identity is not reachable here."""
        case, office = self.case_id, self.case_id.company_id
        language = self._language(case, self.kind)
        town = " ".join(part for part in (office.city, office.zip) if part)
        values = {
            "office": {
                "government": office.wbs_government or office.name,
                "name": office.name,
                "address": ", ".join(part for part in (office.street, town) if part),
                "contact": self._contact(),
                "place": office.city or office.name,
            },
            "letter": {
                "date": fields.Date.to_string(self.written_on or self._today()),
                # An official letter's word for what nobody signed yet.
                "number": self.number or UNSIGNED[language],
                "security_class": "Rahasia",
                "attachments": self._attachments(),
            },
            "case": {
                "number": case.name,
                "received_on": self._day(case.received_at),
            },
            "signatory": self._signatory(),
            "copies": [],
        }
        fill = getattr(self, f"_values_{self.kind}", None)
        if fill is None:
            raise UserError(
                self.env._("No procedure fills the letter “%s” yet.", self.kind)
            )
        return {**values, **fill()}

    def _signatory(self) -> dict[str, str]:
        office = self.company_id
        return {
            "name": office.wbs_signatory_name or "",
            "rank": office.wbs_signatory_rank or "",
            "employee_number": office.wbs_signatory_number or "",
            "position": office.wbs_signatory_position or "Inspektur",
        }

    def _contact(self) -> str:
        """How to reach the office, as a letterhead says it."""
        office = self.company_id
        site = (office.website or "").partition("//")[2] or office.website
        said = (("Telepon", office.phone), ("laman", site), ("surel", office.email))
        return ", ".join(f"{word} {value}" for word, value in said if value)

    # --- reading ----

    def action_download(self) -> dict[str, Any]:
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wbs/letter/{self.id}",
            "target": "download",
        }

    def action_preview(self) -> dict[str, Any]:
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wbs/letter/{self.id}/preview",
            "target": "new",
        }

    def _download(self) -> tuple[str, int, Iterator[bytes]]:
        """(name, size, blocks) for the person who asks; logged first.

        :raise AccessError: it does not exist, or is not meant for this user
        :raise UserError: it is not written yet
        """
        document = self._open("letter.download")
        # The name tells nothing of what is inside.
        return f"surat-{self.uid[:8]}.docx", len(document), iter([document])

    def _preview(self) -> bytes:
        """The letter as a PDF, for the person who asks; logged first.

        :raise AccessError: it does not exist, or is not meant for this user
        :raise UserError: it is not written yet, or no PDF can be made here
        """
        document = self._open("letter.preview")
        try:
            return letters.docx_to_pdf(document)
        except letters.PdfUnavailable:
            raise UserError(
                self.env._(
                    "No preview can be made here, because LibreOffice is not "
                    "installed on the server. Download the Word file instead."
                )
            ) from None
        except letters.PdfFailed:
            raise UserError(
                self.env._(
                    "The preview took too long. Try again, or download the Word file."
                )
            ) from None

    def _open(self, action: str) -> bytes:
        self.ensure_one()
        self.check_access("read")
        if self.state not in ("ready", "to_sign"):
            raise UserError(
                self.env._("This letter is still being written: try again in a minute.")
            )
        self.env["wbs.audit.entry"]._write_entry(
            self.case_id.uid, action, f"wbs.letter/{self.uid}"
        )
        key: vault.CaseKey = self.env["wbs.vault"]._open_key(self.case_id)
        return base64.b64decode(self._unseal(key)[self.uid][CONTENT])


class BpmnOutbox(models.Model):
    _inherit = "bpmn.outbox"

    @api.model
    def _channels(self):
        return {**super()._channels(), "wbs_letter": self.env._("Writing of a letter")}

    def _send_wbs_letter(self) -> None:
        """Channel of letters: what leaves the transaction here is the rendering."""
        letter = self.env["wbs.letter"].sudo().browse(self.res_id)  # system's own work
        letter._write_document()
