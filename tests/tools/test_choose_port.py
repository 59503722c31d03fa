"""``make run`` finds a port, or says what to do."""

import socket
from collections.abc import Iterator

import pytest

from tools import run
from tools.free_port import free_port
from tools.progress import Failure


@pytest.fixture
def taken_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port on which another program listens, as the one that is tried first."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = int(other.getsockname()[1])
        monkeypatch.setattr(run, "FIRST_PORT", port)
        monkeypatch.delenv("PORT", raising=False)
        yield port


def test_a_taken_port_is_passed_over_and_named(
    taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = run.choose_port()
    assert chosen > taken_port
    said = capsys.readouterr().out
    assert f"Port {taken_port} is taken, so this run uses {chosen}." in said


def test_a_port_asked_for_is_taken_or_refused(
    taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = free_port()
    monkeypatch.setenv("PORT", str(free))
    assert run.choose_port() == free
    monkeypatch.setenv("PORT", str(taken_port))
    with pytest.raises(Failure, match="make run PORT=8100"):
        run.choose_port()
