"""The running product with everything written down: debug logs, all SQL, all mail."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2

from tools import database, postgres
from tools.database_files import environment_of
from tools.free_port import free_port
from tools.places import BUILD, KEY_FOLDER, ODOO_COMMAND, ODOO_DATA, POSTGRES_DATA
from tools.server import Server

from .mail_sink import MailSink
from .watcher import Watcher

DATABASE = "leak-tests"
LOG = BUILD / "logs" / "leaks-server.log"
# Two workers and a cron thread, as an office would run it.
WORKERS = 2
ARGUMENTS = ("--max-cron-threads", "1", "--log-level", "debug")


class Installation:
    """One database with its server and everything that it writes to."""

    def __init__(self) -> None:
        self.started = time.time()
        self.database = DATABASE
        self.mail = MailSink()
        self.temporary = Path(tempfile.mkdtemp(prefix="leaks-", dir=BUILD))
        self.watcher = Watcher([self.temporary])
        database.clone(database.template_of_module(demo=True), DATABASE)
        folders = environment_of(DATABASE)
        self.key_store = Path(folders["WBS_KEY_STORE"])
        self.evidence = Path(folders["WBS_EVIDENCE_FOLDER"])
        self.key_folder = KEY_FOLDER
        self.data = ODOO_DATA
        self.postgres_log = POSTGRES_DATA / "server.log"
        self._log_begins = self.postgres_log.stat().st_size
        self.as_superuser(f"ALTER DATABASE \"{DATABASE}\" SET log_statement = 'all'")
        LOG.unlink(missing_ok=True)
        mail = ("--smtp", "127.0.0.1", "--smtp-port", str(self.mail.port))
        self.server = Server(
            DATABASE,
            free_port(),
            LOG,
            (*ARGUMENTS, *mail),
            {"TMPDIR": str(self.temporary)},
            WORKERS,
        )
        self.server.start()
        self.watcher.start(self.server)

    def close(self) -> None:
        self.watcher.stop()
        self.server.stop()
        self.mail.close()
        shutil.rmtree(self.temporary, ignore_errors=True)
        database.drop(DATABASE)

    # --- the database, past the product ----

    @contextlib.contextmanager
    def _superuser(self) -> Iterator[Any]:
        environment = postgres.connection_environment()
        connection = psycopg2.connect(
            dbname=self.database,
            host=environment["PGHOST"],
            port=environment["PGPORT"],
            user=postgres.SUPERUSER,
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def as_superuser(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement as PostgreSQL's superuser; its rows, if it has any."""
        with self._superuser() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def checkpoint(self) -> None:
        """Let PostgreSQL write everything to its files."""
        self.as_superuser("CHECKPOINT")

    @property
    def oid(self) -> str:
        question = f"SELECT oid FROM pg_database WHERE datname = '{self.database}'"
        return str(self.as_superuser(question)[0][0])

    def postgres_log_since_start(self) -> bytes:
        with self.postgres_log.open("rb") as log:
            log.seek(self._log_begins)
            return log.read()

    def shell(self, program: str) -> str:
        """What a program prints in an Odoo shell on the database."""
        done = subprocess.run(
            [str(ODOO_COMMAND), "shell", "-d", self.database, "--no-http"]
            + ["--log-level", "warn"],
            input=program,
            capture_output=True,
            text=True,
            env={**os.environ, "TMPDIR": str(self.temporary)},
        )
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        return done.stdout
