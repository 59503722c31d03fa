"""Bring in drawings, decision tables and test cases from files."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile

from lxml import etree

from odoo import fields, models
from odoo.exceptions import UserError

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of one file once unpacked: as much as the engine reads of a drawing."""
MOST_FILES = 50
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


class BpmnProcessImport(models.TransientModel):
    """What comes in is a draft: nothing is put into force by it."""

    _name = "bpmn.process.import"
    _description = "Bring in Files of a Process"

    content = fields.Binary("File", required=True, attachment=False)
    file_name = fields.Char()
    company_id = fields.Many2one(
        "res.company", "Office", required=True, default=lambda self: self.env.company
    )
    res_model = fields.Char(
        "Model of its records",
        help="For a new process: technical name of the model whose records take part.",
    )
    state = fields.Selection([("choose", "Choose"), ("done", "Done")], default="choose")
    report = fields.Text("What came in", readonly=True)

    def action_import(self):
        """All of the file's parts, or, where one cannot be read, none."""
        self.check_access("write")
        self.ensure_one()
        self.env["bpmn.process"].check_access("create")
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Choose one of your own offices."))
        files = self._files()
        lines = [
            self._take_decision(name, text)
            for name, text in files.items()
            if name.lower().endswith(".dmn")
        ]
        processes = {}
        for name, text in files.items():
            if name.lower().endswith((".bpmn", ".xml")):
                process, line = self._take_drawing(name, text)
                processes[process.key] = process
                lines.append(line)
        lines += [
            self._take_cases(name, text)
            for name, text in files.items()
            if name.lower().endswith(".json")
        ]
        if not lines:
            raise UserError(
                self.env._(
                    "There is nothing to bring in. Choose a .bpmn, .dmn or .cases.json "
                    "file, or a .zip of such files."
                )
            )
        self.write({"state": "done", "report": "\n".join(lines), "content": b""})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Brought in"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # --- reading ---------------------------------------------------------------------

    def _files(self) -> dict[str, str]:
        """Name → text; parts of a zip are read in memory, by name only."""
        try:
            content = base64.b64decode(self.content or b"", validate=False)
        except binascii.Error:
            content = b""
        name = self.file_name or "file"
        if not zipfile.is_zipfile(io.BytesIO(content)):
            return {name: self._text(name, content)}
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            parts = [part for part in bundle.infolist() if not part.is_dir()]
            if len(parts) > MOST_FILES:
                raise UserError(
                    self.env._("The zip holds more than %s files.", MOST_FILES)
                )
            return {
                part.filename.rpartition("/")[2]: self._text(
                    part.filename, self._unpacked(bundle, part)
                )
                for part in parts
            }

    def _unpacked(self, bundle: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
        try:
            with bundle.open(part) as file:
                return file.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
            raise UserError(
                self.env._("%s cannot be unpacked: make the zip anew.", part.filename)
            ) from None

    def _text(self, name: str, content: bytes) -> str:
        if len(content) > LARGEST_FILE:
            raise UserError(self.env._("%s is larger than 10 MB.", name))
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UserError(
                self.env._("%s is no text in UTF-8: save it again as UTF-8.", name)
            ) from None

    # --- taking ----------------------------------------------------------------------

    def _take_drawing(self, name: str, text: str) -> tuple[models.Model, str]:
        key, title = self._executable(name, text)
        process = self.env["bpmn.process"].search(
            [("key", "=", key), ("company_id", "=", self.company_id.id)]
        )
        if process:
            process.drawing = text
            line = self.env._("%(file)s: new draft of “%(process)s”")
        else:
            process = process.create(
                {
                    "key": key,
                    "name": title or key,
                    "company_id": self.company_id.id,
                    "res_model": self.res_model,
                    "drawing": text,
                }
            )
            line = self.env._("%(file)s: new process “%(process)s”")
        return process, line % {"file": name, "process": process.name}

    def _executable(self, name: str, text: str) -> tuple[str, str]:
        """(id, name) of the process that runs; other pools are black boxes."""
        found = [
            (item.get("id", ""), item.get("name", ""), item.get("isExecutable"))
            for item in self._parsed(name, text).iter(f"{{{BPMN}}}process")
        ]
        runs = [item for item in found if item[2] == "true"] or found
        if len(runs) != 1:
            raise UserError(
                self.env._(
                    "%s needs exactly one process that is marked as executable.", name
                )
            )
        return runs[0][:2]

    def _take_decision(self, name: str, text: str) -> str:
        root = self._parsed(name, text)
        decisions = self.env["bpmn.decision"]
        for item in root.iter("{*}decision"):
            key = item.get("id", "")
            known = decisions.search(
                [("key", "=", key), ("company_id", "=", self.company_id.id)]
            )
            if known:
                known.table = text
            else:
                decisions |= decisions.create(
                    {
                        "key": key,
                        "name": item.get("name") or key,
                        "company_id": self.company_id.id,
                        "table": text,
                    }
                )
        return self.env._("%s: decision table; it counts at once", name)

    def _take_cases(self, name: str, text: str) -> str:
        key = self.env["bpmn.process"]._process_of_cases(text)
        process = self.env["bpmn.process"].search(
            [("key", "=", key), ("company_id", "=", self.company_id.id)]
        )
        if not process:
            raise UserError(
                self.env._(
                    "%(file)s holds test cases of the process %(key)s, which this "
                    "office does not have: bring in its drawing too.",
                    file=name,
                    key=key,
                )
            )
        came = process._load_cases(text, replace=True)
        return self.env._(
            "%(file)s: %(count)s new or changed test cases", file=name, count=len(came)
        )

    def _parsed(self, name: str, text: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            return etree.fromstring(text.encode(), parser)
        except etree.XMLSyntaxError as error:
            raise UserError(
                self.env._(
                    "%(file)s is not XML (line %(line)s): open it in the program that "
                    "made it, and save it again.",
                    file=name,
                    line=error.lineno,
                )
            ) from None
