"""Odoo's working calendars, as the data by which the engine counts working time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.time import Attendance, DayOff, TimeError, WorkingCalendar
from .bpmn_time import UTC


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    bpmn_decreed_through = fields.Integer(
        "Holidays decreed through",
        help="Last year whose public holidays and collective leave have been decreed. "
        "A deadline that runs past it says that it may still move. Zero: not kept.",
        aggregator=None,
    )

    def _bpmn_working_calendar(self) -> WorkingCalendar:
        """The calendar as the engine counts by it.

        :raise UserError: it cannot be counted by, saying why
        """
        if not self:
            raise UserError(
                self.env._(
                    "The office has no working time: choose a working schedule for "
                    "the company, or for the clock."
                )
            )
        try:
            return WorkingCalendar(
                zone=self.tz or "UTC",
                attendances=tuple(self._bpmn_attendances()),
                days_off=tuple(self._bpmn_days_off()),
                decreed_through=self.bpmn_decreed_through or None,
                name=self.name,
            )
        except TimeError as error:
            raise UserError(
                self.env._(
                    "%(calendar)s: %(problem)s", calendar=self.name, problem=str(error)
                )
            ) from None

    def _bpmn_attendances(self) -> Iterator[Attendance]:
        for line in self.attendance_ids:
            if not line.display_type and line.day_period != "lunch":
                yield Attendance(
                    int(line.dayofweek),
                    round(line.hour_from * 3600),
                    round(line.hour_to * 3600),
                )

    def _bpmn_days_off(self) -> Iterator[DayOff]:
        """Leaves of everybody (no resource), as local wall-clock time."""
        leaves = self.env["resource.calendar.leaves"].search(
            [
                ("resource_id", "=", False),
                ("calendar_id", "in", [False, self.id]),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            order="date_from, id",
        )
        for leave in leaves:
            yield self._bpmn_day_off(leave)

    def _bpmn_day_off(self, leave: models.Model) -> DayOff:
        zone = ZoneInfo(self.tz or "UTC")
        starts, ends = (
            moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
            for moment in (leave.date_from, leave.date_to)
        )
        if ends.time().hour == 23 and ends.time().minute == 59:
            ends = ends.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        return DayOff(leave.name or "-", starts, ends)


class _ForgetsDefinitions(models.AbstractModel):
    """Clocks are kept in memory: what they count by makes them be read anew."""

    _name = "bpmn.calendar.part"
    _description = "Part of a Calendar that Clocks Count By"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()


class WatchedCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "bpmn.calendar.part"]


class WatchedAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "bpmn.calendar.part"]


class WatchedLeave(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "bpmn.calendar.part"]


class WatchedOffice(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        written = super().write(vals)
        if "resource_calendar_id" in vals:
            self.env.registry.clear_cache()
        return written
