"""Whatever is typed, only our own errors come out, and soon."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wbs_module.engine.feel import (
    FeelError,
    FeelEvaluationError,
    FeelSyntaxError,
    YearsMonthsDuration,
    from_json,
    parse_expression,
    parse_script,
    parse_unary_tests,
    to_json,
)
from wbs_module.engine.feel.functions import FUNCTIONS

EXAMPLES = 200
SECONDS = 1.0


class FixedClock:
    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 24, 20, 0, tzinfo=dt.timezone.utc)


PIECES = st.sampled_from(
    """+ - * / ** = != < <= > >= ( ) [ ] { } , : . .. ? " ' @ ; := 0 1 2.5 .5 1e5 10
    99999999999 "a" "" true false null and or not in between if then else for return
    some every satisfies instance of item x y xs c number string list date time duration
    @"2026-01-01" @"P1D" @"P1M" @"10:00:00" // /* */ \n partial function external
    """.split()
    + list(FUNCTIONS)
)
TEXTS = st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60)

LITERALS = st.sampled_from(
    [
        "0", "1", "-1", "2.5", "10**6144", "1e-6000", "99999999999999", "null", "true",
        "false", '""', '"a"', '"ab c"', "[]", "[1, 2, 3]", '["a", null]', "[[1], 2]",
        "{}", "{a: 1}", "[1..5]", '("a".."c")', 'date("2026-11-24")',
        'date("9999-12-31")', 'date("0001-01-01")', 'time("10:00:00")',
        'time("10:00:00+07:00")', 'date and time("2026-11-24T10:00:00")',
        'date and time("0001-01-01T00:00:00+14:00")',
        'date and time("2026-11-24T10:00:00@Asia/Jakarta")', 'duration("P1D")',
        'duration("-PT1H")', 'duration("P999999999D")', 'duration("P1Y2M")',
        "x", "y", "xs", "c", "c.a", "item", "now()", "today()",
    ]
)  # fmt: skip
SIGNS = st.sampled_from(
    ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.tuples(
        st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, max_size=4)
    ).map(lambda pair: f"{pair[0]}({', '.join(pair[1])})")
    return (
        st.tuples(inner, SIGNS, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | calls
        | st.tuples(inner, inner).map(lambda t: f"{t[0]}[{t[1]}]")
        | st.tuples(inner, inner, inner).map(
            lambda t: f"(if {t[0]} then {t[1]} else {t[2]})"
        )
        | st.tuples(inner, inner).map(lambda t: f"(for x in {t[0]} return {t[1]})")
        | st.tuples(inner, inner).map(lambda t: f"(for y in {t[0]}..{t[1]} return y)")
        | st.tuples(inner, inner).map(lambda t: f"(some x in {t[0]} satisfies {t[1]})")
        | st.tuples(inner, inner, inner).map(
            lambda t: f"({t[0]} between {t[1]} and {t[2]})"
        )
        | st.tuples(inner, st.sampled_from(["a", "year", "days", "start", "hour"])).map(
            lambda t: f"({t[0]}).{t[1]}"
        )
        | st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | inner.map(lambda text: f"{{a: {text}, b: a}}")
        | inner.map(lambda text: f"(-{text})")
    )


EXPRESSIONS = st.recursive(LITERALS, _larger, max_leaves=12)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(dt.timezone.utc))
    | st.times()
    | st.timedeltas()
    | st.integers(-10_000, 10_000).map(YearsMonthsDuration),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "year"]), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.fixed_dictionaries(
    {"x": VALUES, "y": VALUES, "xs": st.lists(VALUES, max_size=5), "c": VALUES}
)


@given(text=TEXTS)
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_text_is_parsed_or_refused_with_a_place(text: str) -> None:
    for parse in (parse_expression, parse_unary_tests, parse_script):
        try:
            parse(text)
        except FeelSyntaxError as error:
            assert 1 <= error.line <= text.count("\n") + 1
            assert error.column >= 1
            assert error.message


@given(text=EXPRESSIONS, names=NAMES)
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_expression_gives_a_value_or_our_error(
    text: str, names: dict[str, Any]
) -> None:
    started = time.process_time()
    try:
        expression = parse_expression(text)
        value = expression.evaluate(names, FixedClock())
    except FeelError:
        pass
    else:
        # What comes out can be stored, and the same comes out again.
        stored = to_json(value)
        assert to_json(from_json(json.loads(json.dumps(stored)))) == stored
        assert to_json(expression.evaluate(names, FixedClock())) == stored
    assert time.process_time() - started < SECONDS


@given(text=EXPRESSIONS, value=VALUES, names=NAMES)
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_any_cell_is_satisfied_or_not(
    text: str, value: Any, names: dict[str, Any]
) -> None:
    for cell in (text, f"> {text}", f"not({text})", f"{text}, {text}"):
        try:
            answer = parse_unary_tests(cell).matches(value, names, FixedClock())
        except FeelError:
            continue
        assert isinstance(answer, bool)


TYPES = st.sampled_from(
    ["Any", "number", "string", "boolean", "date", "list", "context", "list<number>"]
)


@given(text=EXPRESSIONS, types=st.fixed_dictionaries({"x": TYPES, "xs": TYPES}))
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_check_of_any_expression_ends_in_findings(
    text: str, types: dict[str, str]
) -> None:
    try:
        expression = parse_expression(text)
    except FeelSyntaxError:
        return
    for problem in expression.check(types, expected="boolean"):
        assert problem.message and problem.advice
        assert 1 <= problem.column <= len(text) + 1


@given(text=EXPRESSIONS)
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_the_check_calls_never_true_is_never_true(text: str) -> None:
    """A check without a finding may be wrong; a finding may not."""
    comparison = f"({text}) = 5"
    try:
        expression = parse_expression(comparison)
        problems = expression.check({"x": "number", "y": "number", "xs": "list"})
        value = expression.evaluate({"x": 1, "y": 2, "xs": [1, 5]}, FixedClock())
    except (FeelSyntaxError, FeelEvaluationError):
        return
    if any(problem.message.startswith("'=' compares") for problem in problems[-1:]):
        last = problems[-1]
        if last.column == comparison.rfind("=") + 1:
            assert value is not True
