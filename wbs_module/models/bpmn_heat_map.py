"""Where a procedure takes its time: figures of a version, laid over its drawing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import models
from odoo.exceptions import AccessError

from . import bpmn_sql
from .bpmn_process_version import SMALLEST_CELL

ROUNDED_TO = 5
"""Counts are told in steps. What went into a gateway less what came out on one way
would otherwise tell how few took the other, and every single step would show."""
HOUR = 3600
_HEATS = ((1.0, "over"), (0.75, "close"), (0.5, "half"), (0.0, "well"))
"""The usual time as a part of the time allowed, from which on it counts as hot."""
MOST_JAMS = 3


class BpmnProcessVersion(models.Model):
    _inherit = "bpmn.process.version"

    def get_heat_map(self) -> dict[str, Any]:
        """Sums over all instances that passed here. An RPC door, for process owners.

        Whoever also works on tasks gets sums of the instances that they may see and of
        no other: a total beside a list that is one shorter would tell an excluded
        person that there is something about them.

        :return: ``xml``, ``number``, ``smallest`` and ``steps``: a row for each element
            that was reached, with ``visits`` (instances that came by), ``waiting`` and
            ``late`` (now), ``took`` and ``allowed`` (usual hours), ``heat``; each of
            them ``None`` where it would be about fewer than five. ``jams`` are the ids
            of the hottest.
        :raise AccessError: not meant for this user
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("wbs_module.group_bpmn_process_owner"):
            raise AccessError(
                self.env._("Only owners of procedures see where they take time.")
            )
        steps = self._heat_rows()
        hot = [row for row in steps if row["heat"] in ("over", "close")]
        hot.sort(key=lambda row: -row["took"] / row["allowed"])
        return {
            "xml": self.drawing,
            "number": self.number,
            "smallest": SMALLEST_CELL,
            "steps": steps,
            "jams": [row["id"] for row in hot[:MOST_JAMS]],
        }

    def _heat_rows(self) -> list[dict[str, Any]]:
        seen_by = None
        if self.env.user.has_group("wbs_module.group_bpmn_user"):
            seen_by = self.env.uid
        self.env.flush_all()
        now = self.env["bpmn.time"]._now()
        visits = bpmn_sql.visits_of_elements(self.env.cr, self.id, seen_by)
        times = bpmn_sql.times_of_elements(self.env.cr, self.id, now, seen_by)
        drawn = [
            element
            for element in self.element_ids
            if element.process_key == self.process_id.key and visits.get(element.id)
        ]
        none = bpmn_sql.ElementTimes(0, None, 0, None, 0, 0)
        found = [times.get(element.id, none) for element in drawn]
        told = {
            "visits": _told(visits[element.id] for element in drawn),
            "waiting": _told(each.waiting for each in found),
            "late": _told(each.late for each in found),
        }
        return [
            {
                "id": element.key,
                "name": element.display_name,
                "kind": element.kind,
                **{name: counts[at] for name, counts in told.items()},
                **_times(found[at]),
            }
            for at, element in enumerate(drawn)
        ]


def _told(counts: Iterable[int]) -> list[int | None]:
    """Counts as they may be told; ``None`` where one to four would be.

    A single one left out could be reckoned from the others, so the next smallest goes
    with it.
    """
    counts = list(counts)
    hidden = {at for at, count in enumerate(counts) if 0 < count < SMALLEST_CELL}
    if len(hidden) == 1:
        others = [at for at, count in enumerate(counts) if count and at not in hidden]
        hidden.update(sorted(others, key=lambda at: counts[at])[:1])
    return [
        None if at in hidden else count - count % ROUNDED_TO
        for at, count in enumerate(counts)
    ]


def _times(of: bpmn_sql.ElementTimes) -> dict[str, Any]:
    """Usual time and time allowed in hours, and how the one stands to the other."""
    took = of.took if of.finished >= SMALLEST_CELL else None
    allowed = of.allowed if of.clocked >= SMALLEST_CELL else None
    heat = None
    if took is not None and allowed:
        heat = next(name for least, name in _HEATS if took / allowed >= least)
    return {
        "took": None if took is None else round(took / HOUR, 1),
        "allowed": None if allowed is None else round(allowed / HOUR, 1),
        "heat": heat,
    }
