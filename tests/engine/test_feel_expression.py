"""Expressions: what they give, which names they need, how they complain."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from wbs_module.engine import feel
from wbs_module.engine.feel import (
    FeelEvaluationError,
    FeelSyntaxError,
    parse_expression,
    parse_unary_tests,
)
from wbs_module.engine.feel.functions import FUNCTIONS


class FixedClock:
    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 24, 20, 0, tzinfo=dt.timezone.utc)


def value_of(text: str, **names: object) -> object:
    return parse_expression(text).evaluate(names, FixedClock())


def test_a_condition_of_a_gateway_is_true_or_false() -> None:
    text = 'severity = "high" and amount > 10000000'
    assert value_of(text, severity="high", amount=20_000_000) is True
    assert value_of(text, severity="low", amount=20_000_000) is False


def test_numbers_are_decimal() -> None:
    assert value_of("0.1 + 0.2 = 0.3") is True
    assert value_of("x / 4", x=1) == Decimal("0.25")
    assert value_of("x + 0.5", x=0.1) == Decimal("0.6")


def test_names_may_contain_spaces() -> None:
    found = parse_expression("total  amount + first payment")
    assert found.names == {"total amount", "first payment"}
    assert found.evaluate({"total amount": 3, "first payment": 4}) == 7


def test_names_with_signs_or_reserved_words_are_known_when_announced() -> None:
    names = {"case-number": 5, "terms and conditions": True}
    found = parse_expression("case-number = 5 and terms and conditions", names)
    assert found.names == set(names)
    assert found.evaluate(names) is True


def test_a_name_never_changes_what_the_language_itself_means() -> None:
    names = {"true": False, "in": 1, "-": 2, "date and time": 3, "a": 1}
    text = 'true and a in [1, 2] and date and time("2026-01-01T00:00:00") != null'
    assert parse_expression(text, names).evaluate({"a": 1}) is True


def test_the_clock_handed_in_answers_now_and_today() -> None:
    assert value_of("today()") == dt.date(2026, 11, 24)
    assert value_of('now() > date and time("2026-11-24T19:59:59Z")') is True
    with pytest.raises(FeelEvaluationError, match="no clock was handed in"):
        parse_expression("now()").evaluate({})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ("for i in xs return i + y", {"xs", "y"}),
        ("xs[item > 3]", {"xs"}),
        ("some x in xs satisfies x > limit", {"xs", "limit"}),
        ("{a: 1, b: a + c}", {"c"}),
        ('date("2026-01-01")', set()),
        ("x in (1, y)", {"x", "y"}),
        ("is defined(x) and y", {"y"}),
        ("get or else(x.z, y)", {"y"}),
        ("get or else(x + 1, 2)", {"x"}),
    ],
)
def test_an_expression_tells_the_names_it_needs(text: str, names: set[str]) -> None:
    assert parse_expression(text).names == names


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("1 +", 1, 4, "not finished"),
        ("a >\n> b", 2, 1, "'>' cannot stand here"),
        ("lenght(x)", 1, 1, "no function 'lenght'"),
        ('matches("a", "b")', 1, 1, "left out on purpose"),
        ("contains(x)", 1, 1, "cannot take 1 arguments"),
        ('"abc', 1, 1, "does not end"),
        ('@"tomorrow"', 1, 1, "no date, time or duration"),
        ("x.__class__()", 1, 12, "'(' cannot stand here"),
        ("", 1, 1, "empty"),
        ("a # b", 1, 3, "no meaning"),
    ],
)
def test_a_syntax_error_points_at_its_place(
    text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse_expression(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in str(caught.value)


def test_a_missing_name_is_an_error_and_can_be_asked_for() -> None:
    with pytest.raises(FeelEvaluationError, match="'severity' has no value"):
        value_of("severity")
    assert value_of("is defined(severity)") is False
    assert value_of('get or else(severity, "low")') == "low"


def test_an_evaluation_error_names_no_value() -> None:
    class Secret:
        def __repr__(self) -> str:
            return "secret"

    with pytest.raises(FeelEvaluationError) as caught:
        value_of("x", x=Secret())
    assert "secret" not in str(caught.value)


def test_the_reasons_for_null_can_be_asked_for() -> None:
    value, reasons = parse_expression("1 + amount > 3").explain({"amount": "five"})
    assert value is None
    assert [reason.column for reason in reasons] == [3, 12]
    assert "five" not in str(reasons)


@pytest.mark.parametrize(
    ("cell", "value", "satisfied"),
    [
        ("-", None, True),
        ("> 5", 6, True),
        ("> 5", None, False),
        ('"a","b"', "b", True),
        ('not("x")', "x", False),
        ('not("x", "y")', "z", True),
        ("not(> 5)", None, False),
        ("[1..5)", 5, False),
        ("]1..5]", 5, True),
        ("< 3, > 10", 11, True),
        ("-5", -5, True),
        ("? > 3 and ? < 5", 4, True),
        ("true", False, False),
        ("null", None, True),
        ("limit", 9, True),
        ("> limit - 1", 9, True),
        ("[1, 9]", 9, True),
        ("limit > 3", "anything", True),
    ],
)
def test_a_cell_of_a_decision_table_is_satisfied(
    cell: str, value: object, satisfied: bool
) -> None:
    assert parse_unary_tests(cell).matches(value, {"limit": 9}) is satisfied


def test_the_manual_names_every_published_function() -> None:
    manual = Path(feel.__file__).with_name("README.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"`{name}`" not in manual] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('duration("P3M") / 3 = duration("P1M")', True),
        ('duration("P1D") / 3 = duration("PT8H")', True),
        ('duration("P7M") / 2 = duration("P3M")', True),
        ('duration("P1D") * 1.5 = duration("PT36H")', True),
        ('duration("P1D") / duration("PT0S")', None),
        ('duration("P1M") / 0', None),
        ('time("10:00:00@Asia/Jakarta") = time("03:00:00Z")', True),
        ("decimal(1234, -2)", Decimal(1200)),
        ("[{a: 1}][some a in [5] satisfies a = 5]", [{"a": Decimal(1)}]),
        ("for a in [5] return [{a: 1}][a = 1][1].a", [Decimal(1)]),
        ("[{item: 1}, {item: 2}][item = 2]", [{"item": Decimal(2)}]),
        ("[[1], [3, 4]][count(item[item > 2]) = 2]", [[Decimal(3), Decimal(4)]]),
    ],
)
def test_what_is_easily_got_wrong(text: str, value: object) -> None:
    assert value_of(text) == value
