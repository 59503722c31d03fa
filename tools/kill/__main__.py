"""Kills servers while people work, and looks whether anything is lost or twice.

    python -m tools.kill [--steps 300] [--seed N] [--keep]

Two servers with two HTTP workers and a cron worker each share one database and key
store. Staff finish tasks, reporters report and write, timers fall due, the outbox sends
to a receiver that counts by id; meanwhile workers die by SIGKILL, senders in the middle
of a message too. Then what people were told, what the engine loads, records, history,
log of looks, outbox and receiver are held against each other.
"""

import argparse
import contextlib
import random
import sys
import threading
import time
from typing import Any

from tools import database, postgres
from tools.clients import Refused, Staff
from tools.inside_odoo import call_in_odoo
from tools.kill.cluster import Cluster, Killer, addons_path
from tools.kill.crowd import Crowd
from tools.kill.receiver import Receiver
from tools.progress import Failure, step, stop_with

DATABASE = "kill"
REST_SECONDS = 180
HURRY_SECONDS = 2
# Demonstration people have no address, and no virus scanner runs here.
NEVER_AT_REST = ("digest", "wbs_scan")
# What a server does at once when something falls due in it, done each few seconds, so
# that a short run has many sweeps. It is what ``ir.cron._trigger`` writes.
HURRY = """
    INSERT INTO ir_cron_trigger (cron_id, call_at)
    SELECT res_id, now() AT TIME ZONE 'UTC' FROM ir_model_data
     WHERE module = 'wbs_module' AND name IN ('bpmn_cron_sweep', 'bpmn_cron_outbox')
"""
UNFINISHED = """
    SELECT 1 FROM bpmn_instance WHERE status = 'running'
       AND wake_at <= now() AT TIME ZONE 'UTC'
    UNION ALL
    SELECT 1 FROM bpmn_outbox WHERE state = 'sending'
"""


def run(steps: int, seed: int, keep: bool = False) -> list[str]:
    """Run it; return what is lost, twice, or does not agree."""
    chance = random.Random(seed)
    receiver = Receiver()
    database.clone(database.template_of_module(demo=True), DATABASE)
    try:
        with step("Preparing"):
            version = prepare(receiver.address)
        cluster = Cluster(DATABASE)
        try:
            with step("Starting two servers"):
                cluster.start()
            ledger = _work(cluster, receiver, version, steps, chance)
        finally:
            cluster.stop()
        with step("Holding everything against everything"):
            found: list[str] = call_in_odoo(
                DATABASE,
                "tools.kill.inside",
                "verdict",
                ledger,
                options=["--addons-path", addons_path()],
            )
        return found
    finally:
        receiver.close()
        if not keep:
            database.drop(DATABASE)


def prepare(address: str) -> int:
    """Install the probe and put the hurried drawing into force; return its version."""
    version: int = call_in_odoo(
        DATABASE,
        "tools.kill.inside",
        "prepare",
        address,
        options=["--addons-path", addons_path()],
    )
    return version


def _work(
    cluster: Cluster,
    receiver: Receiver,
    version: int,
    steps: int,
    chance: random.Random,
) -> dict[str, Any]:
    killer = Killer(cluster, chance)
    receiver.on_arrival = killer.on_arrival
    crowd = Crowd(cluster, DATABASE, version, steps, chance)
    hurry = _Hurry()
    started = time.monotonic()
    with step(f"{steps} steps under fire"):
        killer.start(lambda: crowd.taken)
        try:
            with hurry:
                crowd.work()
        finally:
            killer.stop()
    seconds = time.monotonic() - started
    with step("Letting it come to rest"):
        with hurry:
            uncertain = _come_to_rest(cluster)
    told = ", ".join(f"{n} {what}" for what, n in sorted(crowd.ledger.told.items()))
    killed = ", ".join(f"{n} {what}" for what, n in sorted(killer.killed.items()))
    doubles = sum(count > 1 for count in receiver.counted.values())
    print(f"  {crowd.taken} steps in {seconds:.0f} s: {told}")
    print(f"  killed: {killed}")
    print(
        f"  {len(receiver.counted)} messages arrived, {doubles} more than once; "
        f"{len(uncertain)} were uncertain"
    )
    if not killer.killed:
        raise Failure("Nobody was killed, so nothing was shown.")
    return {
        "reports": crowd.ledger.reports,
        "messages": crowd.ledger.messages,
        "codes": crowd.ledger.codes,
        "completed": crowd.ledger.completed,
        "delivered": dict(receiver.counted),
        "uncertain": uncertain,
    }


class _Hurry:
    """While it lasts, crons are asked for every other second."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> None:
        self._over.clear()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(HURRY_SECONDS):
            database.execute(DATABASE, HURRY)
            database.execute("postgres", f"NOTIFY cron_trigger, '{DATABASE}'")


def _come_to_rest(cluster: Cluster) -> list[str]:
    """Wait until nothing is due; an operator sends again what is uncertain.

    Returns the keys of all rows that ever were uncertain.
    """
    operator = Staff(cluster.servers[0].base_url, DATABASE, "inspector")
    operator.log_in()
    uncertain: set[str] = set()
    deadline = time.monotonic() + REST_SECONDS
    while time.monotonic() < deadline:
        rows = operator.call(
            "bpmn.outbox",
            "search_read",
            [("state", "in", ("pending", "uncertain", "failed"))],
            ["key", "state", "channel"],
        )
        rows = [row for row in rows if row["channel"] not in NEVER_AT_REST]
        uncertain |= {row["key"] for row in rows if row["state"] == "uncertain"}
        for row in rows:
            # A row may be on its way meanwhile: then there is nothing to send again.
            with contextlib.suppress(Refused):
                operator.call("bpmn.outbox", "action_retry", [row["id"]])
        if not rows and not database.query(DATABASE, UNFINISHED):
            return sorted(uncertain)
        time.sleep(1)
    return sorted(uncertain)


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.kill")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6)
    )
    parser.add_argument("--keep", action="store_true", help="keep the database")
    asked = parser.parse_args(arguments)
    print(f"Seed {asked.seed}", flush=True)
    postgres_was_running = postgres.running()
    try:
        found = run(asked.steps, asked.seed, asked.keep)
    finally:
        if not postgres_was_running:
            postgres.stop()
    for line in found:
        print(f"  ✗ {line}")
    print(
        "✗ Something is lost or twice." if found else "✓ Nothing lost, nothing twice."
    )
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        stop_with(failure)
