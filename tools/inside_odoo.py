"""Runs functions of the tools inside Odoo and brings back what they return."""

import importlib
import json
import os
import subprocess
import traceback
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


class StandingOdoo:
    """An Odoo shell that stays: to start one takes longer than most calls.

    Each call has a transaction of its own, rolled back unless the function commits.
    """

    def __init__(self, database: str, options: Sequence[str] = ()) -> None:
        requests, self._requests = os.pipe()
        self._answers, answers = os.pipe()
        program = (
            "from tools.inside_odoo import answer_calls\n"
            f"answer_calls(env, {requests}, {answers})\n"
        )
        self._process = subprocess.Popen(
            [str(ODOO_COMMAND), "shell", "-d", database, "--no-http"]
            + ["--log-level", "warn", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=(requests, answers),
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        os.close(requests)
        os.close(answers)
        assert self._process.stdin is not None, "a pipe was asked for"
        # A shell reads its program to the end; calls come by another way.
        self._process.stdin.write(program)
        self._process.stdin.close()
        self._asking = os.fdopen(self._requests, "w")
        self._answered = os.fdopen(self._answers)

    def call(self, module: str, function: str, *arguments: Any) -> Any:
        """As `call_in_odoo`. Raises ``Failure`` with the traceback where it fails."""
        print(json.dumps([module, function, arguments]), file=self._asking, flush=True)
        line = self._answered.readline()
        if not line:
            raise Failure(f"{module}.{function}: the Odoo shell has ended.")
        answer = json.loads(line)
        if "failed" in answer:
            lines = answer["failed"].splitlines()[-SHOWN_LINES:]
            raise Failure("\n".join([f"{module}.{function} did not end:", *lines]))
        return answer["returned"]

    def close(self) -> None:
        """Let the shell end."""
        self._asking.close()
        self._answered.close()
        self._process.wait()


def answer_calls(env: Any, requests: int, answers: int) -> None:
    """Inside Odoo: answer the calls of a `StandingOdoo` until it closes."""
    from odoo import api, sql_db
    from odoo.modules.registry import Registry

    name = env.cr.dbname
    env.cr.rollback()
    with os.fdopen(requests) as asked, os.fdopen(answers, "w") as answered:
        for line in asked:
            module, function, arguments = json.loads(line)
            sql_db.close_all()  # the database may have been restarted
            try:
                # A call may have installed a module: that makes another registry.
                with Registry(name).check_signaling().cursor() as cr:
                    work = getattr(importlib.import_module(module), function)
                    fresh = api.Environment(cr, env.uid, dict(env.context))
                    answer = {"returned": work(fresh, *arguments)}
                    cr.rollback()
            except Exception:  # noqa: BLE001 (told to whoever called)
                answer = {"failed": traceback.format_exc()}
            print(json.dumps(answer), file=answered, flush=True)
    os._exit(0)  # the shell's own transaction may be gone, which it would complain of
