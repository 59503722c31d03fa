"""Writing a file so that after a crash it is there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
UNFINISHED = ".part"


def synchronise_folder(folder: Path) -> None:
    """Make the folder's list of names survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def finished_or_gone(target: Path) -> Iterator[BufferedWriter]:
    """A file to write; it gets the name ``target`` once all of it is on disk.

    An exception within leaves nothing behind; a kill leaves an unfinished file.
    """
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(8)}{UNFINISHED}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    synchronise_folder(target.parent)


def write_durably(target: Path, content: bytes) -> None:
    """Write ``content``, force it to disk, and only then give it its name.

    Raises `OSError`; then nothing is left behind.
    """
    with finished_or_gone(target) as file:
        file.write(content)
