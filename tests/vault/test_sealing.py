"""Sealed identities: two layers, opened by any age program, by nobody alone."""

from datetime import datetime, timezone

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbs_module.vault import (
    APPROVERS,
    CUSTODIANS,
    ContentRefused,
    create_generation,
    new_age_identity,
    seal_identity,
)
from wbs_module.vault.emergency_opening import open_generation, open_with_identities

MEMBER, RECOVERY = new_age_identity(), new_age_identity()
MADE = {
    layer: create_generation(
        layer, [MEMBER.recipient], RECOVERY.recipient, datetime.now(timezone.utc)
    )
    for layer in (CUSTODIANS, APPROVERS)
}
SECRETS = {
    layer: open_generation(made.generation, made.sealed_private, [RECOVERY.secret])[0]
    for layer, made in MADE.items()
}
NAME = b"Siti Rahmawati, NIP 19800101 200501 2 001"


def seal(plaintext: bytes) -> bytes:
    return seal_identity(
        plaintext, MADE[CUSTODIANS].generation, MADE[APPROVERS].generation
    )


SEALED = seal(NAME)


def test_a_sealed_identity_opens_with_an_age_program_step_by_step():
    custodians = pyrage.x25519.Identity.from_str(SECRETS[CUSTODIANS])
    approvers = pyrage.x25519.Identity.from_str(SECRETS[APPROVERS])
    sealed = seal(NAME)
    assert sealed.startswith(b"age-encryption.org/v1\n-> X25519 ")
    inner = pyrage.decrypt(sealed, [custodians])
    assert inner.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert NAME not in inner
    assert pyrage.decrypt(inner, [approvers]) == NAME


def test_neither_layer_opens_for_the_other_or_in_the_other_order():
    custodians = pyrage.x25519.Identity.from_str(SECRETS[CUSTODIANS])
    approvers = pyrage.x25519.Identity.from_str(SECRETS[APPROVERS])
    sealed = seal(NAME)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [approvers])
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(pyrage.decrypt(sealed, [custodians]), [custodians])
    with pytest.raises(ContentRefused):
        open_with_identities(sealed, [SECRETS[APPROVERS]], [SECRETS[CUSTODIANS]])


def test_the_emergency_command_opens_with_both_recovered_keys():
    opened = open_with_identities(
        seal(NAME), [SECRETS[CUSTODIANS]], [SECRETS[APPROVERS]]
    )
    assert opened == NAME


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_changed_or_cut_seal_is_refused(data):
    sealed = SEALED
    flipped = bytearray(sealed)
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    flipped[bit // 8] ^= 1 << bit % 8
    cut = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    for spoilt in (bytes(flipped), cut):
        with pytest.raises(ContentRefused):
            open_with_identities(spoilt, [SECRETS[CUSTODIANS]], [SECRETS[APPROVERS]])


def test_the_layers_cannot_be_mixed_up():
    with pytest.raises(ValueError, match="outer layer"):
        seal_identity(NAME, MADE[APPROVERS].generation, MADE[CUSTODIANS].generation)
    with pytest.raises(ValueError, match="outer layer"):
        seal_identity(NAME, MADE[CUSTODIANS].generation, MADE[CUSTODIANS].generation)
