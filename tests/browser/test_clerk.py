"""A clerk registers a letter; its writer comes back with the code on the receipt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from .reporter import Reporter

WHAT = "Surat karangan: pungutan di loket perizinan, setiap hari Senin."


def test_a_letter_is_registered_and_its_writer_reads_with_the_code(
    new_page: Callable[..., Page],
    login: Callable[[Page, str], None],
    screenshot: Callable[[Page, str], Path],
) -> None:
    clerk = new_page(viewport={"width": 1366, "height": 768})
    login(clerk, "secretariat")
    clerk.goto("/odoo/register-report")
    clerk.wait_for_selector(".o_wbs_registration form")
    clerk.click("form button[type=submit]")
    expect(clerk.locator(".alert-danger li")).to_have_count(3)
    expect(clerk.locator(".alert-danger")).to_be_in_viewport()
    screenshot(clerk, "registration-missing")
    # The refusal is an answer with status 422, which Chromium notes on its console.
    clerk.expected_errors.clear()  # type: ignore[attr-defined]
    clerk.select_option("#channel", "letter")
    clerk.select_option("#category", "corruption")
    clerk.fill("#what", WHAT)
    clerk.set_input_files(
        "#copies",
        {"name": "salinan.txt", "mimeType": "text/plain", "buffer": b"salinan"},
    )
    screenshot(clerk, "registration-filled")
    # A menu pressed by mistake loses nothing.
    leave = clerk.locator(".modal")
    clerk.click(".o_menu_sections >> text=Kasus")
    expect(leave).to_contain_text("belum didaftarkan")
    screenshot(clerk, "registration-leaving")
    leave.locator(".btn-primary").click()
    assert clerk.input_value("#what") == WHAT
    clerk.click("form button[type=submit]")
    code = clerk.locator(".o_wbs_code").inner_text()
    screenshot(clerk, "registration-receipt")
    clerk.click(".o_menu_sections >> text=Kasus")
    expect(leave).to_contain_text("tidak dapat ditampilkan lagi")
    leave.locator(".btn-primary").click()
    # Nor do the buttons beside the code take it away unasked.
    for button in ("Buka kasus", "Daftarkan berikutnya"):
        clerk.click(f"text={button}")
        expect(leave).to_contain_text("tidak dapat ditampilkan lagi")
        leave.locator(".btn-primary").click()
        expect(leave).to_have_count(0)
        assert clerk.locator(".o_wbs_code").inner_text() == code
    # What was entered is gone from the page.
    clerk.click("text=Daftarkan berikutnya")
    leave.locator(".btn-secondary").click()
    expect(clerk.locator(".o_wbs_code")).to_have_count(0)
    assert clerk.input_value("#what") == ""

    writer = Reporter(new_page(viewport={"width": 360, "height": 740}))
    writer.open(code)
    expect(writer.page.locator("#status")).to_be_visible()
