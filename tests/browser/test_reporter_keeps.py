"""Nothing that a reporter typed is lost: another language, back, files, a time-out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .reporter import HOME, Reporter

NewPage = Callable[..., Page]
TELEPHONE = {"viewport": {"width": 360, "height": 740}}
ENGLISH = HOME.removesuffix("id") + "en"
PROGRAM = b"MZ" + bytes(58) + b"\x40\0\0\0" + b"PE\0\0" + b"\x4c\x01" + bytes(200)
MONTH = re.compile(
    r"\d (January|February|March|April|May|June|July|August|September|October"
    r"|November|December) \d{4}"
)
ALONE = "button:not([name]):not([formaction])"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def reporter(request: pytest.FixtureRequest, new_page: NewPage) -> Reporter:
    return Reporter(new_page(java_script_enabled=request.param, **TELEPHONE))


def change_language(page: Page) -> None:
    page.click("footer [lang]")


def refusal(page: Page) -> str:
    """The sentence of the summary; the browser's own note of it is expected."""
    told = page.locator(".summary a, .sending .message").first
    expect(told).to_be_visible()
    page.expected_errors.clear()  # type: ignore[attr-defined]
    return told.inner_text()


def go_back_from(page: Page, tail: str) -> None:
    """Press the browser's back button, once the page that one leaves stands there."""
    expect(page).to_have_url(re.compile(f"{tail}$"))
    page.wait_for_load_state()
    page.go_back()


def open_own_report(reporter: Reporter) -> None:
    reporter.tell("Laporan karangan.")
    reporter.send()
    reporter.leave()
    reporter.open(reporter.code)


def test_another_language_keeps_page_words_and_refusal(reporter: Reporter) -> None:
    page = reporter.page
    reporter.begin()
    reporter.go_on()
    page.fill("textarea", "Belum selesai")
    change_language(page)
    expect(page).to_have_url(re.compile(f"{ENGLISH}/lapor/what$"))
    assert page.input_value("textarea") == "Belum selesai"
    page.fill("textarea", "")
    reporter.go_on()
    assert refusal(page).startswith("Tell what happened")
    change_language(page)
    assert refusal(page).startswith("Ceritakan apa yang terjadi")
    page.fill("textarea", "Sudah")
    reporter.go_on()
    page.goto(f"{HOME}/lapor/check")
    change_language(page)
    expect(page).to_have_url(re.compile(f"{ENGLISH}/lapor/check$"))


def test_back_from_a_refused_answer_opens_its_page(reporter: Reporter) -> None:
    page = reporter.page
    reporter.begin()
    reporter.go_on()
    reporter.go_on()
    assert refusal(page)
    page.fill("textarea", "Kata-kata saya")
    reporter.go_on()
    go_back_from(page, "/lapor/where")
    expect(page).to_have_url(re.compile("/lapor/what$"))
    assert page.input_value("textarea") == "Kata-kata saya"
    go_back_from(page, "/lapor/what")
    expect(page.locator("h1")).to_be_visible()


def test_going_back_by_the_page_keeps_what_was_typed(reporter: Reporter) -> None:
    page = reporter.page
    reporter.begin()
    page.goto(f"{HOME}/lapor/where")
    page.fill("textarea", "Di loket")
    page.click("button[name=back]")
    expect(page).to_have_url(re.compile("/lapor/what$"))
    page.goto(f"{HOME}/lapor/where")
    assert page.input_value("textarea") == "Di loket"


def test_going_on_takes_the_chosen_file_along(reporter: Reporter) -> None:
    page = reporter.page
    reporter.begin()
    page.goto(f"{HOME}/lapor/proof")
    page.fill("textarea", "Ada foto")
    file = {"name": "foto.txt", "mimeType": "text/plain", "buffer": b"isi"}
    page.set_input_files("#files", file)
    reporter.go_on()
    expect(page).to_have_url(re.compile("/lapor/identity$"))
    page.click("button[name=back]")
    expect(page.locator(".files li")).to_have_count(1)
    assert page.input_value("textarea") == "Ada foto"
    page.fill("textarea", "Ada foto dan surat")
    page.click(".files button")
    expect(page.locator(".files li")).to_have_count(0)
    assert page.input_value("textarea") == "Ada foto dan surat"
    page.set_input_files("#files", {**file, "name": "jahat.txt", "buffer": PROGRAM})
    reporter.go_on()
    assert "jahat.txt" in refusal(page)
    expect(page).to_have_url(re.compile("/lapor/proof$"))


def test_a_message_outlives_files_languages_and_other_pages(reporter: Reporter) -> None:
    page = reporter.page
    open_own_report(reporter)
    page.fill("#text", "Setengah pesan")
    reporter.attach("bukti.txt", b"isi")
    expect(page.locator("#arrived")).to_contain_text("1 berkas")
    assert page.input_value("#text") == "Setengah pesan"
    change_language(page)
    expect(page).to_have_url(re.compile(f"{ENGLISH}/kotak$"))
    assert page.input_value("#text") == "Setengah pesan"
    page.goto(f"{ENGLISH}/kotak/minta/tekanan")
    page.fill("textarea", "Saya takut")
    change_language(page)
    expect(page).to_have_url(re.compile(f"{HOME}/kotak/minta/tekanan$"))
    assert page.input_value("textarea") == "Saya takut"
    page.click("button[name=back]")
    assert page.input_value("#text") == "Setengah pesan"
    file = {"name": "dua.txt", "mimeType": "text/plain", "buffer": b"isi"}
    page.set_input_files("#files", file)
    page.click(f"#question {ALONE}")
    expect(page.locator(".conversation li")).to_have_count(1)
    expect(page.locator("#arrived")).to_contain_text("2 berkas")
    assert page.input_value("#text") == ""


