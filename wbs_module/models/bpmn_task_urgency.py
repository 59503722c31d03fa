"""How urgent a task is: one rule for lists, cards, filters, counters and figures."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from odoo import api, fields, models
from odoo.fields import Domain

# Urgency → number of a colour in Odoo's palette: red, amber, grey, green.
COLOURS = {"late": 1, "soon": 3, "paused": 12, "normal": 10}
MOST_COUNTED = 100  # a counter needs no more, and counting all reads all


class BpmnTask(models.Model):
    """A task is soon due when its clock has warned, or by the next working day's end.

    A clock warns by the part of its time that has passed. Of a long one that may be
    weeks before, of a short one only hours: then nobody would be told the day before.
    """

    _inherit = "bpmn.task"

    urgency = fields.Selection(
        [
            ("late", "Late"),
            ("soon", "Soon due"),
            ("paused", "Paused"),
            ("normal", "In time"),
        ],
        compute="_compute_urgency",
        search="_search_urgency",
    )
    colour = fields.Integer(compute="_compute_colour")
    on_calendar = fields.Char(compute="_compute_on_calendar")

    @api.depends("due_at", "warn_at", "deadline_state", "state", "company_id")
    def _compute_urgency(self):
        now = self.env["bpmn.time"]._now()
        soon = {company: self._soon_until(company) for company in self.company_id}
        for task in self:
            task.urgency = task._urgency_at(now, soon.get(task.company_id))

    @api.depends("urgency")
    def _compute_colour(self):
        for task in self:
            task.colour = COLOURS.get(task.urgency, 0)

    @api.depends("summary", "name")
    def _compute_on_calendar(self):
        """What the task is about comes first: the end is cut, and steps repeat."""
        for task in self:
            task.on_calendar = f"{task.summary} · {task.name}"

    def _urgency_at(self, now: datetime, soon: datetime | None) -> str | bool:
        if self.state != "open":
            return False  # not “in time” either: it may have been finished late
        if not self.due_at:
            return "normal"
        if self.deadline_state == "paused":
            return "paused"
        if self.due_at <= now:
            return "late"
        warned = self.warn_at and self.warn_at <= now
        return "soon" if warned or (soon and self.due_at <= soon) else "normal"

    @api.model
    def _soon_until(self, company: models.Model) -> datetime:
        """What is due by then is soon due: the end of the office's next working day."""
        time = self.env["bpmn.time"]
        ends = self.env["bpmn.clock"]._next_working_day_ends(company.id, time._moment())
        return time._stored(ends)

    @api.model
    def _search_urgency(self, operator: str, value: Any) -> Domain:
        if operator != "in":
            return NotImplemented
        domains = self._urgency_domains()
        wanted = [domains[key] for key in value if key in domains]
        return reduce(or_, wanted, Domain.FALSE)

    @api.model
    def _urgency_domains(self) -> dict[str, Domain]:
        """Urgency → the tasks that have it, as `_urgency_at` tells of one."""
        now = self.env["bpmn.time"]._now()
        waits = Domain("state", "=", "open")
        timed = waits & Domain("due_at", "!=", False)
        paused = timed & Domain("deadline_state", "=", "paused")
        running = timed & Domain("deadline_state", "!=", "paused")
        late = running & Domain("due_at", "<=", now)
        ahead = running & Domain("due_at", ">", now)
        near = Domain("warn_at", "<=", now) | self._due_soon()
        return {
            "late": late,
            "soon": ahead & near,
            "paused": paused,
            "normal": (waits & Domain("due_at", "=", False)) | (ahead & ~near),
        }

    @api.model
    def _due_soon(self) -> Domain:
        """Due by the end of the next working day of the task's office."""
        # sudo: which offices there are; only moments come out
        offices = defaultdict(list)
        for company in self.env["res.company"].sudo().search([]):
            offices[self._soon_until(company)].append(company.id)
        return reduce(
            or_,
            (
                Domain("company_id", "in", ids) & Domain("due_at", "<=", until)
                for until, ids in offices.items()
            ),
        )

    @api.model
    def count_mine(self) -> dict[str, int]:
        """What the counter in the system tray shows.

        :return: ``total``, at most `MOST_COUNTED`; ``late`` and ``soon``: 1 where one
            is, the latter only while none is late
        """
        if not self.has_access("read"):
            return {"total": 0, "late": 0, "soon": 0}
        mine, urgency = Domain("mine", "=", True), self._urgency_domains()
        late = self.search_count(mine & urgency["late"], 1)
        return {
            "total": self.search_count(mine, MOST_COUNTED),
            "late": late,
            "soon": 0 if late else self.search_count(mine & urgency["soon"], 1),
        }
