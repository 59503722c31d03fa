"""Take a process out as files, to keep it, send it on, or open it elsewhere."""

from __future__ import annotations

import base64
import io
import zipfile

from odoo import api, fields, models

from ..models.bpmn_process import _called_keys


class BpmnProcessExport(models.TransientModel):
    _name = "bpmn.process.export"
    _description = "Take a Process out as Files"

    process_id = fields.Many2one(
        "bpmn.process",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    what = fields.Selection(
        [
            ("bundle", "Everything: drawing, decision tables and test cases (.zip)"),
            ("drawing", "The drawing (.bpmn)"),
            ("cases", "The test cases (.cases.json)"),
        ],
        required=True,
        default="bundle",
    )
    source = fields.Selection(
        [("draft", "As it is drawn now"), ("version", "The version in force")],
        required=True,
        default="draft",
    )
    content = fields.Binary(readonly=True, attachment=False)

    def action_export(self):
        """Download what was chosen."""
        self.check_access("write")
        self.ensure_one()
        self.process_id.check_access("write")
        name, content = self._file()
        self.content = base64.b64encode(content)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/content/{name}?download=true",
            "target": "download",
        }

    def _file(self) -> tuple[str, bytes]:
        key = self.process_id.key
        if self.what == "drawing":
            return f"{key}.bpmn", self._drawing().encode()
        if self.what == "cases":
            return f"{key}.cases.json", self.process_id._case_file().encode()
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in self._files().items():
                bundle.writestr(name, text)
        return f"{key}.zip", content.getvalue()

    def _drawing(self) -> str:
        process = self.process_id
        if self.source == "version" and process.version_id:
            return process.version_id.drawing
        return process.drawing or ""

    @api.model
    def _decisions(self, drawing: str, company: models.Model) -> models.Model:
        keys = _called_keys(drawing)[1]
        return self.env["bpmn.decision"]._of_keys(keys, company)

    def _files(self) -> dict[str, str]:
        """Name → text of each file of the bundle."""
        process, drawing = self.process_id, self._drawing()
        files = {f"{process.key}.bpmn": drawing}
        for decision in self._decisions(drawing, process.company_id):
            files[f"{decision.key}.dmn"] = decision.table
        if process.case_ids:
            files[f"{process.key}.cases.json"] = process._case_file()
        return files
