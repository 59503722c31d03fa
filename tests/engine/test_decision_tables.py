"""Decision tables: what they decide, by each hit policy, and where they stop."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from wbs_module.engine.decision import (
    DecisionError,
    DecisionModel,
    DecisionUnknown,
    NoRuleMatches,
    SeveralRulesMatch,
    ValueNotAllowed,
    read_decisions,
)

FILES = Path(__file__).with_name("decision")
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def text(tag: str, content: str, attributes: str = "") -> str:
    return f"<{tag} {attributes}><text>{escape(content)}</text></{tag}>"


def table(
    rules: list[tuple[list[str], list[str]]],
    inputs: tuple[str, ...] = ("x",),
    outputs: tuple[str, ...] = ("y",),
    attributes: str = "",
    output_values: str = "",
    default: str = "",
    input_values: str = "",
) -> str:
    parts = [
        f"<input id='i_{name}' label={quoteattr(name)}>"
        + text("inputExpression", name)
        + (text("inputValues", input_values) if input_values else "")
        + "</input>"
        for name in inputs
    ]
    parts += [
        f"<output id='o_{name}' name={quoteattr(name)}>"
        + (text("outputValues", output_values) if output_values else "")
        + (text("defaultOutputEntry", default) if default else "")
        + "</output>"
        for name in outputs
    ]
    for number, (tests, results) in enumerate(rules, start=1):
        cells = [text("inputEntry", test) for test in tests]
        cells += [text("outputEntry", result) for result in results]
        parts.append(f"<rule id='r{number}'>{''.join(cells)}</rule>")
    return f"<decisionTable id='t' {attributes}>{''.join(parts)}</decisionTable>"


def file_of(*decisions: str) -> bytes:
    body = "".join(decisions)
    return f'<definitions xmlns="{DMN}">{body}</definitions>'.encode()


def decision(logic: str, identifier: str = "d", name: str = "D", more: str = "") -> str:
    return f"<decision id='{identifier}' name='{name}'>{more}{logic}</decision>"


def model_of(*decisions: str) -> DecisionModel:
    reading = read_decisions(file_of(*decisions))
    assert reading.model is not None, reading.problems
    return reading.model


def requires(*identifiers: str) -> str:
    return "".join(
        f"<informationRequirement><requiredDecision href='#{identifier}'/>"
        "</informationRequirement>"
        for identifier in identifiers
    )


OVERLAPPING = [(["> 1"], ["2"]), (["> 2"], ["1"]), (["> 3"], ["3"])]


@pytest.mark.parametrize(
    ("attributes", "x", "result"),
    [
        ("hitPolicy='FIRST'", 9, 2),
        ("hitPolicy='RULE ORDER'", 9, [2, 1, 3]),
        ("hitPolicy='COLLECT'", 3, [2, 1]),
        ("hitPolicy='COLLECT'", 0, []),
        ("hitPolicy='COLLECT' aggregation='SUM'", 9, 6),
        ("hitPolicy='COLLECT' aggregation='SUM'", 0, None),
        ("hitPolicy='COLLECT' aggregation='MIN'", 9, 1),
        ("hitPolicy='COLLECT' aggregation='MAX'", 9, 3),
        ("hitPolicy='COLLECT' aggregation='COUNT'", 9, 3),
        ("hitPolicy='COLLECT' aggregation='COUNT'", 0, 0),
        ("hitPolicy='PRIORITY'", 9, 3),
        ("hitPolicy='OUTPUT ORDER'", 9, [3, 2, 1]),
    ],
)
def test_each_hit_policy_makes_its_own_of_the_rules_that_match(
    attributes: str, x: int, result: object
) -> None:
    model = model_of(
        decision(table(OVERLAPPING, attributes=attributes, output_values="3,2,1"))
    )
    assert model.evaluate("d", {"x": x}) == result


def test_unique_stops_where_two_rules_match() -> None:
    model = model_of(decision(table([(["> limit"], ["1"]), (["> 2"], ["2"])])))
    assert model.evaluate("d", {"x": 2, "limit": 1}) == 1
    with pytest.raises(SeveralRulesMatch, match="rules 1, 2 match") as caught:
        model.evaluate("d", {"x": 777, "limit": 1})
    assert "777" not in str(caught.value)


def test_any_takes_rules_that_agree_and_stops_where_they_do_not() -> None:
    rules = [(["> 1"], ["1"]), (["> 2"], ["1"]), (["> 5"], ["2"])]
    model = model_of(decision(table(rules, attributes="hitPolicy='ANY'")))
    assert model.evaluate("d", {"x": 3}) == 1
    with pytest.raises(SeveralRulesMatch, match="do not give the same result"):
        model.evaluate("d", {"x": 6})


def test_no_matching_rule_is_an_error_unless_there_is_a_default() -> None:
    rules = [(["1"], ['"one"'])]
    with pytest.raises(NoRuleMatches, match="no rule matches") as caught:
        model_of(decision(table(rules))).evaluate("d", {"x": 4711})
    assert "4711" not in str(caught.value)
    model = model_of(decision(table(rules, default='"other"')))
    assert model.evaluate("d", {"x": 4711}) == "other"


def test_a_value_that_a_column_does_not_allow_is_an_error() -> None:
    rules = [(["-"], ["x"])]
    model = model_of(decision(table(rules, input_values="1,2")))
    assert model.evaluate("d", {"x": 2}) == 2
    with pytest.raises(ValueNotAllowed, match="input “x”"):
        model.evaluate("d", {"x": 3})
    model = model_of(decision(table(rules, output_values="1,2")))
    with pytest.raises(ValueNotAllowed, match="output “y”"):
        model.evaluate("d", {"x": 3})


def test_several_outputs_make_a_context() -> None:
    rules = [(["-", "true"], ["1", "x + 1"])]
    model = model_of(decision(table(rules, ("x", "z"), ("first", "second part"))))
    assert model.evaluate("d", {"x": 1, "z": True}) == {
        "first": Decimal(1),
        "second part": Decimal(2),
    }
    assert model.output_names("d") == ("first", "second part")


def test_a_literal_expression_decides() -> None:
    logic = text("literalExpression", 'received + duration("P14D")')
    model = model_of(decision(logic))
    assert model.names("d") == {"received"}
    received = dt.date(2026, 11, 24)
    assert model.evaluate("d", {"received": received}) == dt.date(2026, 12, 8)


def test_required_decisions_are_made_first_and_known_by_their_names() -> None:
    base = decision(text("literalExpression", "x * 2"), "base", "Base amount")
    middle = decision(
        text("literalExpression", "Base amount + 1"),
        "middle",
        "M",
        "<variable name='risk-level'/>" + requires("base"),
    )
    top = decision(
        text("literalExpression", "risk-level + Base amount"),
        "top",
        "T",
        requires("middle", "base"),
    )
    model = model_of(top, middle, base)
    assert model.names("top") == {"x"}
    assert model.evaluate("top", {"x": 5}) == 21


def test_a_decision_sees_only_what_it_requires() -> None:
    hidden = decision(table([(["-"], ["1"])], outputs=("y",)), "hidden", "H")
    middle = decision(text("literalExpression", "H"), "middle", "M", requires("hidden"))
    top = decision(text("literalExpression", "M + y"), "top", "T", requires("middle"))
    model = model_of(top, middle, hidden)
    assert model.names("top") == {"x", "y"}
    assert model.evaluate("top", {"x": 0, "y": 10}) == 11
    with pytest.raises(DecisionError, match="'y' has no value"):
        model.evaluate("top", {"x": 0})


def test_what_is_required_comes_before_data_of_the_same_name() -> None:
    base = decision(table([(["-"], ["1"])], outputs=("level",)), "base", "B")
    top = decision(text("literalExpression", "level"), "top", "T", requires("base"))
    model = model_of(top, base)
    assert model.evaluate("top", {"x": 0, "level": "an older answer"}) == 1


def test_an_output_name_of_two_required_decisions_means_neither() -> None:
    logic = table([(["-"], ["1"])], outputs=("y",))
    ones = [decision(logic, name, name) for name in ("b", "c")]
    top = decision(text("literalExpression", "y"), "top", "T", requires("b", "c"))
    assert model_of(top, *ones).names("top") == {"x", "y"}


def test_a_failing_expression_says_in_which_rule_and_names_no_value() -> None:
    model = model_of(decision(table([(["> unknown"], ["1"])])))
    with pytest.raises(DecisionError, match="rule 1: .*'unknown' has no value"):
        model.evaluate("d", {"x": 99})


def test_an_unknown_decision_is_an_error() -> None:
    model = model_of(decision(text("literalExpression", "1")))
    with pytest.raises(DecisionUnknown, match="no decision 'e'.*It has: d"):
        model.evaluate("e", {})


@pytest.mark.parametrize(
    ("loss", "rank", "severity", "days"),
    [
        (2_000_000_000, "staff", "high", 10),
        (500_000_000, "head", "medium", 14),
        (500_000_000, "staff", "low", 30),
    ],
)
def test_a_table_saved_by_dmn_js_decides(
    loss: int, rank: str, severity: str, days: int
) -> None:
    reading = read_decisions((FILES / "severity_dmn_js.dmn").read_bytes())
    assert reading.problems == ()
    assert reading.model is not None
    assert reading.model.names("severity") == {"loss", "rank"}
    result = reading.model.evaluate("severity", {"loss": loss, "rank": rank})
    assert result == {"severity": severity, "days": days}
    assert reading.model.check("severity", {"loss": "number", "rank": "string"}) == ()


def test_tables_saved_by_camunda_7_know_each_other_by_output_names() -> None:
    reading = read_decisions((FILES / "team_camunda_7.dmn").read_bytes())
    assert reading.problems == ()
    assert reading.model is not None
    assert reading.model.names("team_decision") == {"cases", "region"}
    known = {"cases": 3, "region": "south"}
    assert reading.model.evaluate("team_decision", known) == "B"
    known["cases"] = 12
    assert reading.model.evaluate("team_decision", known) == "joint"
    types = {"cases": "number", "region": "string"}
    assert reading.model.check("team_decision", types) == ()


def test_many_decisions_that_require_each_other_are_made_once_each() -> None:
    decisions = [decision(text("literalExpression", "1"), "d0", "n0")]
    for number in range(1, 200):
        more = requires(*(f"d{max(number - step, 0)}" for step in (1, 2)))
        logic = text("literalExpression", f"n{number - 1} + n{max(number - 2, 0)} - 1")
        decisions.append(decision(logic, f"d{number}", f"n{number}", more))
    assert model_of(*decisions).evaluate("d199", {}) == 1
