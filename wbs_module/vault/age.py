"""The age format (C2SP age-encryption.org/v1): the only file that imports pyrage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyrage

from .errors import ContentRefused, RecipientRefused


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Writable(Protocol):
    def write(self, block: bytes, /) -> int: ...

    def flush(self) -> None: ...


@dataclass(frozen=True)
class AgeIdentity:
    """A private key of age and the public one that belongs to it."""

    secret: str
    recipient: str

    def __repr__(self) -> str:
        return f"<AgeIdentity of {self.recipient}>"


def new_age_identity() -> AgeIdentity:
    """A fresh X25519 identity: "AGE-SECRET-KEY-1…" and "age1…"."""
    identity = pyrage.x25519.Identity.generate()
    return AgeIdentity(str(identity), str(identity.to_public()))


def _recipient(text: str) -> object:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        # A private key typed by mistake must not come back in a message.
        shown = text[:8] + "…" if text.startswith("age1") else "what was given"
        raise RecipientRefused(recipient=shown) from None


def check_age_recipient(text: str) -> None:
    """Raises `RecipientRefused` for anything but a public key of age."""
    _recipient(text)


def age_encrypt(plaintext: bytes, recipients: Sequence[str]) -> bytes:
    """``plaintext`` as a binary age file that each of ``recipients`` opens alone.

    Raises `RecipientRefused`.
    """
    sealed: bytes = pyrage.encrypt(plaintext, [_recipient(each) for each in recipients])
    return sealed


def age_encrypt_stream(
    source: Readable, target: Writable, recipients: Sequence[str]
) -> None:
    """Encrypt from ``source`` to ``target`` in constant memory."""
    pyrage.encrypt_io(source, target, [_recipient(each) for each in recipients])


def age_decrypt(sealed: bytes, secrets: Iterable[str]) -> bytes:
    """The content, opened with any of the private keys.

    Raises `ContentRefused` if none fits or the file was changed or cut off.
    """
    try:
        identities = [pyrage.x25519.Identity.from_str(each) for each in secrets]
        opened: bytes = pyrage.decrypt(sealed, identities)
    except (pyrage.DecryptError, pyrage.IdentityError):
        raise ContentRefused from None
    return opened
