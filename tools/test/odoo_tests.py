"""Runs the module's Odoo tests on a clone of a template database.

    python -m tools.test.odoo_tests [--demo] [TAGS]

Without demo data the module is installed on a clone of its dependencies; with demo data
the installed module is updated. Both run tests at install and after it.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tools import database
from tools.free_port import free_port
from tools.odoo import run_odoo
from tools.places import BUILD, MODULE
from tools.progress import Failure, step, stop_with

RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r"\bskipped (?:test|setUpClass)\b|: skipped ", re.I)


@dataclass(frozen=True)
class OdooTestResult:
    """What one run of Odoo's tests came to."""

    passed: int
    failed: int
    skipped: int
    log: Path

    @property
    def complaints(self) -> list[str]:
        """The log's lines of warnings, errors and their tracebacks."""
        return complaints(self.log)


def run_odoo_tests(demo: bool, tags: str = f"/{MODULE.name}") -> OdooTestResult:
    """Run the tests that ``tags`` name (Odoo's ``--test-tags``)."""
    kind = "with demo data" if demo else "without demo data"
    name = f"odoo-tests-{'demo' if demo else 'plain'}"
    log = BUILD / "logs" / f"{name}.log"
    if demo:
        template, action = database.template_of_module(demo=True), "-u"
    else:
        template, action = database.template_of_dependencies(demo=False), "-i"
    with step(f"Odoo tests {kind}: {tags}"):
        database.clone(template, name)
        arguments = ["-d", name, action, MODULE.name, "--test-tags", tags]
        arguments += ["--stop-after-init", "--http-port", str(free_port())]
        status = run_odoo([*arguments, "--max-cron-threads", "0"], log)
        database.drop(name)
    text = log.read_text(errors="replace")
    found = RESULT.findall(text)
    failed = sum(int(failures) + int(errors) for failures, errors, _ in found)
    total = sum(int(tests) for _, _, tests in found)
    skipped = len(SKIPPED.findall(text))
    if status and not failed:
        failed = 1  # the module did not install, or the server ended early
    return OdooTestResult(max(total - failed - skipped, 0), failed, skipped, log)


def complaints(log: Path) -> list[str]:
    """Return the lines of warnings and worse, with the lines that belong to them."""
    found: list[str] = []
    belongs = False
    for line in log.read_text(errors="replace").splitlines():
        starts = re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (\w+) ", line)
        if starts:
            belongs = starts.group(1) in ("WARNING", "ERROR", "CRITICAL")
        if belongs:
            found.append(line)
    return found


def main(arguments: list[str]) -> None:
    """Run what the command line asks and leave with status 1 where a test failed."""
    tags = [word for word in arguments if word != "--demo"]
    result = run_odoo_tests("--demo" in arguments, *tags[:1])
    print("\n".join(result.complaints))
    print(f"The whole log is in {result.log}.")
    counts = f"{result.passed} passed, {result.failed} failed"
    print(f"{counts}, {result.skipped} skipped")
    if result.failed:
        sys.exit(1)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failure as failure:
        stop_with(failure)
