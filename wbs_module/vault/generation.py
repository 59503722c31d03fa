"""Generations of sealing keys, and the chain of signatures that vouches for them.

Each of the two layers (custodians, approvers) has a generation: an age key to which
identities are sealed, and an Ed25519 key that signs the next generation. Both private
halves are known to the layer's members only. The first generation is pinned by its
fingerprint in the key folder; a later one counts only if the one before signed it. So
a key that somebody writes into the database is refused, whatever their rights there.

The signed statement is plain ASCII lines, each ending with a line feed, so that a
browser makes the same bytes (see README.md)::

    wbs-generation/1
    layer=custodians
    number=2
    age=age1…
    signing=<base64 of the 32 bytes of the Ed25519 public key>
    previous=<fingerprint of the generation before, or - for the first>
    created=2026-11-24T08:00:00Z

The fingerprint is the SHA-256 of the statement in hexadecimal. The signature is over
the statement, by the generation before; the first generation signs itself.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .age import check_age_recipient
from .errors import GenerationRefused, RecipientRefused

CUSTODIANS = "custodians"
APPROVERS = "approvers"
LAYERS = (CUSTODIANS, APPROVERS)
NO_PREVIOUS = "-"
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def statement_time(moment: datetime) -> str:
    """A moment with its zone as it stands in a statement."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Generation:
    """The public half of a generation, as the database keeps it: nothing is secret.

    ``signature`` and ``signing_public_key`` are base64.
    """

    layer: str
    number: int
    age_recipient: str
    signing_public_key: str
    previous: str
    created: str
    signature: str

    @property
    def statement(self) -> bytes:
        """The bytes that are signed and whose SHA-256 is the fingerprint."""
        lines = (
            "wbs-generation/1",
            f"layer={self.layer}",
            f"number={self.number}",
            f"age={self.age_recipient}",
            f"signing={self.signing_public_key}",
            f"previous={self.previous}",
            f"created={self.created}",
        )
        return "".join(f"{line}\n" for line in lines).encode()

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.statement).hexdigest()


def _refuse(generation: Generation, reason: str) -> GenerationRefused:
    return GenerationRefused(
        number=generation.number, layer=generation.layer, reason=reason
    )


def _is_signed_by(generation: Generation, signing_public_key: str) -> bool:
    try:
        raw_key = base64.b64decode(signing_public_key, validate=True)
        signature = base64.b64decode(generation.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(raw_key).verify(
            signature, generation.statement
        )
    except (ValueError, binascii.Error, InvalidSignature):
        return False
    return True


def _check_form(generation: Generation) -> None:
    """Values that could smuggle a line into the statement are no generation."""
    values = (generation.age_recipient, generation.signing_public_key)
    if generation.layer not in LAYERS or any("\n" in value for value in values):
        raise _refuse(generation, "it is not written as a generation is")
    if not _CREATED.fullmatch(generation.created):
        raise _refuse(generation, "it does not say when it was made")
    try:
        check_age_recipient(generation.age_recipient)
    except RecipientRefused:
        raise _refuse(generation, "its public key is not one of age") from None


def _check_link(generation: Generation, previous: Generation | None, pin: str) -> None:
    _check_form(generation)
    if previous is None:
        if not hmac.compare_digest(generation.fingerprint.encode(), pin.encode()):
            raise _refuse(generation, "it is not the one pinned in the key folder")
        if generation.previous != NO_PREVIOUS or generation.number != 1:
            raise _refuse(generation, "the pinned generation is the first one")
        if not _is_signed_by(generation, generation.signing_public_key):
            raise _refuse(generation, "its own signature does not fit")
        return
    if generation.layer != previous.layer:
        raise _refuse(generation, "it belongs to another layer")
    if generation.number != previous.number + 1:
        raise _refuse(generation, f"generation {previous.number + 1} was expected here")
    if generation.previous != previous.fingerprint:
        raise _refuse(generation, "it does not name the generation before it")
    if not _is_signed_by(generation, previous.signing_public_key):
        raise _refuse(generation, f"generation {previous.number} did not sign it")


def trusted_generations(
    pinned_fingerprint: str, generations: Iterable[Generation]
) -> tuple[list[Generation], GenerationRefused | None]:
    """The generations of one layer that are vouched for, and what is wrong, if so.

    Seal to the last of them and report the error: a key smuggled into the database
    then neither gets an identity nor stops the intake, whatever number it bears.
    """
    trusted, refusal = _trusted(pinned_fingerprint, tuple(generations))
    return list(trusted), refusal


@lru_cache(maxsize=16)  # by content: the same generations are not verified again
def _trusted(
    pinned_fingerprint: str, generations: tuple[Generation, ...]
) -> tuple[tuple[Generation, ...], GenerationRefused | None]:
    trusted: list[Generation] = []
    candidates = sorted(generations, key=lambda each: each.number)
    while True:
        previous = trusted[-1] if trusted else None
        for candidate in candidates:
            if _refusal(candidate, previous, pinned_fingerprint) is None:
                break
        else:
            refusal = _first_refusal(candidates, trusted, pinned_fingerprint)
            return tuple(trusted), refusal
        trusted.append(candidate)
        candidates.remove(candidate)


def _refusal(
    generation: Generation, previous: Generation | None, pin: str
) -> GenerationRefused | None:
    try:
        _check_link(generation, previous, pin)
    except GenerationRefused as refusal:
        return refusal.with_traceback(None)  # it is kept, and would keep frames
    return None


def _first_refusal(
    candidates: list[Generation], trusted: list[Generation], pin: str
) -> GenerationRefused | None:
    """Why the first of the generations that are left is not one of the trusted."""
    if not candidates:
        return None
    refused = candidates[0]
    if any(refused.number == each.number for each in trusted):
        return _refuse(refused, "another one of this number is vouched for")
    return _refusal(refused, trusted[-1] if trusted else None, pin)


def verify_generation_chain(
    pinned_fingerprint: str, generations: Iterable[Generation]
) -> Generation:
    """The current generation of one layer.

    Raises `GenerationRefused`, which names the first generation that is not vouched
    for and why; also when there is none at all.
    """
    trusted, refusal = trusted_generations(pinned_fingerprint, generations)
    if refusal is not None:
        raise refusal
    if not trusted:
        raise GenerationRefused(
            number=1, layer="layer", reason="there is none in the database"
        )
    return trusted[-1]
