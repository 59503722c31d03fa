"""The machine's clamd starts and finds the EICAR test file in a stream."""

import socket
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.test.virus_scanner import EICAR, SIGNATURE_NAME, virus_scanner


@pytest.fixture(scope="module")
def scanner() -> Iterator[Path]:
    """The socket of a running clamd; a socket's path must be short."""
    with tempfile.TemporaryDirectory() as folder:
        with virus_scanner(Path(folder)) as place:
            yield place


def verdict(scanner: Path, content: bytes) -> bytes:
    """Return what clamd says of a stream (its command INSTREAM)."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(scanner))
        connection.sendall(b"zINSTREAM\0" + struct.pack("!I", len(content)) + content)
        connection.sendall(struct.pack("!I", 0))
        return connection.recv(1024)


def test_the_test_file_is_found(scanner: Path) -> None:
    assert (
        verdict(scanner, EICAR)
        == f"stream: {SIGNATURE_NAME}.UNOFFICIAL FOUND\0".encode()
    )


def test_other_content_is_clean(scanner: Path) -> None:
    assert verdict(scanner, b"nothing to see") == b"stream: OK\0"
