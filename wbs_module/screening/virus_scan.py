"""A virus scan by clamd on this machine, while a file passes by (its INSTREAM).

The content goes over a socket of the same machine and is not kept by us. clamd itself
may unpack into its ``TemporaryDirectory``: that must be a tmpfs (docs/threat-model.md).
"""

import enum
import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PATIENCE_SECONDS = 30
PIECE = 256 << 10
LONGEST_ANSWER = 4096
LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEBIANS = "/run/clamav/clamd.ctl"


class Verdict(enum.Enum):
    """What is known of a file. ``UNSCANNED``: no scanner, or it could not say."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


@dataclass(frozen=True)
class Scanner:
    """Where clamd listens: a path, or a port of this machine."""

    address: str | tuple[str, int]

    def begin(self) -> "Scan":
        """Begin to scan one file; a scanner that is down shows in the verdict."""
        return Scan(self.address)


def scanner_at(place: str) -> Scanner | None:
    """The scanner at ``place``: a socket's path or ``127.0.0.1:3310``.

    Nothing for another machine: the content would travel in clear. Where ``place`` is
    empty, Debian's socket is taken.
    """
    place = place or DEBIANS
    if place.startswith("/"):
        return Scanner(place)
    host, _colon, port = place.rpartition(":")
    host = host.strip("[]")
    if host not in LOOPBACK or not port.isdigit():
        return None
    return Scanner((host, int(port)))


class Scan:
    """One file on its way through the scanner."""

    def __init__(self, address: str | tuple[str, int]) -> None:
        self._connection: socket.socket | None = None
        try:
            if isinstance(address, str):
                self._connection = socket.socket(socket.AF_UNIX)
                self._connection.settimeout(PATIENCE_SECONDS)
                self._connection.connect(address)
            else:
                self._connection = socket.create_connection(address, PATIENCE_SECONDS)
            self._connection.sendall(b"zINSTREAM\0")
        except OSError:
            self._give_up()

    @property
    def is_down(self) -> bool:
        """Whether the scanner did not even answer the door."""
        return self._connection is None

    def passing(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks, each shown to the scanner as it passes."""
        for block in blocks:
            self._show(block)
            yield block

    def _show(self, block: bytes) -> None:
        if self._connection is None:
            return
        try:
            for start in range(0, len(block), PIECE):
                piece = block[start : start + PIECE]
                self._connection.sendall(struct.pack("!I", len(piece)))
                self._connection.sendall(piece)
        except OSError:
            # clamd closes early when it found something or the file is too large.
            pass

    def verdict(self) -> Verdict:
        """What the scanner says of all that passed; ends the scan."""
        if self._connection is None:
            return Verdict.UNSCANNED
        answer = b""
        try:
            try:
                self._connection.sendall(struct.pack("!I", 0))
            except OSError:
                pass
            while len(answer) < LONGEST_ANSWER:
                piece = self._connection.recv(1024)
                answer += piece
                if not piece or piece.endswith(b"\0"):
                    break
        except OSError:
            pass
        self._give_up()
        said = answer.rstrip(b"\0\n")
        if said.endswith(b" FOUND"):
            return Verdict.INFECTED
        return Verdict.CLEAN if said.endswith(b": OK") else Verdict.UNSCANNED

    def _give_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


__all__ = ["Scan", "Scanner", "Verdict", "scanner_at"]
