"""Every look leaves an entry that nobody can change unnoticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .. import vault
from . import wbs_sql


class WbsAuditEntry(models.Model):
    """Who did what to which record of which case, never a value.

    One chain a case: each entry's keyed hash covers the one before. The database
    refuses change and deletion, also to its owner (``wbs_sql``). Plain numbers and
    texts instead of relations: a foreign key that cascades would change entries.
    """

    _name = "wbs.audit.entry"
    _inherit = ["bpmn.sealed"]
    _description = "Entry of the Log of Looks"
    _log_access = False
    _order = "id"

    chain = fields.Char(required=True, readonly=True)
    sequence = fields.Integer("Number", required=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
    actor = fields.Char("Who", required=True, readonly=True)
    action = fields.Char("What", required=True, readonly=True)
    subject = fields.Char("Of what", required=True, readonly=True)
    detail = fields.Json("Beside it", readonly=True)
    entry_hash = fields.Char("Hash", required=True, readonly=True)
    # By the case, not a column: rows are never changed, and no hash covers an office.
    company_id = fields.Many2one(
        "res.company",
        "Office",
        compute="_compute_company_id",
        search="_search_company_id",
    )

    # Serves whoever looks by chain alone, too.
    _place = models.UniqueIndex("(chain, sequence)")

    def init(self):
        wbs_sql.make_append_only(self.env.cr, self._table)

    def _compute_company_id(self):
        # sudo: whoever reads an entry may know its office, not its case
        cases = self.env["wbs.case"].sudo()
        cases = cases.search_fetch(
            [("uid", "in", self.mapped("chain"))], ["uid", "company_id"]
        )
        offices = {case.uid: case.company_id for case in cases}
        for entry in self:
            entry.company_id = offices.get(entry.chain)

    def _search_company_id(self, operator, value):
        """Entries of these offices' cases; ``False``: of no case that there is."""
        if operator != "in":
            return NotImplemented
        offices = [office for office in value if office]
        # sudo: the rule on entries asks this for people who may not see the cases
        cases = self.env["wbs.case"].sudo()
        of_offices = cases._search([("company_id", "in", offices)])
        found = Domain("chain", "in", of_offices.subselect("uid"))
        if False in value:
            found |= Domain("chain", "not in", cases._search([]).subselect("uid"))
        return found

    # A refusal has nothing to hand on.
    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(
            self.env._("Entries are written by what happens, not by hand.")
        )

    @api.model
    def _write_entry(
        self,
        case_uid: str,
        action: str,
        subject: str,
        detail: dict[str, Any] | None = None,
        actor: str | None = None,
    ) -> None:
        """Append to the chain of a case, in the running transaction.

        :param actor: who, if it is not the user of this environment
        """
        sequence, previous = wbs_sql.lock_chain_head(self.env.cr, case_uid)
        entry = vault.AuditEntry(
            chain=case_uid,
            sequence=sequence + 1,
            time=self.env["bpmn.time"]._now(),
            actor=actor or f"user:{self.env.uid}",
            action=action,
            subject=subject,
            detail=detail or {},
        )
        key = self.env["wbs.vault"]._key_folder().audit_chain_key
        entry_hash = vault.entry_hash(key, previous or vault.BEGINNING, entry)
        wbs_sql.append_audit_entry(self.env.cr, entry, entry_hash)

    @api.model
    def _first_rows(
        self, case_uid: str, action: str, subject: str, actor: str
    ) -> dict[str, list[dict[str, Any]]]:
        """Table → the row with which the chain of a case begins, and its end.

        For a case that has just been made: were there a chain already, the unique
        indexes would refuse.
        """
        now = self.env["bpmn.time"]._now()
        entry = vault.AuditEntry(case_uid, 1, now, actor, action, subject)
        key = self.env["wbs.vault"]._key_folder().audit_chain_key
        entry_hash = vault.entry_hash(key, vault.BEGINNING, entry)
        return wbs_sql.rows_of_audit_entry(entry, entry_hash)

    @api.model
    def _verify(self, own: list[vault.Checkpoint] | None = None) -> list[vault.Touched]:
        """The first touched entry of each chain that is not whole.

        Held against checkpoints, so that missing tails show, and against the ends of
        chains as the database has them, which shows a clumsy cut before the first one.

        :param own: checkpoints that an auditor kept outside, instead of those here
        """
        key = self.env["wbs.vault"]._key_folder().audit_chain_key
        entries = [entry._chained() for entry in self._all_entries()]
        checkpoints = (
            self.env["wbs.audit.checkpoint"]._checkpoints() if own is None else own
        )
        touched = vault.verify_all_chains(key, entries, checkpoints)
        lengths = Counter(each.entry.chain for each in entries)
        named = {each.chain for each in touched}
        # sudo: nobody has rights on heads; they hold no content
        heads = self.env["wbs.audit.head"].sudo()
        heads.invalidate_model()  # SQL moves them
        for head in heads.search([("length", ">", 0)], order="chain"):
            length = lengths[head.chain]
            if length < head.length and head.chain not in named:
                cut = vault.Tampering.CUT_OFF
                touched.append(vault.Touched(head.chain, cut, length + 1))
        return touched

    @api.model
    def _all_entries(self) -> models.Model:
        """Entries of all chains in their order."""
        # sudo: verification reads entries of cases that the auditor may not see
        # all of them, on purpose: that is what verifying means
        entries = self.sudo()
        entries.invalidate_model()  # SQL writes them
        return entries.search(Domain.TRUE, order="chain, sequence, id")

    @api.model
    def _export_lines(self) -> Iterator[bytes]:
        """The file of the log for an auditor, line by line: the own offices' chains.

        Chains of other offices are only named, so that checkpoints can be held against
        the file all the same.
        """
        elsewhere = self._chains_of_other_offices()
        chained = (
            row._chained() for row in self._all_entries() if row.chain not in elsewhere
        )
        return vault.export_entries(chained, sorted(elsewhere))

    @api.model
    def _chains_of_other_offices(self) -> set[str]:
        """Chains that are not for this user; those of no case are for every auditor."""
        if self.env.su:
            return set()
        # sudo: their names only, to leave them out
        cases = self.env["wbs.case"].sudo()
        offices = self.env.companies.ids
        elsewhere = cases.search_fetch([("company_id", "not in", offices)], ["uid"])
        return set(elsewhere.mapped("uid"))

    def _chained(self) -> vault.ChainedEntry:
        self.ensure_one()
        entry = vault.AuditEntry(
            chain=self.chain,
            sequence=self.sequence,
            time=self.at,
            actor=self.actor,
            action=self.action,
            subject=self.subject,
            detail=self.detail or {},
        )
        return vault.ChainedEntry(entry, self.entry_hash)
