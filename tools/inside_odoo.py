"""Runs a function of the tools inside Odoo and brings back what it returns."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from tools.places import ODOO_COMMAND, ROOT
from tools.progress import Failure

MARK = "RETURNED "
SHOWN_LINES = 20


def call_in_odoo(
    database: str,
    module: str,
    function: str,
    *arguments: Any,
    environment: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
) -> Any:
    """Return ``module.function(env, *arguments)``, all of it as JSON.

    It runs in an Odoo shell with the environment of the superuser, and commits itself
    what it wants to keep. Raises ``Failure`` with the last lines where it fails.
    """
    program = (
        "import json\n"
        f"from {module} import {function} as work\n"
        f"arguments = json.loads({json.dumps(arguments)!r})\n"
        f"print({MARK!r} + json.dumps(work(env, *arguments)))\n"
    )
    done = subprocess.run(
        [str(ODOO_COMMAND), "shell", "-d", database, "--no-http"]
        + ["--log-level", "warn", *options],
        input=program,
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {}), "PYTHONPATH": str(ROOT)},
    )
    for line in done.stdout.splitlines():
        if MARK in line:
            return json.loads(line.partition(MARK)[2])
    lines = (done.stdout + done.stderr).splitlines()[-SHOWN_LINES:]
    raise Failure("\n".join([f"{module}.{function} did not end:", *lines]))
