"""Drafts of public forms on the server, which only the reporter's cookie opens.

The cookie holds 32 random bytes. From them come the id under which the server keeps
the draft and the key that encrypts it; the id gives neither back. Nothing on the server
opens a draft, so a wiped cookie is a wiped draft.
"""

import base64
import binascii
import secrets
from functools import cached_property

from .authenticated_encryption import decrypt_bound, encrypt_bound
from .derivation import KEY_LENGTH, bind, derive_key
from .errors import ContentRefused, DraftExpired, DraftRefused
from .secret_bytes import SecretBytes

EXPIRY_LENGTH = 8


class DraftKey:
    """The key of one draft. ``cookie`` gives the text that the browser keeps."""

    def __init__(self, secret: SecretBytes) -> None:
        self._secret = secret

    @cached_property
    def key_id(self) -> str:
        """Under which the server keeps draft and uploaded pieces; not secret."""
        return derive_key(self._secret, b"wbs draft id v1").reveal()[:16].hex()

    @cached_property
    def _draft_key(self) -> SecretBytes:
        return derive_key(self._secret, b"wbs draft fields v1")

    @cached_property
    def file_key(self) -> SecretBytes:
        """For pieces of evidence uploaded before the report is sent."""
        return derive_key(self._secret, b"wbs draft files v1")

    def upload_uid(self, told: str) -> str:
        """The name on disk of what a browser calls ``told``; tells nothing of it."""
        return derive_key(self._secret, bind("wbs upload", 1, told)).reveal()[:16].hex()

    def cookie(self) -> str:
        """43 characters, safe in a cookie. Never log it, never put it in an address."""
        return base64.urlsafe_b64encode(self._secret.reveal()).rstrip(b"=").decode()

    def __repr__(self) -> str:
        return "<DraftKey>"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("A key is never pickled: it must not enter a queue or cache.")


def new_draft_key() -> DraftKey:
    """A fresh key for a reporter who begins to write."""
    return DraftKey(SecretBytes(secrets.token_bytes(KEY_LENGTH)))


def draft_key_from_cookie(cookie: str) -> DraftKey:
    """The key that the browser sent back. Raises `DraftRefused` for anything else."""
    try:
        raw = base64.b64decode(cookie + "=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise DraftRefused from None
    if len(raw) != KEY_LENGTH:
        raise DraftRefused
    return DraftKey(SecretBytes(raw))


def encrypt_draft(key: DraftKey, plaintext: bytes, expires_at: int) -> bytes:
    """The draft for storage. ``expires_at``: seconds since the epoch."""
    expiry = expires_at.to_bytes(EXPIRY_LENGTH, "big")
    place = bind("wbs draft", 1, key.key_id, expiry)
    return expiry + encrypt_bound(key._draft_key, place, plaintext)


def decrypt_draft(key: DraftKey, stored: bytes, now: float) -> bytes:
    """The draft. Raises `DraftExpired`, or `DraftRefused` for another browser's."""
    expiry, sealed = stored[:EXPIRY_LENGTH], stored[EXPIRY_LENGTH:]
    place = bind("wbs draft", 1, key.key_id, expiry)
    try:
        plaintext = decrypt_bound(key._draft_key, place, sealed)
    except ContentRefused:
        raise DraftRefused from None
    if now >= int.from_bytes(expiry, "big"):
        raise DraftExpired
    return plaintext


def draft_expiry(stored: bytes) -> int:
    """When a stored draft may be thrown away, in seconds since the epoch; 0 if odd."""
    return int.from_bytes(stored[:EXPIRY_LENGTH], "big")
