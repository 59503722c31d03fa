"""Drafts: the server keeps what only the reporter's cookie opens, for a while."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs_module.vault import (
    DraftExpired,
    DraftRefused,
    decrypt_draft,
    draft_expiry,
    draft_key_from_cookie,
    encrypt_draft,
    new_draft_key,
)

EXPIRES = 1_800_000_000


def test_the_cookie_opens_the_draft_until_it_expires():
    key = new_draft_key()
    stored = encrypt_draft(key, b"half a report", EXPIRES)
    returned = draft_key_from_cookie(key.cookie())
    assert returned.key_id == key.key_id
    assert decrypt_draft(returned, stored, EXPIRES - 1) == b"half a report"
    with pytest.raises(DraftExpired):
        decrypt_draft(returned, stored, EXPIRES)
    assert draft_expiry(stored) == EXPIRES


def test_the_expiry_cannot_be_moved():
    key = new_draft_key()
    stored = encrypt_draft(key, b"half a report", EXPIRES)
    later = (EXPIRES + 7200).to_bytes(8, "big") + stored[8:]
    with pytest.raises(DraftRefused):
        decrypt_draft(key, later, EXPIRES + 1)


def test_another_browser_opens_nothing():
    stored = encrypt_draft(new_draft_key(), b"half a report", EXPIRES)
    with pytest.raises(DraftRefused):
        decrypt_draft(new_draft_key(), stored, 0)


def test_the_id_on_the_server_gives_nothing_away():
    key = new_draft_key()
    assert re.fullmatch("[0-9a-f]{32}", key.key_id)
    assert re.fullmatch("[A-Za-z0-9_-]{43}", key.cookie())
    with pytest.raises(DraftRefused):
        draft_key_from_cookie(key.key_id)


@given(cookie=st.text(max_size=60))
def test_an_odd_cookie_is_refused_and_never_an_error_of_the_server(cookie):
    try:
        draft_key_from_cookie(cookie)
    except DraftRefused as refused:
        assert refused.values == {}


@given(stored=st.binary(max_size=60))
def test_an_odd_draft_is_refused(stored):
    with pytest.raises(DraftRefused):
        decrypt_draft(new_draft_key(), stored, 0)
    assert draft_expiry(stored) >= 0


def test_an_upload_lies_under_a_name_that_only_its_draft_finds_again():
    key, other = new_draft_key(), new_draft_key()
    name = key.upload_uid("foto kenari.jpg|100|1")
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert name == draft_key_from_cookie(key.cookie()).upload_uid(
        "foto kenari.jpg|100|1"
    )
    assert name != other.upload_uid("foto kenari.jpg|100|1")
    assert name != key.upload_uid("foto kenari.jpg|100|2")
