"""Scripts of assignments."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wbs_module.engine.feel import FeelSyntaxError, parse_script

SCRIPT = """// the loss, in rupiah
total = first payment + 5
large = total > 10
  and checked = true ; places := [
    "a",
    "b; c"
  ]
same =
  total = 6
"""


def test_later_lines_see_what_earlier_lines_assign() -> None:
    script = parse_script(SCRIPT)
    names = {"first payment": 1, "checked": True}
    assert script.evaluate(names) == {
        "total": Decimal(6),
        "large": False,
        "places": ["a", "b; c"],
        "same": True,
    }
    assert names == {"first payment": 1, "checked": True}


def test_a_script_tells_what_it_reads_and_writes() -> None:
    script = parse_script(SCRIPT)
    assert script.reads == {"first payment", "checked"}
    assert script.writes == {"total", "large", "places", "same"}


def test_a_name_may_be_read_and_written() -> None:
    script = parse_script("round = round + 1")
    assert script.reads == script.writes == {"round"}
    assert script.evaluate({"round": 1}) == {"round": Decimal(2)}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a = 1\nb = a +", 2, 8, "not finished"),
        ("a = 1; b", 1, 8, "no assignment"),
        ("a = 1\n  + foo(2)", 2, 5, "no function 'foo'"),
        ("if = 3", 1, 1, "no assignment"),
        ("", 1, 1, "assigns nothing"),
        ("import os", 1, 1, "no assignment"),
    ],
)
def test_a_syntax_error_points_into_the_whole_script(
    text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse_script(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in str(caught.value)


def test_a_check_follows_types_from_line_to_line() -> None:
    problems, types = parse_script('a = 1\nb = a + "x"\nc = a + unknown').check({})
    assert [(problem.line, problem.column) for problem in problems] == [(2, 7), (3, 9)]
    assert types["a"].kind == "number"
