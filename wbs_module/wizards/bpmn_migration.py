"""Move running instances to the version in force, with a preview for each."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import engine
from ..models.bpmn_stepping import Stepping


class BpmnMigration(models.TransientModel):
    _name = "bpmn.migration"
    _description = "Migrate Running Instances"

    version_id = fields.Many2one(
        "bpmn.process.version",
        "From",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    target_id = fields.Many2one(
        "bpmn.process.version", "To", related="version_id.process_id.version_id"
    )
    possible_count = fields.Integer("Can be moved", compute="_compute_preview")
    refused_count = fields.Integer("Stay where they are", compute="_compute_preview")
    refusals = fields.Text("Why they stay", compute="_compute_preview")

    @api.depends("version_id")
    def _compute_preview(self):
        for wizard in self:
            possible, reasons = wizard._preview()
            wizard.possible_count = len(possible)
            wizard.refused_count = sum(reasons.values())
            wizard.refusals = "\n".join(
                f"{count} × {reason}" for reason, count in reasons.items()
            )

    def _instances(self) -> models.Model:
        # sudo: an owner moves instances that they cannot see
        return (
            self.env["bpmn.instance"]
            .sudo()
            .search(
                [("version_id", "=", self.version_id.id), ("status", "=", "running")]
            )
        )

    def _preview(self) -> tuple[models.Model, dict[str, int]]:
        """(instances that can be moved, reason → how many cannot for it)."""
        # sudo: an owner moves instances that they cannot see
        self.ensure_one()
        possible = self.env["bpmn.instance"].sudo()
        reasons: dict[str, int] = {}
        if self.target_id == self.version_id:
            return possible, reasons
        for instance in self._instances():
            migration = self._migration(instance, bytes(instance.state))
            for problem in migration.problems[:1]:
                text = f"{problem.message} {problem.advice}"
                reasons[text] = reasons.get(text, 0) + 1
            if not migration.problems:
                possible |= instance
        return possible, reasons

    def _migration(self, instance: models.Model, state: bytes) -> Any:
        # sudo: an owner moves instances that they cannot see
        at = self.env["bpmn.time"]._moment()
        clocks = self.env["bpmn.clock"]._definitions(instance.company_id.id, at)
        return engine.migrate(
            self.version_id._compiled(),
            state,
            self.target_id.sudo()._compiled(),
            {},
            at=at,
            clocks=clocks,
        )

    def action_migrate(self) -> None:
        """Move all that can be moved; due times are kept."""
        # sudo: an owner moves instances that they cannot see
        self.ensure_one()
        self.version_id.process_id.check_access("write")
        if self.target_id == self.version_id:
            raise UserError(self.env._("This version is in force: nothing to do."))
        possible, _reasons = self._preview()
        for instance in possible:
            stepping = Stepping(instance)
            stepping.migrate(
                self.target_id.sudo(), self._migration(instance, stepping.state)
            )