def test_a_half_typed_message_outlives_what_is_asked_below_it(
    reporter: Reporter,
) -> None:
    page = reporter.page
    open_own_report(reporter)
    page.fill("#text", "Setengah pesan")
    for word in ("tekanan", "cabut"):
        page.click(f"button[value={word}]")
        expect(page).to_have_url(re.compile(f"/kotak/minta/{word}$"))
        assert page.input_value("#text") == ""
        page.click("button[name=back]")
        assert page.input_value("#text") == "Setengah pesan"
    expect(page.locator(".conversation li")).to_have_count(0)


def test_a_refused_message_can_be_left_by_the_back_button(reporter: Reporter) -> None:
    page = reporter.page
    open_own_report(reporter)
    page.click(f"#question {ALONE}")
    assert refusal(page)
    page.click("button[value=tekanan]")
    page.click(f"main form {ALONE}")
    assert refusal(page)
    go_back_from(page, "/kotak/minta/tekanan")
    page.go_back()
    expect(page.locator("#status")).to_be_visible()
    page.expected_errors.clear()  # type: ignore[attr-defined]


def test_a_wrong_code_stands_there_for_comparing_in_both_languages(
    reporter: Reporter,
) -> None:
    page = reporter.page
    open_own_report(reporter)
    code = reporter.code
    reporter.press("tutup")
    reporter.open(code[:-1])
    assert "17" in refusal(page)
    change_language(page)
    assert page.input_value("#code") == code[:-1]
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.context.cookies() == []
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    page.fill("#code", wrong)
    reporter.press("kode")
    assert "one character is wrong" in refusal(page)


def test_back_from_the_inbox_after_a_wrong_code(new_page: NewPage) -> None:
    page = new_page(**TELEPHONE)
    reporter = Reporter(page)
    open_own_report(reporter)
    reporter.press("tutup")
    reporter.open("salah")
    assert refusal(page)
    page.fill("#code", reporter.code)
    reporter.press("kode")
    go_back_from(page, "/kotak")
    expect(page.locator("#code")).to_have_value("")


def test_dates_and_times_are_in_the_readers_language(reporter: Reporter) -> None:
    page = reporter.page
    page.goto(ENGLISH)
    expect(page.locator("main")).to_contain_text("within 15 working days")
    reporter.tell("Laporan karangan.")
    reporter.send()
    due = page.locator("main strong").last
    assert re.fullmatch(r"\d+ [A-Z][a-z]+ \d{4}", due.inner_text())
    change_language(page)
    assert MONTH.search(due.inner_text()), due.inner_text()
    promised = due.inner_text()
    expect(page.locator("main")).to_contain_text("waits 14 days for your reply")
    change_language(page)
    expect(page.locator("main")).to_contain_text("jawaban Anda selama 14 hari.")
    change_language(page)
    reporter.leave()
    page.goto(f"{ENGLISH}/kode")
    page.fill("#code", reporter.code)
    reporter.press("kode")
    expect(page.locator("main strong").nth(2)).to_have_text(promised)
    page.fill("#text", "Pesan")
    page.click(f"#question {ALONE}")
    assert MONTH.search(page.locator(".conversation .who").inner_text())


def test_a_code_that_is_not_kept_yet_is_not_lost_to_another_report(
    reporter: Reporter,
) -> None:
    page = reporter.page
    reporter.tell("Laporan pertama.")
    reporter.send()
    reporter.begin()
    expect(page.locator("#code")).to_be_visible()
    page.goto(f"{HOME}/kode")
    page.click("main .note a[href$='/tanda-terima']")
    reporter.leave()
    reporter.begin()
    page.goto(f"{HOME}/kode")
    page.click("main .note a[href$='/lapor/check']")
    expect(page.locator("#send")).to_be_visible()


def test_an_answer_that_comes_after_the_time_out_is_kept(reporter: Reporter) -> None:
    page = reporter.page
    reporter.begin()
    reporter.go_on()
    page.fill("textarea", "Ditulis dua jam lamanya")
    page.context.clear_cookies()  # what a draft that has ended looks like
    reporter.go_on()
    assert "dua jam" in refusal(page)
    assert page.input_value("textarea") == "Ditulis dua jam lamanya"
    reporter.go_on()
    expect(page).to_have_url(re.compile("/lapor/where$"))


def test_a_message_that_comes_after_the_time_out_can_be_copied(
    reporter: Reporter,
) -> None:
    page = reporter.page
    open_own_report(reporter)
    page.fill("#text", "Ditulis terlalu lama")
    page.context.clear_cookies()
    page.click(f"#question {ALONE}")
    assert page.input_value("#unsent") == "Ditulis terlalu lama"
    expect(page.locator("main")).not_to_contain_text("perlu ditulis lagi")
    page.expected_errors.clear()  # type: ignore[attr-defined]
