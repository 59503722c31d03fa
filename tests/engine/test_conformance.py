"""The engine runs what it must run, as it is written, and refuses what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.oracle.case import BEGIN, Case, play
from tests.engine.oracle.engine_player import EnginePlayer, surroundings
from tests.engine.oracle.refusal import Refusal, refusals_of
from tests.engine.test_oracle import CASES, WRITTEN
from wbs_module import engine

REFUSALS = [
    refusal
    for path in sorted((Path(__file__).parent / "conformance").glob("*.refusals"))
    for refusal in refusals_of(path)
]


def test_there_are_at_least_150_of_both() -> None:
    assert len(WRITTEN) >= 150
    assert len([item for item in REFUSALS if ", in a subprocess" not in item.name]) >= (
        150
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_engine_plays_a_case_as_it_is_written(case: Case) -> None:
    player = EnginePlayer(case.diagram(), BEGIN)
    assert play(case, player) == []
    assert player.incidents == []


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_the_engine_refuses_and_says_where_and_why(refusal: Refusal) -> None:
    compilation = engine.compile(refusal.file(), surroundings(refusal.diagram()))
    assert compilation.process is None
    errors = [item for item in compilation.problems if item.severity == "error"]
    assert (refusal.element, refusal.code) in {
        (problem.element_id, problem.code) for problem in errors
    }
    for problem in errors:
        assert problem.message and problem.advice
        assert problem.element_id is None or problem.line
