"""Prints the figures and writes them: ``python -m tools.bench [PART]``."""

import importlib
import json
import sys
from pathlib import Path

from tools import postgres
from tools.bench.figure import Figure
from tools.places import BUILD
from tools.progress import Failure, step, stop_with

REPORT = BUILD / "bench.json"
HEADINGS = ("figure", "median", "spread", "unit", "peer", "ratio", "limit", "met")


def parts() -> list[str]:
    """Return the names of the parts that are there."""
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    return [file.stem.removeprefix("bench_") for file in files]


def measure(only: str | None) -> list[Figure]:
    """Take the figures of all parts or of one."""
    if only and only not in parts():
        raise Failure(f"There is no part {only!r}; there are: {', '.join(parts())}.")
    figures: list[Figure] = []
    for part in [only] if only else parts():
        with step(f"Measuring {part}"):
            module = importlib.import_module(f"tools.bench.bench_{part}")
            figures += module.measure()
    return figures


def table(figures: list[Figure]) -> str:
    """Return the figures as lines of text."""
    rows: list[tuple[str, ...]] = [HEADINGS]
    for it in figures:
        met = {None: "", True: "yes", False: "NO"}[it.met]
        limit = None if it.limit is None else round(it.limit, 4)
        numbers = [it.median, it.spread, it.unit, it.peer, it.ratio, limit]
        rows.append((it.name, *("" if n is None else str(n) for n in numbers), met))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def main(arguments: list[str]) -> int:
    """Measure, print, write; return 1 where a limit is not met."""
    postgres_was_running = postgres.running()
    try:
        figures = measure(arguments[0] if arguments else None)
    finally:
        if not postgres_was_running:
            postgres.stop()
    REPORT.write_text(json.dumps([it.as_entry() for it in figures], indent=1))
    print(f"\n{table(figures)}\n\nWritten to {REPORT}.")
    return 1 if any(it.met is False for it in figures) else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        stop_with(failure)
