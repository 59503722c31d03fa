"""What is said about an expression before it runs."""

from __future__ import annotations

import pytest

from wbs_module.engine.feel import Type, parse_expression, parse_unary_tests

KNOWN: dict[str, Type | str] = {
    "severity": Type("string", choices=("high", "low")),
    "amount": "number",
    "received": "date",
    "loss": Type("context", entries={"total": Type("number")}),
    "amounts": "list<number>",
    "payments": Type("list", item=Type("context", entries={"paid": Type("boolean")})),
    "answer": "Any",
}


@pytest.mark.parametrize(
    "text",
    [
        'severity = "high" and amount > 3',
        'received + duration("P14D") >= date("2026-01-01")',
        "loss.total + 1 > sum(amounts)",
        "count(payments[paid]) = 2",
        "amounts[item > amount]",
        "amounts[1] + 2",
        'severity in ("high", "low")',
        "amount in [1..5]",
        "for x in amounts return x * amount",
        "is defined(unheard of)",
        "count(answer.whatever[anything > 3]) = 1",
        "answer + 1",
        "if answer then 1 else amount",
        "every payment in payments satisfies payment.paid",
        "received.year + 1",
        "amount = null",
        'received + duration("P1M") < date(2026, 12, 31)',
    ],
)
def test_what_may_be_right_is_not_complained_about(text: str) -> None:
    assert parse_expression(text).check(KNOWN) == []


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("amont > 3", 1, "'amont' is not known"),
        ('severity = "hihg"', 10, "'hihg' is none of the values"),
        ('severity in ("medium", "low")', 14, "'medium' is none of the values"),
        ("severity = high", 12, "high stands here as a name"),
        ('severity in (hihg, "low")', 14, "hihg stands here as a name"),
        ('Severity = "high"', 1, "'Severity' is not known"),
        ("amount > severity", 8, "compares a number with a string"),
        ("amount + severity", 8, "no meaning between a number and a string"),
        ("loss.totl", 6, "no 'totl' in a context"),
        ("received.hour", 10, "no 'hour' in a date"),
        ("if amount then 1 else 2", 4, "this is a number"),
        ("amount and true", 1, "this is a number"),
        ("upper case(amount)", 12, "must be a string"),
        ("amounts[unknown > 1]", 9, "'unknown' is not known"),
        ('payments[paid = "yes"]', 15, "compares a boolean with a string"),
        ('received in ["a".."b"]', 13, "compares a date with a string"),
        ('for x in amounts return x + "a"', 27, "between a number and a string"),
        ("-severity", 1, "no meaning before a string"),
        ("payments < amounts", 10, "cannot order a list"),
        ('received > date("2026-02-30")', 12, "date(): The text is not a date"),
        ('amount > duration("P1D")', 8, "a number with a days and time duration"),
        ('duration("P1Y1D") = null', 1, "duration(): The text is not a duration"),
        ("amount in (1, true)", 15, "compares a number with a boolean"),
    ],
)
def test_what_is_certainly_wrong_is_reported_where_it_stands(
    text: str, column: int, message: str
) -> None:
    (problem,) = parse_expression(text).check(KNOWN)
    assert (problem.line, problem.column) == (1, column)
    assert message in problem.message
    assert problem.advice


def test_a_misspelt_name_is_corrected() -> None:
    (problem,) = parse_expression("amont > 3").check(KNOWN)
    assert problem.advice == "Did you mean 'amount'?"


def test_a_condition_must_be_true_or_false() -> None:
    (problem,) = parse_expression("amount + 1").check(KNOWN, expected="boolean")
    assert "where a boolean is needed" in problem.message
    assert not parse_expression("answer").check(KNOWN, expected="boolean")


def test_the_type_of_a_result_follows_from_the_names() -> None:
    assert str(parse_expression("loss.total * 2").type_of(KNOWN)) == "number"
    assert str(parse_expression("amounts[item > 1]").type_of(KNOWN)) == "list of number"
    assert parse_expression('"high"').type_of(KNOWN).choices == ()


@pytest.mark.parametrize(
    ("cell", "count"),
    [("> 5", 0), ("-", 0), ('"a"', 1), ("amont", 1), ('1, "a"', 1), ("? > limit", 1)],
)
def test_a_cell_is_checked_against_the_type_of_its_input(cell: str, count: int) -> None:
    assert len(parse_unary_tests(cell).check("number", KNOWN)) == count


def test_a_type_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="'integer' is not a type"):
        parse_expression("a").check({"a": "integer"})


@pytest.mark.parametrize(
    ("text", "advice", "is_text"),
    [
        ("severity = high", 'write "high", with quotation marks', True),
        ("severity = hihg", 'Possible are: "high", "low".', True),
        ("severity = something_else", 'Possible are: "high", "low".', False),
        ("string(amount) = five", 'write it between quotation marks: "five"', False),
    ],
)
def test_a_text_without_quotation_marks_is_told_as_one(
    text: str, advice: str, is_text: bool
) -> None:
    (problem,) = parse_expression(text).check(KNOWN)
    assert advice in problem.advice
    assert problem.is_text is is_text
