"""What staff wrote while they worked: free text of tasks and reasons, encrypted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain

from .. import vault


class WbsNote(models.Model):
    _name = "wbs.note"
    _description = "Note of a Case"
    _inherit = ["wbs.sealed.content", "bpmn.sealed"]
    _log_access = False
    _order = "written_at, id"

    case_id = fields.Many2one(
        "wbs.case", required=True, index=True, ondelete="restrict"
    )
    task_id = fields.Many2one("bpmn.task", readonly=True)
    field = fields.Char(required=True, readonly=True)
    author_id = fields.Many2one("res.users", readonly=True)
    written_at = fields.Datetime(required=True, readonly=True)

    @api.model
    def _write_notes(
        self, case: models.Model, task: Any, texts: dict[str, str]
    ) -> None:
        """Keep each text under the key of the case, with who wrote it and when."""
        kept = {name: text for name, text in texts.items() if text}
        now = self.env["bpmn.time"]._now()
        # sudo: nobody writes notes by hand; finishing the task was checked before
        notes = self.sudo().create(
            [
                {
                    "case_id": case.id,
                    "task_id": task.id if task else False,
                    "field": name,
                    "author_id": self.env.uid,
                    "written_at": now,
                }
                for name in kept
            ]
        )
        key = self.env["wbs.vault"]._open_key(case) if notes else None
        for note in notes:
            note._seal({"text": kept[note.field]}, key, first=True)

    @api.model
    def _of_case(self, case: models.Model) -> models.Model:
        # sudo: called behind doors that have checked the case
        return self.sudo().search([("case_id", "=", case.id)])

    @api.model
    def _latest(
        self, case: models.Model, field: str, until: datetime | None = None
    ) -> str:
        """The last text written into the form field ``field``, for the system.

        :param until: what was written after this moment (UTC, naive) does not count
        """
        written = Domain("case_id", "=", case.id) & Domain("field", "=", field)
        if until:
            written &= Domain("written_at", "<=", until)
        # sudo: called by the procedure, which acts for the office and not for a person
        note = self.sudo().search(written, order="written_at desc, id desc", limit=1)
        return note._unseal()[note.uid]["text"] if note else ""

    def _opened(self, key: vault.CaseKey) -> list[dict[str, Any]]:
        opened = self._unseal(key)
        return [
            {
                "id": note.id,
                "step": note.task_id.name or "",
                "field": note.field,
                "label": note.task_id._label_of(note.field) if note.task_id else "",
                "author": note.author_id.name or "",
                "at": fields.Datetime.to_string(note.written_at),
                "text": opened[note.uid].get("text", ""),
            }
            for note in self
        ]
