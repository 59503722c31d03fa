"""Case keys: both halves are needed, and rotation leaves content alone."""

import pytest

from wbs_module.vault import (
    CaseKeyDestroyed,
    ContentRefused,
    FieldContext,
    KeyFolder,
    MasterKeyMissing,
    activate_master_key,
    add_master_key,
    create_case_key,
    create_key_folder,
    decrypt_field,
    encrypt_field,
    open_case_key,
    retire_master_key,
    rewrap_case_key,
    wrapping_master_key_id,
)

ACCOUNT = FieldContext("a record", "wbs.case", "account")


def test_a_case_key_opens_again_from_its_two_halves(key_folder, key_store):
    case_key, wrapped = create_case_key(key_folder, key_store)
    ciphertext = encrypt_field(case_key, ACCOUNT, b"what happened")
    again = open_case_key(key_folder, key_store, case_key.key_id, wrapped)
    assert decrypt_field(again, ACCOUNT, ciphertext) == b"what happened"


def test_neither_half_alone_opens_anything(key_folder, key_store, tmp_path):
    case_key, wrapped = create_case_key(key_folder, key_store)
    other_folder = create_key_folder(tmp_path / "other keys")
    with pytest.raises(MasterKeyMissing):
        open_case_key(other_folder, key_store, case_key.key_id, wrapped)
    key_store.destroy(case_key.key_id)
    with pytest.raises(CaseKeyDestroyed):
        open_case_key(key_folder, key_store, case_key.key_id, wrapped)


def test_a_wrapped_half_of_another_case_is_refused(key_folder, key_store):
    one, _wrapped = create_case_key(key_folder, key_store)
    _other, wrapped_other = create_case_key(key_folder, key_store)
    with pytest.raises(ContentRefused):
        open_case_key(key_folder, key_store, one.key_id, wrapped_other)


def test_every_bit_of_a_wrapped_half_counts(key_folder, key_store):
    case_key, wrapped = create_case_key(key_folder, key_store)
    for position in range(len(wrapped)):
        flipped = bytearray(wrapped)
        flipped[position] ^= 1
        with pytest.raises((ContentRefused, MasterKeyMissing)):
            open_case_key(key_folder, key_store, case_key.key_id, bytes(flipped))
    for length in range(len(wrapped)):
        with pytest.raises((ContentRefused, MasterKeyMissing)):
            open_case_key(key_folder, key_store, case_key.key_id, wrapped[:length])


def test_content_stays_readable_before_during_and_after_rotation(key_folder, key_store):
    case_key, wrapped = create_case_key(key_folder, key_store)
    ciphertext = encrypt_field(case_key, ACCOUNT, b"still here")

    def read(folder: KeyFolder, half: bytes) -> bytes:
        opened = open_case_key(folder, key_store, case_key.key_id, half)
        return decrypt_field(opened, ACCOUNT, ciphertext)

    old_id = key_folder.active_master_key_id
    rotated = activate_master_key(key_folder, add_master_key(key_folder))
    rewrapped = rewrap_case_key(rotated, case_key.key_id, wrapped)
    assert wrapping_master_key_id(wrapped) == old_id
    assert wrapping_master_key_id(rewrapped) == rotated.active_master_key_id
    # A server that has not noticed the rotation reads both, and so does one that has.
    for folder in (key_folder, rotated):
        assert read(folder, wrapped) == read(folder, rewrapped) == b"still here"
    retire_master_key(rotated, old_id)
    restarted = KeyFolder.open(rotated.path)
    assert read(restarted, rewrapped) == b"still here"
    with pytest.raises(MasterKeyMissing, match=old_id):
        read(restarted, wrapped)


def test_purposes_have_keys_of_their_own(case_key):
    keys = [case_key.field_key, case_key.file_key, case_key.reply_address_key]
    assert len({key.reveal() for key in keys}) == 3
