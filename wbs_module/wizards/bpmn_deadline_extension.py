"""Extend a deadline once, with a reason."""

from __future__ import annotations

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.contract import ExtendDeadline
from ..engine.errors import EngineError
from ..models.bpmn_time import UTC


class BpmnDeadlineExtension(models.TransientModel):
    _name = "bpmn.deadline.extension"
    _inherit = ["bpmn.reason"]
    _description = "Extend a Deadline"

    deadline_id = fields.Many2one(
        "bpmn.deadline",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    longest = fields.Char(related="deadline_id.longest_extension")
    amount = fields.Integer(
        "Longer by", required=True, help="In the unit of the clock: days or hours."
    )

    def _instances(self) -> models.Model:
        # sudo: read access is checked before
        return self.deadline_id.sudo().instance_id

    def _check_may_decide(self) -> None:
        # sudo: read access is checked first; rows are the procedure's
        self.deadline_id.check_access("read")
        refused = self.deadline_id.sudo()._why_no_extension()
        if refused:
            raise UserError(refused)

    def action_extend(self) -> None:
        """Extend it, where `bpmn.deadline._why_no_extension` has nothing against it."""
        # sudo: read access is checked first; rows are the procedure's
        self.ensure_one()
        self._check_may_decide()
        deadline = self.deadline_id.sudo()
        instance = deadline.instance_id
        record = instance._record()
        kept = self._kept_reasons().get(instance.id)
        note = instance._kept_reason("") if kept is None else kept
        try:
            instance._step(ExtendDeadline(deadline.engine_id, self.amount))
        except EngineError as error:
            raise UserError(self._why_not(deadline, error)) from None
        self._check_is_not_over_yet(deadline)
        self.env["bpmn.history"].sudo()._append(
            instance,
            "extended",
            element=deadline.element_id,
            user_id=self.env.uid,
            detail={"reason": note} if note else None,
        )
        if record is not None:
            record._bpmn_audit(instance, "extended")

    def _check_is_not_over_yet(self, deadline: models.Model) -> None:
        """A deadline is extended once: not by what has passed meanwhile already."""
        due, time = deadline.due_at, self.env["bpmn.time"]
        if due and due < time._now():
            zone = self.env["bpmn.clock"]._office_zone(deadline.company_id.id)
            raise UserError(
                self.env._(
                    "Even so it would have been due on %(due)s, which has passed. It "
                    "can be extended once, by at most %(longest)s: enter more, or "
                    "leave it late and have the task finished.",
                    due=time._in_words(due.replace(tzinfo=UTC), zone.key),
                    longest=self.longest,
                )
            )

    def _why_not(self, deadline: models.Model, error: EngineError) -> str:
        """The engine's refusal in words for people."""
        longest = deadline._as_engine_sees().definition.longest_extension
        if not 0 < self.amount <= longest:
            amount = deadline._longest_in_words()
            return self.env._("It may become longer by at most %s.", amount)
        return self.env["bpmn.process"]._refusal_words(error)
