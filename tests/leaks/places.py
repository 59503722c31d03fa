"""Everywhere that something could be left behind. One line in ``PLACES`` adds one.

A place is a name and a function of the installation that yields (where, content).
``planting.py`` has its counterpart that puts a marked string there, so that a place
which is never really searched fails its own test.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import postgres
from tools.places import BUILD, FILESTORE, POSTGRES_DATA

from .installation import Installation

Pieces = Iterator[tuple[str, bytes]]
LARGEST = 64 * 1024 * 1024


def files_below(*folders: Path, since: float = 0) -> Pieces:
    """The files below folders that changed after ``since``; their names too."""
    for folder in folders:
        for file in _on_the_same_disk(folder):
            yield f"name of {file}", str(file).encode(errors="surrogateescape")
            try:
                if file.is_file() and not file.is_symlink():
                    found = file.stat()
                    if found.st_mtime >= since and found.st_size <= LARGEST:
                        yield str(file), file.read_bytes()
            except FileNotFoundError:
                continue  # temporary files go while one looks


def _on_the_same_disk(folder: Path) -> Iterator[Path]:
    """All below a folder, but for what is mounted there: ``/proc`` is no left-over."""
    for above, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not os.path.ismount(f"{above}/{name}")
        )
        yield from (Path(above, name) for name in sorted([*folders, *files]))


def database_dump(here: Installation) -> Pieces:
    """Everything in the database as pg_dump tells it, bus and queues among it."""
    command = postgres._command("pg_dump", "--no-owner", here.database)
    environment = postgres.connection_environment()
    done = subprocess.run(
        command, env=environment, capture_output=True, check=True, cwd=BUILD
    )
    yield f"dump of {here.database}", done.stdout


def database_files(here: Installation) -> Pieces:
    """The database's own files and its write-ahead log, as they lie on the disk."""
    here.checkpoint()
    yield from files_below(POSTGRES_DATA / "base" / here.oid)
    yield from files_below(POSTGRES_DATA / "pg_wal", since=here.started)


def file_store(here: Installation) -> Pieces:
    yield from files_below(FILESTORE / here.database)


def evidence_and_keys(here: Installation) -> Pieces:
    yield from files_below(here.evidence, here.key_store, here.key_folder)


def server_logs(here: Installation) -> Pieces:
    """Odoo's log at debug level, with the lines of its access log."""
    yield str(here.server.log), here.server.log.read_bytes()


def database_log(here: Installation) -> Pieces:
    """PostgreSQL's log with every statement."""
    yield str(here.postgres_log), here.postgres_log_since_start()


def mail(here: Installation) -> Pieces:
    """What was handed to the mail server."""
    for number, message in enumerate(here.mail.messages):
        yield f"mail {number}", message


def temporary_files(here: Installation) -> Pieces:
    """What is left in temporary folders, and what stood there for a moment."""
    yield from files_below(here.temporary)
    yield from files_below(Path("/tmp"), Path("/var/tmp"), since=here.started)
    yield from here.watcher.seen()


def caches(here: Installation) -> Pieces:
    """Assets, sessions and what else Odoo keeps in its data folder."""
    for folder in ("sessions", "addons"):
        if (here.data / folder).is_dir():
            yield from files_below(here.data / folder, since=here.started)


PLACES: dict[str, Callable[[Installation], Pieces]] = {
    "database dump": database_dump,
    "database files": database_files,
    "file store": file_store,
    "evidence, key store, key folder": evidence_and_keys,
    "server logs": server_logs,
    "database log": database_log,
    "mail": mail,
    "temporary files": temporary_files,
    "caches": caches,
}
