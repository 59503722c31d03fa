"""Puts a marked string where each place would hold it, to see that it is found there.

Each place gets it in another form, so that all forms are tried as well.
"""

from __future__ import annotations

import hashlib
import smtplib
import tempfile
import time
import urllib.parse
from base64 import b64encode
from collections.abc import Callable

from tools.places import FILESTORE

from .canary import Canaries
from .installation import Installation

PLANTED = "planted"


def in_database(here: Installation, said: str) -> None:
    """In bytes of a column, as pg_dump writes them in hexadecimal."""
    here.as_superuser("CREATE TABLE IF NOT EXISTS planted (content bytea)")
    here.as_superuser("GRANT SELECT ON planted TO PUBLIC")  # for pg_dump
    here.as_superuser(
        f"INSERT INTO planted VALUES ('\\x{said.encode('utf-16-le').hex()}')"
    )


def in_database_files(here: Installation, said: str) -> None:
    here.as_superuser("CREATE TABLE IF NOT EXISTS planted_text (content text)")
    here.as_superuser(f"INSERT INTO planted_text VALUES ('{said}')")


def in_file_store(here: Installation, said: str) -> None:
    folder = FILESTORE / here.database / "zz"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PLANTED).write_bytes(b"PK\x03\x04" + said.encode("utf-16-be"))


def in_key_store(here: Installation, said: str) -> None:
    digest = hashlib.sha256(said.encode()).hexdigest()
    (here.evidence / digest).write_bytes(b"")


def in_server_log(here: Installation, said: str) -> None:
    with here.server.log.open("ab") as log:
        log.write(urllib.parse.quote(said, safe="").encode() + b"\n")


def in_database_log(here: Installation, said: str) -> None:
    here.as_superuser(f"SELECT '{said.encode().hex()}'")


def in_mail(here: Installation, said: str) -> None:
    with smtplib.SMTP("127.0.0.1", here.mail.port) as server:
        body = b64encode(b"x" + said.encode()).decode()
        server.sendmail("a@example.test", ["b@example.test"], f"Subject: x\n\n{body}")


def in_temporary_files(here: Installation, said: str) -> None:
    """In a file that is gone again before anybody looks into the folder."""
    with tempfile.NamedTemporaryFile(dir=here.temporary) as file:
        file.write(b64encode(b"xy" + said.encode()))
        file.flush()
        time.sleep(0.5)


def in_caches(here: Installation, said: str) -> None:
    folder = here.data / "sessions" / PLANTED
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PLANTED).write_bytes(hashlib.md5(said.encode()).digest())


def take_away(here: Installation) -> None:
    for table in ("planted", "planted_text"):
        here.as_superuser(f"DROP TABLE IF EXISTS {table}")
    (FILESTORE / here.database / "zz" / PLANTED).unlink(missing_ok=True)
    (here.data / "sessions" / PLANTED / PLANTED).unlink(missing_ok=True)


PLANTS: dict[str, Callable[[Installation, str], None]] = {
    "database dump": in_database,
    "database files": in_database_files,
    "file store": in_file_store,
    "evidence, key store, key folder": in_key_store,
    "server logs": in_server_log,
    "database log": in_database_log,
    "mail": in_mail,
    "temporary files": in_temporary_files,
    "caches": in_caches,
}


def plant(here: Installation, place: str) -> Canaries:
    """Put a fresh string into ``place``; what to search for."""
    canaries = Canaries()
    PLANTS[place](here, canaries.new(PLANTED))
    return canaries
