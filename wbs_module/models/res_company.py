"""What an office decides for itself."""

import base64
from datetime import UTC, date, datetime

from odoo import fields, models, tools

# What procedures know of their office.
CHOICES = frozenset({"wbs_anonymous_allowed", "wbs_evidence_needed"})


class ResCompany(models.Model):
    _inherit = "res.company"

    wbs_public_name = fields.Char(
        "Name in public addresses",
        help="The office's reporting page is /layanan/NAME. Letters, digits and "
        "dashes.",
    )
    wbs_exit_url = fields.Char(
        "Page to leave to",
        default="https://www.google.com/",
        help="Where the quick exit of the reporting page leads: something harmless.",
    )
    wbs_government = fields.Char(
        "Government", help="Above the office's name on letters: Pemerintah Kota Malang."
    )
    wbs_signatory_name = fields.Char("Signs letters: name")
    wbs_signatory_rank = fields.Char("Signs letters: rank and grade")
    wbs_signatory_number = fields.Char("Signs letters: employee number")
    wbs_signatory_position = fields.Char("Signs letters: position")
    wbs_anonymous_allowed = fields.Boolean("Takes anonymous reports", default=True)
    wbs_evidence_needed = fields.Boolean(
        "Ask for evidence first",
        help="A report without any file is not passed on for assessment before the "
        "reporter was asked for something to begin with.",
    )
    wbs_receipt_days = fields.Integer(
        "Receipt codes after closing (days)",
        default=180,
        help="How long after closing a reporter can still read the answer.",
    )

    wbs_without_scan = fields.Selection(
        [("take", "Take it, marked “not scanned”"), ("refuse", "Refuse the file")],
        "Evidence without a virus scan",
        default="take",
        required=True,
        help="What happens to a reporter's file while the virus scanner is down. What "
        "was taken unscanned is scanned as soon as the scanner is back.",
    )

    _wbs_public_name_unique = models.UniqueIndex(
        "(wbs_public_name) WHERE wbs_public_name IS NOT NULL",
        "Another office already has this name in public addresses.",
    )
    _wbs_public_name_form = models.Constraint(
        "CHECK (wbs_public_name IS NULL OR wbs_public_name ~ '^[a-z0-9][a-z0-9-]*$')",
        "The name in public addresses has small letters, digits and dashes only.",
    )

    def write(self, vals):
        written = super().write(vals)
        if not CHOICES.isdisjoint(vals):
            self.env.registry.clear_cache()
        return written

    @tools.ormcache("self.id")
    def _wbs_choices(self) -> tuple[bool, bool]:
        """Whether anonymous reports are taken, and whether evidence is asked for first;
        kept in memory, since each step of each case asks."""
        # sudo: whoever takes a step need not read the office's settings
        office = self.sudo()
        return office.wbs_anonymous_allowed, office.wbs_evidence_needed

    def _wbs_day(self, moment: datetime) -> date:
        """The date at the office: before 07:00 in Malang, UTC still has yesterday.

        :param moment: naive, in UTC, as Odoo stores it
        """
        zone = self.env["bpmn.clock"]._office_zone(self.id)
        return moment.replace(tzinfo=UTC).astimezone(zone).date()

    def _wbs_letter_logo(self) -> bytes | None:
        """The office's coat of arms for letterheads: PNG or JPEG, or ``None``.

        Odoo gives each new company a picture that says “Your logo”; that is no coat of
        arms.
        """
        # sudo: the logo of an office stands on its public page too
        office = self.sudo().with_context(bin_size=False)
        if office.uses_default_logo or not office.logo:
            return None
        logo = base64.b64decode(office.logo)
        return logo if logo.startswith((b"\x89PNG", b"\xff\xd8\xff")) else None
