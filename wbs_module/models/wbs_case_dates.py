"""Dates of a case as the office counts and writes them, for its reporter."""

from __future__ import annotations

from datetime import datetime

from odoo import models

FIRST_ANSWER = "first_answer"


class WbsCase(models.Model):
    # Dates for a reporter are an idea of their own, apart from the record.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.case"

    def _first_answer_by(self) -> str:
        """Until when the office answers; empty if it has, or if the clock rests."""
        self.ensure_one()
        # sudo: the reporter's page and letters have no user of their own
        deadline = (
            self.env["bpmn.deadline"]
            .sudo()
            .search(
                [
                    ("instance_id", "in", self.bpmn_instance_ids.ids),
                    ("clock_key", "=", FIRST_ANSWER),
                    ("state", "=", "running"),
                ],
                limit=1,
            )
        )
        return self._local_date(deadline.due_at)

    def _local_date(self, moment: datetime | bool) -> str:
        """``moment`` (naive UTC) as a date at the office, in the reader's language."""
        return self.company_id.with_env(self.env)._wbs_date(moment)
