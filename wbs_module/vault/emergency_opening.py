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
    try:
        private = json.loads(age_decrypt(sealed_private, age_identities))
        known = (private["format"], private["fingerprint"])
        signing_key = SecretBytes(base64.b64decode(private["signing"], validate=True))
        age_identity = str(private["age"])
    except (ValueError, KeyError, TypeError):
        raise ContentRefused from None
    if known != (PRIVATE_FORMAT, generation.fingerprint):
        raise ContentRefused
    return age_identity, SigningGeneration(generation, signing_key)
