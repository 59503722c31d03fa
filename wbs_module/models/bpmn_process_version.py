"""A version of a process that was put into force: it never changes."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict
from typing import Any, NamedTuple

from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.exceptions import UserError

from .. import engine
from ..engine.contract import Element, OperationSignature, Surroundings

_compiled: OrderedDict[str, Any] = OrderedDict()
_COMPILED_KEPT = 64
SMALLEST_CELL = 5
"""What fewer instances did or do is not told: it could tell of one of them."""


AS_SHIPPED = "As shipped"
"""Note of a version that came with the module; kept in English, read in any."""


class ElementRow(NamedTuple):
    """What a step needs to know of an element's record."""

    id: int
    group_id: int | None
    kind: str


class BpmnProcessVersion(models.Model):
    _name = "bpmn.process.version"
    _description = "Version of a Process"
    _order = "process_id, number desc"
    _rec_name = "display_name"

    process_id = fields.Many2one(
        "bpmn.process", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Office", required=True)
    number = fields.Integer("Version", required=True, aggregator=None)
    deployed_at = fields.Datetime("In force since", required=True)
    deployed_by_id = fields.Many2one("res.users", "Put into force by", required=True)
    deployed_by = fields.Char("By whom", compute="_compute_told")
    note = fields.Text("What changed, and why")
    note_words = fields.Text("Reason", compute="_compute_told")
    drawing = fields.Text("Drawing (BPMN 2.0 XML)", required=True, prefetch=False)
    surroundings = fields.Json("What the drawing may name", prefetch=False)
    digest = fields.Char(required=True, help="SHA-256 of the drawing and its company")
    element_ids = fields.One2many(
        "bpmn.process.version.element", "version_id", "Elements"
    )
    has_running = fields.Boolean("Something runs", compute="_compute_running")
    running = fields.Char("Running instances", compute="_compute_running")

    _number_unique = models.UniqueIndex(
        "(process_id, number)", "This version number is taken."
    )

    @api.depends("process_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(process)s, version %(number)s",
                process=version.process_id.name,
                number=version.number,
            )

    @api.depends_context("lang")
    def _compute_running(self):
        """How many instances run; few are not counted, as they would tell of cases."""
        # sudo: a number only, for owners who see no instance
        counts = dict(
            self.env["bpmn.instance"]
            .sudo()
            ._read_group(
                [("version_id", "in", self.ids), ("status", "=", "running")],
                ["version_id"],
                ["__count"],
            )
        )
        for version in self:
            count = counts.get(version, 0)
            version.has_running = bool(count)
            if 0 < count < SMALLEST_CELL:
                version.running = self.env._("fewer than %s", SMALLEST_CELL)
            else:
                version.running = str(count)

    @api.depends("deployed_by_id", "note")
    @api.depends_context("lang")
    def _compute_told(self):
        """Who put it into force and why, to be read; what came with the module says
        so, in the reader's language."""
        for version in self:
            by_module = version.deployed_by_id.id == SUPERUSER_ID
            came = self.env._("Came with the module")
            version.deployed_by = came if by_module else version.deployed_by_id.name
            note = version.note
            if note == AS_SHIPPED:
                note = self.env._("As shipped")
            version.note_words = note

    def write(self, vals):
        if set(vals) - {"note"} or not self.env.su:
            raise UserError(
                self.env._(
                    "A version that was put into force never changes. Change the "
                    "drawing, and put it into force as a new version."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A version that was put into force is kept: instances, running or "
                "ended, refer to it."
            )
        )

    @api.model
    def _record(
        self,
        process: models.Model,
        surroundings: Surroundings,
        compilation: Any,
        note: str,
    ) -> models.Model:
        """Keep what was compiled as the next version of ``process``."""
        last = self.search([("process_id", "=", process.id)], limit=1)
        kept = _surroundings_to_json(surroundings)
        version = self.create(
            {
                "process_id": process.id,
                "company_id": process.company_id.id,
                "number": last.number + 1,
                "deployed_at": self.env["bpmn.time"]._now(),
                "deployed_by_id": self.env.uid,
                "note": note,
                "drawing": process.drawing,
                "surroundings": kept,
                "digest": _digest(process.drawing, kept),
            }
        )
        self.env["bpmn.process.version.element"]._record(
            version, compilation.process.elements
        )
        return version

    def action_migrate(self):
        """Open the migration of the instances that run on this version."""
        self.check_access("read")
        self.ensure_one()
        self.process_id.check_access("write")
        process = self.process_id
        target = process.version_id
        if target == self:
            target = process.version_ids.filtered(lambda other: other != self)[:1]
        if not target:
            raise UserError(
                self.env._(
                    "There is no other version to which instances could move: put "
                    "one into force first."
                )
            )
        wizard = self.env["bpmn.migration"].create(
            {"version_id": self.id, "target_id": target.id}
        )
        return wizard._again()

    # --- what a step needs, without a query once it is warm -----------------------

    def _compiled(self) -> Any:
        """The engine's process, compiled once for each content in this server.

        A version is compiled with what its drawing could name on the day it was put
        into force, so that it stays runnable whatever the office renames later.
        """
        # sudo: whoever finishes a task need not read drawings
        digest = self._digest_of(self.id)
        if digest in _compiled:
            _compiled.move_to_end(digest)
            return _compiled[digest]
        version = self.sudo()
        compilation = engine.compile(
            version.drawing.encode(), _surroundings_from_json(version.surroundings)
        )
        if compilation.process is None:
            raise UserError(
                self.env._(
                    "%(version)s cannot be run by this release any more: "
                    "%(problem)s Its instances stand still until they are migrated.",
                    version=version.display_name,
                    problem=compilation.problems[0].message,
                )
            )
        _compiled[digest] = compilation.process
        while len(_compiled) > _COMPILED_KEPT:
            _compiled.popitem(last=False)
        return compilation.process

    @api.model
    @tools.ormcache("version_id")
    def _digest_of(self, version_id: int) -> str:
        # sudo: whoever finishes a task need not read drawings
        return self.sudo().browse(version_id).digest

    @api.model
    @tools.ormcache("version_id")
    def _element_rows(self, version_id: int) -> dict[tuple[str, str], ElementRow]:
        """(process id, element id) → what a step needs of the element's record."""
        # sudo: whoever finishes a task need not read drawings
        elements = (
            self.env["bpmn.process.version.element"]
            .sudo()
            .search_fetch(
                [("version_id", "=", version_id)],
                ["process_key", "key", "group_id", "kind"],
            )
        )
        return {
            (element.process_key, element.key): ElementRow(
                element.id, element.group_id.id or None, element.kind
            )
            for element in elements
        }


class BpmnProcessVersionElement(models.Model):
    _name = "bpmn.process.version.element"
    _description = "Element of a Process"
    _order = "version_id, id"

    version_id = fields.Many2one(
        "bpmn.process.version", required=True, index=True, ondelete="restrict"
    )
    process_key = fields.Char(
        required=True, help="Process in whose drawing it stands (call activities)"
    )
    key = fields.Char("Id in the drawing", required=True)
    kind = fields.Char(required=True)
    name = fields.Char(translate=True)
    instruction = fields.Text(translate=True, help="Its documentation in the drawing")
    lane = fields.Char()
    group_id = fields.Many2one("res.groups", ondelete="restrict")
    clock_key = fields.Char("Clock")
    form = fields.Json("Form fields and outcomes")

    @api.model
    @tools.ormcache("element_id")
    def _form_of(self, element_id: int) -> dict[str, Any]:
        """Form fields and outcomes as they were drawn, to be read and not changed."""
        return self.browse(element_id).form or {}

    @api.model
    def _record(self, version: models.Model, elements: list[Element]) -> None:
        groups = self.env["res.groups"]._bpmn_groups()
        elements = list(elements)
        records = self.create(
            [
                {
                    "version_id": version.id,
                    "process_key": element.process_id,
                    "key": element.id,
                    "kind": element.kind,
                    "name": element.name or element.id,
                    "instruction": element.documentation,
                    "lane": element.lane_name,
                    "group_id": groups[element.group].id if element.group else False,
                    "clock_key": element.clock,
                    "form": _form_to_json(element),
                }
                for element in elements
            ]
        )
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for record, element in zip(records, elements, strict=True):
            for source, field in (
                (element.names, "name"),
                (element.documentations, "instruction"),
            ):
                texts = _in_languages(source, installed)
                if texts:
                    record.update_field_translations(field, texts)


def _in_languages(texts: dict[str, str], installed: set[str]) -> dict[str, str]:
    """Texts by language code of the drawing (``id``, ``id_ID``) → by Odoo's code."""
    found = {}
    for code in installed:
        text = texts.get(code) or texts.get(code.partition("_")[0])
        if text:
            found[code] = text
    return found


def _form_to_json(element: Element) -> dict[str, Any] | None:
    if not element.fields and not element.outcomes:
        return None
    return {
        "fields": [asdict(field) for field in element.fields],
        "outcomes": [asdict(outcome) for outcome in element.outcomes],
        "reads_content": list(element.reads_content),
    }


def _digest(drawing: str, surroundings: dict[str, Any]) -> str:
    content = json.dumps([drawing, surroundings], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _surroundings_to_json(surroundings: Surroundings) -> dict[str, Any]:
    def texts(files: Any) -> dict[str, str]:
        return {key: content.decode() for key, content in files.items()}

    return {
        "clocks": sorted(surroundings.clocks),
        "groups": sorted(surroundings.groups),
        "letters": sorted(surroundings.letters),
        "operations": {
            key: {
                "parameters": dict(signature.parameters),
                "results": list(signature.results),
                "errors": list(signature.errors),
            }
            for key, signature in sorted(surroundings.operations.items())
        },
        "names": dict(surroundings.names),
        "processes": texts(surroundings.processes),
        "decisions": texts(surroundings.decisions),
        "time_zone": surroundings.time_zone,
    }


def _surroundings_from_json(kept: dict[str, Any]) -> Surroundings:
    def contents(files: dict[str, str]) -> dict[str, bytes]:
        return {key: text.encode() for key, text in files.items()}

    return Surroundings(
        clocks=frozenset(kept["clocks"]),
        groups=frozenset(kept["groups"]),
        letters=frozenset(kept["letters"]),
        operations={
            key: OperationSignature(
                parameters=signature["parameters"],
                results=tuple(signature["results"]),
                errors=tuple(signature["errors"]),
            )
            for key, signature in kept["operations"].items()
        },
        names=kept["names"],
        processes=contents(kept["processes"]),
        decisions=contents(kept["decisions"]),
        # Versions of the first release kept none, and go on as they began.
        time_zone=kept.get("time_zone", "UTC"),
    )
