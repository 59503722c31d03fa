"""A clock at work: due, warned, paused, extended, escalated, ended, explained."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.clock_examples import CALENDAR, MONDAY, STEPS, at, clock
from wbs_module.engine.time import (
    Amount,
    ClockDefinition,
    DeadlineRefused,
    DeadlineState,
    EscalationStep,
    InvalidTimeData,
    Unit,
    VirtualClock,
    due_at,
    explain,
    extend,
    finish,
    fire_due,
    next_event,
    pause,
    recalculate,
    resume,
    start_deadline,
    stop,
    warn_at,
)

# --- When it is due ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unit", "due"),
    [
        (3, "working_days", "2026-03-05T16:00"),
        (15, "working_days", "2026-03-27T16:00"),
        (3, "working_hours", "2026-03-02T14:00"),
        (14, "calendar_days", "2026-03-17T00:00"),  # the 16th ends
        (72, "calendar_hours", "2026-03-05T10:00"),
        (1.5, "calendar_hours", "2026-03-02T11:30"),
    ],
)
def test_a_clock_is_due_by_its_unit(number: float, unit: str, due: str) -> None:
    deadline = start_deadline(clock(number, unit), MONDAY)
    assert due_at(deadline, MONDAY) == at(due)


@pytest.mark.parametrize(
    ("warning", "moment"),
    [
        ({"warn_at_percent": 75}, "2026-03-05T16:00"),
        ({"warn_at_percent": 50}, "2026-03-04T16:00"),
        ({"warn_before": Amount(2, Unit.WORKING_DAYS)}, "2026-03-04T16:00"),
        ({"warn_before": Amount(3, Unit.WORKING_HOURS)}, "2026-03-06T12:00"),
        ({"warn_before": Amount(24, Unit.CALENDAR_HOURS)}, "2026-03-05T16:00"),
        ({"warn_before": Amount(30, Unit.CALENDAR_DAYS)}, "2026-03-02T10:00"),
    ],
)
def test_a_clock_warns_before_it_is_due(
    warning: dict[str, object], moment: str
) -> None:
    definition = clock(4, **{"warn_at_percent": None, **warning})
    deadline = start_deadline(definition, MONDAY)
    assert warn_at(deadline, MONDAY) == at(moment)


def test_a_clock_without_a_warning_has_no_moment_for_it() -> None:
    deadline = start_deadline(clock(warn_at_percent=None), MONDAY)
    assert warn_at(deadline, MONDAY) is None


# --- What fires -------------------------------------------------------------------


def test_warning_due_and_every_step_fire_once_in_order_after_a_long_outage() -> None:
    deadline = start_deadline(clock(), MONDAY)
    events, deadline = fire_due(deadline, at("2026-12-01T00:00"))
    assert [(event.kind, event.level) for event in events] == [
        ("warn", None),
        ("due", None),
        ("escalate", "irban"),
        ("escalate", "inspector"),
        ("escalate", "secretary"),
    ]
    assert [event.when for event in events] == [
        at("2026-03-18T09:45"),
        at("2026-03-27T16:00"),
        at("2026-03-27T16:00"),
        at("2026-04-03T16:00"),
        at("2026-04-10T16:00"),
    ]
    assert fire_due(deadline, at("2027-12-01T00:00")) == ((), deadline)
    assert next_event(deadline) is None


def test_the_next_event_is_the_earliest_that_has_not_fired() -> None:
    deadline = start_deadline(clock(), MONDAY)
    kinds = []
    while (event := next_event(deadline)) is not None:
        assert fire_due(deadline, event.when - timedelta(microseconds=1))[0] == ()
        fired, deadline = fire_due(deadline, event.when)
        kinds += [(item.kind, item.level) for item in fired]
    assert kinds == [
        ("warn", None),
        ("due", None),
        ("escalate", "irban"),
        ("escalate", "inspector"),
        ("escalate", "secretary"),
    ]


# --- Pauses -----------------------------------------------------------------------


def test_a_pause_puts_due_off_by_the_working_time_that_did_not_count() -> None:
    deadline = start_deadline(clock(3), MONDAY)
    deadline = pause(deadline, at("2026-03-03T14:00"), "waiting")
    deadline = resume(deadline, at("2026-03-04T10:00"))
    # 2 h on the 3rd and 2 h on the 4th did not count; due was the 5th at 16:00.
    assert due_at(deadline, MONDAY) == at("2026-03-06T12:00")


def test_a_pause_over_holidays_puts_off_only_by_what_would_have_been_worked() -> None:
    deadline = start_deadline(clock(15), MONDAY)
    deadline = pause(deadline, at("2026-03-18T16:00"), "waiting")
    deadline = resume(deadline, at("2026-03-25T08:00"))
    assert due_at(deadline, MONDAY) == at("2026-03-27T16:00")


def test_a_pause_on_the_day_of_the_event_puts_off_nothing() -> None:
    deadline = pause(start_deadline(clock(3), MONDAY), MONDAY, "waiting")
    deadline = resume(deadline, at("2026-03-02T15:00"))
    assert due_at(deadline, MONDAY) == at("2026-03-05T16:00")


def test_calendar_time_is_put_off_by_all_of_the_pause() -> None:
    deadline = start_deadline(clock(72, "calendar_hours"), MONDAY)
    deadline = pause(deadline, at("2026-03-03T10:00"), "waiting")
    deadline = resume(deadline, at("2026-03-08T11:00"))
    assert due_at(deadline, MONDAY) == at("2026-03-10T11:00")


def test_a_paused_clock_never_fires_and_shows_due_as_if_it_went_on_now() -> None:
    deadline = pause(start_deadline(clock(3), MONDAY), at("2026-03-03T16:00"), "wait")
    assert next_event(deadline) is None
    assert fire_due(deadline, at("2030-01-01T00:00")) == ((), deadline)
    assert due_at(deadline, at("2026-03-03T16:00")) == at("2026-03-05T16:00")
    assert due_at(deadline, at("2026-03-09T16:00")) == at("2026-03-11T16:00")


def test_what_was_due_before_a_pause_fires_after_it() -> None:
    deadline = start_deadline(clock(3), MONDAY)
    deadline = pause(deadline, at("2026-03-06T10:00"), "waiting")
    deadline = resume(deadline, at("2026-03-06T12:00"))
    events, deadline = fire_due(deadline, at("2026-03-06T12:00"))
    assert [event.kind for event in events] == ["warn", "due", "escalate"]
    following = next_event(deadline)
    assert following is not None  # escalation waited two hours longer
    assert following.when == at("2026-03-13T10:00")


def test_a_clock_is_paused_only_as_its_rule_says() -> None:
    definition = clock(pause_reasons=("reporter",))
    deadline = start_deadline(definition, MONDAY)
    with pytest.raises(DeadlineRefused, match="it may be for: reporter"):
        pause(deadline, MONDAY, "holiday")
    with pytest.raises(DeadlineRefused, match="cannot be paused"):
        pause(start_deadline(clock(pausable=False), MONDAY), MONDAY, "reporter")
    paused = pause(deadline, MONDAY, "reporter")
    with pytest.raises(DeadlineRefused, match="is paused"):
        pause(paused, MONDAY, "reporter")
    with pytest.raises(DeadlineRefused, match="only a paused clock"):
        resume(deadline, MONDAY)


def test_a_machine_s_clock_set_back_gives_no_negative_time() -> None:
    deadline = start_deadline(clock(3), MONDAY)
    deadline = pause(deadline, at("2026-03-03T10:00"), "waiting")
    deadline = resume(deadline, at("2026-03-03T09:00"))
    assert due_at(deadline, MONDAY) == at("2026-03-05T16:00")
    ended, result = finish(deadline, at("2026-03-01T09:00"))
    assert ended.ended == at("2026-03-03T10:00")
    assert result.in_time


# --- Extension --------------------------------------------------------------------


def test_one_extension_adds_to_the_amount_and_what_lies_ahead_fires_again() -> None:
    deadline = start_deadline(clock(4), MONDAY)
    events, deadline = fire_due(deadline, at("2026-03-06T10:00"))
    assert [event.kind for event in events] == ["warn"]
    deadline = extend(deadline, 4, "complex", at("2026-03-06T10:00"))
    assert due_at(deadline, MONDAY) == at("2026-03-12T16:00")
    event = next_event(deadline)
    assert event is not None and event.kind == "warn"
    assert event.when == at("2026-03-10T16:00")
    with pytest.raises(DeadlineRefused, match="extended already"):
        extend(deadline, 1, "again", at("2026-03-06T11:00"))


@pytest.mark.parametrize(
    ("definition", "number", "reason", "sentence"),
    [
        (clock(longest_extension=None), 1, "x", "allows no extension"),
        (clock(), 16, "x", "at most 15 working days, not by 16"),
        (clock(), 0, "x", "more than zero"),
        (clock(), 1.5, "x", "whole days"),
        (clock(), 1, "", "needs a reason"),
    ],
)
def test_an_extension_beyond_what_the_clock_allows_is_refused(
    definition: ClockDefinition, number: float, reason: str, sentence: str
) -> None:
    with pytest.raises(DeadlineRefused, match=sentence):
        extend(start_deadline(definition, MONDAY), number, reason, MONDAY)


# --- The end ----------------------------------------------------------------------


def test_finishing_tells_how_long_it_took_against_the_clock() -> None:
    deadline = start_deadline(clock(3), MONDAY)
    deadline = pause(deadline, at("2026-03-03T10:00"), "waiting")
    deadline, result = finish(
        resume(deadline, at("2026-03-03T12:00")), at("2026-03-04T10:00")
    )
    assert deadline.state is DeadlineState.MET
    assert result.in_time
    assert result.late_by == timedelta(0)
    assert result.used == timedelta(hours=7)  # 2 h and 3 h on the 3rd, 2 h on the 4th


def test_finishing_late_tells_by_how_much_working_time() -> None:
    _, result = finish(start_deadline(clock(3), MONDAY), at("2026-03-09T10:00"))
    assert not result.in_time
    assert result.late_by == timedelta(hours=9)


@pytest.mark.parametrize(
    "act",
    [
        lambda deadline: pause(deadline, MONDAY, "x"),
        lambda deadline: resume(deadline, MONDAY),
        lambda deadline: extend(deadline, 1, "x", MONDAY),
        lambda deadline: finish(deadline, MONDAY),
        lambda deadline: stop(deadline, MONDAY),
        lambda deadline: recalculate(deadline, clock(), MONDAY),
    ],
)
def test_a_clock_that_has_ended_does_nothing_any_more(act: object) -> None:
    met, _ = finish(start_deadline(clock(), MONDAY), MONDAY)
    stopped = stop(pause(start_deadline(clock(), MONDAY), MONDAY, "x"), MONDAY)
    for ended in (met, stopped):
        assert next_event(ended) is None
        assert fire_due(ended, at("2030-01-01T00:00")) == ((), ended)
        with pytest.raises(DeadlineRefused):
            act(ended)  # type: ignore[operator]


# --- Recalculation ----------------------------------------------------------------


def test_a_deadline_keeps_its_values_until_somebody_recalculates_it() -> None:
    deadline = start_deadline(clock(4), MONDAY)
    _, deadline = fire_due(deadline, at("2026-03-06T10:00"))  # the warning
    preview = recalculate(deadline, clock(3), at("2026-03-06T10:00"))
    assert preview.old_due == at("2026-03-06T16:00")
    assert preview.new_due == at("2026-03-05T16:00")
    assert [event.kind for event in preview.fires_at_once] == ["due", "escalate"]
    assert due_at(deadline, MONDAY) == preview.old_due
    assert due_at(preview.deadline, MONDAY) == preview.new_due


def test_after_recalculation_a_step_that_fired_does_not_fire_under_another_place() -> (
    None
):
    definition = clock(3, escalation=STEPS[1:])
    late = at("2026-03-16T10:00")
    _, deadline = fire_due(start_deadline(definition, MONDAY), late)
    preview = recalculate(deadline, clock(3), late)
    assert [event.level for event in preview.fires_at_once] == ["irban"]


# --- The definition ---------------------------------------------------------------


def test_all_problems_of_a_definition_are_told_at_once() -> None:
    wrong = ClockDefinition(
        "",
        Amount(0, Unit.WORKING_DAYS),
        CALENDAR,
        warn_at_percent=100,
        escalation=(
            EscalationStep("b", Amount(5, Unit.WORKING_DAYS)),
            EscalationStep("", Amount(2, Unit.WORKING_DAYS)),
        ),
        pause_reasons=("reporter",),
        longest_extension=-1,
    )
    problems = wrong.check()
    assert len(problems) == 7
    assert all(problem.endswith(".") for problem in problems)
    with pytest.raises(InvalidTimeData):
        start_deadline(wrong, MONDAY)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"warn_before": Amount(15, Unit.WORKING_DAYS)}, "choose one"),
        (
            {"warn_before": Amount(15, Unit.WORKING_DAYS), "warn_at_percent": None},
            "runs only 15 working days",
        ),
        ({"number": 40_000, "unit": "calendar_days"}, "longer than a hundred years"),
        ({"number": 1.5}, "whole days"),
        ({"number": float("nan"), "unit": "working_hours"}, "longer than"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    more: dict[str, object], sentence: str
) -> None:
    problems = clock(**more).check()  # type: ignore[arg-type]
    assert any(sentence in problem for problem in problems)


def test_data_of_a_clock_that_cannot_be_read_names_every_problem() -> None:
    with pytest.raises(InvalidTimeData) as refused:
        ClockDefinition.from_data(
            {
                "key": "x",
                "amount": "three",
                "unit": "working_days",
                "calendar": "unknown",
                "warn_before": {"amount": 1, "unit": "weeks"},
                "escalation": [{"level": "a"}],
                "valid_from": "soon",
            }
        )
    assert len(refused.value.problems) == 5


# --- Explanation ------------------------------------------------------------------


def test_a_deadline_explains_itself_from_started_to_late() -> None:
    definition = clock(15, legal_basis="Perwal 1/2026", longest_extension=20)
    deadline = start_deadline(definition, at("2026-03-16T10:00"))
    deadline = pause(deadline, at("2026-03-30T10:00"), "waiting_for_reporter")
    deadline = resume(deadline, at("2026-04-02T12:00"))
    deadline = extend(deadline, 3, "complex", at("2026-04-02T13:00"))
    assert explain(deadline, at("2026-04-21T11:30")).text() == "\n".join(
        (
            "Started on 16 March 2026 10:00 WIB; that day is not counted, "
            "the first day is 17 March 2026.",
            "It runs for 15 working days (Perwal 1/2026).",
            "Extended by 3 working days on 2 April 2026 13:00 WIB: complex.",
            "Not counted: Nyepi (19 March 2026).",
            "Not counted: Idulfitri (20 March 2026 to 24 March 2026).",
            "Paused from 30 March 2026 10:00 WIB to 2 April 2026 12:00 WIB because of "
            "waiting_for_reporter: 23 h of working time.",
            "Warns on 14 April 2026 14:30 WIB.",
            "Due on 21 April 2026 10:00 WIB.",
            "Late by 1 h 30 min of working time.",
        )
    )


def test_a_paused_clock_says_that_its_due_moment_is_provisional() -> None:
    deadline = pause(start_deadline(clock(3), MONDAY), at("2026-03-03T16:00"), "wait")
    text = explain(deadline, at("2026-03-04T10:00")).text()
    assert "Paused since 3 March 2026 16:00 WIB because of wait: 2 h of" in text
    assert "Would be due on 6 March 2026 10:00 WIB if it went on now." in text


def test_a_clock_that_runs_past_the_decreed_years_says_so() -> None:
    deadline = start_deadline(clock(40), at("2026-11-24T10:00"))
    explanation = explain(deadline, at("2026-11-24T10:00"))
    assert explanation.of_kind("undecreed")[0].years == (2027,)
    assert "The public holidays of 2027 are not decreed yet" in explanation.text()


def test_an_ended_clock_says_how_it_ended() -> None:
    running = start_deadline(clock(3), MONDAY)
    met, _ = finish(running, at("2026-03-05T15:00"))
    assert (
        explain(met, at("2027-01-01T00:00"))
        .text()
        .endswith("Met on 5 March 2026 15:00 WIB.\nLeft: 1 h of working time.")
    )
    stopped = stop(running, at("2026-03-05T15:00"))
    assert explain(stopped, at("2027-01-01T00:00")).facts[-1].kind == "stopped"


# --- The clock of tests -----------------------------------------------------------


def test_a_virtual_clock_stands_still_until_it_is_set() -> None:
    virtual = VirtualClock(MONDAY)
    assert virtual.now() == virtual.now() == MONDAY
    assert virtual.advance(timedelta(days=1)) == MONDAY + timedelta(days=1)
    virtual.set(MONDAY)
    assert virtual.now() == MONDAY
