"""Runs the module's Odoo tests on a clone of a template database.

    python -m tools.test.odoo_tests [--demo] [TAGS]

Without demo data the module is installed on a clone of its dependencies; with demo data
the installed module is updated. Both run tests at install and after it. Those tagged
``once``, over HTTP and the table of access, make offices of their own whatever else the
database holds: they run with demo data only, unless ``TAGS`` names them.
"""

import re
import sys

from tools import database
from tools.free_port import free_port
from tools.odoo import run_odoo
from tools.places import MODULE
from tools.progress import Failure, step, stop_with
from tools.test.server_log import bad_entries
from tools.test.stage import LOGS, StageResult

EVERY_TEST = f"/{MODULE.name}"
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r": skipped .+ : ")


def run_odoo_tests(demo: bool, tags: str = "") -> StageResult:
    """Run the tests that ``tags`` name (Odoo's ``--test-tags``), by default all."""
    tags = tags or (EVERY_TEST if demo else f"{EVERY_TEST},-once")
    kind = "with demo data" if demo else "without demo data"
    name = f"odoo-tests-{'demo' if demo else 'plain'}"
    log = LOGS / f"{name}.log"
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
    result = StageResult(max(total - failed - skipped, 0), failed, skipped)
    if failed:
        result.output = [*bad_entries(log), f"The whole log is in {log}."]
    return result


def main(arguments: list[str]) -> None:
    """Run what the command line asks and leave with status 1 where a test failed."""
    tags = [word for word in arguments if word != "--demo"]
    result = run_odoo_tests("--demo" in arguments, *tags[:1])
    print("\n".join([*result.output, str(result)]))
    if result.failed:
        sys.exit(1)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failure as failure:
        stop_with(failure)
