"""Files of any size as a stream of encrypted blocks, in constant memory.

Format: the magic ``WBSF``, version byte 1, a random salt of 16 bytes; then blocks of
256 KiB of plaintext, each AES-256-GCM with its tag of 16 bytes. The key of a file is
derived from the case's file key, the salt and the place where the file belongs, so
nonces need only count: eleven bytes of block number, and one byte that is 1 for the
last block only (the STREAM construction, as in age). A block that was changed, moved,
left out or added, and an end that was cut off, are all refused. An empty file is one
empty last block.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .authenticated_encryption import TAG_LENGTH
from .derivation import bind, derive_key
from .errors import ContentRefused
from .secret_bytes import SecretBytes

MAGIC = b"WBSF\x01"
SALT_LENGTH = 16
HEADER_LENGTH = len(MAGIC) + SALT_LENGTH
BLOCK_LENGTH = 256 << 10
SEALED_BLOCK_LENGTH = BLOCK_LENGTH + TAG_LENGTH
# How much is asked of a stream at once: to read less costs more than to encrypt it.
READ_LENGTH = 4 * BLOCK_LENGTH


class HoldsFileKey(Protocol):
    """Whatever files can be encrypted under: a `CaseKey` or a `DraftKey`."""

    @property
    def key_id(self) -> str: ...

    @property
    def file_key(self) -> SecretBytes: ...


@runtime_checkable
class Readable(Protocol):
    """A request stream, an open binary file, or anything that reads bytes."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class FileContext:
    """Where an encrypted file belongs.

    ``record_uid``: the random id stored on its record; ``purpose``: what it is there,
    such as ``original`` or ``cleaned copy``.
    """

    record_uid: str
    purpose: str


def blocks_of(stream: Readable, size: int = READ_LENGTH) -> Iterator[bytes]:
    """What ``stream`` still holds, in pieces of at most ``size`` bytes."""
    while piece := stream.read(size):
        yield piece


def _cut_to_blocks(
    pieces: Iterable[bytes], length: int
) -> Iterator[tuple[bytes | memoryview, bool]]:
    """Pieces of any size as blocks of ``length``, each with: is it the last one?"""
    gathered: list[memoryview] = []
    size = 0
    for piece in pieces:
        rest = memoryview(piece)
        while size + len(rest) > length:
            taken = length - size
            yield _joined([*gathered, rest[:taken]]), False
            gathered, size, rest = [], 0, rest[taken:]
        gathered.append(rest)
        size += len(rest)
    yield _joined(gathered), True


def _joined(parts: list[memoryview]) -> bytes | memoryview:
    """The parts as one; not copied where there is only one."""
    filled = [part for part in parts if part]
    return filled[0] if len(filled) == 1 else b"".join(filled)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _cipher(holder: HoldsFileKey, context: FileContext, salt: bytes) -> AESGCM:
    place = bind("wbs file", 1, holder.key_id, context.record_uid, context.purpose)
    return AESGCM(derive_key(holder.file_key, place, salt).reveal())


def encrypt_stream(
    holder: HoldsFileKey, context: FileContext, pieces: Iterable[bytes]
) -> Iterator[bytes]:
    """The encrypted file, piece by piece, as ``pieces`` of plaintext come in."""
    salt = secrets.token_bytes(SALT_LENGTH)
    cipher = _cipher(holder, context, salt)
    yield MAGIC + salt
    for number, (block, is_last) in enumerate(_cut_to_blocks(pieces, BLOCK_LENGTH)):
        yield cipher.encrypt(_nonce(number, is_last), block, None)


def decrypt_stream(
    holder: HoldsFileKey, context: FileContext, stream: Readable
) -> Iterator[bytes]:
    """The plaintext in blocks of at most 256 KiB, each checked before it is released.

    Raises `ContentRefused` at the first block that is not as it was written. Whoever
    passes blocks on before the end must break off then: only the end of the iteration
    says that the file is whole.
    """
    header = _read_exactly(stream, HEADER_LENGTH)
    if len(header) < HEADER_LENGTH or not header.startswith(MAGIC):
        raise ContentRefused
    cipher = _cipher(holder, context, header[len(MAGIC) :])
    sealed = _read_exactly(stream, SEALED_BLOCK_LENGTH)
    number = 0
    while True:
        following = _read_exactly(stream, SEALED_BLOCK_LENGTH)
        try:
            block = cipher.decrypt(_nonce(number, not following), sealed, None)
        except InvalidTag:
            raise ContentRefused from None
        if block:
            yield block
        if not following:
            return
        sealed, number = following, number + 1


def _read_exactly(stream: Readable, length: int) -> bytes:
    """``length`` bytes, or fewer only at the end of the stream."""
    piece = stream.read(length)
    if len(piece) == length or not piece:
        return piece
    pieces, missing = [piece], length - len(piece)
    while missing and (piece := stream.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
