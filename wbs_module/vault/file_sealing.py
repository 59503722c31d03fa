"""Originals that show the reporter, sealed like an identity, in constant memory.

Raw mails, scanned letters and voice notes may name their author. They go through both
layers of age as a stream: the inner one runs in a thread and feeds the outer one.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BufferedWriter
from pathlib import Path

from .age import age_encrypt_stream
from .durable_file import finished_or_gone
from .file_encryption import EncryptedFile
from .generation import Generation
from .measuring import Measure, measured
from .sealing import check_layers
from .secret_bytes import SecretBytes
from .stream_encryption import Readable, blocks_of


class _PiecesToRead:
    """Pieces of any size as something to read from; remembers what went wrong.

    What age's library raises instead would not say why.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, size: int, /) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as failure:
            self.failure = failure
            raise
        piece, self._rest = self._rest[:size], self._rest[size:]
        return bytes(piece)


class _MeasuredFile:
    """A file to write to that measures what it gets; remembers what went wrong."""

    def __init__(self, file: BufferedWriter, measure: Measure) -> None:
        self._file = file
        self._measure = measure
        self.failure: BaseException | None = None

    def write(self, block: bytes, /) -> int:
        try:
            self._measure.add(bytes(block))
            return self._file.write(block)
        except BaseException as failure:
            self.failure = failure
            raise

    def flush(self) -> None:
        self._file.flush()


def seal_file(
    source: Readable | Iterable[bytes],
    target: str | os.PathLike[str],
    custodians: Generation,
    approvers: Generation,
    plaintext_hash_key: SecretBytes,
    limit: int | None = None,
) -> EncryptedFile:
    """Seal what ``source`` yields into the new file ``target``, under both layers.

    As with `encrypt_file`, nothing stays of a file that breaks off or is over
    ``limit`` (`FileTooLarge`). The server cannot open it again.
    """
    check_layers(custodians, approvers)
    pieces = blocks_of(source) if isinstance(source, Readable) else source
    keyed = hmac.new(plaintext_hash_key.reveal(), digestmod=hashlib.sha256)
    with (
        finished_or_gone(Path(target)) as file,
        ThreadPoolExecutor(max_workers=1) as thread,
    ):
        plain = Measure(keyed, thread)
        sealed = Measure(hashlib.sha256(), thread)
        received = _PiecesToRead(measured(pieces, plain, limit))
        written = _MeasuredFile(file, sealed)
        try:
            _through_both_layers(received, written, custodians, approvers)
        finally:
            reason = received.failure or written.failure
            if reason is not None:
                raise reason
        return EncryptedFile(plain.size, sealed.size, sealed.digest(), plain.digest())


def _through_both_layers(
    received: _PiecesToRead,
    target: _MeasuredFile,
    custodians: Generation,
    approvers: Generation,
) -> None:
    reading, writing = os.pipe()

    def encrypt_inner() -> None:
        with os.fdopen(writing, "wb") as to_outer:
            age_encrypt_stream(received, to_outer, [approvers.age_recipient])

    with ThreadPoolExecutor(max_workers=1) as thread:
        inner = thread.submit(encrypt_inner)
        # Closing the reading end lets the inner layer stop if the outer one failed.
        with os.fdopen(reading, "rb") as from_inner:
            age_encrypt_stream(from_inner, target, [custodians.age_recipient])
        inner.result()
