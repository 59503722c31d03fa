"""Encrypted files: byte-identical on return, whole or refused, nothing left behind."""

import hashlib
import hmac
import io
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbs_module.vault import (
    CaseKey,
    ContentRefused,
    FileContext,
    FileMissing,
    FileTooLarge,
    SecretBytes,
    decrypt_file,
    encrypt_file,
    new_draft_key,
    sweep_unfinished_files,
)
from wbs_module.vault.stream_encryption import (
    BLOCK_LENGTH,
    HEADER_LENGTH,
    SEALED_BLOCK_LENGTH,
    decrypt_stream,
    encrypt_stream,
)

MEGABYTE = 1_000_000
MEBIBYTE = 1 << 20
ORIGINAL = FileContext("evidence 1", "original")
HASH_KEY = SecretBytes.random()


def random_bytes(size: int) -> bytes:
    return hashlib.shake_128(size.to_bytes(8, "big")).digest(size)


@pytest.mark.parametrize(
    "size",
    [
        0,
        1,
        BLOCK_LENGTH - 1,
        BLOCK_LENGTH,
        BLOCK_LENGTH + 1,
        MEGABYTE - 1,
        MEGABYTE + 1,
        MEBIBYTE - 1,
        MEBIBYTE + 1,
        30 * MEGABYTE,
        pytest.param(200 * MEGABYTE, marks=pytest.mark.long),
    ],
)
def test_a_file_of_any_size_comes_back_identical(case_key, tmp_path, size):
    content, target = random_bytes(size), tmp_path / "evidence"
    stored = encrypt_file(case_key, ORIGINAL, io.BytesIO(content), target, HASH_KEY)
    assert b"".join(decrypt_file(case_key, ORIGINAL, target)) == content
    on_disk = target.read_bytes()
    assert stored.size == size
    assert stored.ciphertext_size == len(on_disk)
    assert stored.ciphertext_sha256 == hashlib.sha256(on_disk).digest()
    keyed = hmac.digest(HASH_KEY.reveal(), content, "sha256")
    assert stored.plaintext_hash == keyed
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_blocks_for_a_download_are_at_most_a_mebibyte(case_key, tmp_path):
    content, target = random_bytes(3 * MEBIBYTE + 5), tmp_path / "evidence"
    encrypt_file(case_key, ORIGINAL, [content], target, HASH_KEY)
    sizes = [len(block) for block in decrypt_file(case_key, ORIGINAL, target)]
    assert max(sizes) <= MEBIBYTE and sum(sizes) == len(content)


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(0, 3 * BLOCK_LENGTH), max_size=6))
def test_how_the_network_cuts_a_file_does_not_matter(cuts):
    case_key = CaseKey("0" * 32, SecretBytes.random())
    pieces = [random_bytes(cut) for cut in cuts]
    sealed = b"".join(encrypt_stream(case_key, ORIGINAL, pieces))
    opened = b"".join(decrypt_stream(case_key, ORIGINAL, io.BytesIO(sealed)))
    assert opened == b"".join(pieces)


def test_a_stream_that_trickles_in_is_read_to_its_end(case_key):
    sealed = b"".join(encrypt_stream(case_key, ORIGINAL, [random_bytes(MEGABYTE)]))

    class Trickling(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 70_000))

    opened = b"".join(decrypt_stream(case_key, ORIGINAL, Trickling(sealed)))
    assert opened == random_bytes(MEGABYTE)


# -- refusals ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "elsewhere", [{"record_uid": "evidence 2"}, {"purpose": "cleaned copy"}]
)
def test_a_file_moved_to_another_record_is_refused_before_the_first_byte(
    case_key, tmp_path, elsewhere
):
    encrypt_file(case_key, ORIGINAL, [b"content"], tmp_path / "evidence", HASH_KEY)
    with pytest.raises(ContentRefused):
        decrypt_file(case_key, replace(ORIGINAL, **elsewhere), tmp_path / "evidence")


def test_a_file_of_another_case_is_refused(case_key, tmp_path):
    other = CaseKey("f" * 32, SecretBytes.random())
    encrypt_file(other, ORIGINAL, [b"content"], tmp_path / "evidence", HASH_KEY)
    with pytest.raises(ContentRefused):
        decrypt_file(case_key, ORIGINAL, tmp_path / "evidence")


def test_a_missing_file_is_told_before_the_download_begins(case_key, tmp_path):
    with pytest.raises(FileMissing, match="evidence"):
        decrypt_file(case_key, ORIGINAL, tmp_path / "evidence")


