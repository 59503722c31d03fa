"""Encrypted files on disk: written under another name, complete or not there at all."""

import hashlib
import hmac
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Protocol

from .durable_file import (
    UNFINISHED,
    open_private,
    synchronise_folder,
    unfinished_path,
)
from .errors import FileMissing, FileTooLarge
from .secret_bytes import SecretBytes
from .stream_encryption import (
    FileContext,
    HoldsFileKey,
    Readable,
    blocks_of,
    decrypt_stream,
    encrypt_stream,
)

BLOCKS_WAITING = 8  # for a hash; bounds the memory of an upload


@dataclass(frozen=True)
class EncryptedFile:
    """What is known of a file that was encrypted as it came in.

    ``size``: bytes of plaintext; ``ciphertext_sha256``: over the encrypted file, which
    anybody can check; ``plaintext_hash``: keyed hash of the file as received, which
    proves identity to the holder of the key folder and tells nothing to others.
    """

    size: int
    ciphertext_size: int
    ciphertext_sha256: bytes
    plaintext_hash: bytes


class RunningDigest(Protocol):
    """What hashlib and hmac have in common."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


class _Measure:
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


def _limited(
    pieces: Iterable[bytes], measure: _Measure, limit: int | None
) -> Iterator[bytes]:
    for piece in pieces:
        if limit is not None and measure.size + len(piece) > limit:
            raise FileTooLarge(limit=limit)
        measure.add(piece)
        yield piece


def encrypt_file(
    holder: HoldsFileKey,
    context: FileContext,
    source: Readable | Iterable[bytes],
    target: str | os.PathLike[str],
    plaintext_hash_key: SecretBytes,
    limit: int | None = None,
) -> EncryptedFile:
    """Encrypt what ``source`` yields into the new file ``target``.

    ``source`` is read once, in pieces; ``limit`` is the largest plaintext in bytes.
    The file has its name only when all of it is on disk. Whatever goes wrong (the
    source breaks off with an exception, `FileTooLarge`, a full disk) nothing stays but,
    after a kill, an unfinished file that `sweep_unfinished_files` removes. A source
    that ends early without an exception looks complete: compare ``size`` with the
    length that was announced.
    """
    path = Path(target)
    pieces = blocks_of(source) if isinstance(source, Readable) else source
    unfinished = unfinished_path(path)
    keyed = hmac.new(plaintext_hash_key.reveal(), digestmod=hashlib.sha256)
    try:
        with (
            ThreadPoolExecutor(max_workers=1) as thread,
            os.fdopen(open_private(unfinished), "wb", buffering=0) as file,
        ):
            plain = _Measure(keyed, thread)
            sealed = _Measure(hashlib.sha256(), thread)
            received = _limited(pieces, plain, limit)
            for block in encrypt_stream(holder, context, received):
                sealed.add(block)
                _write_all(file.fileno(), block)
            os.fsync(file.fileno())
            result = EncryptedFile(
                plain.size, sealed.size, sealed.digest(), plain.digest()
            )
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    synchronise_folder(path.parent)
    return result


def _write_all(descriptor: int, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]


def decrypt_file(
    holder: HoldsFileKey, context: FileContext, path: str | os.PathLike[str]
) -> Iterator[bytes]:
    """The file's plaintext in blocks of at most 256 KiB, for a streamed download.

    The file is opened and its first block checked before this returns, so that a
    missing or foreign file (`FileMissing`, `ContentRefused`) is known before the first
    header is sent. Later damage raises `ContentRefused` in the middle: let the
    connection break, so that no browser takes the part for the whole.
    """
    try:
        file = FileIO(path)
    except FileNotFoundError:
        raise FileMissing(name=Path(path).name) from None
    blocks = decrypt_stream(holder, context, file)
    try:
        first = next(blocks, b"")
    except BaseException:
        file.close()
        raise
    return _closing(file, first, blocks)


def _closing(file: FileIO, first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    with file:
        if first:
            yield first
        yield from blocks


def sweep_unfinished_files(
    folder: str | os.PathLike[str], minimum_age: float, now: float | None = None
) -> int:
    """Remove what killed uploads left below ``folder``; returns how many files.

    ``minimum_age``: seconds since the last write; it must exceed the longest pause of
    an upload. ``now``: seconds since the epoch.
    """
    limit = (time.time() if now is None else now) - minimum_age
    removed = 0
    for path in Path(folder).rglob(f".*{UNFINISHED}"):
        try:
            if path.stat().st_mtime <= limit:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    return removed
