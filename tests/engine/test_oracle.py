"""The token game plays every case as it is written: so neither is taken on trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.oracle.case import (
    BEGIN,
    Case,
    Step,
    cases_of,
    fits_a_loop,
    fits_a_subprocess,
    looped,
    nested,
    play,
)
from tests.engine.oracle.token_game import TokenGame

WRITTEN = [
    case
    for path in sorted((Path(__file__).parent / "conformance").glob("*.cases"))
    for case in cases_of(path)
]
CASES = [
    *WRITTEN,
    *(nested(case) for case in WRITTEN if fits_a_subprocess(case)),
    *(looped(case) for case in WRITTEN if fits_a_loop(case)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_token_game_plays_a_case_as_it_is_written(case: Case) -> None:
    assert play(case, TokenGame(case.diagram(), BEGIN)) == []


def test_a_case_that_is_written_wrongly_is_told() -> None:
    case = Case("wrong", "start -> user A -> end", [Step("start", "B")])
    problems = play(case, TokenGame(case.diagram(), BEGIN))
    assert problems == ["step 1 (start): expected B, saw A"]
