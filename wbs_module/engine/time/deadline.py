"""A clock that runs for one element: started, paused, extended, due, ended.

A deadline is a value: every function gives a new one. It keeps the definition that
it started with, so a later change of the clock moves nothing by itself.

How pauses count: time in a pause does not pass. For working units what shifts is
the working time of the pause, for calendar units all of it, to the microsecond; a
clock in days may then be due within a day. A pause before counting begins (on the
day of the event, for days) shifts nothing. A pause shifts only what was still ahead
when it began. While a clock stands still nothing fires.

A moment handed in that lies before what is known already (a machine's clock set
back) is taken as the latest known moment, so time never runs backwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from .clock_definition import ClockDefinition
from .deadline_parts import (
    ClockEvent,
    DeadlineState,
    EventKind,
    Extension,
    Pause,
    Result,
)
from .duration import Amount, elapsed, later
from .errors import DeadlineRefused, InvalidTimeData
from .instants import UTC, format_moment, parse_moment, to_us
from .working_calendar import WorkingCalendar


@dataclass(frozen=True)
class Preview:
    """What a recalculation would do; ``deadline`` is what to keep if it is wanted.

    A paused clock is shown as if it went on at once.
    ``fires_at_once`` is what would then fire at the next look at the clock.
    """

    old_due: datetime
    new_due: datetime
    fires_at_once: tuple[ClockEvent, ...]
    deadline: Deadline


@dataclass(frozen=True)
class Deadline:
    """A clock at work. Use the functions of this module to change it."""

    definition: ClockDefinition
    started: datetime
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    state: DeadlineState = DeadlineState.RUNNING
    ended: datetime | None = None
    fired: frozenset[int] = frozenset()

    @property
    def is_over(self) -> bool:
        return self.state in (DeadlineState.MET, DeadlineState.STOPPED)

    @property
    def calendar(self) -> WorkingCalendar:
        return self.definition.calendar

    @property
    def amount(self) -> Amount:
        """The clock's amount with its extension."""
        number = self.definition.amount.number
        if self.extension is not None:
            number += self.extension.number
        return Amount(number, self.definition.unit)

    @cached_property
    def schedule(self) -> tuple[ClockEvent, ...]:
        """All events in due order, counting only the pauses that are over."""
        return _schedule(self, self.pauses)

    # -- storage ---------------------------------------------------------------

    def to_data(self, *, whole: bool = False) -> dict[str, Any]:
        """Plain JSON data, about 100 bytes; the definition by its content hash, or
        ``whole`` with definition and calendar."""
        definition = self.definition
        data: dict[str, Any] = {
            "clock": definition.to_data(whole=True)
            if whole
            else definition.content_hash,
            "started": format_moment(self.started),
        }
        if self.pauses:
            data["pauses"] = [
                [
                    format_moment(pause.start),
                    format_moment(pause.end) if pause.end else None,
                    pause.because,
                ]
                for pause in self.pauses
            ]
        if self.extension is not None:
            given = self.extension
            data["extension"] = [given.number, given.reason, format_moment(given.at)]
        if self.state is not DeadlineState.RUNNING:
            data["state"] = self.state.value
        if self.ended is not None:
            data["ended"] = format_moment(self.ended)
        if self.fired:
            data["fired"] = sorted(self.fired)
        return data

    @classmethod
    def from_data(
        cls,
        data: Mapping[str, Any],
        definitions: Mapping[str, ClockDefinition] | None = None,
    ) -> Deadline:
        """Read what :meth:`to_data` writes; ``definitions`` by content hash are
        needed unless it is whole. Raises :class:`InvalidTimeData`."""
        try:
            return cls(
                definition=_read_definition(data["clock"], definitions or {}),
                started=parse_moment(data["started"]),
                pauses=tuple(
                    Pause(parse_moment(start), end and parse_moment(end), because)
                    for start, end, because in data.get("pauses", ())
                ),
                extension=_read_extension(data.get("extension")),
                state=DeadlineState(data.get("state", "running")),
                ended=parse_moment(data["ended"]) if "ended" in data else None,
                fired=frozenset(data.get("fired", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, InvalidTimeData):
                raise
            raise InvalidTimeData(
                ["The stored deadline cannot be read; it was not written by to_data."]
            ) from None


# --- Its life ---------------------------------------------------------------------


def start_deadline(definition: ClockDefinition, at: datetime) -> Deadline:
    """A clock that starts at ``at``. Raises :class:`InvalidTimeData` where the
    definition has problems."""
    problems = definition.check()
    if problems:
        raise InvalidTimeData(problems)
    to_us(at)
    return Deadline(definition, at.astimezone(UTC))


def pause(deadline: Deadline, at: datetime, because: str) -> Deadline:
    """Let the clock stand still from ``at`` on.

    Raises :class:`DeadlineRefused` where the clock cannot be paused, not for this
    reason, or is not running.
    """
    _must_be(deadline, DeadlineState.RUNNING, "paused")
    definition = deadline.definition
    if not definition.pausable:
        raise DeadlineRefused(
            f"The clock {definition.key!r} cannot be paused; "
            "change the clock's pause rule or let it run."
        )
    if definition.pause_reasons and because not in definition.pause_reasons:
        allowed = ", ".join(definition.pause_reasons)
        raise DeadlineRefused(
            f"The clock {definition.key!r} cannot be paused because of {because!r}; "
            f"it may be for: {allowed}."
        )
    begun = Pause(_not_back(deadline, at), None, because)
    pauses = (*deadline.pauses, begun)
    return replace(deadline, pauses=pauses, state=DeadlineState.PAUSED)


def resume(deadline: Deadline, at: datetime) -> Deadline:
    """Let a paused clock go on from ``at``; raises :class:`DeadlineRefused`."""
    _must_be(deadline, DeadlineState.PAUSED, "resumed")
    pauses = _closed(deadline, at)
    return replace(deadline, pauses=pauses, state=DeadlineState.RUNNING)


def extend(deadline: Deadline, number: float, reason: str, at: datetime) -> Deadline:
    """Give the clock ``number`` more of its unit, once, within what it allows.

    What had fired and lies ahead again by the new schedule will fire again. Raises
    :class:`DeadlineRefused`.
    """
    key, longest = deadline.definition.key, deadline.definition.longest_extension
    if deadline.is_over:
        raise DeadlineRefused(f"The clock {key!r} has ended; it cannot be extended.")
    if longest is None:
        raise DeadlineRefused(
            f"The clock {key!r} allows no extension; change the clock to allow one."
        )
    if deadline.extension is not None:
        raise DeadlineRefused(
            f"The clock {key!r} was extended already; it allows one extension."
        )
    added = Amount(number, deadline.definition.unit)
    problems = added.problems("The extension")
    if problems:
        raise DeadlineRefused(" ".join(problems))
    if number > longest:
        raise DeadlineRefused(
            f"The clock {key!r} may be extended by at most {longest:g} "
            f"{added.unit.words}, not by {number:g}."
        )
    if not reason:
        raise DeadlineRefused("An extension needs a reason; give one.")
    at = _not_back(deadline, at)
    return _refire_what_lies_ahead(
        replace(deadline, extension=Extension(number, reason, at)), at
    )


def finish(deadline: Deadline, at: datetime) -> tuple[Deadline, Result]:
    """End the clock by completion; tells how it went. Ends a pause, too."""
    _must_not_be_over(deadline)
    at = _not_back(deadline, at)
    ended = replace(
        deadline, pauses=_closed(deadline, at), state=DeadlineState.MET, ended=at
    )
    return ended, result(ended)


def stop(deadline: Deadline, at: datetime) -> Deadline:
    """End the clock because what it timed was cancelled."""
    _must_not_be_over(deadline)
    at = _not_back(deadline, at)
    pauses = _closed(deadline, at)
    return replace(deadline, pauses=pauses, state=DeadlineState.STOPPED, ended=at)


def result(deadline: Deadline) -> Result:
    """How an ended deadline went; raises :class:`DeadlineRefused` if it has not."""
    if deadline.ended is None:
        raise DeadlineRefused("The clock still runs; it has no result yet.")
    due, ended = due_at(deadline, deadline.ended), deadline.ended
    late = max(timedelta(0), counted(deadline, due, ended))
    counting = deadline.amount.counted_from(deadline.started, deadline.calendar)
    used = counted(deadline, min(counting, ended), ended)
    return Result(due, ended, ended <= due, used, late)


# --- Its moments ------------------------------------------------------------------


def due_at(deadline: Deadline, now: datetime) -> datetime:
    """When it is due; while it is paused, as if it went on at ``now``."""
    return _event(deadline, now, "due").when


def warn_at(deadline: Deadline, now: datetime) -> datetime | None:
    """When it warns; None where the clock gives no warning."""
    definition = deadline.definition
    if definition.warn_before is None and definition.warn_at_percent is None:
        return None
    return _event(deadline, now, "warn").when


def next_event(deadline: Deadline) -> ClockEvent | None:
    """What fires next and when; None while it is paused, or when all has fired."""
    if deadline.state is not DeadlineState.RUNNING:
        return None
    for event in deadline.schedule:
        if event.position not in deadline.fired:
            return event
    return None


def fire_due(
    deadline: Deadline, at: datetime
) -> tuple[tuple[ClockEvent, ...], Deadline]:
    """Everything that fires up to and at ``at``, in due order, each once for ever."""
    if deadline.state is not DeadlineState.RUNNING:
        return (), deadline
    events = tuple(
        event
        for event in deadline.schedule
        if event.when <= at and event.position not in deadline.fired
    )
    if not events:
        return (), deadline
    fired = deadline.fired | {event.position for event in events}
    return events, replace(deadline, fired=fired)


def counted(deadline: Deadline, start: datetime, end: datetime) -> timedelta:
    """Time that passed for the clock between two moments, without its pauses."""
    unit, calendar = deadline.definition.unit, deadline.calendar
    passed = elapsed(start, end, unit, calendar)
    for item in deadline.pauses:
        low, high = max(start, item.start), min(end, item.end or end)
        if low < high:
            passed -= elapsed(low, high, unit, calendar)
    return passed


def recalculate(
    deadline: Deadline, definition: ClockDefinition, now: datetime
) -> Preview:
    """What the deadline would be by another ``definition``, from its own start, with
    its own pauses and extension. Nothing changes until the caller keeps the result.

    What had fired and lies ahead again by the new definition will fire again.
    Raises :class:`DeadlineRefused` where it has ended, :class:`InvalidTimeData`
    where the definition has problems.
    """
    _must_not_be_over(deadline)
    problems = definition.check()
    if problems:
        raise InvalidTimeData(problems)
    now = _not_back(deadline, now)
    old_fired = {
        (event.kind, event.level)
        for event in deadline.schedule
        if event.position in deadline.fired
    }
    new = replace(deadline, definition=definition, fired=frozenset())
    fired = frozenset(
        event.position
        for event in _schedule_now(new, now)
        if event.when <= now and (event.kind, event.level) in old_fired
    )
    new = replace(new, fired=fired)
    events, _ = fire_due(new, now)
    return Preview(due_at(deadline, now), due_at(new, now), events, new)


# --- Inside -----------------------------------------------------------------------


def _schedule(deadline: Deadline, pauses: tuple[Pause, ...]) -> tuple[ClockEvent, ...]:
    definition, start = deadline.definition, deadline.started
    amount, calendar = deadline.amount, definition.calendar
    counting = amount.counted_from(start, calendar)
    unshifted = amount.after(start, calendar)
    due = _shifted(unshifted, counting, amount, calendar, pauses)
    events = [ClockEvent(due, "due", 1)]
    warn = _unshifted_warning(deadline, counting, unshifted)
    if warn is not None:
        warn = _shifted(warn, counting, amount, calendar, pauses)
        events.append(ClockEvent(warn, "warn", 0))
    for position, step in enumerate(definition.escalation, 2):
        from_due = step.after.counted_from(due, calendar)
        when = step.after.after(due, calendar)
        # Pauses that began before due have shifted due already.
        since = tuple(item for item in pauses if item.start >= due)
        when = _shifted(when, min(from_due, when), step.after, calendar, since)
        events.append(ClockEvent(when, "escalate", position, step.level))
    return tuple(sorted(events, key=lambda event: (event.when, event.position)))


def _unshifted_warning(
    deadline: Deadline, counting: datetime, due: datetime
) -> datetime | None:
    definition, calendar = deadline.definition, deadline.calendar
    if definition.warn_before is not None:
        warn = definition.warn_before.before(due, calendar)
        return max(warn, deadline.started)
    if definition.warn_at_percent is not None:
        total = elapsed(counting, due, definition.unit, calendar)
        passed = total * definition.warn_at_percent / 100
        return later(counting, passed, definition.unit, calendar)
    return None


def _shifted(
    moment: datetime,
    counting: datetime,
    amount: Amount,
    calendar: WorkingCalendar,
    pauses: tuple[Pause, ...],
) -> datetime:
    """``moment`` put off by every ended pause that began before it."""
    for item in pauses:
        if item.end is None or item.start >= moment:
            break
        start = max(item.start, counting)
        if start < item.end:
            passed = elapsed(start, item.end, amount.unit, calendar)
            moment = later(moment, passed, amount.unit, calendar)
    return moment


def _schedule_now(deadline: Deadline, now: datetime) -> tuple[ClockEvent, ...]:
    """The schedule, with a pause that still lasts ended at ``now``."""
    if deadline.state is DeadlineState.PAUSED:
        return _schedule(deadline, _closed(deadline, now))
    return deadline.schedule


def _event(deadline: Deadline, now: datetime, kind: EventKind) -> ClockEvent:
    events = _schedule_now(deadline, now)
    return next(event for event in events if event.kind == kind)


def _closed(deadline: Deadline, at: datetime) -> tuple[Pause, ...]:
    """The pauses with the last one ended at ``at`` if it still lasted."""
    if deadline.state is not DeadlineState.PAUSED:
        return deadline.pauses
    *earlier, last = deadline.pauses
    return (*earlier, replace(last, end=_not_back(deadline, at)))


def _not_back(deadline: Deadline, at: datetime) -> datetime:
    to_us(at)
    known = [deadline.started]
    if deadline.pauses:
        last = deadline.pauses[-1]
        known.append(last.end or last.start)
    if deadline.extension is not None:
        known.append(deadline.extension.at)
    return max(at.astimezone(UTC), *known)


def _refire_what_lies_ahead(deadline: Deadline, at: datetime) -> Deadline:
    schedule = _schedule_now(deadline, at)
    ahead = {event.position for event in schedule if event.when > at}
    return replace(deadline, fired=deadline.fired - ahead)


def _must_be(deadline: Deadline, state: DeadlineState, act: str) -> None:
    if deadline.state is not state:
        raise DeadlineRefused(
            f"The clock {deadline.definition.key!r} is {deadline.state.value}; "
            f"only a {state.value} clock can be {act}."
        )


def _must_not_be_over(deadline: Deadline) -> None:
    if deadline.is_over:
        raise DeadlineRefused(
            f"The clock {deadline.definition.key!r} has ended already "
            f"({deadline.state.value})."
        )


def _read_definition(
    value: object, definitions: Mapping[str, ClockDefinition]
) -> ClockDefinition:
    if isinstance(value, Mapping):
        return ClockDefinition.from_data(value)
    if value not in definitions:
        raise InvalidTimeData(
            [
                f"The clock definition {value!r} of a deadline was not handed in; "
                "hand in definitions by their content hash."
            ]
        )
    return definitions[str(value)]


def _read_extension(value: Any) -> Extension | None:
    if value is None:
        return None
    number, reason, at = value
    return Extension(number, reason, parse_moment(at))
