"""Kills servers while people work, and looks whether anything is lost or twice.

    python -m tools.kill [--steps 300] [--minutes N] [--seed N] [--keep]

Two servers with two HTTP workers and a cron worker each share one database and key
store. Staff finish tasks, reporters report and write, timers fall due, the outbox sends
to a receiver that counts by id; meanwhile workers die by SIGKILL, senders in the middle
of a message too. Then what people were told, what the engine loads, records, history,
log of looks, outbox and receiver are held against each other.
"""

import argparse
import math
import random
import sys
import time
from typing import Any

from tools import database, postgres
from tools.clients import Staff
from tools.inside_odoo import StandingOdoo
from tools.kill.cluster import Cluster, Killer, addons_path
from tools.kill.crowd import Crowd
from tools.kill.hurry import Hurry
from tools.kill.receiver import Receiver
from tools.kill.rest import Unfinished, come_to_rest
from tools.progress import Failure, step, stop_with

DATABASE = "kill"


def run(
    steps: int, seed: int, minutes: float = math.inf, keep: bool = False
) -> list[str]:
    """Run it; return what is lost, twice, or does not agree.

    :param minutes: how long people work at most, where ``steps`` take longer
    """
    chance = random.Random(seed)
    receiver = Receiver()
    database.clone(database.template_of_module(demo=True), DATABASE)
    inside = StandingOdoo(DATABASE, ["--addons-path", addons_path()])
    try:
        with step("Preparing"):
            version = inside.call("tools.kill.inside", "prepare", receiver.address)
        cluster = Cluster(DATABASE)
        try:
            with step("Starting two servers"):
                cluster.start()
            crowd = Crowd(cluster, DATABASE, version, steps, chance, minutes * 60)
            killer = Killer(cluster, chance)
            _work(crowd, killer, receiver)
            with step("Letting it come to rest"):
                uncertain, left = _rest(cluster)
        finally:
            cluster.stop()
        ledger = ledger_of(crowd, receiver, uncertain)
        _tell(crowd, killer, ledger)
        with step("Holding everything against everything"):
            found: list[str] = inside.call("tools.kill.inside", "verdict", ledger)
        return [f"not at rest: {it}" for it in left] + found
    finally:
        receiver.close()
        inside.close()
        if not keep:
            database.drop(DATABASE)


def _work(crowd: Crowd, killer: Killer, receiver: Receiver) -> None:
    """Let people work while servers die."""
    receiver.on_arrival = killer.on_arrival
    started = time.monotonic()
    with step("Working under fire"):
        killer.start(lambda: crowd.taken)
        try:
            with Hurry(DATABASE):
                crowd.work()
        finally:
            killer.stop()
    print(f"  {crowd.taken} steps in {time.monotonic() - started:.0f} s", flush=True)


def _rest(cluster: Cluster) -> tuple[set[str], list[Unfinished]]:
    operator = Staff(cluster.servers[0].base_url, DATABASE, "inspector")
    operator.log_in()
    with Hurry(DATABASE):
        return come_to_rest(DATABASE, operator)


def ledger_of(crowd: Crowd, receiver: Receiver, uncertain: set[str]) -> dict[str, Any]:
    """Return what people were told and what the outside counted.

    To be read when no server runs any more: what one still sends would stand in the
    database and not in here.
    """
    return {
        "reports": crowd.ledger.reports,
        "messages": crowd.ledger.messages,
        "codes": crowd.ledger.codes,
        "completed": crowd.ledger.completed,
        "delivered": dict(receiver.counted),
        "uncertain": sorted(uncertain),
    }


def _tell(crowd: Crowd, killer: Killer, ledger: dict[str, Any]) -> None:
    """Print what was done; raise ``Failure`` where nothing was shown by it."""
    told = ", ".join(f"{n} {what}" for what, n in sorted(crowd.ledger.told.items()))
    killed = ", ".join(f"{n} {what}" for what, n in sorted(killer.killed.items()))
    doubles = sum(count > 1 for count in ledger["delivered"].values())
    print(f"  people: {told}")
    print(f"  killed: {killed}")
    print(
        f"  {len(ledger['delivered'])} messages arrived, {doubles} more than once; "
        f"{len(ledger['uncertain'])} were uncertain",
        flush=True,
    )
    if not killer.killed:
        raise Failure("Nobody was killed, so nothing was shown.")


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.kill")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="stop earlier than by steps"
    )
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6)
    )
    parser.add_argument("--keep", action="store_true", help="keep the database")
    asked = parser.parse_args(arguments)
    print(f"Seed {asked.seed}", flush=True)
    postgres_was_running = postgres.running()
    try:
        found = run(asked.steps, asked.seed, asked.minutes, asked.keep)
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
