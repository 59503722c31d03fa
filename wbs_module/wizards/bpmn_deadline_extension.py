"""Extend a deadline once, with a reason."""

from __future__ import annotations

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.contract import ExtendDeadline
from ..engine.errors import EngineError


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
    amount = fields.Integer(
        "Longer by", required=True, help="In the unit of the clock: days or hours."
    )
    limit = fields.Char("What is possible", compute="_compute_limit")

    @api.depends("deadline_id")
    def _compute_limit(self):
        # sudo: what the clock allows, for whoever sees the deadline
        for wizard in self:
            seen = wizard.deadline_id.exists()
            wizard.limit = wizard._what_is_possible(seen.sudo()) if seen else False

    def _instances(self) -> models.Model:
        # sudo: read access is checked before
        return self.deadline_id.sudo().instance_id

    def _check_may_decide(self) -> None:
        # sudo: read access is checked first; rows are the procedure's
        self.deadline_id.check_access("read")
        self._check_may_grant(self.deadline_id.sudo())

    def action_extend(self) -> None:
        """Granted by the next one up, never by whoever has the task in hand.

        Until a clock has escalated, any of its escalation steps may grant; afterwards
        the step that was reached, and those above it.
        """
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
        self.env["bpmn.history"].sudo()._append(
            instance,
            "extended",
            element=deadline.element_id,
            user_id=self.env.uid,
            detail={"reason": note} if note else None,
        )
        if record is not None:
            record._bpmn_audit(instance, "extended")

    def _check_may_grant(self, deadline: models.Model) -> None:
        """:raise UserError: whom to ask instead"""
        # sudo: who an escalation would reach, for whoever sees the deadline
        steps = (
            self.env["bpmn.clock.step"]
            .sudo()
            .search(
                [
                    ("clock_id.key", "=", deadline.clock_key),
                    ("clock_id.company_id", "=", deadline.company_id.id),
                ]
            )
            .sorted("after")
        )
        reached = steps.filtered(lambda step: step.level == deadline.level)[:1]
        if reached:
            steps = steps.filtered(lambda step: step.after >= reached.after)
        if not steps:
            raise UserError(
                self.env._(
                    "Nobody may extend this clock: it has no escalation step. Ask the "
                    "process owner to say who decides."
                )
            )
        groups = steps.group_id
        holders = deadline.task_ids.filtered(lambda task: task.state == "open").user_id
        if self.env.user in holders:
            raise UserError(
                self.env._(
                    "You have this task in hand, so somebody else decides. Ask: "
                    "%(groups)s.",
                    groups=", ".join(groups.mapped("name")),
                )
            )
        if not groups & self.env.user.all_group_ids:
            raise UserError(
                self.env._(
                    "This clock is extended by %(groups)s: ask them.",
                    groups=", ".join(groups.mapped("name")),
                )
            )

    def _why_not(self, deadline: models.Model, error: EngineError) -> str:
        """The engine's refusal in words for people."""
        seen = deadline._as_engine_sees()
        longest = seen.definition.longest_extension
        if not longest or seen.extension is not None or not 0 < self.amount <= longest:
            return self._what_is_possible(deadline)
        return self.env["bpmn.process"]._refusal_words(error)

    def _what_is_possible(self, deadline: models.Model) -> str:
        """How much longer the deadline may become, with its unit; or why it may not."""
        seen = deadline._as_engine_sees()
        longest = seen.definition.longest_extension if seen else None
        if not longest:
            return self.env._(
                "This clock cannot be extended. The process owner can allow it on the "
                "clock."
            )
        if seen.extension is not None:
            return self.env._("This deadline was extended already: once is the most.")
        amount = deadline._amount_in_words(longest, seen.definition.unit)
        return self.env._("It may become longer by at most %s.", amount)
