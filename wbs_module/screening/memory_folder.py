"""A private folder that lies in memory, never on a disk."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

MEMORY = Path("/dev/shm")
PREFIX = "wbs-clean-"
LOCK = "lock"
TYPES_IN_MEMORY = ("tmpfs", "ramfs")


class NoMemoryFolder(Exception):
    """This machine has no tmpfs at ``/dev/shm``."""


@contextlib.contextmanager
def memory_folder() -> Iterator[Path]:
    """A new folder for this user alone; gone afterwards, whatever happened.

    A kill leaves it; `sweep_abandoned_folders` finds it by its lock that nobody holds.

    :raise NoMemoryFolder: rather than writing on a disk
    """
    if not _lies_in_memory():
        raise NoMemoryFolder
    sweep_abandoned_folders()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=MEMORY))
    try:
        with (folder / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            work = folder / "work"
            work.mkdir(0o700)
            yield work
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_abandoned_folders() -> int:
    """Remove what killed processes of this user left; returns how many folders."""
    removed = 0
    for folder in MEMORY.glob(f"{PREFIX}*"):
        try:
            if folder.stat().st_uid != os.geteuid():
                continue
            with (folder / LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
        except OSError:
            continue  # in use, just made, or just gone
    return removed


def _lies_in_memory() -> bool:
    mounts = Path("/proc/mounts").read_text().splitlines()
    kinds = [line.split()[2] for line in mounts if line.split()[1] == str(MEMORY)]
    return bool(kinds) and kinds[-1] in TYPES_IN_MEMORY
