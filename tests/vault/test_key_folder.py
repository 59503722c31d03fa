"""The key folder: made once, never overwritten, strict about who may read it."""

import json
import os
import stat
from pathlib import Path

import pytest

from wbs_module.vault import (
    KeyFolder,
    KeyFolderDamaged,
    KeyFolderError,
    KeyFolderExists,
    KeyFolderMissing,
    KeyFolderTooOpen,
    MasterKeyInUse,
    MasterKeyMissing,
    PinExists,
    PinMissing,
    activate_master_key,
    add_master_key,
    create_key_folder,
    retire_master_key,
)


def files_below(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()]


def test_a_new_folder_and_its_files_are_readable_by_nobody_else(key_folder):
    assert stat.S_IMODE(key_folder.path.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(file.stat().st_mode) for file in files_below(key_folder.path)}
    assert modes == {0o600}


def test_opening_again_gives_the_same_keys(key_folder):
    again = KeyFolder.open(key_folder.path)
    assert again.receipt_code_key == key_folder.receipt_code_key
    assert again.audit_chain_key == key_folder.audit_chain_key
    assert again.plaintext_hash_key == key_folder.plaintext_hash_key
    master_key_id = key_folder.active_master_key_id
    assert again.master_key(master_key_id) == key_folder.master_key(master_key_id)


def test_every_key_of_a_folder_is_another(key_folder):
    keys = [
        key_folder.receipt_code_key,
        key_folder.audit_chain_key,
        key_folder.plaintext_hash_key,
        key_folder.master_key(key_folder.active_master_key_id),
    ]
    assert len({key.reveal() for key in keys}) == len(keys)


def test_keys_are_never_overwritten(key_folder):
    before = {file: file.read_bytes() for file in files_below(key_folder.path)}
    with pytest.raises(KeyFolderExists):
        create_key_folder(key_folder.path)
    assert before == {file: file.read_bytes() for file in files_below(key_folder.path)}


def test_only_a_folder_made_as_demo_is_demo(key_folder, tmp_path):
    assert not key_folder.is_demo
    assert create_key_folder(tmp_path / "demo", demo=True).is_demo


def test_a_manifest_that_does_not_say_is_taken_as_demo(key_folder):
    manifest = key_folder.path / "key-folder.json"
    content = json.loads(manifest.read_bytes())
    del content["demo"]
    manifest.write_text(json.dumps(content))
    assert KeyFolder.open(key_folder.path).is_demo


def test_a_missing_folder_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(KeyFolderMissing, match="nowhere"):
        KeyFolder.open(tmp_path / "nowhere")


def test_a_folder_that_a_crash_left_half_is_no_key_folder(key_folder):
    (key_folder.path / "key-folder.json").unlink()
    with pytest.raises(KeyFolderMissing):
        KeyFolder.open(key_folder.path)


@pytest.mark.parametrize("name", [".", "receipt-code.key", "audit-chain.key"])
@pytest.mark.parametrize("extra", [0o040, 0o004, 0o010, 0o002])
def test_what_others_may_touch_is_refused_with_the_command_that_mends_it(
    key_folder, name, extra
):
    path = key_folder.path / name
    path.chmod(stat.S_IMODE(path.stat().st_mode) | extra)
    with pytest.raises(KeyFolderTooOpen, match="chmod 0?[67]00"):
        KeyFolder.open(key_folder.path)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\x00", b"[1, 2]", b"null"])
@pytest.mark.parametrize("name", ["key-folder.json", "audit-chain.key"])
def test_a_damaged_file_is_named_and_nothing_is_changed(key_folder, name, content):
    (key_folder.path / name).write_bytes(content)
    before = {file: file.read_bytes() for file in files_below(key_folder.path)}
    with pytest.raises(KeyFolderDamaged, match=name):
        KeyFolder.open(key_folder.path)
    assert before == {file: file.read_bytes() for file in files_below(key_folder.path)}


def test_a_key_file_in_the_place_of_another_is_damage(key_folder):
    (key_folder.path / "audit-chain.key").write_bytes(
        (key_folder.path / "receipt-code.key").read_bytes()
    )
    with pytest.raises(KeyFolderDamaged):
        KeyFolder.open(key_folder.path)


def test_one_wrong_character_in_a_key_is_damage_and_not_another_key(key_folder):
    path = key_folder.path / "audit-chain.key"
    record = json.loads(path.read_bytes())
    record["key"] = ("A" if record["key"][0] != "A" else "B") + record["key"][1:]
    path.write_text(json.dumps(record))
    with pytest.raises(KeyFolderDamaged):
        KeyFolder.open(key_folder.path)


def test_a_folder_of_another_account_says_so(key_folder, monkeypatch):
    def refuse(*_arguments: object) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(KeyFolderError, match="cannot be read by this account"):
        KeyFolder.open(key_folder.path)


def test_a_missing_master_key_is_named(key_folder):
    active = key_folder.active_master_key_id
    (key_folder.path / "master" / f"{active}.key").unlink()
    with pytest.raises(MasterKeyMissing, match=active):
        KeyFolder.open(key_folder.path)


@pytest.mark.parametrize("master_key_id", ["", "../audit-chain", "0" * 16, "é"])
def test_a_master_key_id_is_never_a_path(key_folder, master_key_id):
    with pytest.raises(MasterKeyMissing):
        key_folder.master_key(master_key_id)


def test_rotation_is_noticed_by_a_server_that_already_runs(key_folder):
    running = KeyFolder.open(key_folder.path)
    assert running.fresh() is running
    added = add_master_key(key_folder)
    assert running.fresh() is running, "a prepared key changes nothing yet"
    activate_master_key(key_folder, added)
    assert running.fresh().active_master_key_id == added
    assert running.master_key(added) is not None, "known even without refreshing"
    assert key_folder.fresh().master_key_ids[-1] == added


def test_the_active_master_key_cannot_be_retired(key_folder):
    first = key_folder.active_master_key_id
    rotated = activate_master_key(key_folder, add_master_key(key_folder))
    with pytest.raises(MasterKeyInUse):
        retire_master_key(key_folder, rotated.active_master_key_id)
    retire_master_key(rotated, first)
    assert KeyFolder.open(rotated.path).master_key_ids == [rotated.active_master_key_id]


def test_rotation_keeps_a_demo_folder_demo(tmp_path):
    demo = create_key_folder(tmp_path / "demo", demo=True)
    assert activate_master_key(demo, add_master_key(demo)).is_demo


def test_a_pin_is_never_replaced(key_folder):
    with pytest.raises(PinMissing, match="custodians"):
        key_folder.pinned_fingerprint("custodians")
    key_folder.pin("custodians", "aa")
    key_folder.pin("custodians", "aa")
    key_folder.pin("approvers", "bb")
    with pytest.raises(PinExists):
        key_folder.pin("custodians", "cc")
    again = KeyFolder.open(key_folder.path)
    assert again.pins == {"custodians": "aa", "approvers": "bb"}
    assert stat.S_IMODE(os.stat(again.path / "pins.json").st_mode) == 0o600
