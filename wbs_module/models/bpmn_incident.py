"""A failure of a procedure, as data: what, where, how often, what next."""

from __future__ import annotations

from typing import Any

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.contract import CorrectIncident, RetryIncident, SkipIncident
from ..engine.errors import EngineError

OPERATOR = "wbs_module.group_bpmn_operator"


class BpmnIncident(models.Model):
    _name = "bpmn.incident"
    _inherit = ["bpmn.sealed"]
    _description = "Incident"
    _order = "id desc"
    _log_access = False

    instance_id = fields.Many2one(
        "bpmn.instance", "Procedure", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Office", required=True)
    engine_id = fields.Char(
        help="The engine's own key; empty where the engine itself could not go on."
    )
    element_id = fields.Many2one("bpmn.process.version.element", "Step")
    code = fields.Char(required=True)
    message = fields.Text("What happened", required=True)
    attempt = fields.Integer("Attempts", aggregator=None)
    next_attempt_at = fields.Datetime("Next attempt")
    state = fields.Selection(
        [("open", "Not mended yet"), ("resolved", "Resolved")], required=True
    )
    opened_at = fields.Datetime("Since", required=True)
    resolved_at = fields.Datetime("Resolved")

    _open = models.Index("(instance_id) WHERE state = 'open'")

    def _compute_display_name(self):
        # sudo: the step's name, for whoever sees the incident
        for incident in self:
            incident.display_name = (
                incident.sudo().element_id.display_name or incident.code
            )

    def action_retry(self) -> None:
        """Try again now."""
        # sudo: only the engine's key, after the check
        self.check_access("read")
        for incident in self:
            incident._resolve("retried", RetryIncident(incident.sudo().engine_id or ""))

    def _skip(self, kept: dict[int, str], values: dict[str, Any] | None = None) -> None:
        """Go on as if the step had ended with ``values``.

        :param kept: instance id → what its history may say of the reason
        """
        # sudo: only the engine's key, after the check
        self.check_access("read")
        for incident in self:
            key = incident.sudo().engine_id or ""
            incident._resolve("skipped", SkipIncident(key, values or {}), kept)

    def _correct(self, kept: dict[int, str], values: dict[str, Any]) -> None:
        """Set data that decides the way, then try again; ``kept`` as for skipping."""
        # sudo: only the engine's key, after the check
        self.check_access("read")
        for incident in self:
            key = incident.sudo().engine_id or ""
            incident._resolve("corrected", CorrectIncident(key, values), kept)

    def _check_operator(self) -> None:
        self.check_access("read")
        if not self.env.user.has_group(OPERATOR):
            raise UserError(self.env._("Only an operator of procedures may do this."))

    def _resolve(
        self, what: str, command: Any, kept: dict[int, str] | None = None
    ) -> None:
        # sudo: access and role are checked first; rows are the procedure's
        self.ensure_one()
        self._check_operator()
        incident = self.sudo()
        instance = incident.instance_id
        note = "" if what == "retried" else (kept or {}).get(instance.id)
        if note is None:
            note = instance._kept_reason("")
        if not incident.engine_id:
            # the engine itself could not go on: let the next sweep try
            instance.write(
                {"wake_failures": 0, "wake_at": self.env["bpmn.time"]._now()}
            )
            incident.write(
                {"state": "resolved", "resolved_at": self.env["bpmn.time"]._now()}
            )
        else:
            try:
                instance._step(command)
            except EngineError as error:
                raise UserError(
                    self.env["bpmn.process"]._refusal_words(error)
                ) from None
        record = instance._record()
        self.env["bpmn.history"].sudo()._append(
            instance,
            what,
            element=incident.element_id,
            user_id=self.env.uid,
            detail={"reason": note} if note else None,
        )
        if record is not None:
            record._bpmn_audit(instance, what)
