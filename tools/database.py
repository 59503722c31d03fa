"""Databases of this checkout: prepared templates, their clones, their files.

Two layers of templates, each with and without demo data: Odoo with the modules that
ours depends on, and on top of it our module. A template is made anew when what it was
made from has changed.

    python -m tools.database template [--demo]
    python -m tools.database clone NAME [--demo] | drop NAME | list
"""

import ast
import contextlib
import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2

from tools import postgres
from tools.database_files import copy_files, remove_files, rename_files
from tools.odoo import must_run_odoo
from tools.places import BUILD, MODULE, ODOO_TREE_RECORD
from tools.progress import Failure, step, stop_with
from tools.test.server_log import bad_entries

LANGUAGES = "id_ID"
# What Odoo adds by itself beside our dependencies, less what calls servers of Odoo SA
# (iap, partner_autocomplete, sms, snailmail) or of others, and what greets newcomers.
COMPANIONS = (
    "api_doc",
    "auth_passkey",
    "auth_signup",
    "auth_totp_mail",
    "base_import",
    "base_setup",
    "html_editor",
    "privacy_lookup",
    "web_tour",
)
LOGS = BUILD / "logs"
DEMO_FAILED = "demo data failed to install"


@contextlib.contextmanager
def _maintenance() -> Iterator[psycopg2.extensions.cursor]:
    postgres.start()
    os.environ.update(postgres.connection_environment())
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def query(name: str, statement: str) -> list[tuple[Any, ...]]:
    """Return the rows of a statement on the database ``name``."""
    postgres.start()
    os.environ.update(postgres.connection_environment())
    with contextlib.closing(psycopg2.connect(dbname=name)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())


def execute(name: str, statement: str) -> None:
    """Run a statement on the database ``name`` and commit it."""
    postgres.start()
    os.environ.update(postgres.connection_environment())
    with contextlib.closing(psycopg2.connect(dbname=name)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)


def names() -> list[str]:
    """Return the names of all databases of the server."""
    with _maintenance() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        return sorted(name for (name,) in cursor.fetchall())


def drop(name: str) -> None:
    """Drop a database and its files; a missing one is none to drop."""
    with _maintenance() as cursor:
        # Not WITH (FORCE): that is refused while an autovacuum is at work there, which
        # DROP DATABASE by itself ends.
        cursor.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = %s AND usename = current_user""",
            [name],
        )
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    remove_files(name)


def create_empty(name: str) -> None:
    """Make the database ``name`` with nothing in it."""
    with _maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')


def clone(template: str, name: str) -> None:
    """Make the database ``name`` as a copy of ``template``, files included.

    A former database of that name is dropped.
    """
    drop(name)
    with _maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    copy_files(template, name)


def rename(old: str, new: str) -> None:
    """Give a database and its files another name."""
    with _maintenance() as cursor:
        cursor.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    rename_files(old, new)


def dependencies() -> list[str]:
    """Return the modules that ours depends on, from its manifest."""
    manifest = ast.literal_eval((MODULE / "__manifest__.py").read_text())
    return list(manifest["depends"])


def module_state() -> str:
    """Return a digest of the module's files, by which its templates are named."""
    digest = hashlib.sha256()
    for file in sorted(MODULE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(MODULE)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def template_of_dependencies(demo: bool) -> str:
    """Return the template with our dependencies and without our module."""
    odoo = json.loads(ODOO_TREE_RECORD.read_text())
    modules = [*dependencies(), *COMPANIONS]
    made_from = f"{odoo['python_path']} {modules} {LANGUAGES}"
    state = hashlib.sha256(made_from.encode()).hexdigest()[:12]
    kind = _kind("dependencies", demo)
    what = f"Template database of Odoo{' with demo data' if demo else ''}"

    def fill(name: str) -> None:
        _install(name, modules, demo, what)

    return _template(kind, state, what, fill)


def template_of_module(demo: bool) -> str:
    """Return the template with our module as its files are now."""
    below = template_of_dependencies(demo)
    kind = _kind("module", demo)
    what = f"Template database of the module{' with demo data' if demo else ''}"

    def fill(name: str) -> None:
        clone(below, name)
        _install(name, [MODULE.name], demo, what)

    return _template(kind, f"{below[-4:]}{module_state()}", what, fill)


def _kind(content: str, demo: bool) -> str:
    return f"template-{content}-{'demo' if demo else 'plain'}-"


def _template(kind: str, state: str, what: str, fill: Callable[[str], None]) -> str:
    wanted = f"{kind}{state}"
    with _one_at_a_time(kind):
        present = [name for name in names() if name.startswith(kind)]
        if wanted in present:
            return wanted
        for outdated in present:
            drop(outdated)
        unfinished = f"unfinished-{wanted}"
        drop(unfinished)
        with step(what):
            fill(unfinished)
            rename(unfinished, wanted)
    return wanted


@contextlib.contextmanager
def _one_at_a_time(kind: str) -> Iterator[None]:
    """Wait for whoever else makes a template of this kind: they make it for us too."""
    with (BUILD / f"{kind}lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(name: str, modules: list[str], demo: bool, what: str) -> None:
    arguments = ["-d", name, "-i", ",".join(modules), "--stop-after-init", "--no-http"]
    arguments += ["--skip-auto-install", "--load-language", LANGUAGES]
    arguments += ["--with-demo"] if demo else []
    log = LOGS / f"{name}.log"
    must_run_odoo(arguments, log, what)
    # Odoo goes on without demo data that fails.
    failed = [it for it in bad_entries(log) if DEMO_FAILED in it]
    if failed:
        raise Failure("\n".join([f"{what}: demo data failed.", *failed]))


def main(arguments: list[str]) -> None:
    """Do what the command line asks."""
    demo = "--demo" in arguments
    words = [word for word in arguments if word != "--demo"]
    if words == ["template"]:
        print(template_of_module(demo))
    elif words == ["list"]:
        print("\n".join(names()))
    elif words[:1] == ["clone"] and len(words) == 2:
        clone(template_of_module(demo), words[1])
    elif words[:1] == ["drop"] and len(words) == 2:
        drop(words[1])
    else:
        raise Failure(
            "Usage: python -m tools.database "
            "template [--demo] | clone NAME [--demo] | drop NAME | list"
        )


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failure as failure:
        stop_with(failure)
