"""What a FEEL expression, a table and a text seen for the first time cost."""

import datetime
from functools import partial
from typing import Any

from tools.bench.figure import Figure, compare
from tools.places import ROOT
from wbs_module.engine.decision import read_decisions
from wbs_module.engine.feel import parse_expression
from wbs_module.engine.feel.expression import Expression
from wbs_module.engine.feel.parser import parse

REPEAT = 2_000
# Milliseconds that simple and compound expressions may take.
SIMPLE, COMPOUND = 0.01, 0.1
NAMES: dict[str, Any] = {
    "severity": "high",
    "amount": 20_000_000,
    "due": datetime.date(2026, 11, 30),
    "payments": [{"amount": n, "paid": n % 2 == 0} for n in range(10)],
}
EXPRESSIONS = {
    'severity = "high"': SIMPLE,
    'severity = "high" and amount > 10000000': SIMPLE,
    'today() + duration("P5D") >= due': SIMPLE,
    'if severity in ("high", "medium") then 14 else 30': SIMPLE,
    "sum(payments[paid].amount) > 10": COMPOUND,
}
TABLE = ROOT / "tests" / "engine" / "decision" / "severity_dmn_js.dmn"


class _FixedClock:
    def now(self) -> datetime.datetime:
        return datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc)


def measure() -> list[Figure]:
    """Return the time of evaluations, of a decision, and of a first parse."""
    figures = [
        compare(
            f"FEEL: {text}",
            partial(parse_expression(text).evaluate, NAMES, _FixedClock()),
            None,
            limit=limit,
            repeat=REPEAT,
        )
        for text, limit in EXPRESSIONS.items()
    ]
    text = 'severity = "high" and amount > 10000000'
    figures.append(
        compare("FEEL: first parse", partial(_parse_anew, text), None, repeat=200)
    )
    model = read_decisions(TABLE.read_bytes()).model
    assert model is not None
    answers = {"loss": 500_000_000, "rank": "staff"}
    decide = partial(model.evaluate, "severity", answers)
    figures.append(
        compare("decision table of 3 rules", decide, None, limit=COMPOUND, repeat=500)
    )
    return figures


def _parse_anew(text: str) -> Expression:
    return Expression(text, parse(text, "expression", frozenset()))
