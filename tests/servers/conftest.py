"""Real servers with workers, on a clone of the demo database.

All tests share one database, and servers go on from test to test as long as the next
one asks for the same. Files that need none come first, so that few have to start.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tools import database, postgres
from tools.clients import Refused, Staff, Unreachable, WebReporter
from tools.free_port import free_port
from tools.inside_odoo import StandingOdoo
from tools.places import BUILD
from tools.server import Server

DATABASE = "servers-test"
LOGS = BUILD / "logs" / "servers"
TIMER_SECONDS = 90
SERVERS = 2
WORKERS = 2
TASK = [("mine", "=", True), ("element_id.key", "=", "IntakeCheck")]
ORDER = (
    "test_agreement",
    "test_races",
    "test_timers",
    "test_failures",
    "test_scanning_later",
    "test_interruptions",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in `ORDER`, others before them; the tests of a file as they stand there."""
    items.sort(key=lambda item: _place(item.path))


def _place(file: Path) -> int:
    return ORDER.index(file.stem) if file.stem in ORDER else -1


@dataclass
class Office:
    """The demonstration's office on servers that tests start and stop."""

    database: str
    scanner: Path
    """Where the virus scanner of the servers would have its socket."""
    servers: list[Server] = field(default_factory=list)
    _environment: dict[str, str] = field(default_factory=dict)
    _inside: StandingOdoo | None = None

    def serve(self, count: int = SERVERS, **environment: str) -> None:
        """Run so many servers, with these variables, instead of those that ran."""
        environment["WBS_CLAMD"] = str(self.scanner / "clamd.socket")
        if count == len(self.servers) and environment == self._environment:
            return
        self.close()
        self._environment = environment
        for number in range(count):
            # Not where the check of server logs looks: here servers have to complain.
            log = LOGS / f"server-{number}.txt"
            self.servers.append(
                Server(
                    self.database, free_port(), log, (), environment, workers=WORKERS
                )
            )
        self.start_what_ended()

    def start_what_ended(self) -> None:
        """Start servers that do not run, as the service manager of a machine does."""
        ended = [server for server in self.servers if server.ended]
        with ThreadPoolExecutor() as together:
            list(together.map(Server.start, ended))

    def close(self) -> None:
        """Stop all servers."""
        while self.servers:
            self.servers.pop().stop()

    def end(self) -> None:
        """Stop all that runs."""
        self.close()
        if self._inside:
            self._inside.close()

    def call(self, module: str, function: str, *arguments: Any) -> Any:
        """Run a function inside Odoo, beside the servers."""
        if self._inside is None:
            self._inside = StandingOdoo(self.database)
        return self._inside.call(module, function, *arguments)

    def staff(self, login: str, server: int = 0) -> Staff:
        person = Staff(self.servers[server].base_url, self.database, login)
        insist(person.log_in)
        return person

    def reporter(self) -> WebReporter:
        return WebReporter(self.servers[0].base_url)

    def rows(self, statement: str) -> list[tuple]:
        return database.query(self.database, statement)

    @contextlib.contextmanager
    def connection(self) -> Iterator[psycopg2.extensions.cursor]:
        """A transaction beside the servers'."""
        os.environ.update(postgres.connection_environment())
        with contextlib.closing(psycopg2.connect(dbname=self.database)) as connection:
            with connection, connection.cursor() as cursor:
                yield cursor

    @contextlib.contextmanager
    def holding(self, statement: str) -> Iterator[None]:
        """Hold the rows of a SELECT locked, as long as the database runs."""
        os.environ.update(postgres.connection_environment())
        with contextlib.closing(psycopg2.connect(dbname=self.database)) as connection:
            connection.cursor().execute(f"{statement} FOR UPDATE")
            yield

    def wait_for_who_waits(self, then: str = "pid") -> None:
        """Wait until a request waits for a lock; ``then`` is SQL about its process."""

        def waits() -> bool:
            with self.connection() as cursor:
                cursor.execute(
                    f"""SELECT {then} FROM pg_stat_activity
                         WHERE datname = current_database()
                           AND wait_event_type = 'Lock'"""
                )
                return bool(cursor.fetchall())

        wait_until(waits, 30)

    def cut_all(self) -> None:
        """End the database connections of everybody, as a moved database does."""
        with self.connection() as cursor:
            cursor.execute(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE usename = current_user AND pid <> pg_backend_pid()"""
            )

    def cut_who_waits(self) -> None:
        """End the database connection of the request that waits for a lock."""
        self.wait_for_who_waits("pg_terminate_backend(pid)")

    def contradictions(self) -> list[str]:
        found: list[str] = self.call("tools.agreement", "contradictions")
        return found


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    database.clone(database.template_of_module(demo=True), DATABASE)
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory() as scanner:
        office = Office(DATABASE, Path(scanner))
        try:
            yield office
        finally:
            office.end()
            database.drop(DATABASE)


def wait_until(true: Callable[[], object], seconds: float) -> float:
    """Wait; return the seconds that it took."""
    started = time.monotonic()
    while not true():
        waited = time.monotonic() - started
        assert waited < seconds, f"not within {seconds} seconds"
        time.sleep(0.3)
    return time.monotonic() - started


def insist(send: Callable[[], object]) -> object:
    """Send until an answer comes, as people do."""
    end = time.monotonic() + 60
    while True:
        try:
            return send()
        except Unreachable:
            assert time.monotonic() < end, "no answer within a minute"
            time.sleep(1)


def open_task(person: Staff) -> tuple[int, int]:
    """The open task of the register that is known longest, and its procedure."""
    found = person.call(
        "bpmn.task", "search_read", TASK, ["instance_id"], order="id", limit=1
    )
    return found[0]["id"], found[0]["instance_id"][0]


class Finishing(threading.Thread):
    """Somebody finishes a task meanwhile; ``said`` is what refused them.

    ``unanswered``: no answer came at all.
    """

    def __init__(self, person: Staff, task: int) -> None:
        super().__init__()
        self._person, self._task = person, task
        self.said: list[str] = []
        self.unanswered = False

    def run(self) -> None:
        try:
            self._person.call("bpmn.task", "complete", [self._task], "accept", {})
        except Refused as refusal:
            self.said.append(str(refusal))
        except Unreachable:
            self.unanswered = True


def task_state(office: Office, task: int) -> str:
    return office.rows(f"SELECT state FROM bpmn_task WHERE id = {task}")[0][0]
