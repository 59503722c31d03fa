"""No expression reaches anything but its values, or takes more than its share."""

from __future__ import annotations

import inspect
import json
import sys
import time
import tracemalloc

import pytest

from wbs_module.engine.feel import (
    FeelError,
    FeelEvaluationError,
    FeelLimitError,
    FeelSyntaxError,
    parse_expression,
    parse_script,
    parse_unary_tests,
    to_json,
)

REACHING_OUT = [
    "().__class__",
    "().__class__.__base__.__subclasses__()",
    'x.__class__.__init__.__globals__["os"].system("id")',
    '__import__("os").system("id")',
    'eval("1")',
    'exec("import os")',
    'open("/etc/passwd")',
    'open("/etc/passwd").read()',
    '"{0.__class__}".format(1)',
    '"%s" % x',
    'f"{x}"',
    "lambda: 1",
    "function(a) external {java: {class: 'java.lang.Math'}}",
    "function(a) a + 1",
    "[x for x in ().__class__.__bases__]",
    "x := 1",
    "x = 1; y = 2",
    "getattr(x, 'y')",
    "x['y']",
    "${x}",
    "#{x.y}",
    "`id`",
    "{{ x }}",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$", "b")',
    '@"10:00:00@../../../etc/passwd"',
    '@"2026-01-01T10:00:00@os/path"',
]


