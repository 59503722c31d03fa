"""Guessing of receipt codes is slowed down, and nobody else is."""

from __future__ import annotations

from datetime import timedelta

from odoo import api, fields, models

from .. import vault
from . import wbs_sql

MOST_TRIES = 10  # wrong codes that share a third, until one has to wait
PAUSE = 600.0  # seconds until one more may be tried


class TooManyTries(Exception):
    """Codes like the one that was typed were tried too often; it was not looked up."""


class WbsReceiptTry(models.Model):
    """How often codes were tried that share a third of their characters.

    Whoever found part of a code has to try codes that are like it, and is slowed down
    here. Codes of others are counted elsewhere: nobody is locked out, whatever address
    they come from, and no address is kept.
    """

    _name = "wbs.receipt.try"
    _description = "Tries of Receipt Codes"
    _log_access = False

    fragment = fields.Integer(required=True, readonly=True)
    level = fields.Float(required=True, readonly=True)
    at = fields.Datetime(required=True, index=True, readonly=True)

    _fragment_unique = models.UniqueIndex("(fragment)")

    @api.model
    def _take(self, code: str) -> tuple[int, ...]:
        """Count a try of ``code``, at once and for good; its fragments.

        :raise TooManyTries: it must not be looked up now
        """
        key = self.env["wbs.vault"]._key_folder().receipt_code_key
        fragments = vault.receipt_code_fragments(code, key)
        now = self.env["bpmn.time"]._now()
        with self.env.registry.cursor() as cr:
            taken = wbs_sql.take_a_try(cr, fragments, now, MOST_TRIES, PAUSE)
        if not taken:
            raise TooManyTries
        return fragments

    @api.model
    def _give_back(self, fragments: tuple[int, ...]) -> None:
        """The code was right: whoever comes often is not slowed down."""
        with self.env.registry.cursor() as cr:
            wbs_sql.add_tries(cr, fragments, -1)

    @api.autovacuum
    def _forget(self):
        """Counts that ran out long ago."""
        # sudo: housekeeping over counts that belong to nobody
        empty = timedelta(seconds=MOST_TRIES * PAUSE)
        old = [("at", "<", self.env["bpmn.time"]._now() - empty)]
        self.sudo().search(old).unlink()
