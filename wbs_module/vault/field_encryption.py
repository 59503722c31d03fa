"""Encrypted fields: each bound to its record, field and case key."""

from dataclasses import dataclass

from .authenticated_encryption import decrypt_bound, encrypt_bound
from .case_key import CaseKey
from .derivation import bind


@dataclass(frozen=True)
class FieldContext:
    """Where a ciphertext belongs.

    ``record_uid`` is a random id stored on the record (not its database id, which a
    clone or an import may change); ``model`` and ``field`` are their technical names.
    """

    record_uid: str
    model: str
    field: str


def _place(case_key: CaseKey, context: FieldContext, kind: str) -> bytes:
    return bind(
        kind, 1, case_key.key_id, context.record_uid, context.model, context.field
    )


def encrypt_field(case_key: CaseKey, context: FieldContext, plaintext: bytes) -> bytes:
    """``plaintext`` for storage, 29 bytes longer."""
    return encrypt_bound(
        case_key.field_key, _place(case_key, context, "wbs field"), plaintext
    )


def decrypt_field(case_key: CaseKey, context: FieldContext, ciphertext: bytes) -> bytes:
    """The plaintext.

    Raises `ContentRefused` if the ciphertext was changed or comes from another field,
    record or case.
    """
    return decrypt_bound(
        case_key.field_key, _place(case_key, context, "wbs field"), ciphertext
    )


def encrypt_reply_address(
    case_key: CaseKey, context: FieldContext, address: bytes
) -> bytes:
    """The reporter's address for replies, under a key apart from all content.

    The server opens it to deliver; it dies with the case key.
    """
    return encrypt_bound(
        case_key.reply_address_key,
        _place(case_key, context, "wbs reply address"),
        address,
    )


def decrypt_reply_address(
    case_key: CaseKey, context: FieldContext, ciphertext: bytes
) -> bytes:
    """The address, for delivery only. Raises `ContentRefused`."""
    return decrypt_bound(
        case_key.reply_address_key,
        _place(case_key, context, "wbs reply address"),
        ciphertext,
    )
