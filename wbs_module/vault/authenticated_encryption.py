"""The one way in which small pieces are encrypted: AES-256-GCM, bound to a place.

Layout: version byte 1, nonce of 12 random bytes, ciphertext with its tag of 16 bytes.
The version byte is part of the associated data. Random nonces are safe here because a
key of the vault encrypts far fewer than 2^32 pieces (NIST SP 800-38D, 8.3).
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import ContentRefused
from .secret_bytes import SecretBytes

VERSION = b"\x01"
NONCE_LENGTH = 12
TAG_LENGTH = 16
OVERHEAD = len(VERSION) + NONCE_LENGTH + TAG_LENGTH


def encrypt_bound(key: SecretBytes, place: bytes, plaintext: bytes) -> bytes:
    """``plaintext`` encrypted so that it opens only with ``key`` and at ``place``."""
    nonce = secrets.token_bytes(NONCE_LENGTH)
    sealed = AESGCM(key.reveal()).encrypt(nonce, plaintext, VERSION + place)
    return VERSION + nonce + sealed


def decrypt_bound(key: SecretBytes, place: bytes, ciphertext: bytes) -> bytes:
    """The plaintext. Raises `ContentRefused` for what `encrypt_bound` did not make."""
    if len(ciphertext) < OVERHEAD or ciphertext[:1] != VERSION:
        raise ContentRefused
    nonce = ciphertext[1 : 1 + NONCE_LENGTH]
    sealed = ciphertext[1 + NONCE_LENGTH :]
    try:
        return AESGCM(key.reveal()).decrypt(nonce, sealed, VERSION + place)
    except InvalidTag:
        raise ContentRefused from None
