"""Clocks: how long an office has for what, as data that drawings name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..engine.time import (
    Amount,
    ClockDefinition,
    EscalationStep,
    NoWorkingTime,
    TimeError,
    Unit,
    WorkingCalendar,
)

UNITS = [
    ("working_days", "Working days"),
    ("calendar_days", "Calendar days"),
    ("working_hours", "Working hours"),
    ("calendar_hours", "Hours"),
]


class BpmnClock(models.Model):
    _name = "bpmn.clock"
    _description = "Clock"
    _order = "key, valid_from desc, id desc"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(
        "Key in drawings", required=True, help="Drawings name the clock by this key."
    )
    company_id = fields.Many2one(
        "res.company", "Office", required=True, default=lambda self: self.env.company
    )
    valid_from = fields.Date(
        required=True,
        default="2000-01-01",
        help="First day on which new deadlines use this definition. A later one with "
        "the same key takes over on its day; running deadlines keep their values.",
    )
    amount = fields.Float(required=True, digits=(12, 2), aggregator=None)
    unit = fields.Selection(UNITS, required=True, default="working_days")
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working time",
        help="Where it is empty, the working time of the office counts.",
    )
    warn_percent = fields.Float(
        "Warn when this part has passed (%)", default=75.0, aggregator=None
    )
    step_ids = fields.One2many("bpmn.clock.step", "clock_id", "Escalation", copy=True)
    pausable = fields.Boolean(
        "May stand still", help="Where a drawing says so: waiting for somebody outside."
    )
    longest_extension = fields.Float(
        help="Most that one reasoned extension may add, in the unit of the clock; "
        "zero: it cannot be extended.",
        aggregator=None,
    )
    legal_basis = fields.Char(translate=True)
    is_proposal = fields.Boolean(
        "No readable source",
        help="The amount is a proposal that the office has to confirm.",
    )
    active = fields.Boolean(default=True)
    change_ids = fields.One2many("bpmn.clock.change", "clock_id", "Changes")

    _key_unique = models.UniqueIndex(
        "(company_id, key, valid_from) WHERE active",
        "This office already has this clock from the same day on.",
    )

    @api.constrains(
        "amount", "unit", "calendar_id", "warn_percent", "longest_extension", "step_ids"
    )
    def _check_definition(self):
        for clock in self:
            try:
                problems = clock._definition().check()
            except TimeError as error:
                problems = [str(error)]
            if problems:
                raise ValidationError("\n".join([clock.name, *problems]))

    @api.model_create_multi
    def create(self, vals_list):
        clocks = super().create(vals_list)
        self.env.registry.clear_cache()
        clocks._record_change({})
        return clocks

    def write(self, vals):
        before = {clock.id: clock._described() for clock in self}
        result = super().write(vals)
        self.env.registry.clear_cache()
        self._record_change(before)
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _described(self) -> dict[str, str]:
        """What the log of changes compares: field label → value in words."""
        steps = "; ".join(
            f"+{step.after:g}: {step.group_id.name}" for step in self.step_ids
        )
        names = ("amount", "unit", "warn_percent", "pausable", "longest_extension")
        names += ("legal_basis", "valid_from", "active")
        described = {name: str(self[name]) for name in names}
        return described | {"calendar": self.calendar_id.name or "-", "steps": steps}

    def _record_change(self, before: Mapping[int, dict[str, str]]) -> None:
        # sudo: nobody holds a right to write the log of changes
        values = []
        for clock in self:
            old, new = before.get(clock.id, {}), clock._described()
            changed = {key: new[key] for key in new if old.get(key) != new[key]}
            if changed:
                values.append(
                    {
                        "clock_id": clock.id,
                        "user_id": self.env.uid,
                        "changed_at": self.env["bpmn.time"]._now(),
                        "before": ", ".join(f"{key} {old[key]}" for key in changed)
                        if old
                        else False,
                        "after": ", ".join(f"{k} {v}" for k, v in changed.items()),
                    }
                )
        self.env["bpmn.clock.change"].sudo().create(values)

    # --- what the engine is given ---------------------------------------------------

    @api.model
    def _keys(self, company: models.Model) -> frozenset[str]:
        return frozenset(self.search([("company_id", "=", company.id)]).mapped("key"))

    @api.model
    def _definitions(
        self, company_id: int, at: datetime
    ) -> Mapping[str, ClockDefinition]:
        """Key → the definition valid at ``at`` (aware), without a query once warm."""
        _zone, definitions = self._all_definitions(company_id)
        today = at.astimezone(self._office_zone(company_id)).date()
        valid: dict[str, ClockDefinition] = {}
        for definition in definitions:  # oldest first: the newest valid one stays
            if definition.valid_from <= today or definition.key not in valid:
                valid[definition.key] = definition
        return valid

    @api.model
    def _office_zone(self, company_id: int) -> ZoneInfo:
        """The office's time zone, without a query once warm."""
        zone, _definitions = self._all_definitions(company_id)
        return ZoneInfo(zone)

    @api.model
    def _office_day(self, company_id: int) -> date:
        """Which day it is at the office."""
        moment = self.env["bpmn.time"]._moment()
        return moment.astimezone(self._office_zone(company_id)).date()

    @api.model
    def _next_working_day_ends(self, company_id: int, at: datetime) -> datetime:
        """The end of the office's next working day after ``at`` (both aware).

        Without a query once warm. Where nobody said when the office works, tomorrow.
        """
        calendar = self._office_calendar(company_id)
        if calendar is None:
            return at + timedelta(days=1)
        try:
            next_day = calendar.add_working_days(at, 1)
        except NoWorkingTime:
            return at + timedelta(days=1)
        return calendar.end_of_day(calendar.local_day(next_day))

    @api.model
    @tools.ormcache("company_id")
    def _office_calendar(self, company_id: int) -> WorkingCalendar | None:
        # sudo: when the office works counts for everybody
        company = self.env["res.company"].sudo().browse(company_id)
        try:
            return company.resource_calendar_id._bpmn_working_calendar()
        except UserError:  # none, or one that cannot be counted by
            return None

    @api.model
    @tools.ormcache("company_id")
    def _all_definitions(
        self, company_id: int
    ) -> tuple[str, tuple[ClockDefinition, ...]]:
        """(the office's time zone, its definitions, oldest first)."""
        # sudo: the office's clocks count for everybody, whoever takes the step
        clocks = self.sudo().search(
            [("company_id", "=", company_id)], order="key, valid_from, id"
        )
        calendar = (
            self.env["res.company"].sudo().browse(company_id).resource_calendar_id
        )
        zone = calendar.tz or "UTC"
        return zone, tuple(clock._definition() for clock in clocks)

    def _definition(self) -> ClockDefinition:
        self.ensure_one()
        unit = Unit(self.unit)
        calendar = self.calendar_id or self.company_id.resource_calendar_id
        return ClockDefinition(
            key=self.key,
            amount=_amount(self.amount, unit),
            calendar=calendar._bpmn_working_calendar(),
            warn_at_percent=self.warn_percent or None,
            escalation=tuple(
                EscalationStep(level=step.level, after=_amount(step.after, unit))
                for step in self.step_ids
            ),
            pausable=self.pausable,
            longest_extension=self.longest_extension or None,
            legal_basis=self.legal_basis or "",
            valid_from=self.valid_from,
        )

    @api.model
    def _group_of_level(self, company_id: int, key: str, level: str) -> models.Model:
        """The group that the clock's escalation step ``level`` tells."""
        # sudo: escalation asks for the group, nobody reads the clock
        return (
            self.env["bpmn.clock.step"]
            .sudo()
            .search(
                [
                    ("clock_id.company_id", "=", company_id),
                    ("clock_id.key", "=", key),
                    ("level", "=", level),
                ],
                order="clock_id desc",
                limit=1,
            )
            .group_id
        )

    @api.model
    def _escalation_steps(self, company_id: int, key: str) -> models.Model:
        """The escalation steps of a clock, the earliest first, as superuser."""
        # sudo: who is told and who decides, for whoever sees a deadline of the clock
        return (
            self.env["bpmn.clock.step"]
            .sudo()
            .search(
                [("clock_id.company_id", "=", company_id), ("clock_id.key", "=", key)]
            )
            .sorted("after")
        )


