"""Who may extend a deadline: told before anybody writes a reason."""

from __future__ import annotations

from odoo import api, fields, models


class BpmnDeadline(models.Model):
    """Granted by the next one up, never by whoever has the task in hand.

    Until a clock has escalated, any of its escalation steps may grant; afterwards the
    step that was reached, and those above it.
    """

    _inherit = "bpmn.deadline"

    no_extension_because = fields.Char(
        "Extension", compute="_compute_no_extension_because"
    )
    longest_extension = fields.Char("At most", compute="_compute_longest_extension")

    @api.depends("state", "level", "clock_key", "task_ids.user_id")
    @api.depends_context("uid", "lang")
    def _compute_no_extension_because(self):
        # sudo: what a deadline that is seen allows; only words come out
        for deadline in self:
            deadline.no_extension_because = deadline.sudo()._why_no_extension()

    @api.depends("clock_key")
    @api.depends_context("lang")
    def _compute_longest_extension(self):
        # sudo: what a deadline that is seen allows; only words come out
        for deadline in self:
            deadline.longest_extension = deadline.sudo()._longest_in_words()

    def _why_no_extension(self) -> str:
        """Why this user cannot extend the deadline, and whom to ask; empty if they can.

        For a record with all rights: read access is the caller's to check.
        """
        if self.state not in ("running", "paused"):
            return self.env._("This deadline is over.")
        return self._never_longer() or self._not_by_this_user()

    def _never_longer(self) -> str:
        seen = self._as_engine_sees()
        if seen is None or not seen.definition.longest_extension:
            return self.env._(
                "This clock cannot be extended. The process owner can allow it on the "
                "clock."
            )
        if seen.extension is not None:
            return self.env._("This deadline was extended already: once is the most.")
        return ""

    def _not_by_this_user(self) -> str:
        groups = self._who_extends()
        if not groups:
            return self.env._(
                "Nobody may extend this clock: it has no escalation step. Ask the "
                "process owner to say who decides."
            )
        names = ", ".join(groups.mapped("name"))
        holders = self.task_ids.filtered(lambda task: task.state == "open").user_id
        if self.env.user in holders:
            return self.env._(
                "You have this task in hand, so somebody else decides. Ask: "
                "%(groups)s.",
                groups=names,
            )
        if not groups & self.env.user.all_group_ids:
            return self.env._(
                "This clock is extended by %(groups)s: ask them.", groups=names
            )
        return ""

    def _who_extends(self) -> models.Model:
        """The groups of the escalation steps that may grant now."""
        steps = self.env["bpmn.clock"]._escalation_steps(
            self.company_id.id, self.clock_key
        )
        reached = steps.filtered(lambda step: step.level == self.level)[:1]
        if reached:
            steps = steps.filtered(lambda step: step.after >= reached.after)
        return steps.group_id

    def _longest_in_words(self) -> str:
        seen = self._as_engine_sees()
        if seen is None or not seen.definition.longest_extension:
            return ""
        definition = seen.definition
        return self._amount_in_words(definition.longest_extension, definition.unit)
