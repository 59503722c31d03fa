"""Values survive being stored."""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbs_module.engine.feel import (
    FeelEvaluationError,
    Range,
    Value,
    YearsMonthsDuration,
    from_json,
    to_json,
)

offsets = st.integers(-14 * 60, 14 * 60).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)
zones = (
    st.none()
    | offsets
    | st.sampled_from([zoneinfo.ZoneInfo("Asia/Jakarta"), dt.timezone.utc])
)
scalars = (
    st.none()
    | st.booleans()
    | st.decimals(-(10**20), 10**20, places=3)
    | st.integers(-(10**30), 10**30).map(Decimal)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.times(timezones=zones)
    | st.datetimes(timezones=zones)
    | st.timedeltas()
    | st.integers(-(10**6), 10**6).map(YearsMonthsDuration)
    | st.builds(Range, st.dates(), st.none() | st.dates(), st.booleans(), st.booleans())
)
keys = st.text() | st.sampled_from(["@number", "@date", "@context", "@"])
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values)
@settings(max_examples=200, deadline=None)
def test_every_value_comes_back_the_same(value: Value) -> None:
    stored = json.dumps(to_json(value))
    back = from_json(json.loads(stored))
    assert back == value
    assert json.dumps(to_json(back)) == stored


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Decimal("3.00"), 3),
        (5, 5),
        (Decimal("0.25"), {"@number": "0.25"}),
        (dt.date(2026, 11, 24), {"@date": "2026-11-24"}),
        (dt.timedelta(days=1, hours=2), {"@duration": "P1DT2H"}),
        (YearsMonthsDuration(14), {"@duration": "P1Y2M"}),
        ({"@date": 1}, {"@context": {"@date": 1}}),
        (Decimal("1E+6000"), {"@number": "1E+6000"}),
    ],
)
def test_the_stored_form_is_readable(value: Value, stored: object) -> None:
    assert to_json(value) == stored


@pytest.mark.parametrize(
    "damaged",
    [
        {"@date": "2026-02-30"},
        {"@unknown": 1},
        {"@number": "NaN"},
        {"@number": [1]},
        {"@range": {"start": 1}},
        {"@context": 5},
        float("inf"),
    ],
)
def test_damaged_values_are_refused(damaged: object) -> None:
    with pytest.raises(FeelEvaluationError, match="damaged"):
        from_json(damaged)


def test_what_is_no_value_is_not_stored() -> None:
    with pytest.raises(FeelEvaluationError, match="cannot be stored"):
        to_json({"a": object()})
