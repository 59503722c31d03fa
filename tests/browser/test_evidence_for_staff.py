"""Whoever works on a case downloads a cleaned copy, and the original for a reason."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from .reporter import Reporter

CONTENT = b"Catatan kenari 2291"
PATIENCE_SECONDS = 90


def open_evidence(page: Page) -> None:
    """The tab of the newest case, once its files have their copies."""
    page.goto("/odoo/wbs-cases")
    page.locator(".o_data_row td[name=name]").first.click()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        page.click("a[name=evidence]")
        states = page.locator("[name=evidence_ids] td[name=copy_state]")
        expect(states).to_have_count(2)
        if not any("Sedang" in text for text in states.all_inner_texts()):
            return
        assert time.monotonic() < deadline, states.all_inner_texts()
        time.sleep(1)
        page.reload()


def test_the_copy_at_once_and_the_original_for_a_reason(
    new_page: Callable[..., Page],
    login: Callable[..., None],
    screenshot: Callable[[Page, str], Path],
) -> None:
    reporter = Reporter(new_page(viewport={"width": 360, "height": 740}))
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    reporter.begin()
    reporter.page.goto("/layanan/malang/id/lapor/proof")
    for number, file in enumerate(("catatan Siti.txt", "gambar.svg"), start=1):
        reporter.attach(file, drawing if file.endswith("svg") else CONTENT)
        expect(reporter.page.locator(".files li")).to_have_count(number)
    reporter.page.goto("/layanan/malang/id/lapor/what")
    reporter.answer("what", "Ada catatan dan gambar")
    reporter.page.goto("/layanan/malang/id/lapor/check")
    reporter.send()

    secretariat = new_page(viewport={"width": 1366, "height": 768})
    login(secretariat, "secretariat")
    open_evidence(secretariat)
    kinds = secretariat.locator("[name=evidence_ids] td[name=kind]")
    expect(kinds).to_have_text(["Teks", "Gambar"])
    screenshot(secretariat, "evidence-list")
    with secretariat.expect_download() as download:
        secretariat.locator("[name=evidence_ids] button[name=action_download]").click()
    assert "Siti" not in download.value.suggested_filename
    assert Path(download.value.path()).read_bytes() == CONTENT

    request = "[name=evidence_ids] button[name=action_request_original]"
    secretariat.locator(request).last.click()
    dialog = secretariat.locator(".modal")
    expect(dialog.locator("textarea")).to_be_visible()
    screenshot(secretariat, "evidence-original")
    dialog.locator("textarea").fill("Ahli memeriksa gambar")
    with secretariat.expect_download() as download:
        dialog.locator("button[name=action_download]").click()
    assert download.value.suggested_filename == "gambar.svg"
    assert Path(download.value.path()).read_bytes() == drawing
    expect(dialog).to_have_count(0)

    ask_inside_the_task(secretariat, drawing, screenshot)


def ask_inside_the_task(
    page: Page, original: bytes, screenshot: Callable[[Page, str], Path]
) -> None:
    """The same way out beside a task, where whoever handles the case spends the day."""
    question = "Apa yang tampak pada gambar?"
    page.click("button[name=action_open_tasks]")
    page.locator(".o_list_view .o_data_row").first.click()
    page.wait_for_selector(".o_bpmn_task_form")
    page.fill("#task_field_question", question)
    page.locator(".o_wbs_panel_evidence .btn-sm").click()
    dialog = page.locator(".modal")
    expect(dialog.locator(".modal-title")).to_have_text("Unduh berkas asli")
    screenshot(page, "task-original")
    # No reason, no file.
    dialog.locator("button[name=action_download]").click()
    expect(dialog.locator("[name=reason].o_field_invalid")).to_have_count(1)
    dialog.locator("textarea").fill("Ahli memeriksa gambar sekali lagi")
    with page.expect_download() as download:
        dialog.locator("button[name=action_download]").click()
    assert Path(download.value.path()).read_bytes() == original
    expect(dialog).to_have_count(0)
    # The task is where it was, with what had been typed.
    expect(page.locator("#task_field_question")).to_have_value(question)
    screenshot(page, "task-original-taken")
