"""Files on the way in: in pieces with script, whole without; none stays half done."""

from __future__ import annotations

import http.client
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tools.database_files import environment_of
from tools.server import Server
from tools.test.virus_scanner import EICAR

from .conftest import DATABASE
from .reporter import HOME, Reporter

NewPage = Callable[..., Page]
Screenshot = Callable[[Page, str], Path]
TELEPHONE = {"viewport": {"width": 360, "height": 740}}
MEGABYTE = 1_000_000


def archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        target.writestr("isi.txt", "isi")
    return content.getvalue()


def drafts() -> Path:
    return Path(environment_of(DATABASE)["WBS_EVIDENCE_FOLDER"]) / "drafts"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def reporter(request: pytest.FixtureRequest, new_page: NewPage) -> Reporter:
    page = new_page(java_script_enabled=request.param, **TELEPHONE)
    reporter = Reporter(page)
    reporter.begin()
    page.goto(f"{HOME}/lapor/proof")
    return reporter


def expect_refusal(reporter: Reporter, words: str) -> None:
    """A sentence with these words, with script or without."""
    place = reporter.page.locator(".summary a, .sending .message")
    expect(place.filter(has_text=words).first).to_be_visible()
    # The browser's own note of a refused request is expected.
    reporter.page.expected_errors.clear()  # type: ignore[attr-defined]


def test_files_of_every_kind_and_name_have_their_outcome(
    reporter: Reporter, screenshot: Screenshot
) -> None:
    listed = reporter.page.locator(".files li")
    taken = {
        "\u8b49\u64da\U0001f4f7.txt": b"isi",
        "satu kurang.bin": b"x" * (MEGABYTE - 1),
        "satu lebih.bin": b"y" * (MEGABYTE + 1),
        "foto.png": b"<html><script>alert(1)</script></html>",
        "gambar.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "gif.gif": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//;",
        "pdf.pdf": b"%PDF-1.4\n%%EOF\n" + archive(),
        "bom.zip": archive(),
    }
    for number, (name, content) in enumerate(taken.items(), start=1):
        reporter.attach(name, content)
        expect(listed).to_have_count(number)
        assert name in listed.last.inner_text()
    told = reporter.page.locator(".sending [role=status]")
    if reporter.page.locator(".sending").is_visible():  # with script
        expect(told).to_contain_text("Laporan Anda belum terkirim")
    screenshot(reporter.page, "reporter-files")
    reporter.attach("foto.jpg", b"MZ" + bytes(58) + b"@\0\0\0PE\0\0L\x01" + bytes(200))
    expect_refusal(reporter, "foto.jpg” adalah program")
    reporter.attach("kosong.txt", b"")
    expect_refusal(reporter, "kosong.txt")
    reporter.attach("laporan.txt", EICAR)
    expect_refusal(reporter, "virus")
    screenshot(reporter.page, "reporter-files-refused")
    expect(listed).to_have_count(len(taken))


def test_thirty_megabytes_arrive_and_can_be_taken_out_again(
    reporter: Reporter, tmp_path: Path
) -> None:
    file = tmp_path / "rekaman.bin"
    file.write_bytes(b"z" * 30 * MEGABYTE)
    reporter.page.set_default_timeout(60_000)
    reporter.page.set_input_files("input[name=files]", file)
    reporter.page.click("button[formaction$='/berkas']")
    line = reporter.page.locator(".files li").first
    expect(line).to_contain_text("29296", timeout=60_000)
    line.locator("button").click()
    expect(reporter.page.locator(".files li")).to_have_count(0)


def test_what_was_typed_stays_while_files_are_sent(new_page: NewPage) -> None:
    reporter = Reporter(new_page(**TELEPHONE))
    reporter.begin()
    reporter.page.goto(f"{HOME}/lapor/proof")
    reporter.page.fill("textarea[name=proof]", "Ada foto")
    reporter.attach("foto.txt", b"isi")
    expect(reporter.page.locator(".files li")).to_have_count(1)
    assert reporter.page.input_value("textarea[name=proof]") == "Ada foto"


class Sender:
    """Sends pieces as the page does, and can be stopped anywhere."""

    def __init__(self, server: Server, cookie: str, name: str, size: int) -> None:
        self._server, self._cookie = server, cookie
        self.told = quote(f"{name}|{size}|1", safe="")

    def received(self, offset: int, content: bytes) -> tuple[int, int]:
        """(status, how far the file has come) after this piece."""
        status, answer = self.piece(offset, content)
        return status, answer["received"]

    def piece(self, offset: int, content: bytes) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", self._server.port)
        headers = {
            "Cookie": f"layanan={self._cookie}",
            "Content-Type": "application/octet-stream",
            "X-Berkas": self.told,
            "X-Mulai": str(offset),
        }
        connection.request("POST", f"{HOME}/berkas/potongan", content, headers)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        return answer.status, json.loads(read)

    def broken_piece(self, offset: int, content: bytes) -> http.client.HTTPConnection:
        """Announce a piece and send half of it."""
        connection = http.client.HTTPConnection("127.0.0.1", self._server.port)
        connection.putrequest("POST", f"{HOME}/berkas/potongan")
        for name, value in (
            ("Cookie", f"layanan={self._cookie}"),
            ("X-Berkas", self.told),
            ("X-Mulai", str(offset)),
            ("Content-Length", str(len(content))),
        ):
            connection.putheader(name, value)
        connection.endheaders(content[: len(content) // 2])
        return connection


@pytest.fixture
def cookie(new_page: NewPage) -> str:
    page = new_page(**TELEPHONE)
    Reporter(page).begin()
    return page.context.cookies()[0]["value"]


def test_an_upload_goes_on_after_the_server_was_killed(
    server: Server, cookie: str
) -> None:
    sender = Sender(server, cookie, "rekaman kenari.bin", 300_000)
    assert sender.received(0, b"a" * 100_000) == (200, 100_000)
    broken = sender.broken_piece(100_000, b"b" * 100_000)
    server.kill()
    broken.close()
    server.start()
    assert sender.received(0, b"") == (200, 100_000)
    assert sender.received(100_000, b"b" * 100_000) == (200, 200_000)
    # Sent twice, or from the wrong place: nothing changes, the page is told where.
    assert sender.received(100_000, b"b" * 100_000) == (409, 200_000)
    files = [path for path in drafts().rglob("*") if path.is_file()]
    assert not [path for path in files if "kenari" in path.name]
    assert not [path for path in files if b"a" * 100 in path.read_bytes()]


def test_a_draft_has_limits(server: Server, cookie: str) -> None:
    large = Sender(server, cookie, "besar.bin", 300 * 1024**2)
    status, answer = large.piece(0, b"a" * 100_000)
    assert status == 422 and "besar.bin" in answer["problem"]
    honest = Sender(server, cookie, "biasa.bin", 200_000)
    assert honest.piece(0, b"a" * 10)[0] == 400, "a piece that is too small"
    assert honest.piece(0, b"a" * 200_001)[0] == 400, "more than was announced"
    stranger = Sender(server, "x" * 43, "biasa.bin", 200_000)
    assert stranger.piece(0, b"a" * 100_000)[0] == 404
