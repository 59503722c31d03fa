"""On the check page: whether those who see what is guarded sign in with two factors."""

from __future__ import annotations

from collections.abc import Iterator

from odoo import api, models

from ..models.wbs_second_factor import GUARDED
from .wbs_check_page import Check


class WbsCheckPage(models.TransientModel):
    # What other modules bring to signing in is an idea apart from keys and schedules.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.check.page"

    @api.model
    def _checks(self) -> Iterator[Check]:
        yield from super()._checks()
        yield from self._check_second_factor()

    @api.model
    def _check_second_factor(self) -> Iterator[Check]:
        """How many of the guarded roles have none yet, in which offices none is asked
        for; how many, not who."""
        if self.env["wbs.vault"]._is_demonstration():
            yield Check(
                "second_factor_demonstration",
                "in order",
                self.env._(
                    "A demonstration asks for no second factor. In a real office every "
                    "guarded role signs in with one."
                ),
            )
            return
        # sudo: memberships and settings of all offices; only numbers are told
        groups = self.env["res.groups"].sudo()
        for name in GUARDED:
            groups |= self.env.ref(name).sudo()
        people = groups.all_user_ids.filtered("active")
        lacking = people.filtered(lambda user: not user._mfa_type())
        lax = people.company_ids.filtered(lambda office: not office.wbs_second_factor)
        if lax:
            yield Check(
                "second_factor_off",
                "warning",
                self.env._(
                    "No second factor is asked for at: %s. A stolen password opens "
                    "cases there. Switch it on in the settings of the office.",
                    ", ".join(lax.sorted("name").mapped("name")),
                ),
            )
        if lacking:
            yield Check(
                "second_factor_missing",
                "warning",
                self.env._(
                    "%(lacking)s of %(people)s people in guarded roles have not set up "
                    "a second factor. Let them sign in once: they are led through it, "
                    "and see nothing before.",
                    lacking=len(lacking),
                    people=len(people),
                ),
            )
        if not lax and not lacking:
            yield Check(
                "second_factor_in_order",
                "in order",
                self.env._(
                    "Everybody in a guarded role signs in with a second factor."
                ),
            )
