"""Making a generation: on set-up by a command, later in a member's browser.

The private halves are sealed at once to the members and to the offline recovery key,
as an age file that holds one JSON object::

    {"format": "wbs-generation-private", "version": 1, "fingerprint": "<hex>",
     "age": "AGE-SECRET-KEY-1…", "signing": "<base64 of the 32 byte Ed25519 seed>"}
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .age import age_encrypt, new_age_identity
from .generation import NO_PREVIOUS, Generation, statement_time
from .secret_bytes import SecretBytes

PRIVATE_FORMAT = "wbs-generation-private"


@dataclass(frozen=True)
class SigningGeneration:
    """The generation in force and its opened signing key, to sign the next one."""

    generation: Generation
    signing_key: SecretBytes


@dataclass(frozen=True)
class NewGeneration:
    """A generation for the database: public record and sealed private halves."""

    generation: Generation
    sealed_private: bytes


def _public_half(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def seal_private_halves(
    generation: Generation,
    age_identity: str,
    signing_key: SecretBytes,
    member_recipients: Sequence[str],
    recovery_recipient: str,
) -> bytes:
    """The age file of the private halves, for members and recovery key.

    Sealing it again to more members is how a member joins without a new generation.
    Raises `RecipientRefused`.
    """
    private = {
        "format": PRIVATE_FORMAT,
        "version": 1,
        "fingerprint": generation.fingerprint,
        "age": age_identity,
        "signing": base64.b64encode(signing_key.reveal()).decode(),
    }
    recipients = [*member_recipients, recovery_recipient]
    return age_encrypt(json.dumps(private).encode(), recipients)


def create_generation(
    layer: str,
    member_recipients: Sequence[str],
    recovery_recipient: str,
    created: datetime,
    previous: SigningGeneration | None = None,
) -> NewGeneration:
    """A new generation of ``layer``; its private keys are forgotten on return.

    Without ``previous`` it is the first one, whose fingerprint must be pinned
    (`KeyFolder.pin`) and printed. Raises `RecipientRefused`, or `ValueError` without
    members.
    """
    if not member_recipients:
        raise ValueError("A generation needs at least one member.")
    identity = new_age_identity()
    signing_key = Ed25519PrivateKey.generate()
    unsigned = Generation(
        layer=layer,
        number=previous.generation.number + 1 if previous else 1,
        age_recipient=identity.recipient,
        signing_public_key=_public_half(signing_key),
        previous=previous.generation.fingerprint if previous else NO_PREVIOUS,
        created=statement_time(created),
        signature="",
    )
    signer = (
        Ed25519PrivateKey.from_private_bytes(previous.signing_key.reveal())
        if previous
        else signing_key
    )
    signature = base64.b64encode(signer.sign(unsigned.statement)).decode()
    generation = replace(unsigned, signature=signature)
    return NewGeneration(
        generation,
        seal_private_halves(
            generation,
            identity.secret,
            SecretBytes(signing_key.private_bytes_raw()),
            member_recipients,
            recovery_recipient,
        ),
    )
