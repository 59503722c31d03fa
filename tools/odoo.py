"""Starts this checkout's Odoo with its output kept in a file."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.places import ODOO_COMMAND
from tools.progress import Failure

SHOWN_LINES = 30


def run_odoo(
    arguments: Sequence[str], log: Path, environment: dict[str, str] | None = None
) -> int:
    """Run an Odoo command to its end, its output in ``log``; return its exit status."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        return subprocess.run(
            [str(ODOO_COMMAND), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        ).returncode


def must_run_odoo(
    arguments: Sequence[str],
    log: Path,
    what: str,
    environment: dict[str, str] | None = None,
) -> None:
    """Run an Odoo command; raise ``Failure`` with its last lines where it fails."""
    if run_odoo(arguments, log, environment):
        last_lines = log.read_text(errors="replace").splitlines()[-SHOWN_LINES:]
        raise Failure(
            "\n".join(
                [f"{what} failed.", *(f"    {line}" for line in last_lines)]
                + [f"  The whole log is in {log}."]
            )
        )
