"""Public holidays and collective leave, from ``holidays`` into Odoo's calendar."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from odoo import api, fields, models

from ..models.bpmn_time import UTC


class BpmnHolidays(models.TransientModel):
    _name = "bpmn.holidays"
    _description = "Fill in Public Holidays"

    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working time",
        required=True,
        default=lambda self: self.env.company.resource_calendar_id,
    )
    year = fields.Integer(
        required=True, default=lambda self: self.env["bpmn.time"]._now().year
    )
    collective_leave = fields.Boolean(
        "With collective leave (cuti bersama)", default=True
    )
    preview = fields.Text(compute="_compute_preview")
    undecreed = fields.Boolean(compute="_compute_preview")

    @api.depends("year", "collective_leave", "calendar_id")
    def _compute_preview(self):
        for wizard in self:
            days = wizard._days()
            wizard.preview = "\n".join(
                f"{day:%d/%m/%Y} {name}" for day, name in sorted(days.items())
            )
            wizard.undecreed = not self._collective(wizard.year)

    @api.model
    def _collective(self, year: int) -> dict[date, str]:
        """Collective leave that was decreed; none: the year's decree is not out."""
        return self._named(year, categories=("government",))

    @api.model
    def _named(self, year: int, **options: Any) -> dict[date, str]:
        """Days with their names in the reader's language."""
        language = "id" if (self.env.lang or "").startswith("id") else "en_US"
        return dict(
            holidays.country_holidays("ID", years=year, language=language, **options)
        )

    def _days(self) -> dict[date, str]:
        self.ensure_one()
        days = self._named(self.year)
        if self.collective_leave:
            days = self._collective(self.year) | days
        return days

    def action_fill(self):
        """Add the days that the calendar does not have yet."""
        self.ensure_one()
        calendar = self.calendar_id
        calendar.check_access("write")
        zone = ZoneInfo(calendar.tz or "UTC")
        # sudo: Odoo lets people enter their own absences only; whoever may change the
        # calendar, as was checked, may close it for a day
        leaves = self.env["resource.calendar.leaves"].sudo()
        known = set(
            leaves.search(
                [("calendar_id", "=", calendar.id), ("resource_id", "=", False)]
            ).mapped("date_from")
        )
        values = []
        for day, name in sorted(self._days().items()):
            starts, ends = (
                datetime.combine(day, moment, zone).astimezone(UTC).replace(tzinfo=None)
                for moment in (time.min, time(23, 59, 59))
            )
            if starts not in known:
                values.append(
                    {
                        "name": name,
                        "calendar_id": calendar.id,
                        "company_id": calendar.company_id.id,
                        "date_from": starts,
                        "date_to": ends,
                    }
                )
        added = leaves.create(values)
        if not self.undecreed and self.year > calendar.bpmn_decreed_through:
            calendar.bpmn_decreed_through = self.year
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if added else "info",
                "message": self._filled_in_words(len(added)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _filled_in_words(self, count: int) -> str:
        about = {"year": self.year, "calendar": self.calendar_id.name, "count": count}
        if not count:
            return self.env._(
                "“%(calendar)s” has all of these days of %(year)s already: nothing was "
                "added.",
                **about,
            )
        return self.env._(
            "%(count)s days of %(year)s were added to “%(calendar)s”. Due times that "
            "run already stay as they are, until you recalculate them at their clock.",
            **about,
        )
