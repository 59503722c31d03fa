"""Tasks are found by their urgency, so that a count leads to just what it counted."""

from __future__ import annotations

from odoo import api, fields, models
from odoo.fields import Domain


class BpmnTask(models.Model):
    # How urgency is searched is an idea of its own, apart from how tasks are kept.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "bpmn.task"

    urgency = fields.Selection(search="_search_urgency")

    @api.model
    def _search_urgency(self, operator, value):
        """As ``_compute_urgency`` says it, in the words of a search."""
        if operator != "in":
            return NotImplemented
        now = self.env["bpmn.time"]._now()
        timed = Domain("state", "=", "open") & Domain("due_at", "!=", False)
        paused = timed & Domain("deadline_state", "=", "paused")
        going = timed & Domain("deadline_state", "not in", ["paused"])
        overdue = Domain("late", "=", True) | Domain("due_at", "<=", now)
        warned = Domain("warn_at", "<=", now)
        found = {
            "late": going & overdue,
            "soon": going & ~overdue & warned,
            "paused": paused,
            "normal": ~timed | (going & ~overdue & ~warned),
        }
        return Domain.OR(found[urgency] for urgency in value if urgency in found)
