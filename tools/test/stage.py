"""What a stage of the tests came to, and how a command becomes a stage."""

import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.places import BUILD, PYTHON, ROOT

LOGS = BUILD / "logs"


@dataclass
class StageResult:
    """Counted tests of a stage; ``output`` is what explains its failures."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    output: list[str] = field(default_factory=list)

    def add(self, other: "StageResult") -> None:
        """Count another result in."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.output += other.output

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Stage:
    """A named part of the tests."""

    name: str
    run: Callable[[], StageResult]


def run_stage(stage: Stage) -> StageResult:
    """Run a stage, show how it went and how long it took."""
    print(f"\n── {stage.name}", flush=True)
    started = time.monotonic()
    result = stage.run()
    if not (result.passed or result.failed or result.skipped):
        result.failed = 1
        result.output.append(f"{stage.name}: no test ran, so nothing was tested.")
    mark = "✗" if result.failed else "✓"
    seconds = time.monotonic() - started
    print(f"{mark}  {stage.name}: {result} ({seconds:.0f} s)", flush=True)
    return result


def run_check(name: str, command: Sequence[str | Path]) -> StageResult:
    """Run a linter: one test, passed where it exits with 0."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        print(f"   ✓ {name}", flush=True)
        return StageResult(passed=1)
    print(f"   ✗ {name}", flush=True)
    lines = (done.stdout + done.stderr).splitlines()
    return StageResult(failed=1, output=[f"{name}:", *(f"  {it}" for it in lines)])


def run_pytest(name: str, *arguments: str) -> StageResult:
    """Run pytest with its output shown as it comes; count by its JUnit report."""
    report = BUILD / "reports" / f"{name}.xml"
    log = LOGS / f"pytest-{name}.log"
    for file in (report, log):
        file.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pytest", "-q", f"--junit-xml={report}", *arguments]
    with log.open("w", encoding="utf-8") as copy:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None, "a pipe was asked for"
        for line in process.stdout:
            copy.write(line)
            print(f"   {name}: {line}", end="", flush=True)
        status = process.wait()
    result = _counted(report)
    if status not in (0, 5) and not result.failed:
        result.failed = 1  # pytest itself broke down, before or after the tests
    if result.failed:
        result.output.append(log.read_text(encoding="utf-8"))
    return result


def _counted(report: Path) -> StageResult:
    if not report.exists():
        return StageResult()
    suite = ElementTree.parse(report).getroot()
    suite = suite if suite.tag == "testsuite" else suite[0]
    count = {it: int(suite.get(it, "0")) for it in ("tests", "failures", "errors")}
    failed = count["failures"] + count["errors"]
    skipped = int(suite.get("skipped", "0"))
    return StageResult(count["tests"] - failed - skipped, failed, skipped)
