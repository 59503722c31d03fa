"""Originals that show the reporter: sealed as a stream, opened step by step."""

import hashlib
import hmac
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from io import BufferedWriter
from pathlib import Path

import pyrage
import pytest

from wbs_module.vault import (
    APPROVERS,
    CUSTODIANS,
    FileTooLarge,
    SecretBytes,
    create_generation,
    file_sealing,
    new_age_identity,
    seal_file,
)
from wbs_module.vault.durable_file import finished_or_gone
from wbs_module.vault.emergency_opening import open_generation

MEMBER = new_age_identity()
MADE = {
    layer: create_generation(
        layer, [MEMBER.recipient], MEMBER.recipient, datetime.now(timezone.utc)
    )
    for layer in (CUSTODIANS, APPROVERS)
}
OUTER, INNER = MADE[CUSTODIANS].generation, MADE[APPROVERS].generation
HASH_KEY = SecretBytes.random()


def identity_of(layer: str) -> pyrage.x25519.Identity:
    made = MADE[layer]
    secret, _signing = open_generation(
        made.generation, made.sealed_private, [MEMBER.secret]
    )
    return pyrage.x25519.Identity.from_str(secret)


@pytest.mark.parametrize("size", [0, 1, 65_536, 5_000_001])
def test_a_sealed_original_opens_with_an_age_program_step_by_step(tmp_path, size):
    content, target = hashlib.shake_128(b"mail").digest(size), tmp_path / "mail"
    stored = seal_file(io.BytesIO(content), target, OUTER, INNER, HASH_KEY)
    on_disk = target.read_bytes()
    inner = pyrage.decrypt(on_disk, [identity_of(CUSTODIANS)])
    assert pyrage.decrypt(inner, [identity_of(APPROVERS)]) == content
    assert (stored.size, stored.ciphertext_size) == (size, len(on_disk))
    assert stored.ciphertext_sha256 == hashlib.sha256(on_disk).digest()
    keyed = hmac.digest(HASH_KEY.reveal(), content, "sha256")
    assert stored.plaintext_hash == keyed


@pytest.mark.parametrize("before", [0, 10, 70_000, 3_000_000])
def test_a_mail_that_breaks_off_leaves_nothing_and_keeps_its_reason(tmp_path, before):
    def breaking_off() -> Iterator[bytes]:
        yield bytes(before)
        raise ConnectionResetError("the line broke")

    with pytest.raises(ConnectionResetError, match="the line broke"):
        seal_file(breaking_off(), tmp_path / "mail", OUTER, INNER, HASH_KEY)
    assert list(tmp_path.iterdir()) == []


def test_an_original_over_the_limit_is_stopped(tmp_path):
    endless = iter(lambda: bytes(100_000), None)
    with pytest.raises(FileTooLarge):
        seal_file(endless, tmp_path / "x", OUTER, INNER, HASH_KEY, limit=1_000_000)
    assert list(tmp_path.iterdir()) == []


class FullDisk:
    """A file that takes a little and then no more."""

    def __init__(self, file: BufferedWriter) -> None:
        self._file = file

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, block: bytes) -> int:
        if self._file.tell() > 200_000:
            raise OSError(28, "No space left on device")
        return self._file.write(block)


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    @contextmanager
    def on_a_full_disk(target: Path) -> Iterator[FullDisk]:
        with finished_or_gone(target) as file:
            yield FullDisk(file)

    monkeypatch.setattr(file_sealing, "finished_or_gone", on_a_full_disk)
    with pytest.raises(OSError, match="No space left"):
        seal_file([bytes(5_000_000)], tmp_path / "x", OUTER, INNER, HASH_KEY)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_sealed_in_the_wrong_order_or_to_nowhere(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        seal_file([b"x"], tmp_path / "missing" / "x", OUTER, INNER, HASH_KEY)
    with pytest.raises(ValueError, match="outer layer"):
        seal_file([b"x"], tmp_path / "x", INNER, OUTER, HASH_KEY)
    assert list(tmp_path.iterdir()) == []
