"""Why a deadline is due when it is due: facts as data, and an English rendering.

The facts are complete, so that a caller renders them in any language; each has a
``kind`` and only the values that its kind names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from .deadline import Deadline, counted, due_at, warn_at
from .deadline_parts import DeadlineState
from .duration import Amount, Unit, elapsed

FactKind = Literal[
    "started",
    "amount",
    "day_off",
    "paused",
    "extended",
    "warns",
    "due",
    "undecreed",
    "left",
    "late",
    "met",
    "stopped",
]


@dataclass(frozen=True)
class Fact:
    """One fact. Which values are set depends on ``kind``:

    ``started`` (at; first_day: where counting begins, for days), ``amount`` (number,
    unit, reason: the legal basis), ``extended`` (at, number, unit, reason),
    ``day_off`` (name, first_day, last_day: what the calendar skipped), ``paused``
    (at, until or None while it lasts, reason, passed: what did not count),
    ``warns`` (at), ``due`` (at; provisional: the clock stands still, so it will be
    later), ``undecreed`` (years: holidays not decreed yet), ``left`` and ``late``
    (passed, unit), ``met`` (at), ``stopped`` (at).
    """

    kind: FactKind
    at: datetime | None = None
    until: datetime | None = None
    number: float | None = None
    unit: Unit | None = None
    name: str = ""
    reason: str = ""
    first_day: date | None = None
    last_day: date | None = None
    passed: timedelta | None = None
    years: tuple[int, ...] = ()
    provisional: bool = False


@dataclass(frozen=True)
class Explanation:
    """The facts of one deadline at one moment, in telling order."""

    clock: str
    zone: str
    facts: tuple[Fact, ...]

    def text(self) -> str:
        """The facts in English, one sentence a line, moments in the clock's zone."""
        return "\n".join(_sentence(fact, self) for fact in self.facts)

    def of_kind(self, kind: FactKind) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.kind == kind)


def explain(deadline: Deadline, now: datetime) -> Explanation:
    """Why ``deadline`` is due when it is, and how it stands at ``now``."""
    definition = deadline.definition
    facts = (
        *_counting_facts(deadline, now),
        *_due_facts(deadline, now),
        *_standing_facts(deadline, now),
    )
    return Explanation(definition.key, definition.calendar.zone, facts)


def _counting_facts(deadline: Deadline, now: datetime) -> Iterator[Fact]:
    definition, calendar = deadline.definition, deadline.calendar
    unit, started = definition.unit, deadline.started
    first_counted = None
    if unit is Unit.WORKING_DAYS:
        tomorrow = calendar.end_of_day(calendar.local_day(started))
        first_counted = calendar.local_day(calendar.next_working_moment(tomorrow))
    elif unit is Unit.CALENDAR_DAYS:
        first_counted = calendar.local_day(started) + timedelta(days=1)
    yield Fact("started", at=started, first_day=first_counted)
    yield Fact(
        "amount",
        number=definition.amount.number,
        unit=unit,
        reason=definition.legal_basis,
    )
    if deadline.extension is not None:
        given = deadline.extension
        yield Fact(
            "extended", at=given.at, number=given.number, unit=unit, reason=given.reason
        )
    counting = deadline.amount.counted_from(started, calendar)
    due = due_at(deadline, now)
    if unit.counts_working_time:
        for item in calendar.days_off_between(counting, due):
            yield Fact(
                "day_off",
                name=item.name,
                first_day=item.first_day,
                last_day=item.last_day,
            )
    for pause in deadline.pauses:
        end = pause.end or max(now, pause.start)
        begin = min(max(pause.start, counting), end)
        yield Fact(
            "paused",
            at=pause.start,
            until=pause.end,
            reason=pause.because,
            passed=elapsed(begin, end, unit, calendar),
            unit=unit,
        )


