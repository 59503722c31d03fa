"""A copy of a file without what tells who made it, when, where and with what (mat2).

What a camera, an office suite or a printer writes into a file may name the reporter.
mat2 makes the copy from scratch where it can: pages of a PDF are painted anew, Office
documents lose comments and history. What mat2 cannot read whole is not cleaned at all.
"""

import contextlib
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import archive_look
from .limited_process import Limits, TookTooLong, TookTooMuchRoom, run_limited
from .memory_folder import NoMemoryFolder, memory_folder, sweep_abandoned_folders

LARGEST = 64 << 20
# Type by content → ending by which mat2 chooses its way. Pages and drawings that run
# script (HTML, SVG) are missing on purpose: without their metadata they still run. So
# is GIF, which mat2 does not draw anew: what is a script too would remain one.
EXTENSIONS = {
    "application/pdf": "pdf",
    "audio/flac": "flac",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/x-wav": "wav",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "text/csv": "txt",
    "text/plain": "txt",
    "video/mp4": "mp4",
    "video/x-msvideo": "avi",
}
# What is, or may be, an office document: told apart by what is in it.
ARCHIVES = frozenset(
    {
        "application/zip",
        "application/octet-stream",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
REASONS = ("type", "size", "bomb", "broken", "time", "tool")


class CleaningImpossible(Exception):
    """No copy was made; ``reason`` is one of `REASONS`.

    ``type``: files of this kind are not cleaned; ``size``: larger than `LARGEST`;
    ``bomb``: unpacks to far more than it seems; ``broken``: cannot be read whole;
    ``time``: took too long; ``tool``: this machine lacks mat2 or a tmpfs.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class CleanedCopy:
    """A file in memory for as long as the ``with`` lasts, and its ending."""

    path: Path
    extension: str


def extension_of(media_type: str) -> str:
    """The ending for a cleaned copy of ``media_type``; empty if there is never one.

    For archives only their content tells.
    """
    return EXTENSIONS.get(media_type, "")


@contextlib.contextmanager
def cleaned_copy(
    blocks: Iterable[bytes], media_type: str, size: int, limits: Limits | None = None
) -> Iterator[CleanedCopy]:
    """Clean what ``blocks`` yield. Raises `CleaningImpossible`."""
    limits = limits or Limits()
    extension = EXTENSIONS.get(media_type, "")
    if not extension and media_type not in ARCHIVES:
        raise CleaningImpossible("type")
    if size > LARGEST:
        raise CleaningImpossible("size")
    program = shutil.which("mat2")
    if program is None:
        raise CleaningImpossible("tool")
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(memory_folder())
        except NoMemoryFolder:
            raise CleaningImpossible("tool") from None
        original = folder / "original"
        with original.open("wb") as file:
            for block in blocks:
                file.write(block)
        try:
            extension = extension or _office_kind(original, folder, limits)
            copy = _clean(program, original, extension, folder, limits)
        except TookTooLong:
            raise CleaningImpossible("time") from None
        except TookTooMuchRoom:
            raise CleaningImpossible("bomb") from None
        yield CleanedCopy(copy, extension)


def _office_kind(original: Path, folder: Path, limits: Limits) -> str:
    command = [sys.executable, "-I", "-S", archive_look.__file__, str(original)]
    status = run_limited(command, folder, limits)
    if status == archive_look.BOMB:
        raise CleaningImpossible("bomb")
    if status not in archive_look.KINDS:
        raise CleaningImpossible("type")
    return archive_look.KINDS[status][0]


def _clean(
    program: str, original: Path, extension: str, folder: Path, limits: Limits
) -> Path:
    named = original.rename(folder / f"file.{extension}")
    status = run_limited([program, str(named)], folder, limits)
    copy = folder / f"file.cleaned.{extension}"
    if status != 0 or not copy.is_file():
        raise CleaningImpossible("broken")
    return copy


__all__ = [
    "REASONS",
    "CleanedCopy",
    "CleaningImpossible",
    "cleaned_copy",
    "extension_of",
    "sweep_abandoned_folders",
]
