"""The auditor's screen: verify the log of looks, carry it and a checkpoint outside."""

from __future__ import annotations

import base64
from typing import Any

from odoo import Command, api, fields, models

from .. import vault
from ..models.wbs_sentences import say_error, say_touched


class WbsAuditVerification(models.TransientModel):
    _name = "wbs.audit.verification"
    _description = "Verification of the Log of Looks"

    own_checkpoints = fields.Binary(
        "Your own checkpoints",
        attachment=False,
        help="The file that you keep outside this server. Without it, somebody who "
        "rules the database could have replaced the checkpoints here as well.",
    )
    state = fields.Selection(
        [("asked", "Not verified yet"), ("whole", "Whole"), ("touched", "Touched")],
        default="asked",
        readonly=True,
    )
    entry_count = fields.Integer("Entries", readonly=True)
    chain_count = fields.Integer("Chains", readonly=True)
    checkpoint_count = fields.Integer("Checkpoints", readonly=True)
    last_checkpoint_at = fields.Datetime("Last checkpoint", readonly=True)
    line_ids = fields.One2many("wbs.audit.verification.line", "verification_id")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        return {**values, **self._counts()}

    def _compute_display_name(self):
        for screen in self:
            screen.display_name = self.env._("Verify the log")

    @api.model
    def _counts(self) -> dict[str, Any]:
        self._check_auditor()
        # sudo: how many, not which; the auditor was checked
        heads = self.env["wbs.audit.head"].sudo()
        try:
            checkpoints = self.env["wbs.audit.checkpoint"]._checkpoints()
        except vault.VaultError:
            checkpoints = []  # verifying says which line cannot be read
        last = checkpoints[-1].time.replace(tzinfo=None) if checkpoints else False
        return {
            "entry_count": self.env["wbs.audit.entry"].sudo().search_count([]),
            "chain_count": heads.search_count([("length", ">", 0)]),
            "checkpoint_count": len(checkpoints),
            "last_checkpoint_at": last,
        }

    @api.model
    def _check_auditor(self) -> None:
        self.env["wbs.audit.entry"].check_access("read")

    def action_verify(self) -> dict[str, Any]:
        """Verify every chain; name the first touched entry of each broken one."""
        self.ensure_one()
        self._check_auditor()
        told = self._told()
        self.write(
            {
                **self._counts(),
                "state": "touched" if told else "whole",
                "line_ids": [
                    Command.clear(),
                    *(Command.create(values) for values in told),
                ],
            }
        )
        return self._again()

    def _told(self) -> list[dict[str, Any]]:
        try:
            own = self._own()
            broken = self.env["wbs.audit.checkpoint"]._first_broken(own)
            if broken is not None:
                return [
                    {
                        "sentence": self.env._(
                            "Checkpoint %(number)s was changed, or the one before it "
                            "is missing. Take the copy that is kept outside.",
                            number=broken.number,
                        )
                    }
                ]
            touched = self.env["wbs.audit.entry"]._verify(own)
        except vault.VaultError as problem:
            return [{"sentence": say_error(self.env, problem)}]
        elsewhere = self.env["wbs.audit.entry"]._chains_of_other_offices()
        told = [
            {
                "chain": each.chain,
                "sequence": each.sequence,
                "tampering": each.tampering.name.lower(),
                "sentence": say_touched(self.env, each),
            }
            for each in touched
            if each.chain not in elsewhere
        ]
        others = len(touched) - len(told)
        if others:
            sentence = self.env._(
                "%s chain(s) of other offices were touched too. Tell their auditors, "
                "who see which.",
                others,
            )
            told.append({"sentence": sentence})
        return told

    def _own(self) -> list[vault.Checkpoint] | None:
        """The checkpoints of the auditor's own file, if one was given."""
        given = self.with_context(bin_size=False).own_checkpoints
        if not given:
            return None
        lines = base64.b64decode(given).splitlines(keepends=True)
        return list(vault.read_checkpoints(lines))

    def action_gather(self) -> dict[str, Any]:
        """Gather a checkpoint now; the daily one is gathered by itself."""
        self._check_auditor()
        self.env["wbs.audit.checkpoint"]._gather()
        self.write(self._counts())
        return self._again()

    def action_export_log(self) -> dict[str, Any]:
        return self._fetch("/wbs/audit/log")

    def action_export_checkpoints(self) -> dict[str, Any]:
        return self._fetch("/wbs/audit/checkpoints")

    @staticmethod
    def _fetch(url: str) -> dict[str, Any]:
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _again(self) -> dict[str, Any]:
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verify the log"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "main",
        }


class WbsAuditVerificationLine(models.TransientModel):
    _name = "wbs.audit.verification.line"
    _description = "Touched Place of the Log of Looks"

    verification_id = fields.Many2one("wbs.audit.verification", ondelete="cascade")
    sentence = fields.Text("What was found", readonly=True)
    tampering = fields.Selection(
        [
            ("changed", "Changed"),
            ("removed", "Removed"),
            ("inserted", "Put in afterwards"),
            ("reordered", "Moved"),
            ("cut_off", "Cut off"),
            ("rewritten", "Written anew"),
        ],
        "What was done",
        readonly=True,
    )
    chain = fields.Char(readonly=True)
    sequence = fields.Integer("Entry", readonly=True)
