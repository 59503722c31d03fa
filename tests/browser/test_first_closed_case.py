"""One report, from the first page to the answer that the reporter reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .reporter import Reporter

ACCOUNT = "Petugas loket meminta uang tambahan. KENARI-4711"
ANSWER = "Laporan Saudara terbukti dan telah ditindaklanjuti."
EVIDENCE = b"catatan pungutan yang dikarang untuk pengujian\n" * 50

Login = Callable[[Page, str], None]
NewPage = Callable[..., Page]


def open_task(page: Page, case: str) -> None:
    """Open the task of a case from *Tugas saya*."""
    page.goto("/odoo/my-tasks")
    page.locator(".o_data_row", has_text=case).first.click()
    page.wait_for_selector(".o_bpmn_task_form")


def finish(page: Page, outcome: str) -> None:
    page.click(f".o_bpmn_task_form button[data-outcome={outcome}]")
    page.wait_for_selector(".o_notification")


def newest_case(page: Page) -> str:
    """The name of the newest case in the list, which has no order but time."""
    page.goto("/odoo/wbs-cases")
    row = page.locator(".o_data_row").first
    return row.locator("td[name=name]").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_report_is_answered_and_closed(
    new_page: NewPage,
    login: Login,
    screenshot: Callable[[Page, str], Path],
    script: bool,
) -> None:
    telephone = {"viewport": {"width": 360, "height": 740}}
    reporter = Reporter(new_page(java_script_enabled=script, **telephone))
    reporter.tell(ACCOUNT, {"catatan.txt": EVIDENCE})
    screenshot(reporter.page, "reporter-check")
    reporter.send()
    assert len(reporter.code) == 23
    screenshot(reporter.page, "reporter-receipt")
    reporter.leave()
    assert reporter.page.context.cookies() == []

    secretariat = new_page()
    login(secretariat, "secretariat")
    case = newest_case(secretariat)
    open_task(secretariat, case)
    expect(secretariat.locator("[name=due_at]").first).to_be_visible()
    screenshot(secretariat, "secretariat-task")
    finish(secretariat, "accept")

    handler = new_page()
    login(handler, "handler")
    open_task(handler, case)
    handler.fill("#task_field_assessment", "Pungutan terbukti dari catatan.")
    handler.fill("#task_field_answer", ANSWER)
    screenshot(handler, "handler-task")
    finish(handler, "propose")

    inspector = new_page()
    login(inspector, "inspector")
    open_task(inspector, case)
    screenshot(inspector, "inspector-task")
    finish(inspector, "approve")

    reporter.open(reporter.code)
    expect(reporter.page.locator("#status")).to_be_visible()
    expect(reporter.page.locator(".conversation")).to_contain_text(ANSWER)
    assert ACCOUNT not in reporter.page.content()
    screenshot(reporter.page, "reporter-answer")


def test_the_letter_of_answer_is_a_word_file(new_page: NewPage, login: Login) -> None:
    """The demonstration's closed case has one, written by the outbox."""
    page = new_page()
    login(page, "inspector")
    page.goto("/odoo/wbs-cases")
    page.click(".o_searchview .o_facet_remove")
    page.locator(".o_data_row", has=page.locator(".text-bg-success")).first.click()
    page.click(".o_notebook a[name=letters]")
    with page.expect_download() as download:
        page.locator("[name=letter_ids] button[name=action_download]").first.click()
    content = Path(download.value.path()).read_bytes()
    document = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "Jawaban atas pengaduan" in document
    assert "Yth." in document
