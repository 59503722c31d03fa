"""What an office's clocks promise, in words for reporters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from babel.dates import format_date
from babel.lists import format_list

from odoo import models

from ..engine.time import ClockDefinition, Unit, due_at, start_deadline

# What is promised → the clock that says by when, or those that run one after another.
PROMISES = {
    "first answer": ("first_answer",),
    "begin": ("first_answer",),
    "question": ("extra_data_wait",),
    "reply": ("extra_data_wait",),
    "danger": ("retaliation_risk",),
    "retaliation": ("checkin_30", "checkin_90", "checkin_180"),
    "withdrawal": ("decision",),
    "admission": ("objection_admission",),
    "review": ("objection_review",),
}


class ResCompany(models.Model):
    # What clocks promise is an idea of its own, apart from an office's settings.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "res.company"

    def _wbs_promise(self, name: str) -> str:
        """What happens by when, as one sentence with the time of the office's clock.

        Where the office has no such clock, the sentence promises no time.
        """
        sentence, without = self._wbs_promises()[name]
        time = self._wbs_time_of(*PROMISES[name])
        return sentence % time if time else without

    def _wbs_promises(self) -> dict[str, tuple[str, str]]:
        """Name → (the sentence with ``%s`` for its time, the one without)."""
        env = self.env
        return {
            "first answer": (
                env._(
                    "You get a code. With it you read the office's first answer "
                    "within %s."
                ),
                env._("You get a code. With it you read the office's answer."),
            ),
            "begin": (
                env._("The office begins to check it and answers you within %s."),
                env._("The office begins to check it."),
            ),
            "question": (
                env._(
                    "Look in with your code about once a week: the office may have a "
                    "question, and waits %s for your reply."
                ),
                env._(
                    "Look in with your code about once a week: the office may have a "
                    "question."
                ),
            ),
            "reply": (
                env._(
                    "It waits %s from its question on, and then decides with what it "
                    "has."
                ),
                "",
            ),
            "danger": (
                env._("The office looks at it first and judges the danger within %s."),
                env._("The office looks at it first."),
            ),
            "retaliation": (
                env._(
                    "The office looks at how great the danger is, can take measures at "
                    "once, and asks again after %s."
                ),
                env._(
                    "The office looks at how great the danger is, can take measures at "
                    "once, and asks again later."
                ),
            ),
            "withdrawal": (
                env._(
                    "The Inspector decides within %s, and you read the decision under "
                    "your report."
                ),
                env._(
                    "The Inspector decides, and you read the decision under your "
                    "report."
                ),
            ),
            "admission": (
                env._(
                    "Within %s the office checks whether it can take up your objection."
                ),
                env._("The office checks whether it can take up your objection."),
            ),
            "review": (
                env._(
                    "If so, somebody else looks at your report again within another "
                    "%s. You read the outcome under your report."
                ),
                env._(
                    "If so, somebody else looks at your report again. You read the "
                    "outcome under your report."
                ),
            ),
        }

    def _wbs_time_of(self, *keys: str) -> str:
        """How long a clock runs, as “15 working days”; empty where there is none.

        Of clocks that run one after another, how long it takes until each is due:
        “30, 90, and 180 days”; empty where one is missing or counts otherwise.
        """
        self.ensure_one()
        clocks = self._wbs_clocks(self.env["bpmn.time"]._moment())
        amounts = [clocks[key].amount for key in keys if key in clocks]
        units = {amount.unit for amount in amounts}
        if len(amounts) < len(keys) or len(units) > 1:
            return ""
        ends = accumulate(amount.number for amount in amounts)
        numbers = format_list(
            [f"{end:g}" for end in ends], locale=self.env.lang or "en_US"
        )
        return self._wbs_amount(numbers, units.pop())

    def _wbs_amount(self, number: str, unit: Unit) -> str:
        one = number == "1"
        if unit is Unit.WORKING_DAYS:
            return (
                self.env._("1 working day")
                if one
                else self.env._("%s working days", number)
            )
        if unit is Unit.CALENDAR_DAYS:
            return self.env._("1 day") if one else self.env._("%s days", number)
        if unit is Unit.WORKING_HOURS:
            return (
                self.env._("1 working hour")
                if one
                else self.env._("%s working hours", number)
            )
        return self.env._("1 hour") if one else self.env._("%s hours", number)

    def _wbs_clock_end(self, key: str, start: datetime | None = None) -> Any:
        """When a clock of the office that begins at ``start`` (now) is due.

        :return: naive UTC, as it is stored; ``False`` where there is no such clock
        """
        self.ensure_one()
        time = self.env["bpmn.time"]
        at = start.replace(tzinfo=UTC) if start else time._moment()
        clock = self._wbs_clocks(at).get(key)
        if not clock:
            return False
        return time._stored(due_at(start_deadline(clock, at), at))

    def _wbs_clocks(self, at: datetime) -> Mapping[str, ClockDefinition]:
        return self.env["bpmn.clock"]._definitions(self.id, at)

    def _wbs_date(self, moment: datetime | bool) -> str:
        """``moment`` (naive UTC) as a date at the office, in the reader's language.

        Not Odoo's own: where English is not installed, it names months in another
        language, and the sentences around them stay English.
        """
        if not moment:
            return ""
        day = self._wbs_day(moment)
        return format_date(day, "d MMMM y", locale=self.env.lang or "en_US")
