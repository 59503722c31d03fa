"""Two reporters on thin lines send files; a third is not held up by them."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tools.free_port import free_port
from tools.places import BUILD
from tools.server import Server, serving

from .conftest import DATABASE
from .reporter import HOME, Reporter

PIECE = 32 * 1024
SECONDS_A_PIECE = 1
LONGEST_WAIT = 4


@pytest.fixture
def two_workers(server: Server) -> Iterator[Server]:
    """The same database behind two workers, each of which takes one request."""
    log = BUILD / "logs" / "two-workers.log"
    with serving(Server(DATABASE, free_port(), log, workers=2)) as running:
        yield running


def send_slowly(server: Server, cookie: str, name: str, end: threading.Event) -> None:
    """Pieces as the page sends them on a line of 32 kB/s, until told to stop."""
    told, offset = quote(f"{name}|50000000|1", safe=""), 0
    while not end.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.putrequest("POST", f"{HOME}/berkas/potongan")
        for header, value in (
            ("Cookie", f"layanan={cookie}"),
            ("X-Berkas", told),
            ("X-Mulai", str(offset)),
            ("Content-Length", str(PIECE)),
        ):
            connection.putheader(header, value)
        connection.endheaders()
        for _part in range(8):
            connection.send(b"x" * (PIECE // 8))
            time.sleep(SECONDS_A_PIECE / 8)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 200, answer.status
        offset += PIECE


@pytest.mark.long
def test_two_slow_reporters_do_not_hold_up_a_third(
    new_page: Callable[..., Page], two_workers: Server
) -> None:
    cookies = []
    for _reporter in range(2):
        page = new_page(base_url=two_workers.base_url)
        Reporter(page).begin()
        cookies.append(page.context.cookies()[0]["value"])
    end = threading.Event()
    slow = [
        threading.Thread(
            target=send_slowly, args=(two_workers, cookie, f"{number}.bin", end)
        )
        for number, cookie in enumerate(cookies)
    ]
    for thread in slow:
        thread.start()
    waited = []
    try:
        for _look in range(10):
            started = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", two_workers.port)
            connection.request("GET", HOME)
            assert connection.getresponse().status == 200
            connection.close()
            waited.append(time.monotonic() - started)
            time.sleep(0.3)
    finally:
        end.set()
        for thread in slow:
            thread.join()
    assert max(waited) < LONGEST_WAIT, waited
