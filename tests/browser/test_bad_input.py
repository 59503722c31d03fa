"""What goes wrong on the reporter's way gets a sentence; nothing is half done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .reporter import HOME, Reporter

PROGRAM = b"MZ" + bytes(58) + b"\x40\0\0\0" + b"PE\0\0" + b"\x4c\x01" + bytes(200)
LONG = "a" * 100_000
NewPage = Callable[..., Page]


@pytest.fixture
def reporter(new_page: NewPage) -> Reporter:
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    return Reporter(page)


def complaint(reporter: Reporter) -> str:
    """The sentence of the error summary; the browser's own note of it is expected."""
    summary = reporter.page.locator(".summary a").first
    expect(summary).to_be_visible()
    reporter.page.expected_errors.clear()  # type: ignore[attr-defined]
    return summary.inner_text()


def test_an_empty_account_is_asked_for_again(reporter: Reporter) -> None:
    reporter.begin()
    reporter.go_on()
    reporter.go_on()
    assert complaint(reporter)
    assert reporter.page.url.endswith("/lapor/what")


def test_a_text_that_is_too_long_comes_back_whole(reporter: Reporter) -> None:
    reporter.begin()
    reporter.go_on()
    reporter.answer("what", LONG)
    assert "100000" in complaint(reporter).replace(".", "").replace(",", "")
    assert reporter.page.input_value("textarea[name=what]") == LONG


def test_a_receipt_code_in_the_text_is_refused(reporter: Reporter) -> None:
    reporter.tell("Satu laporan")
    reporter.send()
    code = reporter.code
    reporter.leave()
    reporter.begin()
    reporter.go_on()
    reporter.answer("what", f"Kode saya {code}, tolong dibaca")
    assert complaint(reporter)


def test_a_program_is_not_kept_whatever_its_name(reporter: Reporter) -> None:
    reporter.begin()
    reporter.page.goto(f"{HOME}/lapor/proof")
    reporter.attach("foto.png", PROGRAM)
    assert complaint(reporter)
    assert reporter.page.locator(".files li").count() == 0


def test_an_empty_file_and_no_file_are_told(reporter: Reporter) -> None:
    reporter.begin()
    reporter.page.goto(f"{HOME}/lapor/proof")
    reporter.attach("kosong.txt", b"")
    assert complaint(reporter)
    reporter.page.click("button[formaction$='/berkas']")
    assert complaint(reporter)


def test_sending_twice_makes_one_report(reporter: Reporter) -> None:
    reporter.tell("Dikirim dua kali")
    check = reporter.page.url
    reporter.send()
    first = reporter.code
    reporter.page.goto(check)
    assert reporter.page.url.endswith("/tanda-terima")
    again = "-".join(reporter.page.locator("#code span").all_inner_texts())
    assert again == first


def test_wrong_codes_are_told_and_open_nothing(reporter: Reporter) -> None:
    reporter.open("bukan kode")
    typing_error = complaint(reporter)
    # Well formed, never issued.
    reporter.open("MPG-D2C-QFW-PPM-926-XKW")
    assert complaint(reporter) != typing_error
    assert reporter.page.context.cookies() == []


def test_leaving_wipes_what_was_written(reporter: Reporter) -> None:
    reporter.begin()
    reporter.go_on()
    reporter.answer("what", "Akan dihapus")
    # Followed by hand: the page that it leads to is outside this machine.
    answer = reporter.page.request.post(f"{HOME}/keluar", max_redirects=0)
    assert answer.headers["location"].startswith("https://")
    assert reporter.page.context.cookies() == []
    response = reporter.page.goto(f"{HOME}/lapor/what")
    assert response and response.status == 404
    assert "Akan dihapus" not in reporter.page.content()
    reporter.page.expected_errors.clear()  # type: ignore[attr-defined]
