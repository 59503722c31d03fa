"""The token game plays every case as it is written: so neither is taken on trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.oracle.case import BEGIN, Case, cases_of, play
from tests.engine.oracle.token_game import TokenGame

CASES = [
    pytest.param(case, id=f"{path.stem}: {case.name}")
    for path in sorted((Path(__file__).parent / "conformance").glob("*.cases"))
    for case in cases_of(path)
]


@pytest.mark.parametrize("case", CASES)
def test_the_token_game_plays_a_case_as_it_is_written(case: Case) -> None:
    assert play(case, TokenGame(case.diagram(), BEGIN)) == []
