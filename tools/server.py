"""An Odoo server of this checkout on loopback, by default one process with threads.

With threads websockets answer on the one port that a browser uses. With workers there
is a master that forks them: HTTP workers, a cron worker, and a process for websockets.
"""

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.free_port import free_port
from tools.places import ODOO_COMMAND
from tools.progress import Failure

PATIENCE_SECONDS = 90
SHUTDOWN_SECONDS = 20


class Server:
    """A running server; ``base_url`` is where a browser reaches it."""

    def __init__(
        self,
        database: str,
        port: int,
        log: Path,
        arguments: Sequence[str] = (),
        environment: dict[str, str] | None = None,
        workers: int = 0,
    ) -> None:
        self.database = database
        self.port = port
        self.log = log
        self.base_url = f"http://127.0.0.1:{port}"
        self._arguments = ["--workers", str(workers), *arguments]
        if workers:
            # The port of websockets is one a server, and the configuration's only one.
            self._arguments += ["--gevent-port", str(free_port())]
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers; raise ``Failure`` where it does not."""
        self.stop()  # what an ended one may have left
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(ODOO_COMMAND), "-d", self.database]
                + ["--http-port", str(self.port), *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._environment},
                # Ctrl-C reaches only the tool, which then stops the server in order.
                start_new_session=True,
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                lines = self.log.read_text(errors="replace").splitlines()[-15:]
                raise Failure(
                    "\n".join(
                        ["The Odoo server did not start:"]
                        + [f"    {line}" for line in lines]
                        + [f"  The whole log is in {self.log}."]
                    )
                )
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base_url}/web/login", timeout=30):
                return True
        except urllib.error.HTTPError as answer:
            return answer.code < 500
        except OSError:
            return False

    @property
    def ended(self) -> bool:
        """Say whether the server runs no more, for whatever reason."""
        return self._process is None or self._process.poll() is not None

    def wait(self) -> int:
        """Wait until the server ends by itself; return its exit status."""
        assert self._process is not None, "wait() follows start()"
        return self._process.wait()

    def stop(self) -> None:
        """Stop the server; requests under way may finish."""
        if self._process is None:
            return
        if not self.ended:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(SHUTDOWN_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._end_what_is_left()

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._end_what_is_left()

    def _end_what_is_left(self) -> None:
        """End children of an ended server, as a service manager does.

        Where workers ended with their database, the process for websockets goes on.
        """
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process = None  # its number may soon be somebody else's

    def reload(self) -> None:
        """Let the server begin anew in its own process, as it does by itself when a
        request takes too long."""
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)

    def children(self) -> list[int]:
        """Return the ids of the processes that the server's master has forked."""
        if self._process is None:
            return []
        master = self._process.pid
        listed = Path(f"/proc/{master}/task/{master}/children")
        try:
            return [int(pid) for pid in listed.read_text().split()]
        except OSError:
            return []

    def restart(self) -> None:
        """Stop and start on the same port and database."""
        self.stop()
        self.start()


@contextlib.contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Start the server and stop it at the end."""
    server.start()
    try:
        yield server
    finally:
        server.stop()
