"""Deadlines as tables and graphs count them: by the clock's name, late ones apart."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import bpmn_sql

KEY = "clock_key"
# In the order in which a table says them: what needs somebody first.
STANDINGS = [
    ("late", "Running, already late"),
    ("running", "Running, in time"),
    ("paused", "Paused"),
    ("met", "Kept in time"),
    ("met_late", "Ended late"),
    ("stopped", "Not needed any more"),
]


class BpmnDeadline(models.Model):
    _inherit = "bpmn.deadline"

    standing = fields.Selection(
        STANDINGS,
        "How it stands",
        compute="_compute_standing",
        search="_search_standing",
    )
    about = fields.Char("About", related="instance_id.summary")

    @api.depends("state", "late", "due_at")
    def _compute_standing(self):
        now = self.env["bpmn.time"]._now()
        for deadline in self:
            overdue = deadline.late or (deadline.due_at and deadline.due_at <= now)
            late = deadline.state == "running" and overdue
            deadline.standing = "late" if late else deadline.state

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = self.env["bpmn.time"]._now()
        overdue = Domain("late", "=", True) | Domain("due_at", "<=", now)
        found = Domain("state", "in", [it for it in value if it != "late"])
        if "running" in value and "late" not in value:
            found &= Domain("state", "!=", "running") | ~overdue
        if "late" in value and "running" not in value:
            found |= Domain("state", "=", "running") & overdue
        return found

    def _field_to_sql(self, alias: str, field_expr: str, query=None) -> SQL:
        """A deadline becomes late by the passing of time, so no column can say it."""
        if field_expr != "standing":
            return super()._field_to_sql(alias, field_expr, query)
        return bpmn_sql.standing_of_deadlines(alias, self.env["bpmn.time"]._now())

    @api.model
    def _escalated_to_me(self) -> models.Model:
        """Late deadlines that I may see, and that were escalated to a group of mine."""
        late = self.search([("standing", "=", "late"), ("level", "!=", False)])
        mine = self.env.user.all_group_ids
        # One look for all deadlines of a clock that have come as far.
        alike = late.grouped(lambda it: (it.company_id.id, it.clock_key, it.level))
        told = [
            deadlines
            for reached, deadlines in alike.items()
            if self._groups_told(*reached) & mine
        ]
        return self.browse().concat(*told)

    @api.model
    def _groups_told(self, company_id: int, key: str, level: str) -> models.Model:
        """Groups of a clock's escalation step, and of those before it."""
        steps = self.env["bpmn.clock"]._escalation_steps(company_id, key)
        reached = steps.filtered(lambda step: step.level == level)
        last = max(reached.mapped("after"), default=-1)
        return steps.filtered(lambda step: step.after <= last).group_id

    @api.model
    def formatted_read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        """As Odoo's, which tables and graphs ask; the domains keep the clock's key."""
        groups = super().formatted_read_group(
            domain, groupby, aggregates, having, offset, limit, order
        )
        groups = groups if order else self._in_order_of_standing(groups)
        return self._with_names_of_clocks(groups)

    @api.model
    def formatted_read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *, order=None
    ):
        """As Odoo's, which pivots ask; the domains keep the clock's key."""
        sets = super().formatted_read_grouping_sets(
            domain, grouping_sets, aggregates, order=order
        )
        if not order:
            sets = [self._in_order_of_standing(groups) for groups in sets]
        return [self._with_names_of_clocks(groups) for groups in sets]

    @staticmethod
    def _in_order_of_standing(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Groups by what needs somebody, which the alphabet of keys does not know."""
        if not groups or "standing" not in groups[0]:
            return groups
        places = {key: place for place, (key, _name) in enumerate(STANDINGS)}
        return sorted(groups, key=lambda group: places.get(group["standing"], -1))

    @api.model
    def _with_names_of_clocks(
        self, groups: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        keys = {group[KEY] for group in groups if group.get(KEY)}
        if not keys:
            return groups
        offices = self.env.companies.ids
        # sudo: only names of clocks, for whoever sees their deadlines
        clocks = (
            self.env["bpmn.clock"]
            .sudo()
            .with_context(active_test=False)
            .search([("key", "in", [*keys]), ("company_id", "in", offices)])
        )
        names = {clock.key: clock.name for clock in clocks}
        return [
            {**group, KEY: names.get(group[KEY], group[KEY])}
            if group.get(KEY)
            else group
            for group in groups
        ]
