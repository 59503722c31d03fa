"""What a person may hand in, and who may do what."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.instance import Instance, bpmn, end, flow, node, start, user
from wbs_module.engine.contract import CompleteTask
from wbs_module.engine.errors import SeparationOfDuties, TaskNotOpen, ValuesRefused

FORM = (
    '|<procedure:field name="severity" type="selection" required="true">'
    '<procedure:choice value="low"/><procedure:choice value="high"/></procedure:field>'
    '<procedure:field name="amount" type="amount" requiredIf="severity = &quot;high'
    '&quot;"/>'
    '<procedure:field name="note" type="multiline"/>'
)
ONE = bpmn(start() + user("A", FORM) + end() + flow("s", "A", "e"))

OUTCOMES = '|<procedure:outcome value="approve"/><procedure:outcome value="return"/>'
APPROVAL = bpmn(
    start()
    + user("draft")
    + user("approve", 'separateFrom="draft"' + OUTCOMES)
    + node("exclusiveGateway", "g", default="g_e")
    + end()
    + flow("s", "draft", "approve", "g", "e")
    + flow("g", "draft", condition='outcome = "return"')
)


def test_values_of_a_form_become_data_with_their_types() -> None:
    case = Instance(ONE)
    case.complete("A", severity="high", amount=1.5)
    assert case.status == "completed"
    assert case.data["severity"] == "high"
    assert case.data["amount"] == Decimal("1.5")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "severity"),
        ({"severity": "middling"}, "severity"),
        ({"severity": 3}, "severity"),
        ({"severity": "high"}, "amount"),
        ({"severity": "high", "amount": "much"}, "amount"),
        ({"severity": "high", "amount": True}, "amount"),
        ({"severity": "low", "unknown": 1}, "unknown"),
        ({"severity": "low", "note": "who it was"}, "note"),
    ],
)
def test_values_that_do_not_fit_are_refused_by_field_without_the_value(
    values: dict[str, object], field: str
) -> None:
    case = Instance(ONE)
    with pytest.raises(ValuesRefused) as refused:
        case.complete("A", **values)
    assert refused.value.parameters == {"field": field}
    assert "who it was" not in str(refused.value)
    case.complete("A", severity="low")  # nothing had changed
    assert case.status == "completed"


def test_all_that_does_not_fit_is_told_at_once_what_is_missing_apart() -> None:
    two = bpmn(
        start()
        + user(
            "A",
            '|<procedure:field name="day" type="date" required="true"/>'
            '<procedure:field name="sum" type="amount"/>'
            '<procedure:field name="why" type="text" required="true"/>',
        )
        + end()
        + flow("s", "A", "e")
    )
    case = Instance(two)
    with pytest.raises(ValuesRefused) as refused:
        case.do(
            CompleteTask(case.task("A"), values={"sum": "much"}, filled=frozenset())
        )
    assert refused.value.wrong == ("sum",)
    assert refused.value.missing == ("day", "why")


def test_an_outcome_decides_the_way() -> None:
    case = Instance(APPROVAL)
    case.complete("draft", by="ani")
    case.complete("approve", "return", by="budi")
    assert case.tasks == ["draft"]
    case.complete("draft", by="ani")
    case.complete("approve", "approve", by="budi")
    assert case.status == "completed"
    assert case.data["approve"] == {"outcome": "approve"}


@pytest.mark.parametrize("outcome", [None, "burn"])
def test_a_task_with_outcomes_ends_with_one_of_them(outcome: str | None) -> None:
    case = Instance(APPROVAL)
    case.complete("draft", by="ani")
    with pytest.raises(ValuesRefused):
        case.complete("approve", outcome, by="budi")


def test_whoever_did_the_one_task_may_not_do_the_other() -> None:
    case = Instance(APPROVAL)
    opened = case.complete("draft", by="ani").opened
    assert opened[0].excluded == ("ani",)
    for performer in ("ani", None):
        with pytest.raises(SeparationOfDuties):
            case.complete("approve", "approve", by=performer)
    case.complete("approve", "approve", by="budi")
    assert case.status == "completed"


def test_whoever_began_it_may_not_do_what_must_be_separate_from_the_start() -> None:
    drawing = bpmn(
        start()
        + user("approve", 'separateFrom="s"' + OUTCOMES)
        + end()
        + flow("s", "approve", "e")
    )
    case = Instance(drawing, by="ani")
    with pytest.raises(SeparationOfDuties):
        case.complete("approve", "approve", by="ani")
    case.complete("approve", "approve", by="budi")
    assert case.status == "completed"


def test_all_who_did_it_in_any_round_are_kept_apart() -> None:
    case = Instance(APPROVAL)
    case.complete("draft", by="ani")
    case.complete("approve", "return", by="budi")
    opened = case.complete("draft", by="citra").opened
    assert opened[0].excluded == ("ani", "citra")


def test_a_finished_task_is_not_open() -> None:
    case = Instance(APPROVAL)
    task = case.task("draft")
    case.complete("draft", by="ani")
    for key in (task, "77", "not a number"):
        with pytest.raises(TaskNotOpen):
            case.do(CompleteTask(key))


def test_an_outcome_goes_along_its_own_branch() -> None:
    ways = "".join(
        user(name, OUTCOMES)
        + node("exclusiveGateway", f"x{name}", default=f"x{name}_j")
        + flow("f", name, f"x{name}", "j")
        + flow(f"x{name}", name, condition='outcome = "return"')
        for name in ("A", "B")
    )
    case = Instance(
        bpmn(
            start()
            + node("parallelGateway", "f")
            + node("parallelGateway", "j")
            + ways
            + end()
            + flow("s", "f")
            + flow("j", "e")
        )
    )
    case.complete("A", "return")
    case.complete("B", "approve")
    assert case.tasks == ["A"]
    case.complete("A", "approve")
    assert case.status == "completed"
