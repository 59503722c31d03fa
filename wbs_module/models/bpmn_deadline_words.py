"""Why a deadline is due when it is: the engine's facts as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from odoo import fields, models
from odoo.tools import format_date

from ..engine.time import Explanation, Fact, Unit, explain


class BpmnDeadline(models.Model):
    _inherit = "bpmn.deadline"

    paused_because = fields.Char("Stands still at", compute="_compute_paused_because")

    def _compute_paused_because(self):
        """The step that a paused clock waits at; the last one where it is several."""
        now = self.env["bpmn.time"]._moment()
        # sudo: the engine's data is hidden; the step's name is not
        for deadline in self.sudo():
            paused = deadline.state == "paused" and deadline._as_engine_sees()
            reasons = [
                fact.reason
                for fact in (explain(paused, now).facts if paused else ())
                if fact.kind == "paused" and fact.until is None
            ]
            deadline.paused_because = (
                deadline._place_in_words(reasons[-1]) if reasons else False
            )

    def _explained(self) -> str:
        """One sentence a line, in the reader's language, in the zone of the office."""
        deadline = self._as_engine_sees()
        if deadline is None:
            return ""
        explanation = explain(deadline, self.env["bpmn.time"]._moment())
        return "\n".join(self._sentences(explanation))

    def _sentences(self, explanation: Explanation) -> Iterator[str]:
        for fact in explanation.facts:
            yield getattr(self, f"_say_{fact.kind}")(fact, explanation.zone)

    def _when(self, moment: datetime | None, zone: str) -> str:
        return self.env["bpmn.time"]._in_words(moment, zone) if moment else ""

    def _day(self, day: date | None) -> str:
        return format_date(self.env, day, date_format="d MMMM yyyy") if day else ""

    # --- one sentence for each kind of fact -----------------------------------

    def _say_started(self, fact: Fact, zone: str) -> str:
        if fact.first_day is None:
            return self.env._("Started on %(when)s.", when=self._when(fact.at, zone))
        return self.env._(
            "Started on %(when)s; that day is not counted, the first day is %(day)s.",
            when=self._when(fact.at, zone),
            day=self._day(fact.first_day),
        )

    def _say_amount(self, fact: Fact, zone: str) -> str:
        amount = self._amount_in_words(fact.number, fact.unit)
        if fact.reason:
            return self.env._(
                "It runs for %(amount)s (%(basis)s).", amount=amount, basis=fact.reason
            )
        return self.env._("It runs for %(amount)s.", amount=amount)

    def _say_extended(self, fact: Fact, zone: str) -> str:
        return self.env._(
            "Extended by %(amount)s on %(when)s.",
            amount=self._amount_in_words(fact.number, fact.unit),
            when=self._when(fact.at, zone),
        )

    def _say_day_off(self, fact: Fact, zone: str) -> str:
        first, last = self._day(fact.first_day), self._day(fact.last_day)
        if first == last:
            return self.env._(
                "Not counted: %(name)s (%(day)s).", name=fact.name, day=first
            )
        return self.env._(
            "Not counted: %(name)s (%(first)s to %(last)s).",
            name=fact.name,
            first=first,
            last=last,
        )

    def _say_paused(self, fact: Fact, zone: str) -> str:
        because = self._place_in_words(fact.reason)
        passed = self._span_in_words(fact.passed, fact.unit)
        if fact.until is None:
            return self.env._(
                "Stands still since %(start)s while it is at “%(step)s”: %(passed)s so "
                "far.",
                start=self._when(fact.at, zone),
                step=because,
                passed=passed,
            )
        return self.env._(
            "Stood still from %(start)s to %(end)s while it was at “%(step)s”: "
            "%(passed)s.",
            start=self._when(fact.at, zone),
            end=self._when(fact.until, zone),
            step=because,
            passed=passed,
        )

    def _say_warns(self, fact: Fact, zone: str) -> str:
        return self.env._("Warns on %(when)s.", when=self._when(fact.at, zone))

    def _say_due(self, fact: Fact, zone: str) -> str:
        when = self._when(fact.at, zone)
        if fact.provisional:
            return self.env._("Would be due on %(when)s if it went on now.", when=when)
        return self.env._("Due on %(when)s.", when=when)

    def _say_undecreed(self, fact: Fact, zone: str) -> str:
        years = ", ".join(str(year) for year in fact.years)
        return self.env._(
            "The public holidays of %(years)s are not decreed yet: it may move.",
            years=years,
        )

    def _say_left(self, fact: Fact, zone: str) -> str:
        return self.env._(
            "Left: %(passed)s.", passed=self._span_in_words(fact.passed, fact.unit)
        )

    def _say_late(self, fact: Fact, zone: str) -> str:
        return self.env._(
            "Late by %(passed)s.", passed=self._span_in_words(fact.passed, fact.unit)
        )

    def _say_met(self, fact: Fact, zone: str) -> str:
        return self.env._("Ended on %(when)s.", when=self._when(fact.at, zone))

    def _say_stopped(self, fact: Fact, zone: str) -> str:
        return self.env._(
            "Not needed any more since %(when)s.", when=self._when(fact.at, zone)
        )

    # --- amounts and places ---------------------------------------------------

    def _amount_in_words(self, number: float | None, unit: Unit | None) -> str:
        text = f"{number or 0:g}"
        if unit is Unit.WORKING_DAYS:
            return self.env._("%s working days", text)
        if unit is Unit.WORKING_HOURS:
            return self.env._("%s working hours", text)
        if unit is Unit.CALENDAR_DAYS:
            return self.env._("%s calendar days", text)
        return self.env._("%s hours", text)

    def _span_in_words(self, passed: timedelta | None, unit: Unit | None) -> str:
        minutes = round((passed or timedelta(0)).total_seconds() / 60)
        hours, minutes = divmod(minutes, 60)
        if unit is not None and unit.counts_working_time:
            return self.env._(
                "%(hours)s h %(minutes)s min of working time",
                hours=hours,
                minutes=minutes,
            )
        days, hours = divmod(hours, 24)
        return self.env._(
            "%(days)s d %(hours)s h %(minutes)s min",
            days=days,
            hours=hours,
            minutes=minutes,
        )

    def _place_in_words(self, key: str) -> str:
        """Name of the element that pauses a clock."""
        elements = self.instance_id.version_id.element_ids
        return elements.filtered(lambda element: element.key == key)[:1].name or key
