"""Real servers with workers, on a clone of the demo database."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg2
import pytest

from tools import database, postgres
from tools.clients import Staff, Unreachable, WebReporter
from tools.free_port import free_port
from tools.inside_odoo import call_in_odoo
from tools.places import BUILD
from tools.server import Server

DATABASE = "servers-test"
LOGS = BUILD / "logs" / "servers"
TIMER_SECONDS = 90
WORKERS = 2
TASK = [("mine", "=", True), ("element_id.key", "=", "IntakeCheck")]


@dataclass
class Office:
    """The demonstration's office on servers that a test starts and stops."""

    database: str
    servers: list[Server] = field(default_factory=list)

    def serve(self, count: int = 1, **environment: str) -> None:
        """Run so many servers, with these variables, instead of those that ran."""
        self.close()
        for number in range(count):
            # Not where the check of server logs looks: here servers have to complain.
            log = LOGS / f"server-{number}.txt"
            server = Server(
                self.database, free_port(), log, (), environment, workers=WORKERS
            )
            self.servers.append(server)
            server.start()

    def close(self) -> None:
        while self.servers:
            self.servers.pop().stop()

    def staff(self, login: str) -> Staff:
        person = Staff(self.servers[0].base_url, self.database, login)
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

    def cut_who_waits(self) -> None:
        """End the database connection of the request that waits for a lock."""

        def cut() -> bool:
            with self.connection() as cursor:
                cursor.execute(
                    """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database()
                          AND wait_event_type = 'Lock'"""
                )
                return bool(cursor.fetchall())

        wait_until(cut, 30)

    def contradictions(self) -> list[str]:
        found: list[str] = call_in_odoo(
            self.database, "tools.agreement", "contradictions"
        )
        return found


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    database.clone(database.template_of_module(demo=True), DATABASE)
    office = Office(DATABASE)
    yield office
    office.close()
    database.drop(DATABASE)


def wait_until(true: Callable[[], object], seconds: float) -> float:
    """Wait; return the seconds that it took."""
    started = time.monotonic()
    while not true():
        waited = time.monotonic() - started
        assert waited < seconds, f"not within {seconds} seconds"
        time.sleep(0.5)
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
    """An open task of the register, and its procedure."""
    found = person.call("bpmn.task", "search_read", TASK, ["instance_id"], limit=1)
    return found[0]["id"], found[0]["instance_id"][0]


def task_state(office: Office, task: int) -> str:
    return office.rows(f"SELECT state FROM bpmn_task WHERE id = {task}")[0][0]
