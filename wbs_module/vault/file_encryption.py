"""Encrypted files on disk: written under another name, complete or not there at all."""

import hashlib
import hmac
import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from .durable_file import UNFINISHED, finished_or_gone
from .errors import FileMissing
from .measuring import Measure, measured
from .secret_bytes import SecretBytes
from .stream_encryption import (
    FileContext,
    HoldsFileKey,
    Readable,
    blocks_of,
    decrypt_stream,
    encrypt_stream,
)


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
    pieces = blocks_of(source) if isinstance(source, Readable) else source
    keyed = hmac.new(plaintext_hash_key.reveal(), digestmod=hashlib.sha256)
    with (
        finished_or_gone(Path(target)) as file,
        ThreadPoolExecutor(max_workers=1) as thread,
    ):
        plain = Measure(keyed, thread)
        sealed = Measure(hashlib.sha256(), thread)
        received = measured(pieces, plain, limit)
        for block in encrypt_stream(holder, context, received):
            sealed.add(block)
            file.write(block)
        return EncryptedFile(
            size=plain.size,
            ciphertext_size=sealed.size,
            ciphertext_sha256=sealed.digest(),
            plaintext_hash=plain.digest(),
        )


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
