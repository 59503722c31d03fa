"""All tests: ``python -m tools.test [--long]``; ends with their number.

``--long`` runs those that take minutes instead: pytest's marker ``long``.
"""

import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import postgres
from tools.places import PYTHON, ROOT
from tools.progress import Failure
from tools.test.linters import lint
from tools.test.odoo_tests import run_odoo_tests
from tools.test.server_log import check_logs, logs_of_this_run
from tools.test.stage import (
    LOGS,
    Stage,
    StageResult,
    run_check,
    run_pytest,
    run_stage,
)

Plan = tuple[tuple[tuple[Stage, ...], ...], ...]

ARCHITECTURE = "tests/architecture"
ROOM_TESTS = tuple(
    f"tests/{room}"
    for room in ("engine", "vault", "letters", "screening")
    if (ROOT / "tests" / room).is_dir()
)
SERVERS = "tests/servers"
# These restart the database or measure time, so nothing may run beside them.
ALONE = tuple(f"{SERVERS}/test_{name}.py" for name in ("interruptions", "slow_clients"))
LATER = tuple(f"--ignore={file}" for file in ALONE)
SHORT_KILLING, LONG_KILLING = 300, 10_000
"""Steps that people take while servers are killed."""


def run_kills(steps: int) -> StageResult:
    """Kill servers during so many steps; one test, passed where nothing is amiss."""
    command: list[str | Path] = [PYTHON, "-m", "tools.kill", "--steps", str(steps)]
    return run_check(f"{steps} steps under fire", command)


# Each inner tuple runs in its order, beside the others of its line: a test keeps one of
# two cores busy at most. Side by side stand only those that need no quiet machine, in
# two rows that take about as long as each other.
STAGES: Plan = (
    (
        (
            Stage("Odoo, no demo data", lambda: run_odoo_tests(demo=False)),
            Stage("Odoo, demo data", lambda: run_odoo_tests(demo=True)),
            Stage("Killing", lambda: run_kills(SHORT_KILLING)),
            Stage("Leaks", lambda: run_pytest("leaks", "tests/leaks")),
            Stage("Servers", lambda: run_pytest("servers", SERVERS, *LATER)),
        ),
        (
            Stage("Linters", lint),
            Stage("Architecture", lambda: run_pytest("architecture", ARCHITECTURE)),
            Stage("Rooms", lambda: run_pytest("rooms", *ROOM_TESTS)),
            Stage("Tools", lambda: run_pytest("tools", "tests/tools")),
            Stage("Installable zip", lambda: run_pytest("dist", "tests/dist")),
            Stage("Upgrade", lambda: run_pytest("upgrade", "tests/upgrade")),
            Stage("Browser", lambda: run_pytest("browser", "tests/browser")),
        ),
    ),
    ((Stage("Servers, alone", lambda: run_pytest("alone", *ALONE)),),),
    ((Stage("Server logs", lambda: check_logs(logs_of_this_run())),),),
)
LONG_STAGES: Plan = (
    ((Stage("Long tests", lambda: run_pytest("long", "-m", "long", "tests")),),),
    ((Stage("Killing, long", lambda: run_kills(LONG_KILLING)),),),
)


def run_all(plan: Plan) -> StageResult:
    """Run the lines of the plan in order; a stage that fails holds no other up."""
    shutil.rmtree(LOGS, ignore_errors=True)
    postgres.start()  # now, not by two stages at once
    total = StageResult()
    for line in plan:
        with ThreadPoolExecutor(len(line)) as side_by_side:
            for result in side_by_side.map(run_in_order, line):
                total.add(result)
    return total


def run_in_order(stages: tuple[Stage, ...]) -> StageResult:
    """Run the stages one after the other; return what they came to together."""
    total = StageResult()
    for stage in stages:
        try:
            result = run_stage(stage)
        except Failure as failure:
            result = StageResult(failed=1, output=[str(failure)])
            print(f"✗  {stage.name}: could not run", flush=True)
        if result.failed:
            total.output.append(f"\n══ {stage.name} failed")
        total.add(result)
    return total


def main(arguments: list[str]) -> int:
    """Run the tests that are asked for; return the exit status."""
    started = time.monotonic()
    postgres_was_running = postgres.running()
    try:
        total = run_all(LONG_STAGES if "--long" in arguments else STAGES)
    finally:
        if not postgres_was_running:
            postgres.stop()
    for text in total.output:
        print(text)
    print(f"\n{(time.monotonic() - started) / 60:.1f} minutes\n{total}", flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
