"""Retry, skip or correct incidents, one or many, with a reason."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from odoo import fields, models
from odoo.exceptions import UserError


class BpmnIncidentResolution(models.TransientModel):
    _name = "bpmn.incident.resolution"
    _inherit = ["bpmn.reason"]
    _description = "Resolve Incidents"

    incident_ids = fields.Many2many(
        "bpmn.incident", default=lambda self: self.env.context.get("active_ids")
    )
    what = fields.Selection(
        [
            ("retry", "Try again now"),
            ("skip", "Go on as if the step had ended"),
            ("correct", "Correct the data, then try again"),
        ],
        required=True,
        default="retry",
    )
    values = fields.Text(
        help="The data that decides the way, as JSON, such as "
        '{"severity": "high", "amount": 5}. Never names or accounts of what happened.'
    )

    def _instances(self) -> models.Model:
        # sudo: read access to the incidents is checked before
        return self.incident_ids.sudo().instance_id

    def _check_may_decide(self) -> None:
        self.incident_ids._check_operator()

    def action_resolve(self) -> None:
        self.ensure_one()
        incidents = self.incident_ids
        if self.what == "retry":
            incidents.action_retry()
            return
        if self.what == "skip":
            incidents._skip(self._kept_reasons(), self._values())
        else:
            incidents._correct(self._kept_reasons(), self._values())

    def _values(self) -> dict[str, Any]:
        if not (self.values or "").strip():
            return {}
        try:
            values = json.loads(self.values, parse_float=Decimal)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise UserError(
                self.env._('The data cannot be read: write it like {"amount": 5}.')
            )
        return values
