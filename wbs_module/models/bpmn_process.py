"""A process: the drawing that its owner edits, and the version in force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import file_path

from .. import engine
from ..engine.contract import Problem, Surroundings

BPMN_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


class BpmnProcess(models.Model):
    _name = "bpmn.process"
    _description = "Process"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(
        required=True,
        copy=False,
        help="The id of the process element in the drawing. Records start a procedure, "
        "and call activities name it, by this key.",
    )
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        default=lambda self: self.env.company,
    )
    res_model = fields.Char(
        "Model of its records",
        help="Technical name of the model whose records take part in this process.",
    )
    active = fields.Boolean(default=True)
    drawing = fields.Text(
        "Drawing (BPMN 2.0 XML)",
        prefetch=False,
        copy=True,
        help="The drawing being edited. Running instances are not affected by it until "
        "it is put into force.",
    )
    version_ids = fields.One2many("bpmn.process.version", "process_id", "Versions")
    version_id = fields.Many2one(
        "bpmn.process.version",
        "Version in force",
        copy=False,
        readonly=True,
        ondelete="restrict",
    )
    migration_ids = fields.One2many(
        "bpmn.migration.run",
        "process_id",
        "Migrations",
        groups="wbs_module.group_bpmn_process_owner",
    )
    has_draft = fields.Boolean(
        "Draft differs from the version in force", compute="_compute_has_draft"
    )

    _key_unique = models.UniqueIndex(
        "(company_id, key)", "This office already has a process with this key."
    )

    @api.depends("drawing", "version_id")
    def _compute_has_draft(self):
        # sudo: compares with the version in force, shows nothing of it
        for process in self:
            in_force = process.version_id.sudo().drawing
            process.has_draft = (process.drawing or "") != (in_force or "")

    @api.constrains("drawing")
    def _check_drawing(self):
        """A draft may be wrong, but it has to be a drawing of this process."""
        for process in self.filtered("drawing"):
            try:
                keys = _process_ids(process.drawing)
            except etree.XMLSyntaxError as error:
                raise ValidationError(
                    self.env._(
                        "This file is not XML (line %(line)s): open it in the "
                        "program that drew it, and save it again as BPMN 2.0.",
                        line=error.lineno,
                    )
                ) from None
            if process.key not in keys:
                raise ValidationError(
                    self.env._(
                        "The drawing holds the process ids %(found)s, but this process "
                        "has the key %(key)s. Set the id of the process in the drawing "
                        "to this key.",
                        found=", ".join(keys) or "-",
                        key=process.key,
                    )
                )

    # --- what a drawing may name -------------------------------------------------

    def _surroundings(self) -> Surroundings:
        """What the drawing may name, as the office's data stands now."""
        # sudo: keys that a drawing may name, own office only
        self.ensure_one()
        operations = self.env["bpmn.operation"].sudo()
        names = {}
        if self.res_model:
            names = self.env[self.res_model]._bpmn_names()
        processes, decisions = self._called_files()
        return Surroundings(
            clocks=self.env["bpmn.clock"].sudo()._keys(self.company_id),
            groups=frozenset(self.env["res.groups"]._bpmn_groups()),
            letters=operations._letter_keys(self.company_id),
            operations=operations._signatures(),
            names=names,
            processes=processes,
            decisions=decisions,
            time_zone=self.company_id.resource_calendar_id.tz or "UTC",
        )

    def _called_files(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """(process id → drawing, decision id → table) of all that the drawing calls.

        Called processes are taken as they are in force, and call further ones.
        """
        # sudo: tables and drawings that a drawing calls, own office only
        called, decided = {}, {}
        waiting = [self.drawing or ""]
        while waiting:
            process_ids, decision_ids = _called_keys(waiting.pop())
            for process in self._of_keys(process_ids - set(called) - {self.key}):
                text = process.version_id.drawing or process.drawing or ""
                called[process.key] = text.encode()
                waiting.append(text)
            tables = (
                self.env["bpmn.decision"]
                .sudo()
                ._of_keys(decision_ids - set(decided), self.company_id)
            )
            decided.update({table.key: table.table.encode() for table in tables})
        return called, decided

    def _of_keys(self, keys: set[str]) -> models.Model:
        # sudo: drawings that a drawing calls, own office only
        return self.sudo().search(
            [("key", "in", list(keys)), ("company_id", "=", self.company_id.id)]
        )

    # --- deployment ------------------------------------------------------------------

    def _problems(self) -> Sequence[Problem]:
        """Everything that is wrong, or odd, with the drawing as it stands."""
        self.ensure_one()
        return engine.compile(self.drawing.encode(), self._surroundings()).problems

    def _deploy(self, note: str = "") -> models.Model:
        """Put the drawing into force; running instances stay on their version.

        :param note: what changed and why, kept with the version
        :raise UserError: naming every error of the drawing
        """
        # sudo: versions are written by deploying only, never by clients
        self.ensure_one()
        if not self.drawing:
            raise UserError(
                self.env._("There is no drawing yet: draw one, or upload a file.")
            )
        surroundings = self._surroundings()
        compilation = engine.compile(self.drawing.encode(), surroundings)
        if compilation.process is None:
            raise UserError(self._refusal(compilation.problems))
        version = (
            self.env["bpmn.process.version"]
            .sudo()
            ._record(self, surroundings, compilation, note)
        )
        self.sudo().version_id = version
        return version

    def _refusal(self, problems: Sequence[Problem]) -> str:
        errors = [problem for problem in problems if problem.severity == "error"]
        lines = self._problem_lines(errors, self._called_in(self.drawing or ""))
        head = self.env._(
            "The drawing cannot be put into force; nothing has changed. "
            "Mend these %(count)s problems first:",
            count=len(errors),
        )
        return "\n".join([head, *lines])

    @api.model
    def _load_file(
        self,
        key: str,
        path: str,
        *,
        name: str,
        company: models.Model,
        res_model: str | None = None,
        note: str | None = None,
    ) -> models.Model:
        """Bring in a drawing that an addon ships: as the draft of process ``key``.

        :param path: addon-relative path of the file
        :param note: where given, the drawing is also put into force if nothing is yet;
            a version in force is never replaced by an upgrade

        Test cases beside the drawing come with it, where the office has none of that
        name yet.
        """
        # sudo: runs while the addon is installed or upgraded
        drawing = Path(file_path(path)).read_text(encoding="utf-8")
        process = self.sudo().search(
            [("key", "=", key), ("company_id", "=", company.id)]
        )
        if process:
            if not process.has_draft:
                process.drawing = drawing
        else:
            process = self.sudo().create(
                {
                    "key": key,
                    "name": name,
                    "company_id": company.id,
                    "res_model": res_model,
                    "drawing": drawing,
                }
            )
        cases = Path(file_path(path)).with_suffix(".cases.json")
        if cases.exists():
            process._load_cases(cases.read_text(encoding="utf-8"))
        if note is not None and not process.version_id:
            process._deploy(note)
        return process

    def action_deploy(self):
        """Open the deployment: problems, differences, note."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put into force"),
            "res_model": "bpmn.deployment",
            "view_mode": "form",
            "target": "new",
            "context": {"default_process_id": self.id},
        }


def _parse(drawing: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(drawing.encode(), parser)


def _process_ids(drawing: str) -> list[str]:
    found = _parse(drawing).iter(f"{{{BPMN_NAMESPACE}}}process")
    return [element.get("id", "") for element in found]


def _called_keys(drawing: str) -> tuple[set[str], set[str]]:
    """(ids of called processes, ids of decisions) that a drawing names.

    Each attribute counts whose local name says so: modelling tools write the decision
    into an attribute of their own namespace. What is no drawing names nothing; that is
    for the engine to say.
    """
    processes, decisions = set(), set()
    try:
        root = _parse(drawing)
    except etree.XMLSyntaxError:
        return processes, decisions
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            local_name = etree.QName(name).localname
            if local_name in ("calledElement", "processId"):
                processes.add(value.rpartition(":")[2])
            elif local_name in ("decision", "decisionRef", "decisionId"):
                decisions.add(value)
    return processes, decisions
