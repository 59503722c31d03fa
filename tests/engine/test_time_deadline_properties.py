"""What holds for every clock, however it was paused, extended and looked at."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.clock_examples import CALENDAR, UTC
from wbs_module.engine.time import (
    Amount,
    ClockDefinition,
    Deadline,
    EscalationStep,
    Unit,
    due_at,
    explain,
    extend,
    finish,
    fire_due,
    pause,
    resume,
    start_deadline,
    warn_at,
)

UNITS = st.sampled_from(list(Unit))
STARTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC)
)


@st.composite
def definitions(draw: st.DrawFn) -> ClockDefinition:
    after = draw(st.lists(st.integers(0, 30), max_size=3).map(sorted))
    return (
        ClockDefinition(
            "any",
            Amount(draw(st.integers(1, 60)), draw(UNITS)),
            replace(
                CALENDAR, zone=draw(st.sampled_from(["Asia/Jakarta", "Europe/Berlin"]))
            ),
            warn_at_percent=draw(st.none() | st.integers(1, 99)),
            escalation=tuple(
                EscalationStep(f"level {number}", Amount(days, draw(UNITS)))
                for number, days in enumerate(after)
            ),
            pausable=True,
            longest_extension=100,
        )
        if not draw(st.booleans())
        else ClockDefinition(
            "any",
            Amount(draw(st.integers(2, 60)), draw(UNITS)),
            CALENDAR,
            warn_before=Amount(1, draw(UNITS)),
            pausable=True,
            longest_extension=100,
        )
    )


@st.composite
def histories(draw: st.DrawFn) -> Deadline:
    """A deadline that was paused some times and perhaps extended."""
    definition = draw(definitions().filter(lambda item: not item.check()))
    deadline = start_deadline(definition, draw(STARTS))
    now = deadline.started
    for hours in draw(st.lists(st.integers(0, 200), max_size=4)):
        now += timedelta(hours=hours)
        deadline = pause(deadline, now, "waiting")
        now += timedelta(minutes=draw(st.integers(0, 20_000)))
        deadline = resume(deadline, now)
    if draw(st.booleans()):
        deadline = extend(deadline, draw(st.integers(1, 100)), "reason", now)
    return deadline


@given(histories(), st.lists(st.integers(0, 5_000), max_size=8))
def test_however_often_one_looks_each_event_fires_once_and_in_due_order(
    deadline: Deadline, looks: list[int]
) -> None:
    planned = list(deadline.schedule)
    fired = []
    now = deadline.started
    for hours in [*looks, 1_000_000]:
        now += timedelta(hours=hours)
        events, deadline = fire_due(deadline, now)
        assert all(event.when <= now for event in events)
        fired += events
    assert fired == planned


@given(histories())
def test_due_never_lies_on_a_day_off_and_never_before_it_would_without_pauses(
    deadline: Deadline,
) -> None:
    due = due_at(deadline, deadline.started)
    if deadline.definition.unit.counts_working_time:
        last = deadline.calendar.local_day(due - timedelta(microseconds=1))
        assert deadline.calendar.is_working_day(last)
    assert due >= due_at(replace(deadline, pauses=()), deadline.started)
    if deadline.extension is not None:
        assert due >= due_at(replace(deadline, extension=None), deadline.started)


@given(definitions(), STARTS, st.lists(st.integers(1, 30_000), min_size=3, max_size=3))
def test_two_pauses_without_a_gap_are_one_pause(
    definition: ClockDefinition, start: datetime, minutes: list[int]
) -> None:
    if definition.check():
        return
    begin, middle, end = (
        start + timedelta(minutes=sum(minutes[: index + 1])) for index in range(3)
    )
    once = resume(pause(start_deadline(definition, start), begin, "a"), end)
    twice = resume(pause(start_deadline(definition, start), begin, "a"), middle)
    twice = resume(pause(twice, middle, "b"), end)
    assert due_at(once, end) == due_at(twice, end)
    assert warn_at(once, end) == warn_at(twice, end)


@given(histories(), st.integers(0, 3_000))
def test_a_deadline_survives_storage(deadline: Deadline, hours: int) -> None:
    now = deadline.started + timedelta(hours=hours)
    _, deadline = fire_due(deadline, now)
    for version in (deadline, pause(deadline, now, "x"), finish(deadline, now)[0]):
        definition = version.definition
        text = json.dumps(version.to_data())
        known = {definition.content_hash: definition}
        assert Deadline.from_data(json.loads(text), known) == version
        whole = json.dumps(version.to_data(whole=True))
        assert Deadline.from_data(json.loads(whole)) == version
        assert explain(version, now).text()


@given(histories(), st.integers(0, 3_000))
def test_used_and_late_add_up_to_what_the_clock_allowed(
    deadline: Deadline, hours: int
) -> None:
    ended, result = finish(deadline, deadline.started + timedelta(hours=hours))
    assert result.in_time == (result.finished <= result.due)
    if result.in_time:
        assert result.late_by == timedelta(0)
    assert result.used >= result.late_by