class BpmnClockStep(models.Model):
    _name = "bpmn.clock.step"
    _inherit = ["bpmn.calendar.part"]
    _description = "Escalation Step of a Clock"
    _order = "clock_id, after, id"

    clock_id = fields.Many2one(
        "bpmn.clock", required=True, index=True, ondelete="cascade"
    )
    after = fields.Float(
        "After due",
        required=True,
        help="How long after the clock is due, in its unit; zero: at once.",
        aggregator=None,
    )
    group_id = fields.Many2one(
        "res.groups",
        "Who is told",
        required=True,
        ondelete="restrict",
        domain=[("bpmn_key", "!=", False)],
    )
    level = fields.Char(compute="_compute_level", store=True)

    @api.depends("group_id.bpmn_key")
    def _compute_level(self):
        for step in self:
            step.level = step.group_id.bpmn_key or str(step.group_id.id)


class BpmnClockChange(models.Model):
    _name = "bpmn.clock.change"
    _inherit = ["bpmn.sealed"]
    _description = "Change of a Clock"
    _order = "id desc"
    _log_access = False

    clock_id = fields.Many2one(
        "bpmn.clock", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Who", required=True)
    changed_at = fields.Datetime("When", required=True)
    before = fields.Char()
    after = fields.Char()


def _amount(number: float, unit: Unit) -> Amount:
    return Amount(int(number) if number == int(number) else number, unit)
