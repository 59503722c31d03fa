"""A program in a child process that may use only so much time, memory and room."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

STARTER = Path(__file__).with_name("limits_then_program.py")
GLANCE_SECONDS = 0.05


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds; ``room`` is what all files of the folder take together."""

    memory: int = 1536 << 20
    cpu_seconds: int = 60
    seconds: float = 90
    room: int = 384 << 20


class TookTooLong(Exception):
    """The time was over; the program was ended."""


class TookTooMuchRoom(Exception):
    """The folder grew beyond its limit; the program was ended."""


def run_limited(command: Sequence[str], folder: Path, limits: Limits) -> int:
    """Run ``command`` in ``folder`` and return its exit status (negative: a signal).

    Its temporary files go into the folder too; what it prints is thrown away, since it
    may quote content. Raises `TookTooLong`, `TookTooMuchRoom`.
    """
    process = subprocess.Popen(
        [
            *(sys.executable, "-I", "-S", str(STARTER)),
            *(str(limits.memory), str(limits.cpu_seconds), str(limits.room)),
            *command,
        ],
        cwd=folder,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(folder),
            "TMPDIR": str(folder),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that its own children can be ended with it
    )
    deadline = time.monotonic() + limits.seconds
    try:
        while True:
            try:
                status = process.wait(GLANCE_SECONDS)
            except subprocess.TimeoutExpired:
                status = None
            if room_taken(folder) > limits.room:
                raise TookTooMuchRoom
            if status is not None:
                if -status in (signal.SIGXCPU, signal.SIGKILL):
                    raise TookTooLong
                return status
            if time.monotonic() > deadline:
                raise TookTooLong
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def room_taken(folder: Path) -> int:
    """Bytes that the files below ``folder`` take."""
    total = 0
    for place, _folders, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_blocks * 512
            except FileNotFoundError:
                continue
    return total
