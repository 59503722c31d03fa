"""Working time: days and hours by a calendar handed in as data."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbs_module.engine.time import (
    Attendance,
    DayOff,
    InvalidTimeData,
    NoWorkingTime,
    TimeError,
    WorkingCalendar,
)

UTC = timezone.utc
HOUR = 3600
OFFICE_WEEK = tuple(
    Attendance(weekday, opens * HOUR, closes * HOUR)
    for weekday in range(5)
    for opens, closes in ((8, 12), (13, 16))
)
NYEPI = DayOff.days("Nyepi", date(2026, 3, 19))
IDULFITRI = DayOff.days("Idulfitri", date(2026, 3, 20), date(2026, 3, 24))
JAKARTA = WorkingCalendar("Asia/Jakarta", OFFICE_WEEK, (NYEPI, IDULFITRI), 2026)


def at(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def jakarta(text: str) -> datetime:
    return at("Asia/Jakarta", text)


def night_shift(zone: str) -> WorkingCalendar:
    """Works every night from midnight to six: clocks change within."""
    return WorkingCalendar(
        zone, tuple(Attendance(weekday, 0, 6 * HOUR) for weekday in range(7))
    )


# --- Working days -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-03-02T10:00", 1, "2026-03-03T16:00"),
        ("2026-03-02T10:00", 4, "2026-03-06T16:00"),
        ("2026-03-02T10:00", 5, "2026-03-09T16:00"),
        ("2026-03-07T10:00", 1, "2026-03-09T16:00"),  # a Saturday
        ("2026-03-18T23:59", 1, "2026-03-25T16:00"),  # Nyepi, Idulfitri and a weekend
        ("2026-03-20T00:00", 1, "2026-03-25T16:00"),  # within the days off
        ("2026-03-31T10:00", -1, "2026-03-30T16:00"),
        ("2026-03-25T10:00", -1, "2026-03-18T16:00"),
        ("2025-12-31T10:00", 2, "2026-01-02T16:00"),  # across a year
        ("2026-01-01T10:00", -2, "2025-12-30T16:00"),
    ],
)
def test_the_day_of_the_event_is_not_counted_and_the_last_ends_at_its_close(
    start: str, days: int, due: str
) -> None:
    assert JAKARTA.add_working_days(jakarta(start), days) == jakarta(due)


def test_the_day_is_that_of_the_calendar_s_zone_not_of_utc() -> None:
    late_on_monday_in_utc = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # Tuesday 03:00
    due = JAKARTA.add_working_days(late_on_monday_in_utc, 1)
    assert due == jakarta("2026-03-04T16:00")


def test_a_day_of_which_half_is_off_is_a_working_day_that_closes_earlier() -> None:
    afternoon = DayOff("Eve", datetime(2026, 12, 24, 12), datetime(2026, 12, 25))
    calendar = WorkingCalendar("Asia/Jakarta", OFFICE_WEEK, (afternoon,))
    due = calendar.add_working_days(jakarta("2026-12-23T10:00"), 1)
    assert due == jakarta("2026-12-24T12:00")
    assert calendar.is_working_day(date(2026, 12, 24))


def test_days_off_that_overlap_are_taken_once() -> None:
    longer = DayOff.days("Longer", date(2026, 3, 20), date(2026, 3, 30))
    calendar = WorkingCalendar("Asia/Jakarta", OFFICE_WEEK, (IDULFITRI, longer))
    due = calendar.add_working_days(jakarta("2026-03-19T10:00"), 1)
    assert due == jakarta("2026-03-31T16:00")


# --- Working hours ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02T10:00", 2, "2026-03-02T12:00"),
        ("2026-03-02T10:00", 2.5, "2026-03-02T13:30"),
        ("2026-03-02T10:00", 7, "2026-03-03T10:00"),
        ("2026-03-06T15:00", 2, "2026-03-09T09:00"),
        ("2026-03-18T16:00", 1, "2026-03-25T09:00"),
        ("2026-03-25T09:00", -1, "2026-03-18T16:00"),
        ("2026-03-25T09:00", -2, "2026-03-18T15:00"),
        ("2026-01-01T09:00", -2, "2025-12-31T14:00"),
    ],
)
def test_working_hours_pass_only_while_the_office_works(
    start: str, hours: float, end: str
) -> None:
    calendar = WorkingCalendar(
        "Asia/Jakarta",
        OFFICE_WEEK,
        (NYEPI, IDULFITRI, DayOff.days("New year", date(2026, 1, 1))),
    )
    assert calendar.add_working_hours(jakarta(start), hours) == jakarta(end)


def test_the_next_working_moment_is_now_or_the_next_opening() -> None:
    now = jakarta("2026-03-02T10:00")
    assert JAKARTA.next_working_moment(now) == now
    closing = jakarta("2026-03-18T16:00")
    assert not JAKARTA.is_working_moment(closing)
    assert JAKARTA.next_working_moment(closing) == jakarta("2026-03-25T08:00")
    last_of_year = jakarta("2027-12-31T16:00")
    assert JAKARTA.next_working_moment(last_of_year) == jakarta("2028-01-03T08:00")


# --- Clock changes ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "spring", "autumn"),
    [
        ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25)),
        ("America/New_York", date(2026, 3, 8), date(2026, 11, 1)),
    ],
)
def test_a_skipped_hour_is_not_worked_and_one_shown_twice_is_worked_twice(
    zone: str, spring: date, autumn: date
) -> None:
    calendar = night_shift(zone)
    for day, hours in ((spring, 5), (autumn, 7), (date(2026, 6, 1), 6)):
        midnight = at(zone, f"{day}T00:00")
        worked = calendar.working_time_between(midnight, calendar.end_of_day(day))
        assert worked == timedelta(hours=hours)


def test_a_zone_without_clock_changes_works_the_same_hours_all_year() -> None:
    calendar = night_shift("Asia/Jakarta")
    worked = calendar.working_time_between(
        jakarta("2026-01-01T00:00"), jakarta("2027-01-01T00:00")
    )
    assert worked == timedelta(hours=6 * 365)


def test_an_attendance_that_begins_in_skipped_time_begins_at_the_change() -> None:
    calendar = WorkingCalendar(
        "Europe/Berlin", (Attendance(6, 2 * HOUR + 1800, 4 * HOUR),)
    )
    night = at("Europe/Berlin", "2026-03-29T00:00")
    change = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 02:00 became 03:00
    assert calendar.next_working_moment(night) == change


def test_an_attendance_that_ends_in_time_shown_twice_lasts_to_the_second() -> None:
    calendar = WorkingCalendar(
        "Europe/Berlin",
        (
            Attendance(6, HOUR, 2 * HOUR + 1800),
            Attendance(6, 2 * HOUR + 1800, 4 * HOUR),
        ),
    )
    day = date(2026, 10, 25)
    start = at("Europe/Berlin", "2026-10-25T00:00")
    worked = calendar.working_time_between(start, calendar.end_of_day(day))
    assert worked == timedelta(hours=4)  # 01:00 to 04:00, and one hour twice


def test_the_office_opens_at_eight_by_the_wall_clock_on_both_sides_of_a_change() -> (
    None
):
    calendar = WorkingCalendar("Europe/Berlin", OFFICE_WEEK)
    friday = at("Europe/Berlin", "2026-03-27T20:00")
    monday = calendar.next_working_moment(friday)
    assert monday == datetime(2026, 3, 30, 6, 0, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_is_no_working_day() -> None:
    calendar = WorkingCalendar("Pacific/Apia", OFFICE_WEEK)
    assert not calendar.is_working_day(date(2011, 12, 30))  # went over the date line
    assert calendar.is_working_day(date(2011, 12, 29))


def test_midnight_that_a_clock_skips_is_the_moment_of_the_change() -> None:
    calendar = night_shift("America/Sao_Paulo")
    worked = calendar.working_time_between(
        at("America/Sao_Paulo", "2018-11-03T12:00"),
        at("America/Sao_Paulo", "2018-11-04T12:00"),
    )
    assert worked == timedelta(hours=5)


# --- Years without decreed holidays -------------------------------------------------


def test_a_period_past_the_decreed_years_names_them() -> None:
    start = jakarta("2026-11-24T10:00")
    assert JAKARTA.undecreed_years(start, jakarta("2026-12-30T10:00")) == ()
    assert JAKARTA.undecreed_years(start, jakarta("2028-01-02T10:00")) == (2027, 2028)
    silent = WorkingCalendar("Asia/Jakarta", OFFICE_WEEK)
    assert silent.undecreed_years(start, jakarta("2028-01-02T10:00")) == ()


def test_days_off_that_took_working_time_are_named() -> None:
    sunday = DayOff.days("On a Sunday", date(2026, 3, 22))
    calendar = WorkingCalendar("Asia/Jakarta", OFFICE_WEEK, (IDULFITRI, NYEPI, sunday))
    named = calendar.days_off_between(
        jakarta("2026-03-18T10:00"), jakarta("2026-04-02T10:00")
    )
    assert [item.name for item in named] == ["Nyepi", "Idulfitri"]


# --- Refusals ---------------------------------------------------------------------


def test_all_problems_of_a_calendar_are_told_at_once() -> None:
    with pytest.raises(InvalidTimeData) as refused:
        WorkingCalendar.from_data(
            {
                "zone": "Asia/Djakarta",
                "attendances": [
                    [7, "08:00", "12:00"],
                    [0, "8", "12:00"],
                    [1, "12:00", "08:00"],
                    [2, "08:00", "12:00"],
                    [2, "11:00", "13:00"],
                    "Monday",
                ],
                "days_off": [{"name": "x"}, {"name": "y", "from": "2026-02-30"}],
                "decreed_through": "soon",
            }
        )
    assert len(refused.value.problems) == 9
    for word in ("Djakarta", "weekday 7", "overlap", "night shift", "soon"):
        assert word in str(refused.value)


def test_a_calendar_whose_days_off_cover_everything_is_refused_in_words() -> None:
    never = DayOff.days("Closed", date(1900, 1, 1), date(2500, 1, 1))
    calendar = WorkingCalendar("Asia/Jakarta", OFFICE_WEEK, (never,))
    for search in (
        lambda: calendar.add_working_days(jakarta("2026-01-01T00:00"), 1),
        lambda: calendar.add_working_hours(jakarta("2026-01-01T00:00"), 1),
        lambda: calendar.add_working_hours(jakarta("2026-01-01T00:00"), -1),
        lambda: calendar.next_working_moment(jakarta("2026-01-01T00:00")),
    ):
        with pytest.raises(NoWorkingTime, match="no working time in 100 years"):
            search()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TimeError, match="no time zone"):
        JAKARTA.next_working_moment(datetime(2026, 3, 2, 10, 0))


# --- Properties -------------------------------------------------------------------

ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Jakarta"])
MOMENTS = st.datetimes(
    datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)
)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    hours = st.lists(st.integers(0, 24 * 4), min_size=2, max_size=6, unique=True).map(
        sorted
    )
    attendances = []
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        edges = draw(hours)
        attendances += [
            Attendance(weekday, opens * 900, closes * 900)
            for opens, closes in zip(edges[::2], edges[1::2], strict=False)
        ]
    days_off = [
        DayOff.days("off", first, first + timedelta(days=length))
        for first, length in draw(
            st.lists(
                st.tuples(
                    st.dates(date(2024, 1, 1), date(2031, 1, 1)), st.integers(0, 20)
                ),
                max_size=8,
            )
        )
    ]
    return WorkingCalendar(draw(ZONES), tuple(attendances), tuple(days_off))


def slowly_worked(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Working minutes counted one by one from the definition: the wall clock shows
    an attendance, and no day off."""
    zone = ZoneInfo(calendar.zone)
    minutes = 0
    while start < end:
        local = start.astimezone(zone).replace(tzinfo=None, fold=0)
        second = local.hour * 3600 + local.minute * 60 + local.second
        minutes += any(
            item.weekday == local.weekday() and item.opens <= second < item.closes
            for item in calendar.attendances
        ) and not any(item.starts <= local < item.ends for item in calendar.days_off)
        start += timedelta(minutes=1)
    return minutes


