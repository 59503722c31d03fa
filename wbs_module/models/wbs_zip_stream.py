"""A zip archive as a stream: nothing of it ever lies in clear on disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator


class _Sink(io.RawIOBase):
    """Where the archive is written: a few blocks in memory, taken out at once."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._written += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The archive of ``files`` (name, blocks), stored without compression.

    The blocks of a file are asked for when its turn comes. Times are left out: they
    would tell when evidence came in.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, blocks in files:
            with archive.open(zipfile.ZipInfo(name), "w") as entry:
                for block in blocks:
                    entry.write(block)
                    yield sink.take()
    yield sink.take()
