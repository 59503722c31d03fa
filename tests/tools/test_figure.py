"""A figure is met by its ratio to the peer, within what its kind varies."""

import pytest

from tools.bench.figure import judged

OURS = [10.0, 11.0, 12.0]


@pytest.mark.parametrize(
    ("kind", "limit", "met"),
    [("pure", 1.0, False), ("database", 1.0, True), ("http", 0.9, True)],
)
def test_the_kind_decides_what_a_ratio_may_exceed(
    kind: str, limit: float, met: bool
) -> None:
    figure = judged("it", "ms", OURS, ("peer", [10.0, 10.0, 10.0]), limit, kind)
    assert (figure.median, figure.peer, figure.ratio) == (11.0, 10.0, 1.1)
    assert figure.met is met


def test_without_a_peer_the_limit_is_of_the_median() -> None:
    assert judged("it", "ms", OURS, None, 11.0, "pure").met is True
    assert judged("it", "ms", OURS, None, 10.9, "pure").met is False


def test_without_a_limit_a_figure_is_only_reported() -> None:
    assert judged("it", "ms", OURS, None, None, "pure").met is None
