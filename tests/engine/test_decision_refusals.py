"""What is wrong with a DMN file is said at once, with place and advice."""

from __future__ import annotations

import pytest

from wbs_module.engine.decision import DecisionReading, read_decisions

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
LITERAL = "<literalExpression><text>1</text></literalExpression>"
TABLE = """<decisionTable {attributes}>
<input label="X"><inputExpression{language}><text>x</text></inputExpression></input>
<output name="y"/>{rules}</decisionTable>"""


def read(body: str) -> DecisionReading:
    return read_decisions(
        f'<definitions xmlns="{DMN}">\n{body}\n</definitions>'.encode()
    )


def rule(test: str, result: str = "1") -> str:
    return (
        f"<rule><inputEntry><text>{test}</text></inputEntry>"
        f"<outputEntry><text>{result}</text></outputEntry></rule>"
    )


def table(*rules: str, attributes: str = "", language: str = "") -> str:
    logic = TABLE.format(attributes=attributes, language=language, rules="".join(rules))
    return f'<decision id="d" name="D">{logic}</decision>'


def decision(logic: str, identifier: str = "d") -> str:
    return f'<decision id="{identifier}" name="D">{logic}</decision>'


def requirement(identifier: str) -> str:
    return (
        "<informationRequirement>"
        f'<requiredDecision href="#{identifier}"/></informationRequirement>'
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"not xml", "not_xml"),
        (b"<a/>", "not_dmn"),
        (
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            "doctype",
        ),
        (b"<definitions xmlns='http://example.org/'/>", "not_dmn"),
        (b" " * 5_000_000, "file_too_large"),
    ],
)
def test_what_is_no_dmn_file_is_refused(data: bytes, code: str) -> None:
    reading = read_decisions(data)
    assert reading.model is None
    assert [problem.code for problem in reading.problems] == [code]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "no_decision"),
        ('<import namespace="x"/>' + decision(LITERAL), "import_refused"),
        (f"<decision>{LITERAL}</decision>", "id_missing"),
        (decision(LITERAL) * 2, "id_twice"),
        (decision(""), "logic_missing"),
        (decision("<invocation/>"), "logic_refused"),
        (decision("<context/>"), "logic_refused"),
        (decision("<relation/>"), "logic_refused"),
        (decision("<knowledgeRequirement/>" + LITERAL), "knowledge_refused"),
        (decision(requirement("nowhere") + LITERAL), "requirement_unknown"),
        (decision(requirement("d") + LITERAL), "requirement_circle"),
        (
            decision(requirement("e") + LITERAL)
            + decision(requirement("d") + LITERAL, "e"),
            "requirement_circle",
        ),
        (
            table(rule("1"), language=' expressionLanguage="juel"'),
            "language_refused",
        ),
        (
            decision(
                '<literalExpression expressionLanguage="python"><text>1</text>'
                "</literalExpression>"
            ),
            "language_refused",
        ),
        (table(rule("1"), attributes='hitPolicy="BEST"'), "hit_policy_unknown"),
        (
            table(rule("1"), attributes='hitPolicy="COLLECT" aggregation="MEAN"'),
            "aggregation_unknown",
        ),
        (
            table(rule("1"), attributes='aggregation="SUM"'),
            "aggregation_without_collect",
        ),
        (
            table(rule("1"), attributes='hitPolicy="PRIORITY"'),
            "priority_without_values",
        ),
        (table(), "no_rule"),
        (table("<rule/>"), "cell_count"),
        (table(rule("1 +")), "expression"),
        (table(rule("1", "${bean.call()}")), "expression"),
        (table(rule("1", "x.foo()")), "expression"),
        (table(rule("&gt; 1"), rule("&gt; 2")), "rules_overlap"),
        (
            decision(
                '<literalExpression typeRef="money"><text>1</text></literalExpression>'
            ),
            "type_unknown",
        ),
    ],
)
def test_what_cannot_be_decided_right_is_refused(body: str, code: str) -> None:
    reading = read(body)
    assert reading.model is None
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    assert code in {problem.code for problem in errors}
    assert all(problem.message and problem.advice for problem in errors)


def test_a_bad_cell_is_shown_at_its_place_in_the_file() -> None:
    body = table(
        "\n<rule><inputEntry id='cell'>\n  <text>\n    1,\n    2 +\n  </text>"
        "</inputEntry><outputEntry><text>1</text></outputEntry></rule>"
    )
    (problem,) = read(body).problems
    assert (problem.line, problem.column) == (8, 8)
    assert problem.element_id == "cell"
    assert problem.message.startswith(
        "Rule 1, input “X”: The expression is not finished"
    )


