"""A handler's day: find what is due, read it, write, answer, hand over, step aside."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tools.inside_odoo import call_in_odoo
from tools.server import Server

from .conftest import DATABASE
from .office import COLLEAGUE, COLLEAGUE_NAME
from .reporter import Reporter

Login = Callable[[Page, str], None]
NewPage = Callable[..., Page]
Screenshot = Callable[[Page, str], Path]
DESK = {"viewport": {"width": 1366, "height": 768}, "timezone_id": "Asia/Jakarta"}
WORK = ("Pungutan pertama", "Pungutan kedua", "Pungutan ketiga", "Pungutan keempat")
EVIDENCE = "Senin Rp150.000, Selasa Rp150.000"
QUESTION = "Pada hari apa Saudara membayar?"
ASSESSMENT = "Pungutan terbukti dari catatan."


@pytest.fixture(scope="module")
def waiting(server: Server) -> list[dict[str, Any]]:
    """Four reports that wait for a handler: ``case``, ``code`` and ``task``."""
    return call_in_odoo(
        DATABASE, "tests.browser.office", "prepare_day", list(WORK), EVIDENCE
    )


@pytest.fixture
def handler(new_page: NewPage, login: Login, waiting: list[dict[str, Any]]) -> Page:
    """The handler's page, at a desk."""
    page = new_page(**DESK)
    login(page, "handler")
    return page


@pytest.fixture
def colleague(new_page: NewPage, login: Login, waiting: list[dict[str, Any]]) -> Page:
    """The page of a second handler."""
    page = new_page(**DESK)
    login(page, COLLEAGUE)
    return page


def my_tasks(page: Page) -> None:
    page.goto("/odoo/my-tasks")
    page.wait_for_selector(".o_list_view .o_data_row")


def row_of(page: Page, report: dict[str, Any]) -> Any:
    return page.locator(".o_data_row", has_text=report["case"])


def open_task(page: Page, report: dict[str, Any]) -> None:
    my_tasks(page)
    row_of(page, report).locator("td[name=name]").click()
    page.wait_for_selector(".o_bpmn_task_form")


def test_what_waits_is_a_list_cards_and_a_calendar_and_can_be_taken(
    handler: Page, waiting: list[dict[str, Any]], screenshot: Screenshot
) -> None:
    page, report = handler, waiting[0]
    # Whoever signs in stands before what waits.
    page.goto("/odoo")
    row = row_of(page, report)
    row.locator("button[name=action_claim]").click()
    expect(row.locator("td[name=user_id]")).to_contain_text("Hadi")
    expect(row.locator("button[name=action_claim]")).to_have_count(0)
    screenshot(page, "handler-list")
    page.click(".o_switch_view.o_kanban")
    card = page.locator(".o_kanban_record", has_text=report["case"])
    expect(card).to_contain_text("Telaah dan tulis jawaban")
    screenshot(page, "handler-cards")
    page.click(".o_switch_view.o_calendar")
    event = page.locator(".fc-event", has_text=report["case"])
    if not event.count():  # due next month
        page.click(".o_calendar_button_next")
    expect(event).to_contain_text("Telaah")
    screenshot(page, "handler-calendar")


