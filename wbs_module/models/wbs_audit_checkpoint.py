"""Checkpoints of the log of looks: the heads of all chains, gathered daily."""

from __future__ import annotations

from collections.abc import Iterator

from odoo import api, fields, models

from .. import vault
from . import wbs_sql


class WbsAuditCheckpoint(models.Model):
    """What an auditor keeps outside: without it nobody notices a tail cut off."""

    _name = "wbs.audit.checkpoint"
    _inherit = ["bpmn.sealed"]
    _description = "Checkpoint of the Log of Looks"
    _log_access = False
    _order = "number"

    number = fields.Integer(required=True, readonly=True)
    line = fields.Text(required=True, readonly=True)  # as it stands in the export
    gathered_at = fields.Datetime("Gathered", compute="_compute_what_it_holds")
    chain_count = fields.Integer("Chains", compute="_compute_what_it_holds")
    hash = fields.Char(compute="_compute_what_it_holds")

    _number_unique = models.UniqueIndex("(number)")

    def init(self):
        wbs_sql.make_append_only(self.env.cr, self._table)

    @api.depends("line")
    def _compute_what_it_holds(self):
        header = list(vault.export_checkpoints([]))
        for row in self:
            try:
                (held,) = vault.read_checkpoints([*header, row.line.encode()])
            except vault.AuditFormatError:  # verifying says what is wrong with it
                row.gathered_at, row.chain_count, row.hash = False, 0, ""
                continue
            row.gathered_at = held.time.replace(tzinfo=None, microsecond=0)
            row.chain_count = len(held.heads)
            row.hash = held.hash

    @api.model
    def _gather(self) -> vault.Checkpoint:
        """Keep the heads of all chains as they are now."""
        # sudo: heads of all cases, which nobody may list; they hold no content
        heads_of_chains = self.env["wbs.audit.head"].sudo()
        heads_of_chains.invalidate_model()  # SQL moves them
        rows = heads_of_chains.search([("length", ">", 0)])
        heads = {row.chain: vault.Head(row.length, row.hash) for row in rows}
        known = self._checkpoints()
        made = vault.make_checkpoint(
            self.env["wbs.vault"]._key_folder().audit_chain_key,
            self.env["bpmn.time"]._now(),
            heads,
            known[-1] if known else None,
        )
        _header, line = vault.export_checkpoints([made])
        # sudo: nobody has rights to write checkpoints; this is their only door
        self.sudo().create({"number": made.number, "line": line.decode()})
        return made

    @api.model
    def _checkpoints(self) -> list[vault.Checkpoint]:
        """All checkpoints, oldest first, as the database has them."""
        return list(vault.read_checkpoints(self._export_lines()))

    @api.model
    def _first_broken(
        self, own: list[vault.Checkpoint] | None = None
    ) -> vault.TouchedCheckpoint | None:
        """The first checkpoint that is not as it was written.

        :param own: what an auditor kept outside, instead of what stands here
        """
        key = self.env["wbs.vault"]._key_folder().audit_chain_key
        return vault.verify_checkpoints(
            key, self._checkpoints() if own is None else own
        )

    @api.model
    def _export_lines(self) -> Iterator[bytes]:
        """The file of checkpoints for an auditor, line by line."""
        yield from vault.export_checkpoints([])
        # sudo: checkpoints name chains and hashes only; the caller is an auditor's door
        checkpoints = self.sudo()
        # All of them: each covers the one before.
        rows = checkpoints.search([])  # pylint: disable=no-search-all
        for row in rows:
            yield row.line.encode()
