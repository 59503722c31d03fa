"""The engine and the token game agree on random diagrams, answers and times.

Every step of the engine goes through its stored state, so each is saved, loaded and
pruned. What the engine refuses is counted: it may be at most one diagram in ten, and
the diagrams are drawn so that some deserve it (a parallel branch that ends early).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.engine.oracle.diagram import Diagram
from tests.engine.oracle.duel import Duel
from tests.engine.oracle.engine_player import Refused
from tests.engine.oracle.random_diagrams import diagrams

MOST_REFUSED = 0.10


def play_duels(number: int, *, jumping: bool, repeatable: bool) -> Counter[str]:
    """Play ``number`` duels; returns how many were played, refused, and their steps."""
    count: Counter[str] = Counter()

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=repeatable,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(diagrams(jumping), st.data())
    def duel(diagram: Diagram, data: st.DataObject) -> None:
        count["diagrams"] += 1
        count["elements"] += len(diagram.nodes)
        try:
            players = Duel(diagram)
        except Refused:
            count["refused"] += 1
            return
        difference = players.play(data.draw)
        count["steps"] += len(players.told)
        assert difference is None, difference

    duel()
    return count


@pytest.mark.parametrize("jumping", [False, True], ids=["structured", "unstructured"])
def test_engine_and_token_game_agree(
    jumping: bool, record_property: Callable[[str, object], None]
) -> None:
    count = play_duels(150, jumping=jumping, repeatable=True)
    for name, value in count.items():
        record_property(name, value)
    assert count["diagrams"] >= 150
    assert count["refused"] <= MOST_REFUSED * count["diagrams"]


@pytest.mark.long
@pytest.mark.parametrize("jumping", [False, True], ids=["structured", "unstructured"])
def test_engine_and_token_game_agree_on_ten_thousand(
    jumping: bool, record_property: Callable[[str, object], None]
) -> None:
    count = play_duels(5_000, jumping=jumping, repeatable=False)
    for name, value in count.items():
        record_property(name, value)
    assert count["diagrams"] >= 5_000
    assert count["refused"] <= MOST_REFUSED * count["diagrams"]