def test_a_report_is_read_asked_about_and_answered(
    handler: Page,
    new_page: NewPage,
    waiting: list[dict[str, Any]],
    screenshot: Screenshot,
) -> None:
    page, report = handler, waiting[0]
    open_task(page, report)
    # What one reads first is in sight, and no key finishes the task by accident.
    expect(page.locator(".oe_title")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.dataset.outcome") is None
    panel = page.locator(".o_wbs_case_panel")
    expect(panel).not_to_contain_text(WORK[0])
    page.click(".o_wbs_content_panel .btn:has(.fa-lock)")
    # Each text under the question that it answers.
    account = page.locator(".o_wbs_content_panel > section").first
    expect(account.locator("h4")).to_have_text("Kejadian")
    expect(account).to_contain_text(WORK[0])
    screenshot(page, "handler-read")

    with page.expect_download() as copy:
        page.click(".o_wbs_panel_evidence button")
    assert Path(copy.value.path()).read_text() == EVIDENCE
    assert "catatan" not in copy.value.suggested_filename

    page.fill("#wbs_reply", QUESTION)
    page.click(".o_wbs_write")
    expect(page.locator(".o_wbs_messages .border-start")).to_contain_text(QUESTION)
    screenshot(page, "handler-wrote")
    reporter = Reporter(new_page(viewport={"width": 360, "height": 740}))
    reporter.open(report["code"])
    expect(reporter.page.locator(".conversation")).to_contain_text(QUESTION)

    # What is missing is told where it is missing, and nothing is sent.
    page.click("button[data-outcome=propose]")
    missing = "Belum ada isian"
    for field in ("assessment", "answer"):
        expect(page.locator(f"#task_field_{field}_error")).to_contain_text(missing)
    expect(page.locator("#task_field_assessment")).to_be_focused()
    screenshot(page, "handler-missing")
    page.fill("#task_field_assessment", ASSESSMENT)
    expect(page.locator("#task_field_assessment_error")).to_have_count(0)
    # The case is looked at meanwhile: what was typed is still there afterwards.
    panel.locator(".btn-link", has_text=report["case"]).click()
    page.wait_for_selector(".o_notebook")
    page.go_back()
    expect(page.locator("#task_field_assessment")).to_have_value(ASSESSMENT)
    page.fill("#task_field_answer", "Terbukti dan ditindaklanjuti.")
    page.click("button[data-outcome=propose]")
    # The next task is there without a click, with nothing of the one before.
    expect(page.locator(".o_notification", has_text="berikutnya")).to_be_visible()
    expect(page.locator(".oe_title")).to_be_in_viewport()
    expect(panel).to_have_count(1)
    expect(panel).not_to_contain_text(report["case"])
    expect(panel).not_to_contain_text(WORK[0])
    expect(page.locator(".breadcrumb")).to_contain_text("Tugas saya")
    expect(page.locator("#task_field_assessment")).to_have_value("")
    screenshot(page, "handler-next")


def test_why_another_must_do_it_is_told_before_one_tries(
    handler: Page, waiting: list[dict[str, Any]], screenshot: Screenshot
) -> None:
    """After the test before: whoever assessed does not approve the closure."""
    page, report = handler, waiting[0]
    page.goto("/odoo/wbs-cases")
    row_of(page, report).locator("td[name=name]").click()
    page.click("button[name=action_open_tasks]")
    # What waits; what was finished is a click away, and is not called in time or late.
    expect(page.locator(".o_data_row")).to_have_count(1)
    page.click(".o_facet_remove")
    finished = page.locator(".o_data_row", has_text="Telaah dan tulis jawaban")
    expect(finished).to_contain_text("Diselesaikan")
    expect(finished.locator("td[name=urgency]")).to_have_text("")
    screenshot(page, "handler-tasks-of-case")
    page.locator(".o_data_row", has_text="Setujui penutupan").click()
    expect(page.locator("[name=blocked_because]")).to_contain_text("Telaah")
    expect(page.locator(".o_bpmn_task_form")).to_have_count(0)
    # Whoever decides reads which text was written into which field.
    page.click(".o_wbs_content_panel .btn:has(.fa-lock)")
    notes = page.locator(".o_wbs_content_panel section", has_text="langkah sebelumnya")
    written = notes.locator(".border-start", has_text=ASSESSMENT)
    expect(written.locator("b")).to_have_text("Hasil telaah")
    screenshot(page, "handler-blocked")


def test_of_two_who_finish_one_task_the_slower_is_told_and_loses_nothing(
    handler: Page,
    colleague: Page,
    waiting: list[dict[str, Any]],
    screenshot: Screenshot,
) -> None:
    for page in (handler, colleague):
        open_task(page, waiting[1])
        page.fill("#task_field_assessment", ASSESSMENT)
        page.fill("#task_field_answer", "Terbukti.")
    colleague.click("button[data-outcome=propose]")
    colleague.wait_for_selector(".o_notification")
    handler.click("button[data-outcome=propose]")
    dialog = handler.locator(".modal")
    expect(dialog).to_contain_text(COLLEAGUE_NAME)
    screenshot(handler, "handler-slower")
    dialog.locator(".btn-primary").click()
    # The page shows how it is now, and what was typed is still there to be copied.
    expect(handler.locator("[name=closed_by_id]")).to_contain_text(COLLEAGUE_NAME)
    expect(handler.locator("button[data-outcome]")).to_have_count(0)
    expect(handler.locator(".o_bpmn_not_stored")).to_contain_text(ASSESSMENT)
    screenshot(handler, "handler-slower-after")
    handler.locator(".o_bpmn_not_stored button").click()
    expect(handler.locator(".o_bpmn_not_stored")).to_have_count(0)


def test_a_task_is_handed_over_and_waits_for_the_colleague(
    handler: Page,
    colleague: Page,
    waiting: list[dict[str, Any]],
    screenshot: Screenshot,
) -> None:
    page, report = handler, waiting[2]
    open_task(page, report)
    page.locator(".o_form_statusbar button", has_text="Alihkan").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=user_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text=COLLEAGUE_NAME).click()
    screenshot(page, "handler-hand-over")
    dialog.locator("button[name=action_hand_over]").click()
    page.wait_for_selector(".o_list_view .o_data_row")
    expect(row_of(page, report)).to_have_count(0)
    my_tasks(colleague)
    expect(row_of(colleague, report)).to_contain_text(COLLEAGUE_NAME)


def test_whoever_steps_aside_sees_the_case_nowhere_any_more(
    handler: Page, waiting: list[dict[str, Any]], screenshot: Screenshot
) -> None:
    page, report = handler, waiting[3]
    open_task(page, report)
    page.click(".o_wbs_step_aside")
    dialog = page.locator(".modal")
    dialog.locator("textarea").fill("Saya mengenal petugas itu.")
    screenshot(page, "handler-steps-aside")
    dialog.locator(".o_wbs_confirm").click()
    page.wait_for_selector(".o_list_view .o_data_row")
    expect(page.locator(".o_notification")).to_contain_text("tidak lagi melihat")
    expect(row_of(page, report)).to_have_count(0)
    page.goto("/odoo/wbs-cases")
    page.wait_for_selector(".o_list_view .o_data_row")
    expect(row_of(page, report)).to_have_count(0)
    page.goto(f"/odoo/my-tasks/{report['task']}")
    page.wait_for_selector(".o_list_view .o_data_row")
    # Not even what this browser showed before.
    expect(page.locator("body")).not_to_contain_text(report["case"])
    screenshot(page, "handler-gone")
    # The page told so, and noted it on its console.
    page.expected_errors.clear()  # type: ignore[attr-defined]


def test_a_letter_is_looked_at_and_taken_as_a_word_file(
    handler: Page, screenshot: Screenshot
) -> None:
    page = handler
    page.goto("/odoo")
    page.click(".o_menu_sections >> text=Surat")
    row = page.locator(".o_data_row", has_text="Jawaban kepada pelapor").first
    with page.expect_popup() as preview:
        row.locator("button[name=action_preview]").click()
    assert preview.value.url.endswith("/preview")
    with page.expect_download() as download:
        row.locator("button[name=action_download]").click()
    assert "word/document.xml" in zipfile.ZipFile(download.value.path()).namelist()
    screenshot(page, "handler-letters")
