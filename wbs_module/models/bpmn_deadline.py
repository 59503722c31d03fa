"""A clock at work in an instance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from odoo import api, fields, models, tools
from odoo.orm.models import NO_ACCESS

from ..engine.time import Deadline

DEADLINE_STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("met", "Kept in time"),
    ("met_late", "Ended late"),
    ("stopped", "Not needed any more"),
]

# State of the row → the engine's word, of deadlines that are over.
_OVER = {"met": "met", "met_late": "met", "stopped": "stopped"}


class BpmnDeadline(models.Model):
    _name = "bpmn.deadline"
    _inherit = ["bpmn.sealed"]
    _description = "Deadline"
    _order = "due_at, id"
    _log_access = False

    instance_id = fields.Many2one(
        "bpmn.instance", "Procedure", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Office", required=True)
    engine_id = fields.Char(required=True)
    clock_key = fields.Char("Key of the clock", required=True)
    clock_name = fields.Char("Clock", compute="_compute_clock_name")
    scope = fields.Selection(
        [("task", "Task"), ("subprocess", "Part"), ("process", "Whole procedure")]
    )
    element_id = fields.Many2one("bpmn.process.version.element", "Step")
    task_ids = fields.One2many("bpmn.task", "deadline_id")
    state = fields.Selection(DEADLINE_STATES, required=True)
    started_at = fields.Datetime("Started")
    due_at = fields.Datetime("Due")
    warn_at = fields.Datetime("Warns")
    ended_at = fields.Datetime("Ended")
    warned = fields.Boolean()
    late = fields.Boolean()
    level = fields.Char("Escalated to")
    data = fields.Json(prefetch=False, groups=NO_ACCESS)
    definition_id = fields.Many2one(
        "bpmn.clock.definition", groups=NO_ACCESS, ondelete="restrict"
    )
    explanation = fields.Text("Why then", compute="_compute_explanation")

    # Serves whoever looks by instance alone, too.
    _of_engine = models.UniqueIndex("(instance_id, engine_id)")

    @api.depends("clock_key", "company_id")
    def _compute_clock_name(self):
        # sudo: only the clock's name, for whoever sees the deadline
        for deadline in self:
            clock = (
                self.env["bpmn.clock"]
                .sudo()
                .with_context(active_test=False)
                .search(
                    [
                        ("key", "=", deadline.clock_key),
                        ("company_id", "=", deadline.company_id.id),
                    ],
                    limit=1,
                )
            )
            deadline.clock_name = clock.name or deadline.clock_key

    def _compute_display_name(self):
        for deadline in self:
            deadline.display_name = deadline.clock_name

    @api.depends_context("lang")
    def _compute_explanation(self):
        # sudo: the engine's data is hidden; its sentences are not
        for deadline in self:
            deadline.explanation = deadline.sudo()._explained()

    def _as_engine_sees(self) -> Deadline | None:
        """The engine's deadline, to explain it or to look ahead."""
        if not self.data:
            return None
        data = {"clock": self.definition_id.data, **self.data}
        if self.state in _OVER:
            data.setdefault("state", _OVER[self.state])
            data.setdefault("ended", f"{self.ended_at.isoformat()}Z")
        return Deadline.from_data(data)

    @api.model
    def _kept(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What is stored of the engine's deadline: the clock's definition, with its
        whole calendar, once for all deadlines that started with it. How and when it
        ended stands in columns."""
        rest = dict(data)
        if rest.get("state") in _OVER.values():
            rest.pop("state")
            rest.pop("ended", None)
        clock = rest.pop("clock")
        text = json.dumps(clock, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        definitions = self.env["bpmn.clock.definition"]
        return {"data": rest, "definition_id": definitions._id_of(digest, text)}


class BpmnClockDefinition(models.Model):
    _name = "bpmn.clock.definition"
    _inherit = ["bpmn.sealed"]
    _description = "Definition that a Deadline Started With"
    _log_access = False
    _rec_name = "digest"

    digest = fields.Char(required=True, help="SHA-256 of the definition")
    data = fields.Json(required=True)

    _digest_unique = models.UniqueIndex("(digest)")

    @api.model
    def _id_of(self, digest: str, text: str) -> int:
        # sudo: definitions are kept by the procedure, clients hold no right
        try:
            return self._known_id(digest)
        except KeyError:
            values = {"digest": digest, "data": json.loads(text)}
            return self.sudo().create(values).id

    @api.model
    @tools.ormcache("digest")
    def _known_id(self, digest: str) -> int:
        """:raise KeyError: not kept yet (which is not remembered)"""
        # sudo: definitions are kept by the procedure, clients hold no right
        found = self.sudo().search([("digest", "=", digest)], limit=1)
        if not found:
            raise KeyError(digest)
        return found.id
