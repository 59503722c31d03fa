"""Keys from keys, and the unambiguous bytes that bind a ciphertext to its place."""

import hashlib
import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .secret_bytes import SecretBytes

KEY_LENGTH = 32
DIGEST_LENGTH = 32


def derive_key(
    key: SecretBytes, purpose: bytes, salt: bytes | None = None
) -> SecretBytes:
    """A key of 32 bytes for one purpose only (HKDF with SHA-256, RFC 5869)."""
    derivation = HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=salt, info=purpose)
    return SecretBytes(derivation.derive(key.reveal()))


def keyed_hash(key: SecretBytes, message: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104), 32 bytes."""
    return hmac.digest(key.reveal(), message, hashlib.sha256)


def bind(*parts: str | bytes | int) -> bytes:
    """The parts as one byte string that no other list of parts can produce.

    Each part is preceded by its length as four bytes, so that ("ab", "c") and
    ("a", "bc") differ.
    """
    bound = bytearray()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        bound += len(raw).to_bytes(4, "big") + raw
    return bytes(bound)