def test_all_problems_come_at_once() -> None:
    reading = read(table(rule("1 +"), rule("(", "foo(1)"), rule("2", "")))
    assert [problem.code for problem in reading.problems] == [
        "expression",
        "expression",
        "expression",
        "output_empty",
    ]


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ("1", "2", False),
        ("1", "1", True),
        ("1", "-", True),
        ("&lt; 5", "&gt;= 5", False),
        ("&lt;= 5", "&gt;= 5", True),
        ("[1..5]", "(5..9]", False),
        ("[1..5]", "[5..9]", True),
        ("[1..10]", "[4..6]", True),
        ("&gt; 1000000000", "&lt; 9000000000", True),
        ("&gt; 1", "&lt; 2", False),  # there may be whole numbers only
        ("1", "true", False),
        ('"a"', '"b","c"', False),
        ('"a","b"', '"b","c"', True),
        ('not("a")', '"a"', False),
        ('not("a")', 'not("b")', True),
        ("true", "false", False),
        ("true", "not(false)", True),
        ('&lt; date("2026-01-01")', '&gt;= date("2026-01-01")', False),
        ('&lt; date("2026-01-05")', '&gt; date("2026-01-01")', True),
        ("&gt; limit", "&gt; 3", False),  # nothing can be shown
    ],
)
def test_overlapping_rules_of_a_unique_table_are_found_where_it_can_be_shown(
    first: str, second: str, overlap: bool
) -> None:
    codes = [
        problem.code for problem in read(table(rule(first), rule(second))).problems
    ]
    assert codes == (["rules_overlap"] if overlap else [])


def test_rules_are_told_apart_by_any_of_their_inputs() -> None:
    logic = """<decisionTable>
<input><inputExpression><text>x</text></inputExpression></input>
<input><inputExpression><text>{second}</text></inputExpression></input>
<output/>
<rule><inputEntry><text>&gt; 1</text></inputEntry>
<inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
<rule><inputEntry><text>&gt; 2</text></inputEntry>
<inputEntry><text>2</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable>"""
    assert read(decision(logic.format(second="z"))).problems == ()
    # Two columns on one name depend on each other; nothing is claimed of them.
    assert read(decision(logic.format(second="x + 0"))).problems == ()


def test_names_and_types_are_checked_against_what_is_known() -> None:
    model = read(
        table(
            rule('"a"', '"b"'),
            rule("&gt; limit", "amont"),
            attributes='hitPolicy="FIRST"',
        )
    ).model
    assert model is not None
    found = model.check("d", {"x": "number", "amount": "number"})
    assert [problem.message for problem in found] == [
        "Rule 1, input “X”: '=' compares a number with a string; that is never true.",
        "Rule 2, input “X”: The name 'limit' is not known here.",
        "Rule 2, output “y”: The name 'amont' is not known here.",
    ]
    assert all(problem.line for problem in found)
    known = {"x": "Any", "limit": "number", "amont": "number"}
    assert model.check("d", known) == ()


def test_types_that_the_file_defines_are_understood() -> None:
    definition = (
        '<itemDefinition name="tSeverity"><typeRef>string</typeRef></itemDefinition>'
        '<itemDefinition name="tLoss"><itemComponent name="total">'
        "<typeRef>number</typeRef></itemComponent></itemDefinition>"
    )
    body = definition + decision(
        '<variable name="loss" typeRef="tLoss"/>'
        "<literalExpression><text>{total: 5}</text></literalExpression>"
    )
    model = read(body).model
    assert model is not None
    entries = model.result_type("d").entries
    assert entries is not None and entries["total"].kind == "number"


def test_an_unused_knowledge_model_or_service_does_no_harm() -> None:
    reading = read(
        decision(LITERAL) + '<businessKnowledgeModel id="b"/><decisionService id="s"/>'
    )
    assert reading.model is not None
    assert [problem.severity for problem in reading.problems] == ["warning"]


@pytest.mark.parametrize(
    ("test", "result", "said"),
    [
        ('"a"', '"b"', []),
        ("a", '"b"', ["a"]),
        ('"a"', "di luar", ["di luar"]),
        ("-", "null", []),
        ("-", "x", []),  # what the table asks
        ("-", 'x + "!"', []),
    ],
)
def test_a_text_without_quotation_marks_is_hinted_at(
    test: str, result: str, said: list[str]
) -> None:
    texts = table(rule(test, result)).replace(
        "<inputExpression", '<inputExpression typeRef="string"'
    )
    texts = texts.replace('<output name="y"', '<output name="y" typeRef="string"')
    hints = [
        problem
        for problem in read(texts).problems
        if problem.code == "text_without_quotes"
    ]
    assert [hint.parameters["text"] for hint in hints] == said
    assert all(hint.severity == "warning" for hint in hints)
