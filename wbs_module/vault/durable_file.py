"""Writing a small file so that after a crash it is there whole or not at all."""

import os
import secrets
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


def unfinished_path(target: Path) -> Path:
    """A new name beside ``target`` that a sweep recognises as unfinished."""
    return target.with_name(f".{target.name}.{secrets.token_hex(8)}{UNFINISHED}")


def open_private(path: Path) -> int:
    """Descriptor of a new file that only this account can read."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)


def write_durably(target: Path, content: bytes) -> None:
    """Write ``content``, force it to disk, and only then give it its name.

    Raises `OSError`; then nothing is left behind.
    """
    unfinished = unfinished_path(target)
    try:
        with os.fdopen(open_private(unfinished), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    synchronise_folder(target.parent)
