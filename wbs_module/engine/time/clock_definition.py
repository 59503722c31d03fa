"""A clock as an office defines it: how long, counted how, and what happens when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from .calendar_data import content_hash
from .duration import Amount, Unit, read_amount, write_amount
from .errors import InvalidTimeData
from .working_calendar import WorkingCalendar


@dataclass(frozen=True)
class EscalationStep:
    """Who is told when the clock is late by ``after`` (counted from the due moment).

    ``level`` is a name that the caller knows (team leader, inspector, …).
    """

    level: str
    after: Amount


@dataclass(frozen=True)
class ClockDefinition:
    """A clock of an office. Building one checks nothing: :meth:`check` does.

    :param key: the name that drawings use
    :param amount: how long, with its unit
    :param calendar: gives the time zone for every unit, working time for working ones
    :param warn_before: a warning this long before due; or
    :param warn_at_percent: a warning when this part of the time has passed (75.0)
    :param escalation: what happens after due, in order
    :param pausable: whether it may stand still, as a drawing says
    :param pause_reasons: reasons for which it may; empty means any
    :param longest_extension: the most that one extension may add, in the clock's
        unit; None means that it cannot be extended
    :param legal_basis: the rule that the clock comes from, as text
    :param valid_from: first day on which new deadlines use it
    """

    key: str
    amount: Amount
    calendar: WorkingCalendar
    warn_before: Amount | None = None
    warn_at_percent: float | None = None
    escalation: tuple[EscalationStep, ...] = ()
    pausable: bool = False
    pause_reasons: tuple[str, ...] = ()
    longest_extension: float | None = None
    legal_basis: str = ""
    valid_from: date | None = None

    @property
    def unit(self) -> Unit:
        return self.amount.unit

    @cached_property
    def content_hash(self) -> str:
        """Identifies the definition with its calendar, 32 hexadecimal digits."""
        return content_hash(self.to_data())

    def check(self) -> list[str]:
        """Every problem, one sentence each; an empty list means usable."""
        problems = [] if self.key else ["The clock has no key; give it a name."]
        problems += self.amount.problems("The clock's amount")
        problems += self._check_warning()
        problems += self._check_escalation()
        problems += self._check_pause_and_extension()
        return problems

    def _check_warning(self) -> list[str]:
        warn, percent = self.warn_before, self.warn_at_percent
        if warn is not None and percent is not None:
            return [
                "The clock warns both by an amount before due and by a percentage; "
                "choose one."
            ]
        if percent is not None and not 0 < percent < 100:
            return [
                f"The clock warns at {percent:g} % of its time; "
                "choose more than 0 and less than 100."
            ]
        if warn is None:
            return []
        problems = warn.problems("The warning before due")
        if warn.unit is self.unit and warn.number >= self.amount.number:
            problems.append(
                f"The warning comes {warn} before due, but the clock runs only "
                f"{self.amount}; warn later."
            )
        return problems

    def _check_escalation(self) -> list[str]:
        problems = []
        for number, step in enumerate(self.escalation, 1):
            problems += step.after.problems(f"Escalation step {number}", zero=True)
            if not step.level:
                problems.append(f"Escalation step {number} names no level; name one.")
        problems += [
            f"Escalation step {number} comes {step.after} after due, before the "
            f"step ahead of it ({previous.after}); put the steps in order."
            for number, (previous, step) in enumerate(
                zip(self.escalation, self.escalation[1:], strict=False), 2
            )
            if step.after.unit is previous.after.unit
            and step.after.number < previous.after.number
        ]
        return problems

    def _check_pause_and_extension(self) -> list[str]:
        problems = []
        if self.pause_reasons and not self.pausable:
            problems.append(
                "The clock lists reasons for a pause but cannot be paused; "
                "let it be paused or remove the reasons."
            )
        if self.longest_extension is not None:
            longest = Amount(self.longest_extension, self.unit)
            problems += longest.problems("The longest extension")
        return problems

    # -- storage ---------------------------------------------------------------

    def to_data(self, *, whole: bool = False) -> dict[str, Any]:
        """Plain JSON data; the calendar by its hash, or ``whole`` with its data."""
        calendar = self.calendar
        data: dict[str, Any] = {
            "key": self.key,
            **write_amount(self.amount),
            "calendar": calendar.to_data() if whole else calendar.content_hash,
        }
        if self.warn_before is not None:
            data["warn_before"] = write_amount(self.warn_before)
        if self.warn_at_percent is not None:
            data["warn_at_percent"] = self.warn_at_percent
        if self.escalation:
            data["escalation"] = [
                {"level": step.level, **write_amount(step.after)}
                for step in self.escalation
            ]
        if self.pausable:
            data["pausable"] = True
        if self.pause_reasons:
            data["pause_reasons"] = list(self.pause_reasons)
        if self.longest_extension is not None:
            data["longest_extension"] = self.longest_extension
        if self.legal_basis:
            data["legal_basis"] = self.legal_basis
        if self.valid_from is not None:
            data["valid_from"] = self.valid_from.isoformat()
        return data

    @classmethod
    def from_data(
        cls,
        data: Mapping[str, Any],
        calendars: Mapping[str, WorkingCalendar] | None = None,
    ) -> ClockDefinition:
        """Read what :meth:`to_data` writes.

        ``calendars`` (by content hash) is needed unless the data is whole. Raises
        :class:`InvalidTimeData` with every problem, those of :meth:`check` too.
        """
        problems: list[str] = []
        amount = read_amount(data, "The clock's amount", problems)
        warn = data.get("warn_before")
        longest = data.get("longest_extension")
        if longest is not None and not isinstance(longest, (int, float)):
            problems.append(f"The longest extension is {longest!r}; write a number.")
        percent = data.get("warn_at_percent")
        if percent is not None and not isinstance(percent, (int, float)):
            problems.append(f"The warning percentage is {percent!r}; write a number.")
        warn_before = warn and read_amount(warn, "The warning before due", problems)
        escalation = _read_escalation(data.get("escalation", ()), problems)
        valid_from = _read_date(data.get("valid_from"), problems)
        calendar = _read_calendar(data.get("calendar"), calendars or {}, problems)
        if problems or amount is None or calendar is None:
            raise InvalidTimeData(problems)
        definition = cls(
            key=str(data.get("key", "")),
            amount=amount,
            calendar=calendar,
            warn_before=warn_before,
            warn_at_percent=percent,
            escalation=escalation,
            pausable=bool(data.get("pausable", False)),
            pause_reasons=tuple(str(item) for item in data.get("pause_reasons", ())),
            longest_extension=longest,
            legal_basis=str(data.get("legal_basis", "")),
            valid_from=valid_from,
        )
        problems = definition.check()
        if problems:
            raise InvalidTimeData(problems)
        return definition


def _read_escalation(value: object, problems: list[str]) -> tuple[EscalationStep, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        problems.append("The escalation steps must be a list.")
        return ()
    steps = []
    for number, item in enumerate(value, 1):
        after = read_amount(item, f"Escalation step {number}", problems)
        if after is not None:
            steps.append(EscalationStep(str(item.get("level", "")), after))
    return tuple(steps)


def _read_date(value: object, problems: list[str]) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        problems.append(f"The clock is valid from {value!r}; write a date, 2026-01-31.")
        return None


def _read_calendar(
    value: object, calendars: Mapping[str, WorkingCalendar], problems: list[str]
) -> WorkingCalendar | None:
    if isinstance(value, Mapping):
        try:
            return WorkingCalendar.from_data(value)
        except InvalidTimeData as error:
            problems.extend(error.problems)
            return None
    calendar = calendars.get(str(value))
    if calendar is None:
        problems.append(
            f"The clock's calendar {value!r} was not handed in; "
            "hand in calendars by their content hash."
        )
    return calendar
