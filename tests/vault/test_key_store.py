"""The key store: on disk before the commit, found by id, destroyed for good."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wbs_module.vault import (
    CaseKeyDamaged,
    CaseKeyDestroyed,
    CaseKeyMissing,
    CaseKeyOfAnotherInstallation,
    KeyStore,
    KeyStoreExists,
    KeyStoreMissing,
    KeyStoreUnwritable,
    SecretBytes,
    create_key_store,
)

DAY = 86_400.0


@pytest.fixture
def key_id() -> str:
    return "0123456789abcdef" * 2


def put_new(store: KeyStore, number: int) -> str:
    new_id = f"{number:032x}"
    store.put(new_id, SecretBytes.random())
    return new_id


def names_in(store: KeyStore) -> set[str]:
    return {path.name for path in store.path.glob("??/*")}


def test_a_half_comes_back(key_store, key_id):
    half = SecretBytes.random()
    key_store.put(key_id, half)
    assert key_store.get(key_id) == half


@pytest.mark.parametrize("state", ["new", "confirmed", "destroyed"])
def test_a_half_is_never_replaced(key_store, key_id, state):
    half = SecretBytes.random()
    key_store.put(key_id, half)
    if state == "confirmed":
        key_store.sweep([key_id], DAY)
    if state == "destroyed":
        key_store.destroy(key_id)
    with pytest.raises(KeyStoreUnwritable, match="this key id is taken"):
        key_store.put(key_id, SecretBytes.random())
    if state != "destroyed":
        assert key_store.get(key_id) == half


def test_files_are_private_and_name_nothing_but_the_key_id(key_store, key_id):
    key_store.put(key_id, SecretBytes.random())
    (folder,) = (path for path in key_store.path.iterdir() if path.is_dir())
    (file,) = folder.iterdir()
    assert (folder.name, file.name) == (key_id[:2], f"{key_id}.new")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_file_is_forced_to_disk_before_put_returns(key_store, key_id, monkeypatch):
    done: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        done.append("fsync folder" if is_folder else "fsync file")
        real_fsync(descriptor)

    def replace(*names: Path) -> None:
        done.append("rename")
        real_replace(*names)

    key_store.put("f" * 32, SecretBytes.random())  # makes the other subfolder
    (key_store.path / key_id[:2]).mkdir()
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    key_store.put(key_id, SecretBytes.random())
    assert done == ["fsync file", "rename", "fsync folder"]


def test_several_servers_share_one_store(key_store, key_id):
    half = SecretBytes.random()
    key_store.put(key_id, half)
    other_server = KeyStore(key_store.path, "this installation")
    assert other_server.get(key_id) == half
    other_server.sweep([key_id], DAY)
    assert key_store.get(key_id) == half
    other_server.destroy(key_id)
    with pytest.raises(CaseKeyDestroyed):
        key_store.get(key_id)


def test_a_store_that_is_not_there_says_so(tmp_path):
    with pytest.raises(KeyStoreMissing, match="mount it"):
        KeyStore(tmp_path, "this installation")


def test_a_store_is_never_made_over_another(key_store):
    with pytest.raises(KeyStoreExists):
        create_key_store(key_store.path)


def test_a_full_disk_stores_nothing_half(key_store, key_id, monkeypatch):
    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    (key_store.path / key_id[:2]).mkdir()
    with pytest.raises(KeyStoreUnwritable, match="No space left"):
        key_store.put(key_id, SecretBytes.random())
    assert names_in(key_store) == set()


@pytest.mark.parametrize("key_id", ["", "..", "../" * 10 + "ab", "x" * 33, "é" * 32])
def test_a_key_id_is_never_a_path(key_store, key_id):
    with pytest.raises(CaseKeyMissing):
        key_store.get(key_id)


def test_a_damaged_file_is_told_from_a_missing_one(key_store, key_id):
    with pytest.raises(CaseKeyMissing, match="backup older than the case"):
        key_store.get(key_id)
    key_store.put(key_id, SecretBytes.random())
    path = key_store.path / key_id[:2] / f"{key_id}.new"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CaseKeyDamaged):
        key_store.get(key_id)


def test_a_file_under_the_name_of_another_key_is_damage(key_store):
    one, other = put_new(key_store, 1), put_new(key_store, 2)
    folder = key_store.path / one[:2]
    (folder / f"{one}.new").replace(folder / f"{other}.new")
    with pytest.raises(CaseKeyDamaged):
        key_store.get(other)


# -- destruction ---------------------------------------------------------------------


@pytest.mark.parametrize("confirmed", [True, False])
def test_destruction_leaves_no_byte_of_the_half(key_store, key_id, confirmed):
    key_store.put(key_id, SecretBytes(b"K" * 32))
    if confirmed:
        key_store.sweep([key_id], DAY)
    key_store.destroy(key_id)
    assert names_in(key_store) == {f"{key_id}.destroyed"}
    assert (key_store.path / key_id[:2] / f"{key_id}.destroyed").read_bytes() == b""
    with pytest.raises(CaseKeyDestroyed):
        key_store.get(key_id)


def test_the_bytes_are_overwritten_before_the_name_goes(key_store, key_id):
    key_store.put(key_id, SecretBytes.random())
    path = key_store.path / key_id[:2] / f"{key_id}.new"
    with path.open("rb") as still_open:
        key_store.destroy(key_id)
        assert set(still_open.read()) == {0}


def test_destroying_twice_is_harmless_and_finishes_what_a_crash_left(key_store, key_id):
    key_store.put(key_id, SecretBytes.random())
    path = key_store.path / key_id[:2] / f"{key_id}.new"
    copy = path.read_bytes()
    key_store.destroy(key_id)
    key_store.destroy(key_id)
    path.write_bytes(copy)  # as if the crash came between marker and deletion
    with pytest.raises(CaseKeyDestroyed):
        key_store.get(key_id)
    key_store.destroy(key_id)
    assert not path.exists()


def test_destroying_what_is_not_there_is_no_success(key_store, key_id):
    with pytest.raises(CaseKeyMissing):
        key_store.destroy(key_id)


def test_a_damaged_half_can_still_be_destroyed(key_store, key_id):
    key_store.put(key_id, SecretBytes.random())
    path = key_store.path / key_id[:2] / f"{key_id}.new"
    path.write_bytes(b"damaged")
    key_store.destroy(key_id)
    assert not path.exists()


# -- clones, backups, sweeps ---------------------------------------------------------


def test_a_clone_reads_but_neither_destroys_nor_sweeps(key_store):
    old, fresh = put_new(key_store, 1), put_new(key_store, 2)
    clone = KeyStore(key_store.path, "a clone")
    assert clone.get(old) == key_store.get(old)
    with pytest.raises(CaseKeyOfAnotherInstallation):
        clone.destroy(old)
    # The clone knows neither case, and its clock is far ahead.
    report = clone.sweep([], DAY, now=time.time() + 100 * DAY)
    assert report.removed == []
    assert key_store.get(fresh) is not None
    assert clone.compare([old, fresh]).missing == []


def test_a_sweep_confirms_known_keys_and_removes_old_orphans_only(key_store):
    known, orphan = put_new(key_store, 1), put_new(key_store, 2)
    report = key_store.sweep([known], DAY)
    assert (report.confirmed, report.removed) == ([known], [])
    assert key_store.get(orphan) is not None, "its transaction may still commit"
    report = key_store.sweep([known], DAY, now=time.time() + 2 * DAY)
    assert (report.confirmed, report.removed) == ([], [orphan])
    with pytest.raises(CaseKeyMissing):
        key_store.get(orphan)
    assert key_store.get(known) is not None


def test_a_confirmed_key_outlives_a_database_restored_from_an_older_backup(key_store):
    older, newer = put_new(key_store, 1), put_new(key_store, 2)
    key_store.sweep([older, newer], DAY)
    in_the_backup = [older]
    report = key_store.sweep(in_the_backup, DAY, now=time.time() + 100 * DAY)
    assert report.removed == []
    assert key_store.compare(in_the_backup).unknown == [newer]
    assert key_store.get(newer) is not None


def test_a_sweep_never_removes_what_another_server_confirms_meanwhile(
    key_store, key_id, monkeypatch
):
    key_store.put(key_id, SecretBytes.random())
    other_server = KeyStore(key_store.path, "this installation")
    real_stat, confirmed = Path.stat, []

    def stat_and_be_late(path: Path, **options: bool) -> os.stat_result:
        found = real_stat(path, **options)
        if path.suffix == ".new" and not confirmed:
            confirmed.append(key_id)
            other_server.sweep([key_id], DAY)
        return found

    monkeypatch.setattr(Path, "stat", stat_and_be_late)
    assert key_store.sweep([], 0, now=time.time() + DAY).removed == []
    assert confirmed and key_store.get(key_id) is not None


def test_a_store_restored_from_an_older_backup_says_what_is_missing_or_back(key_store):
    kept, lost, returned = (put_new(key_store, number) for number in (1, 2, 3))
    assert key_store.compare([kept, lost], [returned]).returned == [returned]
    (key_store.path / lost[:2] / f"{lost}.new").unlink()
    comparison = key_store.compare([kept, lost], [returned])
    assert (comparison.missing, comparison.unknown) == ([lost], [])
    assert comparison.returned == [returned]
    with pytest.raises(CaseKeyMissing, match="backup older than the case"):
        key_store.get(lost)
    key_store.destroy(returned)
    assert key_store.compare([kept], [returned]).returned == []


def test_reading_while_a_sweep_confirms_never_misses(key_store, key_id, monkeypatch):
    """The rename comes between the look for .key and the look for .new."""
    half = SecretBytes.random()
    key_store.put(key_id, half)
    folder = key_store.path / key_id[:2]
    real_read, looks = Path.read_bytes, []

    def read(path: Path) -> bytes:
        looks.append(path.suffix)
        if path.suffix == ".new":
            path.replace(folder / f"{key_id}.key")
        return real_read(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert key_store.get(key_id) == half
    assert looks == [".key", ".new", ".key"]


WRITER = """
import sys
from wbs_module.vault import KeyStore, SecretBytes
store = KeyStore(sys.argv[1], "this installation")
for number in range(1_000_000):
    store.put(f"{number:032x}", SecretBytes(bytes([number % 256]) * 32))
    print(number, flush=True)
"""


@pytest.mark.parametrize("puts_before_the_kill", [1, 7, 20])
def test_a_killed_writer_leaves_whole_files_or_none(key_store, puts_before_the_kill):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(key_store.path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert writer.stdout is not None
    said = [int(writer.stdout.readline()) for _ in range(puts_before_the_kill)]
    writer.send_signal(signal.SIGKILL)
    said += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()
    for number in said:
        assert key_store.get(f"{number:032x}") == SecretBytes(
            bytes([number % 256]) * 32
        )
    committed = [f"{number:032x}" for number in said[:-1]]
    report = key_store.sweep(committed, 0, now=time.time() + 1)
    assert set(report.removed) >= {f"{said[-1]:032x}"}
    assert key_store.compare(committed).missing == []
    assert names_in(key_store) == {f"{key_id}.key" for key_id in committed}
