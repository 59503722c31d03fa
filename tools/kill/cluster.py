"""Two servers with workers on one database and key store, and the one who shoots."""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.free_port import free_port
from tools.places import BUILD, ODOO_CONFIGURATION
from tools.progress import Failure
from tools.server import Server

SERVERS = 2
WORKERS = 2
SENDER_SHARE = 0.3
# So many that workers are warm at times: a cold one is slow, and races need speed.
MOST_STEPS_BETWEEN = 19
LONGEST_AIM = 0.5  # seconds: a kill falls anywhere within a request
ADDONS = Path(__file__).with_name("addons")
LOGS = BUILD / "logs"


def addons_path() -> str:
    """Return the configured addons path with the probe's beside it."""
    for line in ODOO_CONFIGURATION.read_text().splitlines():
        if line.startswith("addons_path"):
            return f"{line.partition('=')[2].strip()},{ADDONS}"
    raise Failure(f"{ODOO_CONFIGURATION} names no addons. Run: make setup")


class Cluster:
    """Servers that share a database, a key store and an evidence folder."""

    def __init__(self, database: str) -> None:
        self.servers = [
            Server(
                database,
                free_port(),
                # Not where the check of server logs looks: killed servers complain.
                LOGS / "killed" / f"server-{number}.txt",
                ["--addons-path", addons_path()],
                workers=WORKERS,
            )
            for number in range(SERVERS)
        ]

    def start(self) -> None:
        """Start all; raise ``Failure`` where one does not come up."""
        with ThreadPoolExecutor(SERVERS) as together:
            list(together.map(self._start, self.servers))

    @staticmethod
    def _start(server: Server) -> None:
        server.log.unlink(missing_ok=True)
        server.start()

    def stop(self) -> None:
        """Stop all in order."""
        for server in self.servers:
            server.stop()


class Killer:
    """Ends workers with SIGKILL at random moments: HTTP, cron, outbox sender."""

    def __init__(self, cluster: Cluster, chance: random.Random) -> None:
        self.killed: Counter[str] = Counter()
        self._cluster = cluster
        self._chance = chance
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self, taken: Callable[[], int]) -> None:
        """Begin: a worker each few steps of ``taken()``, and a share of the senders.

        By steps and not by the clock, so that a slow machine is not killed faster than
        it works.
        """
        self._taken = taken
        self._thread.start()

    def stop(self) -> None:
        """Kill nobody any more."""
        self._over.set()
        self._thread.join()

    def on_arrival(self, sender: int) -> None:
        """A message arrived: sometimes its sender dies before it hears so."""
        if not self._over.is_set() and self._chance.random() < SENDER_SHARE:
            self._kill(sender, "outbox sender in the middle of a message")

    def _work(self) -> None:
        goal = 0
        while not self._over.wait(self._chance.uniform(0, LONGEST_AIM)):
            if self._taken() < goal:
                continue
            goal = self._taken() + self._chance.randint(1, MOST_STEPS_BETWEEN)
            server = self._chance.choice(self._cluster.servers)
            workers = [pid for pid in server.children() if not _is_for_websockets(pid)]
            if workers:
                self._kill(self._chance.choice(workers), "worker, HTTP or cron")

    def _kill(self, pid: int, what: str) -> None:
        """Only processes that our own servers forked."""
        if not any(pid in server.children() for server in self._cluster.servers):
            return
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.killed[what] += 1


def _is_for_websockets(pid: int) -> bool:
    try:
        return b"gevent" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return True  # it has just died
