"""The folder of downloads and unpacked trees that all checkouts share.

Entries are written into a temporary folder and renamed when complete, under a lock, so
that set-ups running side by side neither collide nor see half an entry.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.places import CACHE


@contextlib.contextmanager
def cache_lock(name: str) -> Iterator[None]:
    """Hold the lock ``name`` of the cache folder; other set-ups wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f".{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def cached_folder(name: str, fill: Callable[[Path], None]) -> Path:
    """Return the cache entry ``name``; ``fill(folder)`` makes a missing one."""
    entry = CACHE / name
    with cache_lock(name):
        if entry.is_dir():
            return entry
        unfinished = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=CACHE))
        try:
            # Other users (PostgreSQL's, when root sets up) read the entry.
            unfinished.chmod(0o755)
            fill(unfinished)
            os.rename(unfinished, entry)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    return entry
