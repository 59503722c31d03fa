"""Encrypted fields: opened only where, and as, they were written."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wbs_module.vault import (
    CaseKey,
    ContentRefused,
    FieldContext,
    SecretBytes,
    create_case_key,
    decrypt_field,
    decrypt_reply_address,
    encrypt_field,
    encrypt_reply_address,
)

ACCOUNT = FieldContext("record 1", "wbs.case", "account")


@given(plaintext=st.binary(max_size=2000))
def test_a_field_comes_back_as_it_was_written(plaintext):
    case_key = CaseKey("0" * 32, SecretBytes.random())
    ciphertext = encrypt_field(case_key, ACCOUNT, plaintext)
    assert decrypt_field(case_key, ACCOUNT, ciphertext) == plaintext


def test_the_same_text_never_gives_the_same_ciphertext(case_key):
    seen = {encrypt_field(case_key, ACCOUNT, b"yes") for _ in range(100)}
    assert len(seen) == 100


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"record_uid": "record 2"},
        {"model": "wbs.message"},
        {"field": "summary"},
        # The same characters cut at another place are another place.
        {"record_uid": "record 1w", "model": "bs.case"},
    ],
)
def test_a_ciphertext_moved_to_another_place_is_refused(case_key, elsewhere):
    ciphertext = encrypt_field(case_key, ACCOUNT, b"text")
    with pytest.raises(ContentRefused):
        decrypt_field(case_key, replace(ACCOUNT, **elsewhere), ciphertext)


def test_a_ciphertext_of_another_case_is_refused(key_folder, key_store, case_key):
    other, _wrapped = create_case_key(key_folder, key_store)
    ciphertext = encrypt_field(other, ACCOUNT, b"text")
    with pytest.raises(ContentRefused):
        decrypt_field(case_key, ACCOUNT, ciphertext)


def test_the_same_key_under_another_key_id_is_refused():
    key = SecretBytes.random()
    ciphertext = encrypt_field(CaseKey("a" * 32, key), ACCOUNT, b"text")
    with pytest.raises(ContentRefused):
        decrypt_field(CaseKey("b" * 32, key), ACCOUNT, ciphertext)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_bit_or_a_cut_is_refused(case_key, data):
    ciphertext = encrypt_field(case_key, ACCOUNT, b"an account of some length")
    bit = data.draw(st.integers(0, 8 * len(ciphertext) - 1))
    flipped = bytearray(ciphertext)
    flipped[bit // 8] ^= 1 << bit % 8
    cut = ciphertext[: data.draw(st.integers(0, len(ciphertext) - 1))]
    for spoilt in (bytes(flipped), cut, ciphertext + b"\x00"):
        with pytest.raises(ContentRefused):
            decrypt_field(case_key, ACCOUNT, spoilt)


def test_an_address_for_replies_is_apart_from_content(case_key):
    address = encrypt_reply_address(case_key, ACCOUNT, b"+62 812 0000 0000")
    assert decrypt_reply_address(case_key, ACCOUNT, address) == b"+62 812 0000 0000"
    with pytest.raises(ContentRefused):
        decrypt_field(case_key, ACCOUNT, address)
    with pytest.raises(ContentRefused):
        decrypt_reply_address(
            case_key, ACCOUNT, encrypt_field(case_key, ACCOUNT, b"text")
        )
