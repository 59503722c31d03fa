"""Two telephones on thin lines, two workers, and a third person who reports."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from tools.clients import OFFICE, WebReporter

from .conftest import WORKERS, Office

PIECE = 32 << 10  # what a page with script sends on a line of 32 kB/s
LINE = 32 << 10  # bytes a second
TOLD = quote(f"rekaman.txt|{50 << 20}|1764000000000")
# Seconds. A page waits while both workers take a piece, which lasts a second each; a
# file sent in one request at this speed would hold its worker for half an hour.
LONGEST_WAIT = 4.0
SENTENCE = "Sebuah kalimat."
STEPS = ("what", "where", "when", "who", "source", "proof", "identity")


class SlowTelephone(threading.Thread):
    """Sends a large file piece by piece, as the reporter's page does."""

    def __init__(self, base_url: str) -> None:
        super().__init__(daemon=True)
        reporter = WebReporter(base_url)
        reporter.post("/mulai")
        reporter.post("/lapor/category", category="corruption")
        self._cookie = "; ".join(f"{it.name}={it.value}" for it in reporter.cookies)
        self._host = base_url.removeprefix("http://")
        self.leave = threading.Event()
        self.pieces = 0
        self.refused: list[int] = []

    def run(self) -> None:
        while not self.leave.is_set():
            status = self._send_piece()
            if status == 200:
                self.pieces += 1
            else:
                self.refused.append(status)

    def _send_piece(self) -> int:
        connection = http.client.HTTPConnection(self._host, timeout=60)
        connection.putrequest("POST", f"{OFFICE}/berkas/potongan")
        for name, value in (
            ("Content-Type", "application/octet-stream"),
            ("Content-Length", str(PIECE)),
            ("Cookie", self._cookie),
            ("X-Berkas", TOLD),
            ("X-Mulai", str(self.pieces * PIECE)),
        ):
            connection.putheader(name, value)
        connection.endheaders()
        for _part in range(PIECE // 1024):
            connection.send(b"x" * 1024)
            time.sleep(1024 / LINE)
        status = connection.getresponse().status
        connection.close()
        return status


@contextmanager
def two_slow_telephones(base_url: str) -> Iterator[list[SlowTelephone]]:
    telephones = [SlowTelephone(base_url) for _ in range(WORKERS)]
    for telephone in telephones:
        telephone.start()
    time.sleep(2)  # both are in the middle of a piece
    yield telephones
    for telephone in telephones:
        telephone.leave.set()
    for telephone in telephones:
        telephone.join()


@pytest.fixture
def server(office: Office) -> Iterator[str]:
    office.serve()
    yield office.servers[0].base_url
    office.close()


def report(base_url: str) -> list[float]:
    """File a report, page by page; how long each page took, in seconds."""
    person, waited = WebReporter(base_url), []

    def timed(tail: str, **fields: str) -> str:
        started = time.monotonic()
        page = person.post(tail, **fields)
        waited.append(time.monotonic() - started)
        return page

    timed("/mulai")
    timed("/lapor/category", category="corruption")
    for step in STEPS:
        timed(f"/lapor/{step}", **({step: SENTENCE} if step == "what" else {}))
    assert person.code_on(timed("/kirim"))
    return waited


def test_two_slow_telephones_do_not_hold_up_a_third_person(server: str) -> None:
    with ThreadPoolExecutor(WORKERS) as at_once:  # each worker fills its caches
        list(at_once.map(report, [server] * WORKERS * 2))
    alone = report(server)
    with two_slow_telephones(server) as telephones:
        beside = report(server)
        busy = [telephone.pieces for telephone in telephones]
    assert max(beside) < max(alone) + LONGEST_WAIT, (alone, beside)
    for telephone, pieces in zip(telephones, busy, strict=True):
        assert not telephone.refused
        assert pieces >= len(beside) // 4, "the telephone sent all the while"
