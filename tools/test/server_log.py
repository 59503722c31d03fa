"""Nothing that ran in the tests may have logged a warning or an error.

Known lines that are not ours to mend stand in ``ALLOWED``, each with its reason.
"""

import re
from pathlib import Path

from tools.test.stage import LOGS, StageResult

ENTRY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) ")
BAD_LEVELS = ("WARNING", "ERROR", "CRITICAL")
ALLOWED = (
    (
        re.compile(r"pg_trgm"),
        "Odoo tries to make an extension that PostgreSQL as a wheel does not bring; "
        "the module needs no extension.",
    ),
    (
        re.compile(r"wbs_generation: A sealing generation is not trusted: "),
        "Tests of access put in a generation that nobody signed: the alarm is right.",
    ),
    (
        re.compile(r"odoo\.tests\.common: A child process was found, terminating it"),
        "The warm process that writes letters outlives a class of tests; Odoo ends it.",
    ),
    (
        re.compile(r"odoo\.http: .+ lebih dahulu menyelesaikan tugas ini"),
        "Of two people who finish one task, Odoo logs what the slower one is told.",
    ),
    (
        re.compile(r"odoo\.http: (.+: Belum ada isian di sini\.\s*)+$"),
        "A task is finished with fields left empty; Odoo logs which, never a value.",
    ),
    (
        re.compile(r"odoo\.http: Tabel ini tidak dapat dipakai, dan tabel sebelumnya"),
        "An owner saves a decision table that cannot be asked; Odoo logs why not.",
    ),
    (
        re.compile(r"odoo\.http: Berikan alasan: alasan akan disimpan\."),
        "Somebody skips a failed step without a reason; Odoo logs what they are told.",
    ),
    (
        re.compile(
            r"bpmn_sweep: Waking bpmn\.instance\(\d+,\) failed: StateUnreadable"
        ),
        "A test spoils what is stored of an instance, for an operator to mend; "
        "sometimes the server's own sweep comes upon it first.",
    ),
    (
        re.compile(r"wbs_vault: Reports are not taken: .*(peragaan|demonstration)"),
        "The installed zip is tried with demonstration keys, which block real reports.",
    ),
)


def bad_entries(log: Path) -> list[str]:
    """Return the log's entries of warnings and worse, with the lines they go on."""
    entries: list[str] = []
    belongs = False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        start = ENTRY.match(line)
        if start:
            belongs = start["level"] in BAD_LEVELS
            if belongs:
                entries.append(line)
        elif belongs:
            entries[-1] += f"\n{line}"
    return entries


def check_logs(logs: list[Path]) -> StageResult:
    """Count each log as one test that passes where it holds allowed entries only."""
    result = StageResult()
    for log in logs:
        bad = [
            entry
            for entry in bad_entries(log)
            if not any(pattern.search(entry) for pattern, _reason in ALLOWED)
        ]
        if bad:
            result.add(StageResult(failed=1, output=[f"{log}:", *bad]))
        else:
            result.add(StageResult(passed=1))
        print(f"   {'✗' if bad else '✓'} {log.name}", flush=True)
    return result


def logs_of_this_run() -> list[Path]:
    """Return the server logs that the stages before this one wrote."""
    return [it for it in sorted(LOGS.glob("*.log")) if not it.name.startswith("pytest")]
