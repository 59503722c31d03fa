"""Opening what was sealed, with private keys in hand. Never used by the server.

Normally people open layers in their browsers. This file serves the emergency command,
run on a machine apart with the recovery keys, and the tests.
"""

import base64
import json
from collections.abc import Iterable

from .age import age_decrypt
from .errors import ContentRefused
from .generation import Generation
from .generation_creation import PRIVATE_FORMAT, SigningGeneration
from .secret_bytes import SecretBytes


def open_with_identities(
    sealed: bytes,
    custodian_identities: Iterable[str],
    approver_identities: Iterable[str],
) -> bytes:
    """Both layers opened, the custodians' first. Raises `ContentRefused`."""
    return age_decrypt(age_decrypt(sealed, custodian_identities), approver_identities)


def open_generation(
    generation: Generation, sealed_private: bytes, age_identities: Iterable[str]
) -> tuple[str, SigningGeneration]:
    """The generation's age identity, and what signs the next generation.

    Raises `ContentRefused` if no key fits, or if the private halves are those of
    another generation.
    """
    opened = _parse_private(age_decrypt(sealed_private, age_identities))
    if opened is None or opened[0] != generation.fingerprint:
        raise ContentRefused
    _fingerprint, age_identity, signing_key = opened
    return age_identity, SigningGeneration(generation, signing_key)


def _parse_private(raw: bytes) -> tuple[str, str, SecretBytes] | None:
    """Fingerprint, age identity and signing key; None instead of an error, because
    those of JSON carry the text that they could not read."""
    try:
        private = json.loads(raw)
        if private["format"] != PRIVATE_FORMAT:
            return None
        signing_key = SecretBytes(base64.b64decode(private["signing"], validate=True))
        return str(private["fingerprint"]), str(private["age"]), signing_key
    except (ValueError, KeyError, TypeError):
        return None
