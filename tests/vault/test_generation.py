"""Generations: only a chain of signatures from the pinned one makes a sealing key."""

import base64
import hashlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from wbs_module.vault import (
    APPROVERS,
    CUSTODIANS,
    AgeIdentity,
    ContentRefused,
    Generation,
    GenerationRefused,
    NewGeneration,
    RecipientRefused,
    create_generation,
    new_age_identity,
    trusted_generations,
    verify_generation_chain,
)
from wbs_module.vault.emergency_opening import open_generation

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
MEMBER, RECOVERY = new_age_identity(), new_age_identity()


def first_of(layer: str = CUSTODIANS) -> NewGeneration:
    return create_generation(layer, [MEMBER.recipient], RECOVERY.recipient, NOON)


def next_of(before: NewGeneration, opener: AgeIdentity = MEMBER) -> NewGeneration:
    _age, signing = open_generation(
        before.generation, before.sealed_private, [opener.secret]
    )
    return create_generation(
        before.generation.layer,
        [MEMBER.recipient],
        RECOVERY.recipient,
        NOON + timedelta(days=before.generation.number),
        signing,
    )


@pytest.fixture(scope="module")
def chain() -> list[Generation]:
    first = first_of()
    second = next_of(first)
    third = next_of(second, opener=RECOVERY)
    return [each.generation for each in (first, second, third)]


def test_the_last_of_a_signed_chain_is_in_force(chain):
    pin = chain[0].fingerprint
    assert verify_generation_chain(pin, chain) == chain[-1]
    assert verify_generation_chain(pin, reversed(chain)) == chain[-1]
    assert verify_generation_chain(pin, chain[:1]) == chain[0]


def test_a_first_generation_that_is_not_pinned_is_refused(chain):
    with pytest.raises(GenerationRefused, match="not the one pinned"):
        verify_generation_chain("0" * 64, chain)


def test_no_generation_at_all_is_refused():
    with pytest.raises(GenerationRefused, match="there is none"):
        verify_generation_chain("0" * 64, [])


CHANGES = {
    "layer": APPROVERS,
    "number": 7,
    "age_recipient": RECOVERY.recipient,
    "signing_public_key": base64.b64encode(bytes(32)).decode(),
    "previous": "f" * 64,
    "created": "2026-11-24T12:00:01Z",
    "signature": base64.b64encode(bytes(64)).decode(),
}


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("field", CHANGES)
def test_any_changed_value_is_refused_with_the_number(chain, position, field):
    changed = list(chain)
    changed[position] = replace(chain[position], **{field: CHANGES[field]})
    with pytest.raises(GenerationRefused) as refused:
        verify_generation_chain(chain[0].fingerprint, changed)
    assert "Nothing was sealed to it" in str(refused.value)
    trusted, refusal = trusted_generations(chain[0].fingerprint, changed)
    # The generations before it stay in force, so the intake goes on.
    assert len(trusted) <= 2 and trusted == chain[: len(trusted)]
    assert refusal is not None
    if field != "number":
        assert refusal.values["number"] == position + 1


def test_a_key_put_into_the_database_is_refused_and_the_one_before_stays(chain):
    """Somebody signs with a key of their own, or not at all."""
    intruder = create_generation(
        CUSTODIANS, [MEMBER.recipient], RECOVERY.recipient, NOON
    ).generation
    numbered = replace(intruder, number=4, previous=chain[-1].fingerprint)
    trusted, refusal = trusted_generations(chain[0].fingerprint, [*chain, numbered])
    assert trusted == chain
    assert "generation 3 did not sign it" in str(refusal)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_twin_stops_nobody_and_is_reported_wherever_it_stands(chain, position):
    twin = replace(chain[position], created="2027-01-01T00:00:00Z")
    for rows in ([twin, *chain], [*chain, twin]):
        trusted, refusal = trusted_generations(chain[0].fingerprint, rows)
        assert trusted == chain
        assert refusal is not None and refusal.values["number"] == position + 1
        with pytest.raises(GenerationRefused, match="another one of this number"):
            verify_generation_chain(chain[0].fingerprint, rows)


def test_two_generations_signed_by_the_same_one_are_reported():
    """A member who left can still sign with the old key, if they can write here."""
    first = first_of()
    second, rival = next_of(first), next_of(first)
    rows = [each.generation for each in (first, second, rival)]
    trusted, refusal = trusted_generations(first.generation.fingerprint, rows)
    assert trusted == rows[:2]
    assert refusal is not None and refusal.values["number"] == 2


def test_a_generation_left_out_is_noticed(chain):
    with pytest.raises(GenerationRefused, match="generation 2 was expected"):
        verify_generation_chain(chain[0].fingerprint, [chain[0], chain[2]])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("age_recipient", MEMBER.recipient + "\nsigning=x"),
        ("signing_public_key", "AAAA\nprevious=-"),
        ("created", "2026-11-24T12:00:00Z\nx"),
        ("layer", "custodians\n"),
        ("age_recipient", MEMBER.secret),
        ("signature", "é"),
        ("signing_public_key", "not base64!"),
    ],
)
def test_a_value_that_smuggles_in_a_line_is_refused(chain, field, value):
    odd = replace(chain[0], **{field: value})
    with pytest.raises(GenerationRefused):
        verify_generation_chain(odd.fingerprint, [odd])


def test_the_statement_is_written_as_the_readme_says(chain):
    second = chain[1]
    written = (
        "wbs-generation/1\nlayer=custodians\nnumber=2\n"
        f"age={second.age_recipient}\nsigning={second.signing_public_key}\n"
        f"previous={chain[0].fingerprint}\ncreated=2026-11-25T12:00:00Z\n"
    )
    assert second.statement == written.encode()
    assert second.fingerprint == hashlib.sha256(written.encode()).hexdigest()


def test_every_member_and_the_recovery_key_open_the_private_halves_alone():
    other = new_age_identity()
    made = create_generation(
        CUSTODIANS, [MEMBER.recipient, other.recipient], RECOVERY.recipient, NOON
    )
    opened = {
        open_generation(made.generation, made.sealed_private, [each.secret])[0]
        for each in (MEMBER, other, RECOVERY)
    }
    assert len(opened) == 1
    with pytest.raises(ContentRefused):
        open_generation(
            made.generation, made.sealed_private, [new_age_identity().secret]
        )


def test_private_halves_of_another_generation_are_refused():
    one, other = first_of(), first_of()
    with pytest.raises(ContentRefused):
        open_generation(one.generation, other.sealed_private, [MEMBER.secret])


def test_what_is_no_public_key_of_age_is_refused_without_repeating_a_secret():
    with pytest.raises(RecipientRefused) as refused:
        create_generation(CUSTODIANS, [MEMBER.secret], RECOVERY.recipient, NOON)
    assert MEMBER.secret[:20] not in str(refused.value)
    with pytest.raises(ValueError, match="at least one member"):
        create_generation(CUSTODIANS, [], RECOVERY.recipient, NOON)
