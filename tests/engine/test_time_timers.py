"""ISO 8601 text of BPMN timers, and when they are due."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbs_module.engine.time import (
    TimeError,
    TimerCycle,
    TimerDate,
    TimerTextError,
    parse_timer,
    parse_timer_cycle,
    parse_timer_date,
    parse_timer_duration,
)

UTC = timezone.utc
JAKARTA, BERLIN, NEW_YORK = "Asia/Jakarta", "Europe/Berlin", "America/New_York"


def at(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def due(text: str, start: str, zone: str = JAKARTA) -> datetime:
    return parse_timer_duration(text, zone).first_due(at(zone, start))


# --- Dates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T10:00:00Z", "2026-03-02T10:00+00:00"),
        ("2026-03-02T10:00+07:00", "2026-03-02T03:00+00:00"),
        ("2026-03-02T10:00-0330", "2026-03-02T13:30+00:00"),
        ("2026-03-02T10:00+07", "2026-03-02T03:00+00:00"),
        ("2026-03-02T10:00:01.5", "2026-03-02T03:00:01.500000+00:00"),
        ("2026-03-02T10:00", "2026-03-02T03:00+00:00"),
        ("2026-03-02", "2026-03-01T17:00+00:00"),
        ("2028-02-29T24:00", "2028-02-29T17:00+00:00"),
    ],
)
def test_a_date_without_an_offset_is_local_time(text: str, moment: str) -> None:
    timer = parse_timer_date(text, JAKARTA)
    assert timer == TimerDate(datetime.fromisoformat(moment))


def test_a_local_date_that_a_clock_skips_or_shows_twice_has_one_meaning() -> None:
    skipped = parse_timer_date("2026-03-29T02:30", BERLIN).moment
    assert skipped == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    twice = parse_timer_date("2026-10-25T02:30", BERLIN).moment
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


# --- Durations --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "moment"),
    [
        ("PT1H", "2026-03-02T10:00", "2026-03-02T11:00"),
        ("P3D", "2026-03-02T10:00", "2026-03-05T10:00"),
        ("P1DT2H30M10S", "2026-03-02T10:00", "2026-03-03T12:30:10"),
        ("P2W", "2026-03-02T10:00", "2026-03-16T10:00"),
        ("P1M", "2026-03-31T10:00", "2026-04-30T10:00"),
        ("P1M", "2026-01-31T10:00", "2026-02-28T10:00"),
        ("P1M", "2028-01-31T10:00", "2028-02-29T10:00"),
        ("P1Y", "2028-02-29T10:00", "2029-02-28T10:00"),
        ("P4Y", "2028-02-29T10:00", "2032-02-29T10:00"),
        ("P1Y1M1D", "2026-12-31T10:00", "2028-02-01T10:00"),
        ("PT36H", "2026-03-02T10:00", "2026-03-03T22:00"),
        ("PT0.5H", "2026-03-02T10:00", "2026-03-02T10:30"),
        ("PT1H0,5M", "2026-03-02T10:00", "2026-03-02T11:00:30"),
        ("P0.5D", "2026-03-02T10:00", "2026-03-02T22:00"),
        ("P1.5W", "2026-03-02T10:00", "2026-03-12T22:00"),
        ("PT1.25S", "2026-03-02T10:00", "2026-03-02T10:00:01.250000"),
        ("PT0S", "2026-03-02T10:00", "2026-03-02T10:00"),
    ],
)
def test_a_duration_is_counted_from_where_it_is_armed(
    text: str, start: str, moment: str
) -> None:
    assert due(text, start) == at(JAKARTA, moment)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK])
def test_a_day_keeps_the_wall_clock_and_hours_pass_as_they_are(zone: str) -> None:
    eve = {BERLIN: "2026-03-28T09:00", NEW_YORK: "2026-03-07T09:00"}[zone]
    start = at(zone, eve)
    day, hours = due("P1D", eve, zone), due("PT24H", eve, zone)
    assert day - start == timedelta(hours=23)
    assert hours - start == timedelta(hours=24)


def test_hours_also_pass_within_an_hour_that_is_shown_twice() -> None:
    second_showing = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    timer = parse_timer_duration("PT1M", BERLIN)
    assert timer.first_due(second_showing) == second_showing + timedelta(minutes=1)


# --- Cycles -----------------------------------------------------------------------


def firings(
    text: str, armed: str, number: int, zone: str = JAKARTA
) -> list[datetime | None]:
    cycle = parse_timer_cycle(text, zone)
    return [cycle.next_due(fired, at(zone, armed)) for fired in range(number)]


def moments(*texts: str | None, zone: str = JAKARTA) -> list[datetime | None]:
    return [text and at(zone, text) for text in texts]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R2/PT10H", ["2026-03-02T20:00", "2026-03-03T06:00", None]),
        ("R/P1D", ["2026-03-03T10:00", "2026-03-04T10:00", "2026-03-05T10:00"]),
        (
            "R2/2026-04-01T09:00/P1W",
            ["2026-04-01T09:00", "2026-04-08T09:00", None],
        ),
        # Two of five lie before arming: they count, but are not made up.
        (
            "R5/2026-02-28T12:00/P1D",
            ["2026-03-02T12:00", "2026-03-03T12:00", "2026-03-04T12:00", None],
        ),
        ("R2/2025-01-01T00:00/P1D", [None]),
        (
            "R3/PT12H/2026-03-04T00:00",
            ["2026-03-03T00:00", "2026-03-03T12:00", "2026-03-04T00:00", None],
        ),
        (
            "R/P1D/2026-03-04T10:00",
            ["2026-03-02T10:00", "2026-03-03T10:00", "2026-03-04T10:00", None],
        ),
        ("R/P1D/2026-03-01T10:00", [None]),
    ],
)
def test_a_cycle_fires_as_its_form_says(text: str, expected: list[str | None]) -> None:
    assert firings(text, "2026-03-02T10:00", len(expected)) == moments(*expected)


def test_a_monthly_cycle_comes_back_to_the_31st_after_a_short_month() -> None:
    assert firings("R/2026-01-31T09:00/P1M", "2026-01-01T00:00", 4) == moments(
        "2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00", "2026-04-30T09:00"
    )


def test_a_daily_cycle_fires_at_the_same_wall_clock_time_in_summer_and_winter() -> None:
    daily = firings("R/2026-03-28T09:00/P1D", "2026-03-01T00:00", 3, BERLIN)
    assert daily == moments(
        "2026-03-28T09:00", "2026-03-29T09:00", "2026-03-30T09:00", zone=BERLIN
    )


def test_missed_firings_are_made_up_in_order_a_bounded_number_at_a_time() -> None:
    cycle = parse_timer_cycle("R/PT1H", JAKARTA)
    armed, now = at(JAKARTA, "2026-03-02T10:00"), at(JAKARTA, "2026-03-04T10:30")
    made_up: list[datetime] = []
    steps = []
    while missed := cycle.missed(len(made_up), armed, now, limit=20):
        made_up += missed
        steps.append(len(missed))
    assert steps == [20, 20, 8]
    assert made_up == [armed + timedelta(hours=hour) for hour in range(1, 49)]


@pytest.mark.parametrize("text", ["R/PT59S", "R/PT0.5S", "R/PT30S/2030-01-01T00:00"])
def test_an_endless_cycle_shorter_than_a_minute_is_refused(text: str) -> None:
    problems = parse_timer_cycle(text, JAKARTA).check()
    assert len(problems) == 1 and "more often than once a minute" in problems[0]


@pytest.mark.parametrize("text", ["R/PT1M", "R10/PT1S", "R/P1D", "R/P1M"])
def test_other_cycles_are_not(text: str) -> None:
    assert parse_timer_cycle(text, JAKARTA).check() == []


# --- Refusals ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "column", "words"),
    [
        ("timeDuration", "", 1, "There is no duration"),
        ("timeDuration", "1H", 1, "begins with P"),
        ("timeDuration", "-P1D", 1, "begins with P"),
        ("timeDuration", "P", 2, "empty"),
        ("timeDuration", "PT", 3, "After T comes a time"),
        ("timeDuration", "P1DT", 5, "After T comes a time"),
        ("timeDuration", "P1", 3, "followed by its unit"),
        ("timeDuration", "P1H", 3, "come after a T"),
        ("timeDuration", "PT1h", 4, "write H"),
        ("timeDuration", "P1D1M", 5, "out of order"),
        ("timeDuration", "P1D1D", 5, "out of order"),
        ("timeDuration", "PT1H1D", 6, "is not a unit here"),
        ("timeDuration", "PT1.5H30M", 3, "Only the last number"),
        ("timeDuration", "P1.5DT1H", 2, "Only the last number"),
        ("timeDuration", "P0.5Y", 2, "no definite length"),
        ("timeDuration", "P1.0M", 2, "no definite length"),
        ("timeDuration", "P1D!", 4, "does not belong here"),
        ("timeDuration", "  P1X", 5, "is not a unit here"),
        ("timeDuration", "P99999999999D", 2, "too large"),
        ("timeDuration", "P" + "9" * 5000 + "D", 2, "too large"),
        ("timeDate", "31.12.2026", 3, "not a date-time"),
        ("timeDate", "2026-02-29", 1, "does not exist"),
        ("timeDate", "2026-02-28T25:00", 1, "does not exist"),
        ("timeDate", "2026-02-28T10:00+25:00", 1, "offset +25:00 does not exist"),
        ("timeDate", "tomorrow", 1, "not a date-time"),
        ("timeDate", "0001-01-01T00:00+05:00", 1, "outside the calendar"),
        ("timeCycle", "PT1H", 1, "begins with R"),
        ("timeCycle", "R3", 3, "a duration"),
        ("timeCycle", "R3/PT1H/a/b", 3, "a duration"),
        ("timeCycle", "R0/PT1H", 2, "once or more"),
        ("timeCycle", "R3/PT0S", 4, "longer than zero"),
        ("timeCycle", "R3/PT1X", 7, "is not a unit here"),
        ("timeCycle", "R3/2026-01-0x/P1D", 13, "not a date-time"),
        ("timeCycle", "0 0 9 ? * MON-FRI", 1, "cron expression"),
        ("timeCycle", "*/5 * * * *", 1, "cron expression"),
        ("timeDate", "0 0 9 1 JAN ? 2027", 1, "cron expression"),
    ],
)
def test_text_that_is_no_timer_is_refused_with_the_place_and_the_way_out(
    kind: str, text: str, column: int, words: str
) -> None:
    with pytest.raises(TimerTextError) as refused:
        parse_timer(kind, text, JAKARTA)
    assert words in refused.value.sentence
    assert refused.value.column == column


def test_a_timer_beyond_the_year_9999_is_refused_in_words() -> None:
    with pytest.raises(TimeError, match="beyond the year 9999"):
        due("P9000Y", "2026-03-02T10:00")


# --- Properties -------------------------------------------------------------------

NUMBERS = st.integers(0, 40)
ZONES = st.sampled_from([JAKARTA, BERLIN, NEW_YORK])
STARTS = st.datetimes(
    datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)
)


@st.composite
def durations(draw: st.DrawFn) -> str:
    dates = "".join(f"{draw(NUMBERS)}{unit}" for unit in "YMWD" if draw(st.booleans()))
    times = "".join(f"{draw(NUMBERS)}{unit}" for unit in "HMS" if draw(st.booleans()))
    text = "P" + dates + ("T" + times if times else "")
    return text if text != "P" else "PT1M"


@given(durations(), ZONES, STARTS, st.integers(1, 10))
def test_a_duration_is_never_due_before_it_is_armed_and_grows_with_its_number(
    text: str, zone: str, start: datetime, number: int
) -> None:
    timer = parse_timer_duration(text, zone)
    assert timer.first_due(start) >= start
    assert timer.times(number + 1, start) >= timer.times(number, start)


@given(durations(), STARTS, STARTS)
def test_what_is_armed_later_is_due_no_earlier_where_clocks_do_not_change(
    text: str, one: datetime, other: datetime
) -> None:
    timer = parse_timer_duration(text, JAKARTA)
    earlier, later = sorted((one, other))
    assert timer.first_due(earlier) <= timer.first_due(later)


@settings(deadline=None)
@given(durations(), ZONES, STARTS, STARTS, st.none() | st.integers(1, 50))
def test_a_cycle_fires_in_order_not_before_it_is_armed_and_not_too_often(
    text: str, zone: str, armed: datetime, anchor: datetime, count: int | None
) -> None:
    period = parse_timer_duration(text, zone)
    if period.is_zero:
        return
    for start, end in ((None, None), (anchor, None), (None, anchor)):
        cycle = TimerCycle(period, count, start, end)
        found = []
        for number in range(1, 8):
            moment = cycle.due(number, armed)
            if moment is None:
                break
            found.append(moment)
        assert found == sorted(found)
        assert all(moment >= armed for moment in found)
        assert count is None or len(found) <= count
        if end is not None and found:
            assert cycle.due(len(found) + 1, armed) is not None or found[-1] == end


@given(st.text(alphabet="PRT0123456789YMWDHS/.,:-+Z ", max_size=30), ZONES)
def test_any_text_is_a_timer_or_is_refused_with_a_column_within_it(
    text: str, zone: str
) -> None:
    for kind in ("timeDate", "timeDuration", "timeCycle"):
        try:
            parse_timer(kind, text, zone)
        except TimerTextError as refused:
            assert 1 <= refused.column <= len(text) + 2
