"""Shows what is being done, how long it takes, and why it failed."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.places import SETUP_LOG

STILL_WORKING_SECONDS = 15


class Failure(Exception):
    """Something that a person can mend; the message says what, where and how."""


def stop_with(failure: Failure) -> None:
    """Print the sentence of a failure and leave with exit status 1."""
    print(f"\n✗ {failure}", file=sys.stderr, flush=True)
    sys.exit(1)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, say that it still runs every 15 s, and print its time."""
    print(f"→ {title} …", flush=True)
    started = time.monotonic()
    finished = threading.Event()

    def keep_saying() -> None:
        while not finished.wait(STILL_WORKING_SECONDS):
            seconds = time.monotonic() - started
            print(f"  … {title}: still working ({seconds:.0f} s)", flush=True)

    threading.Thread(target=keep_saying, daemon=True).start()
    try:
        yield
    finally:
        finished.set()
    print(f"✓ {title} ({time.monotonic() - started:.1f} s)", flush=True)


def run(
    command: Sequence[object],
    *,
    on_failure: str,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command, words and paths, with its output in ``build/setup.log``.

    Raises ``Failure`` with ``on_failure`` and the last lines of the output.
    """
    words = [str(word) for word in command]
    SETUP_LOG.parent.mkdir(parents=True, exist_ok=True)
    with SETUP_LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(words)}\n")
        log.flush()
        start_of_output = log.tell()
        try:
            status = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=environment,
            ).returncode
        except FileNotFoundError:
            raise Failure(f"{on_failure} ({words[0]} is not installed.)") from None
    if status:
        with SETUP_LOG.open(encoding="utf-8", errors="replace") as log:
            log.seek(start_of_output)
            last_lines = log.read().splitlines()[-15:]
        raise Failure(
            "\n".join(
                [f"{on_failure}", *(f"    {line}" for line in last_lines)]
                + [f"  The whole output is in {SETUP_LOG}."]
            )
        )
