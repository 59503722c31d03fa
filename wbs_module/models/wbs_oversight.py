"""Figures for those who oversee: what is late, who carries what, how long it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

SMALLEST_CELL = 5
"""Statistics hide smaller counts, because few cases tell who is behind them."""
MONTHS = 12
MOST_DEADLINES = 20_000
DAY = 24 * 3600


class WbsOversight(models.AbstractModel):
    _name = "wbs.oversight"
    _description = "Oversight"

    @api.model
    def get_figures(self) -> dict[str, Any]:
        """The dashboard of whoever oversees.

        Whoever works on cases gets figures of the rows that they may see and of no
        other: an office-wide total beside a list that is one shorter would tell an
        excluded person that there is a case about them. Whoever sees no case at all
        gets the whole office, in statistics only.

        :return: ``work`` (counts, ``steps``, ``people``; ``None`` for those who see no
            cases) and ``statistics`` (``months``, ``categories``, ``channels``,
            ``clocks``), where a count below five is ``None``
        :raise AccessError: not meant for this user
        """
        if not self.env.user.has_group("wbs_module.group_oversight"):
            raise AccessError(self.env._("Oversight is not one of your tasks."))
        sees_cases = self.env.user.has_group("wbs_module.group_case_staff")
        # sudo: sums of the office without small cells, for who may open no case
        source = self if sees_cases else self.sudo()
        return {
            "work": source._work() if sees_cases else None,
            "statistics": source._statistics(),
        }

    # --- what waits now ----

    def _work(self) -> dict[str, Any]:
        tasks = self.env["bpmn.task"]
        open_tasks = tasks.search_fetch(
            Domain("state", "=", "open") & self._of_offices()
        )
        urgencies = Counter(open_tasks.mapped("urgency"))
        return {
            "total": len(open_tasks),
            "late": urgencies["late"],
            "soon": urgencies["soon"],
            "paused": urgencies["paused"],
            "mine": tasks.search_count(Domain("mine", "=", True) & self._of_offices()),
            "steps": self._as_rows(open_tasks.grouped("name")),
            "people": self._as_rows(
                open_tasks.grouped(
                    lambda task: task.user_id.name or task.group_id.name or "-"
                )
            ),
        }

    def _of_offices(self) -> Domain:
        return Domain("company_id", "in", self.env.companies.ids)

    @staticmethod
    def _as_rows(tasks_of: dict[str, models.Model]) -> list[dict[str, Any]]:
        """The most first; late ones break a tie. Each leads to what it counts."""
        rows = []
        for name, tasks in tasks_of.items():
            counts = Counter(tasks.mapped("urgency"))
            rows.append(
                {
                    "name": name,
                    "late": counts["late"],
                    "soon": counts["soon"],
                    "paused": counts["paused"],
                    "normal": counts["normal"],
                    "total": len(tasks),
                    "domain": [("id", "in", tasks.ids)],
                }
            )
        return sorted(rows, key=lambda row: (-row["total"], -row["late"], row["name"]))

    # --- what was ----

    def _statistics(self) -> dict[str, Any]:
        cases = self.env["wbs.case"]
        since = self._first_of_months()
        known = Domain("received_at", ">=", since) & self._of_offices()
        return {
            "since": fields.Date.to_string(since),
            "smallest_cell": SMALLEST_CELL,
            "months": self._by_month(known, since),
            "categories": self._by_choice(cases, "category", known),
            "channels": self._by_choice(cases, "channel", known),
            "clocks": self._clocks_kept(since),
        }

    def _first_of_months(self) -> datetime:
        first = (
            self.env["bpmn.time"]
            ._now()
            .replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        )
        for _month in range(MONTHS - 1):
            first = (first - timedelta(days=1)).replace(day=1)
        return first

    def _by_month(self, known: Domain, since: datetime) -> list[dict[str, Any]]:
        received = self._count_by_month("received_at", known)
        ended = Domain("closed_at", ">=", since) & self._of_offices()
        closed = self._count_by_month("closed_at", ended)
        months, month = [], since
        while month <= self.env["bpmn.time"]._now():
            months.append(month.strftime("%Y-%m"))
            month = (month + timedelta(days=32)).replace(day=1)
        columns = [
            _without_small([counts.get(month, 0) for month in months])
            for counts in (received, closed)
        ]
        return [
            {"month": month, "received": received, "closed": closed}
            for month, received, closed in zip(months, *columns, strict=True)
        ]

    def _count_by_month(self, field: str, domain: Domain) -> dict[str, int]:
        groups = self.env["wbs.case"]._read_group(
            domain, [f"{field}:month"], ["__count"]
        )
        return {month.strftime("%Y-%m"): count for month, count in groups if month}

    @staticmethod
    def _by_choice(
        records: models.Model, field: str, domain: Domain
    ) -> list[dict[str, Any]]:
        labels = dict(records._fields[field]._description_selection(records.env))
        groups = records._read_group(domain, [field], ["__count"])
        counts = _without_small([count for _value, count in groups])
        return [
            {"name": labels[value], "count": count}
            for (value, _count), count in zip(groups, counts, strict=True)
        ]

    def _clocks_kept(self, since: datetime) -> list[dict[str, Any]]:
        """How long each clock ran, in calendar days, and how often it was kept."""
        ended = self.env["bpmn.deadline"].search_fetch(
            Domain("state", "in", ("met", "met_late"))
            & Domain("ended_at", ">=", since)
            & self._of_offices(),
            ["clock_key", "company_id", "state", "started_at", "due_at", "ended_at"],
            order="ended_at desc",
            limit=MOST_DEADLINES,
        )
        of_clock = ended.grouped("clock_name")
        return [
            self._clock_row(name, deadlines)
            for name, deadlines in sorted(of_clock.items())
        ]

    @staticmethod
    def _clock_row(name: str, deadlines: models.Model) -> dict[str, Any]:
        count = len(deadlines)
        if count < SMALLEST_CELL:
            return {"name": name, "count": None}
        kept = len(deadlines.filtered(lambda deadline: deadline.state == "met"))
        return {
            "name": name,
            "count": count,
            "took": _median_days(
                (item.started_at, item.ended_at) for item in deadlines
            ),
            "allowed": _median_days(
                (item.started_at, item.due_at) for item in deadlines
            ),
            "kept": round(100 * kept / count),
        }


def _without_small(counts: list[int]) -> list[int | None]:
    """The counts of a statistic; ``None`` where one to four would be told.

    The sum of all may be known from another table. So a single one left out could be
    reckoned, and of several their own sum could be: the next smallest goes with them
    until neither tells of fewer than five.
    """
    hidden = {at for at, count in enumerate(counts) if 0 < count < SMALLEST_CELL}
    others = [at for at, count in enumerate(counts) if count and at not in hidden]
    others.sort(key=lambda at: counts[at], reverse=True)
    while hidden and others:
        if len(hidden) > 1 and sum(counts[at] for at in hidden) >= SMALLEST_CELL:
            break
        hidden.add(others.pop())
    return [None if at in hidden else count for at, count in enumerate(counts)]


def _median_days(spans: Iterable[tuple[datetime, datetime]]) -> float:
    return round(median((end - start).total_seconds() for start, end in spans) / DAY, 1)
