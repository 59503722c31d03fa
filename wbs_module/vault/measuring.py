"""Size, hash and limit of a file while it passes through."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from .errors import FileTooLarge

# Bytes that go to a hash at once, and how often they may wait for it: both bound the
# memory of an upload.
HANDED_OVER = 2 << 20
MOST_WAITING = 2


class RunningDigest(Protocol):
    """What hashlib and hmac have in common."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class Measure:
    """Size and running hash of what passes through; the hash runs in ``thread``.

    OpenSSL gives up the interpreter's lock while it hashes a large block, so hashing
    overlaps with receiving, encrypting and writing. One thread for both hashes was
    faster than one for each: they would wait for the interpreter's lock in turn. Blocks
    are handed over several at once: each hand-over costs more than hashing a small one.
    """

    def __init__(self, digest: RunningDigest, thread: ThreadPoolExecutor) -> None:
        self.size = 0
        self._digest = digest
        self._thread = thread
        self._gathered: list[bytes] = []
        self._gathered_size = 0
        self._waiting: deque[Future[None]] = deque()

    def add(self, block: bytes) -> None:
        self.size += len(block)
        self._gathered.append(block)
        self._gathered_size += len(block)
        if self._gathered_size >= HANDED_OVER:
            self._hand_over()

    def _hand_over(self) -> None:
        if len(self._waiting) == MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._hash, self._gathered))
        self._gathered, self._gathered_size = [], 0

    def _hash(self, blocks: list[bytes]) -> None:
        for block in blocks:
            self._digest.update(block)

    def digest(self) -> bytes:
        self._hand_over()
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