def _due_facts(deadline: Deadline, now: datetime) -> Iterator[Fact]:
    due, warn = due_at(deadline, now), warn_at(deadline, now)
    if warn is not None:
        yield Fact("warns", at=warn)
    paused = deadline.state is DeadlineState.PAUSED
    yield Fact("due", at=due, provisional=paused)
    if deadline.definition.unit.counts_working_time:
        years = deadline.calendar.undecreed_years(deadline.started, due)
        if years:
            yield Fact("undecreed", years=years)


def _standing_facts(deadline: Deadline, now: datetime) -> Iterator[Fact]:
    if deadline.state is DeadlineState.MET:
        yield Fact("met", at=deadline.ended)
    elif deadline.state is DeadlineState.STOPPED:
        yield Fact("stopped", at=deadline.ended)
        return
    moment = deadline.ended or now
    due, unit = due_at(deadline, moment), deadline.definition.unit
    if moment > due:
        yield Fact("late", passed=counted(deadline, due, moment), unit=unit)
    else:
        yield Fact("left", passed=counted(deadline, moment, due), unit=unit)


# --- English ----------------------------------------------------------------------


def _sentence(fact: Fact, explanation: Explanation) -> str:
    return _WORDS[fact.kind](fact, _Local(explanation.zone))


class _Local:
    """Writes moments and spans of time for people, in one zone."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def __call__(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        local = moment.astimezone(self.zone)
        return f"{day(local.date())} {local:%H:%M %Z}"


def day(value: date | None) -> str:
    return "" if value is None else f"{value.day} {value:%B %Y}"


def span(passed: timedelta | None, unit: Unit | None) -> str:
    """``25 h 30 min``, of working time where the unit says so."""
    minutes = round((passed or timedelta(0)).total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} min")
    working = unit is not None and unit.counts_working_time
    return " ".join(parts) + (" of working time" if working else "")


def _started(fact: Fact, local: _Local) -> str:
    text = f"Started on {local(fact.at)}"
    if fact.first_day is None:
        return text + "."
    return f"{text}; that day is not counted, the first day is {day(fact.first_day)}."


def _amount(fact: Fact, local: _Local) -> str:
    basis = f" ({fact.reason})" if fact.reason else ""
    return f"It runs for {_quantity(fact)}{basis}."


def _extended(fact: Fact, local: _Local) -> str:
    return f"Extended by {_quantity(fact)} on {local(fact.at)}: {fact.reason}."


def _day_off(fact: Fact, local: _Local) -> str:
    first, last = day(fact.first_day), day(fact.last_day)
    days = first if first == last else f"{first} to {last}"
    return f"Not counted: {fact.name} ({days})."


def _paused(fact: Fact, local: _Local) -> str:
    if fact.until is None:
        return (
            f"Paused since {local(fact.at)} because of {fact.reason}: "
            f"{span(fact.passed, fact.unit)} so far."
        )
    return (
        f"Paused from {local(fact.at)} to {local(fact.until)} because of "
        f"{fact.reason}: {span(fact.passed, fact.unit)}."
    )


def _due(fact: Fact, local: _Local) -> str:
    if fact.provisional:
        return f"Would be due on {local(fact.at)} if it went on now."
    return f"Due on {local(fact.at)}."


def _undecreed(fact: Fact, local: _Local) -> str:
    years = ", ".join(str(year) for year in fact.years)
    return f"The public holidays of {years} are not decreed yet: it may move."


def _quantity(fact: Fact) -> str:
    if fact.number is None or fact.unit is None:
        return ""
    return str(Amount(fact.number, fact.unit))


_WORDS: dict[FactKind, Callable[[Fact, _Local], str]] = {
    "started": _started,
    "amount": _amount,
    "extended": _extended,
    "day_off": _day_off,
    "paused": _paused,
    "warns": lambda fact, local: f"Warns on {local(fact.at)}.",
    "due": _due,
    "undecreed": _undecreed,
    "left": lambda fact, local: f"Left: {span(fact.passed, fact.unit)}.",
    "late": lambda fact, local: f"Late by {span(fact.passed, fact.unit)}.",
    "met": lambda fact, local: f"Met on {local(fact.at)}.",
    "stopped": lambda fact, local: f"Stopped on {local(fact.at)}.",
}