def spoilt_files(sealed: bytes) -> Iterator[bytes]:
    """Cut off, at every block and near it; a bit flipped; blocks moved or left out."""
    blocks = [
        sealed[start : start + SEALED_BLOCK_LENGTH]
        for start in range(HEADER_LENGTH, len(sealed), SEALED_BLOCK_LENGTH)
    ]
    header = sealed[:HEADER_LENGTH]
    for length in (0, 4, 5, HEADER_LENGTH - 1, HEADER_LENGTH, HEADER_LENGTH + 1):
        yield sealed[:length]
    for number in range(len(blocks)):
        yield header + b"".join(blocks[:number])
        yield header + b"".join(blocks[:number]) + blocks[number][:-1]
        yield header + b"".join(blocks[:number] + blocks[number + 1 :])
        flipped = bytearray(blocks[number])
        flipped[len(flipped) // 2] ^= 1
        changed = [*blocks[:number], bytes(flipped), *blocks[number + 1 :]]
        yield header + b"".join(changed)
    yield header + b"".join([blocks[1], blocks[0], *blocks[2:]])
    yield header + b"".join([*blocks, blocks[-1]])
    yield sealed + b"\x00"
    yield b"WBSF\x02" + sealed[5:]
    yield sealed[:10] + bytes([sealed[10] ^ 1]) + sealed[11:]


@pytest.mark.parametrize("tail", [0, 17])
def test_a_spoilt_file_is_refused_and_no_wrong_byte_is_released(case_key, tail):
    content = random_bytes(3 * BLOCK_LENGTH + tail)
    sealed = b"".join(encrypt_stream(case_key, ORIGINAL, [content]))
    for spoilt in spoilt_files(sealed):
        released = b""
        with pytest.raises(ContentRefused):
            for block in decrypt_stream(case_key, ORIGINAL, io.BytesIO(spoilt)):
                released += block
        assert content.startswith(released)


# -- limits and aborts ---------------------------------------------------------------


def test_a_file_over_the_limit_is_stopped_while_it_comes_in(case_key, tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while True:
            sent += 100_000
            yield bytes(100_000)

    with pytest.raises(FileTooLarge, match="1000000"):
        encrypt_file(
            case_key, ORIGINAL, endless(), folder / "x", HASH_KEY, limit=MEGABYTE
        )
    assert sent == 1_100_000
    assert list(folder.iterdir()) == []


def test_a_file_of_exactly_the_limit_is_taken(case_key, tmp_path):
    stored = encrypt_file(
        case_key, ORIGINAL, [bytes(100)], tmp_path / "x", HASH_KEY, limit=100
    )
    assert stored.size == 100


def test_an_upload_that_breaks_off_leaves_nothing(case_key, tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()

    def breaking_off() -> Iterator[bytes]:
        yield bytes(2 * MEGABYTE)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        encrypt_file(case_key, ORIGINAL, breaking_off(), folder / "x", HASH_KEY)
    assert list(folder.iterdir()) == []


def test_an_upload_never_overwrites_half(case_key, tmp_path):
    target = tmp_path / "evidence"
    encrypt_file(case_key, ORIGINAL, [b"first"], target, HASH_KEY)
    with pytest.raises(FileTooLarge):
        encrypt_file(case_key, ORIGINAL, [b"second"], target, HASH_KEY, limit=1)
    assert b"".join(decrypt_file(case_key, ORIGINAL, target)) == b"first"


def test_pieces_uploaded_to_a_draft_become_evidence_without_touching_a_disk_in_clear(
    case_key, tmp_path
):
    draft = new_draft_key()
    content = random_bytes(2 * MEGABYTE)
    pieces = []
    for number, start in enumerate(range(0, len(content), 700_000)):
        context, path = FileContext("draft", f"piece {number}"), tmp_path / str(number)
        piece = content[start : start + 700_000]
        encrypt_file(draft, context, [piece], path, HASH_KEY)
        pieces.append((context, path))

    def joined() -> Iterator[bytes]:
        for context, path in pieces:
            yield from decrypt_file(draft, context, path)

    encrypt_file(case_key, ORIGINAL, joined(), tmp_path / "whole", HASH_KEY)
    whole = b"".join(decrypt_file(case_key, ORIGINAL, tmp_path / "whole"))
    assert whole == content


CHILD = """
import sys
from wbs_module.vault import CaseKey, FileContext, SecretBytes
from wbs_module.vault import decrypt_file, encrypt_file
what, target, megabytes = sys.argv[1], sys.argv[2], int(sys.argv[3])
key, context = CaseKey("0" * 32, SecretBytes(bytes(32))), FileContext("e", "original")
class Source:
    left = megabytes * 1_000_000
    def read(self, size):
        taken = min(size, self.left)
        self.left -= taken
        return bytes(taken)
with open("/proc/self/clear_refs", "w") as reset:
    reset.write("5")
def high_water():
    with open("/proc/self/status") as status:
        return next(int(l.split()[1]) * 1024 for l in status if l.startswith("VmHWM"))
rest = high_water()
print("begun", flush=True)
encrypt_file(key, context, Source(), target, key.field_key)
if what == "both":
    size = sum(len(block) for block in decrypt_file(key, context, target))
    assert size == megabytes * 1_000_000
print(high_water() - rest, flush=True)
"""


def child(*arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, *map(str, arguments)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    )


def test_200_megabytes_pass_in_constant_memory(tmp_path):
    process = child("both", tmp_path / "evidence", 200)
    said, _errors = process.communicate(timeout=60)
    begun, above_rest = said.split()
    assert begun == "begun" and process.returncode == 0
    assert int(above_rest) <= 32 * MEGABYTE


def test_a_killed_upload_leaves_only_what_the_sweep_removes(tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    process = child("upload", folder / "x", 100_000)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    while not list(folder.glob(".x.*.part")):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not (folder / "x").exists()
    (left,) = folder.iterdir()
    assert sweep_unfinished_files(folder, minimum_age=3600) == 0
    assert sweep_unfinished_files(folder, 3600, now=time.time() + 7200) == 1
    assert not left.exists()


def test_the_sweep_touches_no_finished_file(case_key, tmp_path):
    target = tmp_path / "evidence"
    encrypt_file(case_key, ORIGINAL, [b"kept"], target, HASH_KEY)
    assert sweep_unfinished_files(tmp_path, 0, now=time.time() + 1e6) == 0
    assert b"".join(decrypt_file(case_key, ORIGINAL, target)) == b"kept"
