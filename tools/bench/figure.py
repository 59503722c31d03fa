"""How a figure is taken and judged."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

ROUNDS = 7
# What a measured ratio may exceed its limit by, since these vary from run to run.
TOLERANCE = {"pure": 1.0, "database": 1.1, "http": 1.25}


@dataclass(frozen=True)
class Figure:
    """A median of ours beside the peer's.

    :param median: ours, in ``unit``
    :param spread: between the quartiles of ours, in ``unit``
    :param peer: the peer's median in ``unit``; none where a figure stands alone
    :param ratio: the median of the rounds' ratios, ours to the peer's
    :param limit: the largest ratio (median where there is no peer) that is good enough;
        none where the figure is only reported
    """

    name: str
    median: float
    spread: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    ratio: float | None = None
    limit: float | None = None
    met: bool | None = None

    def as_entry(self) -> dict[str, object]:
        """Return what ``build/bench.json`` holds of it."""
        return asdict(self)


@dataclass(frozen=True)
class Peer:
    """What ours is measured by."""

    name: str
    work: Callable[[], object]


def compare(
    name: str,
    ours: Callable[[], object],
    peer: Peer | None,
    *,
    limit: float | None = None,
    kind: str = "pure",
    repeat: int = 1,
    rounds: int = ROUNDS,
) -> Figure:
    """Time ``ours`` and the peer in turn and return the figure in milliseconds.

    A round runs each ``repeat`` times; the one that starts changes from round to round,
    so that neither always finds warm caches. ``kind`` is ``pure`` (CPU time),
    ``database`` or ``http`` (both wall time).
    """
    clock = time.process_time if kind == "pure" else time.perf_counter
    works = [ours, *([peer.work] if peer else [])]
    for work in works:
        work()  # caches and imports, not measured
    samples: list[list[float]] = [[] for _ in works]
    for round_number in range(rounds):
        order = list(range(len(works)))
        for index in order if round_number % 2 == 0 else reversed(order):
            gc.collect()
            started = clock()
            for _ in range(repeat):
                works[index]()
            samples[index].append((clock() - started) / repeat * 1000)
    theirs = (peer.name, samples[1]) if peer else None
    return judged(name, "ms", samples[0], theirs, limit, kind)


def judged(
    name: str,
    unit: str,
    ours: list[float],
    peer: tuple[str, list[float]] | None,
    limit: float | None,
    kind: str,
) -> Figure:
    """Return the figure of samples taken round by round."""
    median = statistics.median(ours)
    ratio = None
    if peer:
        pairs = zip(ours, peer[1], strict=True)
        ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    judged_by = median if ratio is None else ratio
    return Figure(
        name=name,
        median=round(median, 4),
        spread=round(_spread(ours), 4),
        unit=unit,
        peer=round(statistics.median(peer[1]), 4) if peer else None,
        peer_name=peer[0] if peer else "",
        ratio=None if ratio is None else round(ratio, 3),
        limit=limit,
        met=None if limit is None else judged_by <= limit * TOLERANCE[kind],
    )


def _spread(samples: list[float]) -> float:
    if len(samples) < 2:
        return 0.0
    first, _median, third = statistics.quantiles(samples, n=4)
    return third - first
