"""Size, hash and limit of a file while it passes through."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from .errors import FileTooLarge

BLOCKS_WAITING = 8  # for a hash; bounds the memory of an upload


class RunningDigest(Protocol):
    """What hashlib and hmac have in common."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Measure:
    """Size and running hash of what passes through; the hash runs in ``thread``.

    OpenSSL gives up the interpreter's lock while it hashes a large block, so hashing
    overlaps with receiving, encrypting and writing. One thread for both hashes was
    faster than one for each: they would wait for the interpreter's lock in turn.
    """

    def __init__(self, digest: RunningDigest, thread: ThreadPoolExecutor) -> None:
        self.size = 0
        self._digest = digest
        self._thread = thread
        self._waiting: deque[Future[None]] = deque()

    def add(self, block: bytes) -> None:
        self.size += len(block)
        if len(self._waiting) == BLOCKS_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._digest.update, block))

    def digest(self) -> bytes:
        while self._waiting:
            self._waiting.popleft().result()
        return self._digest.digest()


def measured(
    pieces: Iterable[bytes], measure: Measure, limit: int | None
) -> Iterator[bytes]:
    """The pieces as they pass. Raises `FileTooLarge` as soon as it is known."""
    for piece in pieces:
        if limit is not None and measure.size + len(piece) > limit:
            raise FileTooLarge(limit=limit)
        measure.add(piece)
        yield piece
