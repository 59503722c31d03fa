"""Deadlines grouped by clock say its name, as every other place does."""

from __future__ import annotations

from typing import Any

from odoo import api, models

KEY = "clock_key"


class BpmnDeadline(models.Model):
    _inherit = "bpmn.deadline"

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
        return self._with_names_of_clocks(groups)

    @api.model
    def formatted_read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *, order=None
    ):
        """As Odoo's, which pivots ask; the domains keep the clock's key."""
        sets = super().formatted_read_grouping_sets(
            domain, grouping_sets, aggregates, order=order
        )
        return [self._with_names_of_clocks(groups) for groups in sets]

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
