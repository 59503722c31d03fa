"""The engine runs what it must run, as it is written, and refuses what is wrong."""

from __future__ import annotations

import pytest

from tests.engine.oracle.case import BEGIN, Case, play
from tests.engine.oracle.engine_player import EnginePlayer
from tests.engine.test_oracle import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_engine_plays_a_case_as_it_is_written(case: Case) -> None:
    player = EnginePlayer(case.diagram(), BEGIN)
    assert play(case, player) == []
    assert player.incidents == []