@pytest.mark.parametrize("text", REACHING_OUT)
def test_what_reaches_out_is_no_expression(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse_expression(text)


@pytest.mark.parametrize("text", ["import os", "x.__class__", "os", "__builtins__"])
def test_what_looks_like_python_is_only_a_name(text: str) -> None:
    with pytest.raises(FeelEvaluationError, match="has no value here"):
        parse_expression(text).evaluate({})


@pytest.mark.parametrize("name", ["__class__", "__dict__", "year", "real", "append"])
@pytest.mark.parametrize("value", [1, "a", [1], {"a": 1}, True])
def test_a_path_leads_into_contexts_and_never_to_an_attribute(
    name: str, value: object
) -> None:
    found = parse_expression(f"x.{name}").evaluate({"x": value})
    assert found is None or found == [None]


class Bomb:
    """Does something with every operation that Python offers."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError("an attribute of a foreign object was read")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("a foreign object was compared")

    __hash__ = None  # type: ignore[assignment]


class Words(str):
    def __eq__(self, other: object) -> bool:
        raise AssertionError("a method of a foreign string was called")

    __hash__ = str.__hash__


@pytest.mark.parametrize("text", ["x", "x = 1", "x.y", "x[1]", "[x]", "string(x)"])
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: [x], lambda x: {"y": x}])
def test_foreign_objects_are_refused_untouched(text: str, wrap: object) -> None:
    with pytest.raises(FeelEvaluationError, match="which FEEL does not know"):
        parse_expression(text).evaluate({"x": wrap(Bomb())})  # type: ignore[operator]


def test_a_string_of_another_class_becomes_a_plain_one() -> None:
    value = parse_expression("x").evaluate({"x": Words("a")})
    assert type(value) is str
    assert parse_expression('x = "a"').evaluate({"x": Words("a")}) is True


NESTED = [
    "(" * 5_000,
    "[" * 5_000,
    "{a:" * 3_000,
    "-" * 9_000 + "1",
    "not(" * 2_000 + "true" + ")" * 2_000,
    "(" * 4_000 + "1" + ")" * 4_000,
    "[" * 4_000 + "1" + "]" * 4_000,
    "if a then " * 900 + "1",
    "1" + " + 1" * 2_400,
    "x" + "[1]" * 3_000,
    "x" + ".a" * 4_000,
    "for x in y return " * 500 + "1",
    "some x in y satisfies " * 400 + "true",
    "1" + "0" * 5_000,
    "1e999999999",
    "0." + "0" * 5_000 + "1",
    '"' + "a" * 20_000 + '"',
    "/*" * 4_000,
    "a " * 4_900,
    "1 < " * 2_400 + "1",
    "1" + " in [1]" * 1_200,
    "\x00",
    "\ud800",
    '"\\ud800"',
    "@" * 1_000,
]


@pytest.mark.parametrize("text", NESTED, ids=lambda text: ascii(text[:12]))
def test_huge_and_deep_texts_are_refused_or_answered_quickly(text: str) -> None:
    started = time.process_time()
    for parse in (parse_expression, parse_unary_tests, parse_script):
        try:
            parse(text).evaluate({"x": [1], "y": [1], "a": 1})  # type: ignore[union-attr]
        except (FeelError, AttributeError) as error:
            assert isinstance(error, FeelError) or "evaluate" in str(error)
    assert time.process_time() - started < 2


NUMBERS = "[1,2,3,4,5,6,7,8,9,10]"
BOMBS = [
    "10**10**10",
    "10**(10**10)",
    "9**9**9**9**9",
    "(10**6000)**(10**6000)",
    "1.0000001**999999999999",
    "exp(10**6000)",
    "exp(999999)",
    "log(10**-6000)",
    "sqrt(10**6144)",
    "modulo(10**6000, 3)",
    "decimal(10**6000, 6000)",
    "string(10**6000)",
    "for a in 1..1000000000 return a",
    "for a in 1..10000, b in 1..10000 return a * b",
    f"for a in {NUMBERS}, b in {NUMBERS}, c in {NUMBERS}, d in {NUMBERS}, "
    f"e in {NUMBERS}, f in {NUMBERS}, g in {NUMBERS} return 1",
    "some a in 1..10000, b in 1..10000 satisfies a + b < 0",
    "every a in 1..9999, b in 1..9999 satisfies a + b > 0",
    "(for a in 1..10000 return a)[count((for b in 1..10000 return b)) > item]",
    "count(for a in 1..9000 return for b in 1..9000 return b)",
    'string join(for a in 1..10000 return "' + "x" * 500 + '")',
    "{a: [1,1,1,1,1,1,1,1,1,1]"
    + "".join(
        f", {new}: [{','.join([old] * 10)}]"
        for old, new in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    + "}",
    "string({a: [1,1,1,1,1,1,1,1,1,1]"
    + "".join(
        f", {new}: [{','.join([old] * 10)}]"
        for old, new in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    + "})",
    '{a: "xxxxxxxxxxxxxxxxxxxx"'
    + "".join(
        f", {new}: {'+'.join([old] * 10)}"
        for old, new in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    + "}",
    "distinct values(for a in 1..10000 return a)",
    "union(for a in 1..5000 return a, for b in 5000..9999 return b)",
    "duplicate values(for a in 1..5000 return a)",
    "flatten(for a in 1..9000 return xs)",
    "for a in xs return for b in xs return for c in xs return a + b + c",
    "xs[xs[item > 1][1] < item]",
    "list contains(xs, xs)",
    'duration("P999999999D") * 1000',
    'duration("P999999999D") + duration("P999999999D")',
    'date("9999-12-31") + duration("P1D")',
    'date("0001-01-01") - duration("P999999999Y")',
    'duration("P999999999Y") * 10**30',
    'date and time("9999-12-31T23:59:59@Asia/Jakarta") + duration("PT23H")',
    'date and time("0001-01-01T00:00:00@Asia/Jakarta") < '
    'date and time("0001-01-01T00:00:00Z")',
    'date and time("0001-01-01T00:00:00+14:00") = '
    'date and time("9999-12-31T23:59:59-14:00")',
    'time("00:00:00@Asia/Jakarta") < time("23:00:00@America/New_York")',
    'date and time("0001-01-01T00:00:00+14:00") + duration("PT1H")',
    "substring(text, 10**10, 10**10)",
    "sublist(xs, -(10**10))",
    "xs[10**40]",
    "xs[0.5]",
    'number("1e99999")',
    "contains(text + text, text)",
    'split(text, "a")',
    "upper case(text)",
]


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: str(text[:30]))
def test_a_bomb_is_stopped_or_answered_within_time_and_memory(text: str) -> None:
    names = {"xs": list(range(1_000)), "text": "a" * 90_000}
    expression = parse_expression(text)
    tracemalloc.start()
    started = time.process_time()
    try:
        json.dumps(to_json(expression.evaluate(names)))
    except FeelEvaluationError as error:
        assert "aaaa" not in str(error)
    finally:
        spent = time.process_time() - started
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert spent < 2, (
        "measured while memory is traced, which takes several times as long"
    )
    assert peak < 64 * 2**20


@pytest.mark.parametrize(
    "text",
    [
        "for a in 1..10001 return a",
        "for a in 1..1000, b in 1..1000 return a",
        "count(for a in 1..9000 return for b in 1..9000 return b)",
    ],
)
def test_the_limits_say_that_they_stopped_it(text: str) -> None:
    with pytest.raises(FeelLimitError, match="was stopped"):
        parse_expression(text).evaluate({})


def test_values_handed_in_are_not_changed() -> None:
    names = {"xs": [3, 1, 2], "c": {"a": [1]}}
    expression = parse_expression("append(xs, count(c.a))")
    result = expression.evaluate(names)
    assert isinstance(result, list)
    result.append(None)
    assert names == {"xs": [3, 1, 2], "c": {"a": [1]}}
    assert expression.evaluate(names) == [3, 1, 2, 1]


def test_a_value_that_holds_itself_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(FeelEvaluationError, match="nested too deeply"):
        parse_expression("x").evaluate({"x": loop})


def test_a_full_stack_is_our_error_too() -> None:
    expression = parse_expression("(" * 90 + "x" + "+1)" * 90)

    def deeper(left: int) -> object:
        return deeper(left - 1) if left else expression.evaluate({"x": 1})

    with pytest.raises(FeelLimitError, match="nested too deeply"):
        deeper(sys.getrecursionlimit() - len(inspect.stack()) - 60)