@settings(max_examples=40, deadline=None)
@given(calendars(), MOMENTS, st.integers(0, 4 * 24 * 60))
def test_working_time_is_what_the_wall_clock_shows(
    calendar: WorkingCalendar, start: datetime, minutes: int
) -> None:
    start = start.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=minutes)
    zone = ZoneInfo(calendar.zone)
    offsets = {moment.astimezone(zone).utcoffset() for moment in (start, end)}
    if len(offsets) > 1:  # clock changes have examples of their own above
        return
    worked = calendar.working_time_between(start, end)
    assert worked == timedelta(minutes=slowly_worked(calendar, start, end))


@given(calendars(), MOMENTS, st.integers(1, 3_000_000_000))
def test_measuring_is_the_inverse_of_adding_working_time(
    calendar: WorkingCalendar, start: datetime, milliseconds: int
) -> None:
    amount = timedelta(milliseconds=milliseconds)
    end = calendar.add_working_time(start, amount)
    assert calendar.working_time_between(start, end) == amount
    assert calendar.is_working_moment(end - timedelta(microseconds=1))
    back = calendar.add_working_time(end, -amount)
    assert calendar.working_time_between(back, end) == amount
    assert back <= calendar.next_working_moment(start)


@given(calendars(), MOMENTS, st.integers(1, 300))
def test_a_number_of_working_days_ends_on_a_working_day_and_counts_back(
    calendar: WorkingCalendar, start: datetime, days: int
) -> None:
    due = calendar.add_working_days(start, days)
    assert due > start
    last = calendar.local_day(due - timedelta(microseconds=1))
    assert calendar.is_working_day(last)
    assert calendar.close_of(last) == due
    day, counted = calendar.local_day(start), 0
    while day < last:
        day += timedelta(days=1)
        counted += calendar.is_working_day(day)
    assert counted == days
    within = due - timedelta(microseconds=1)
    assert (
        calendar.add_working_days(
            calendar.add_working_days(within, -days) - timedelta(microseconds=1), days
        )
        == due
    )


@given(calendars(), MOMENTS, MOMENTS, st.integers(1, 200))
def test_who_starts_later_is_due_no_earlier(
    calendar: WorkingCalendar, one: datetime, other: datetime, amount: int
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add_working_days(earlier, amount) <= calendar.add_working_days(
        later, amount
    )
    assert calendar.add_working_hours(earlier, amount) <= calendar.add_working_hours(
        later, amount
    )
    assert calendar.working_time_between(earlier, later) >= timedelta(0)


@given(calendars())
def test_a_calendar_survives_storage_with_the_same_hash(
    calendar: WorkingCalendar,
) -> None:
    again = WorkingCalendar.from_data(calendar.to_data())
    assert again == calendar
    assert again.content_hash == calendar.content_hash


# --- Cost -------------------------------------------------------------------------


def test_ten_years_of_working_days_cost_microseconds() -> None:
    start = jakarta("2026-03-02T10:00")
    JAKARTA.add_working_days(start, 2500)
    best = {60: 1.0, 2500: 1.0}
    for days in best:
        for _ in range(20):
            began = time.perf_counter()
            JAKARTA.add_working_days(start, days)
            best[days] = min(best[days], time.perf_counter() - began)
    assert best[60] < 200e-6
    assert best[2500] < 200e-6
