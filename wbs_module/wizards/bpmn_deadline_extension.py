"""Extend a deadline once, with a reason."""

from __future__ import annotations

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.contract import ExtendDeadline
from ..engine.errors import EngineError


class BpmnDeadlineExtension(models.TransientModel):
    _name = "bpmn.deadline.extension"
    _inherit = ["bpmn.pointer"]
    _description = "Extend a Deadline"

    deadline_id = fields.Many2one(
        "bpmn.deadline",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    amount = fields.Integer(
        "Longer by", required=True, help="In the unit of the clock: days or hours."
    )
    reason = fields.Text(required=True)

    def action_extend(self) -> None:
        """Only whoever an escalation would reach may extend: the next one up."""
        # sudo: read access is checked first; rows are the procedure's
        self.ensure_one()
        self.deadline_id.check_access("read")
        deadline = self.deadline_id.sudo()
        instance = deadline.instance_id
        levels = (
            self.env["bpmn.clock.step"]
            .sudo()
            .search(
                [
                    ("clock_id.key", "=", deadline.clock_key),
                    ("clock_id.company_id", "=", deadline.company_id.id),
                ]
            )
        )
        if levels and not levels.group_id & self.env.user.all_group_ids:
            raise UserError(
                self.env._(
                    "This clock is extended by %(groups)s: ask them.",
                    groups=", ".join(levels.group_id.mapped("name")),
                )
            )
        try:
            instance._step(ExtendDeadline(deadline.engine_id, self.amount))
        except EngineError as error:
            raise UserError(str(error)) from None
        record = instance._record()
        note = record._bpmn_note(instance, self.reason) if record else self.reason
        self.env["bpmn.history"].sudo()._append(
            instance,
            "extended",
            element=deadline.element_id,
            user_id=self.env.uid,
            detail={"reason": note},
        )
        if record is not None:
            record._bpmn_audit(instance, "extended")
