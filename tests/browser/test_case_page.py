"""The page of a case: where it stands, what waits, the way so far, and why then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tools.inside_odoo import call_in_odoo
from tools.server import Server

from .conftest import DATABASE

Login = Callable[[Page, str], None]
NewPage = Callable[..., Page]
Screenshot = Callable[[Page, str], Path]
DESK = {"viewport": {"width": 1366, "height": 900}, "timezone_id": "Asia/Jakarta"}
WHAT = "Satu laporan untuk halaman kasus"
STEP = "Telaah dan tulis jawaban"


@pytest.fixture
def report(server: Server) -> dict[str, Any]:
    """A report that waits for a handler: ``case``, ``code`` and ``task``."""
    (prepared,) = call_in_odoo(
        DATABASE, "tests.browser.office", "prepare_day", [WHAT], "bukti"
    )
    return prepared


def open_case(page: Page, report: dict[str, Any]) -> None:
    page.goto("/odoo/wbs-cases")
    page.locator(".o_data_row", has_text=report["case"]).locator("td").nth(1).click()


def width_of_the_drawing(page: Page) -> float:
    box = page.locator(".o_bpmn_canvas .djs-container g.viewport").bounding_box()
    assert box
    return box["width"]


def test_a_case_says_what_waits_the_way_so_far_and_why_it_is_due_then(
    new_page: NewPage, login: Login, report: dict[str, Any], screenshot: Screenshot
) -> None:
    page = new_page(**DESK)
    login(page, "handler")
    open_case(page, report)
    progress = page.locator(".o_wbs_case_progress")
    waits = progress.locator(".o_wbs_open_steps tbody tr")
    expect(waits).to_have_count(1)
    expect(waits).to_contain_text(STEP)
    expect(waits).to_contain_text("Tim Penanganan")
    expect(waits).to_contain_text("jatuh tempo")
    way = progress.locator("section", has_text="Jalannya sejauh ini")
    expect(way.locator("tbody tr")).to_contain_text("Sari Sekretariat")
    first = progress.locator("details").first
    first.locator("summary").click()
    expect(first).to_contain_text("Jatuh tempo pada")
    expect(page.locator(".o_field_widget[name=main_instance_id]")).to_contain_text(
        report["case"]
    )
    screenshot(page, "case-page")

    page.wait_for_selector(".o_bpmn_canvas .o_bpmn_token")
    whole = width_of_the_drawing(page)
    page.get_by_role("button", name="Perbesar").click()
    page.wait_for_function(
        "width => document.querySelector('.o_bpmn_canvas g.viewport')"
        ".getBoundingClientRect().width > width * 1.1",
        arg=whole,
    )
    page.get_by_role("button", name="Tampilkan seluruh gambar").click()
    page.wait_for_function(
        "width => document.querySelector('.o_bpmn_canvas g.viewport')"
        ".getBoundingClientRect().width < width * 1.1",
        arg=whole,
    )


def test_tasks_are_grouped_by_their_case(
    new_page: NewPage, login: Login, report: dict[str, Any], screenshot: Screenshot
) -> None:
    page = new_page(**DESK)
    login(page, "handler")
    page.goto("/odoo/my-tasks")
    page.wait_for_selector(".o_data_row")
    page.click(".o_searchview_dropdown_toggler")
    page.locator(".o_group_by_menu .o-dropdown-item", has_text="Kasus").click()
    expect(page.locator(".o_group_header", has_text=report["case"])).to_be_visible()
    screenshot(page, "tasks-by-case")


def test_on_a_telephone_cases_are_cards(
    new_page: NewPage, login: Login, report: dict[str, Any], screenshot: Screenshot
) -> None:
    page = new_page(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    login(page, "handler")
    page.goto("/odoo/wbs-cases")
    page.wait_for_selector(".o_kanban_record")
    card = page.locator(".o_kanban_record", has_text=report["case"])
    expect(card).to_contain_text("Korupsi")
    expect(card).to_contain_text("Telaah")
    screenshot(page, "cases-on-a-telephone")


def test_what_a_dialog_began_stands_on_the_page_at_once(
    new_page: NewPage, login: Login, report: dict[str, Any], screenshot: Screenshot
) -> None:
    page = new_page(**DESK)
    login(page, "inspector")
    open_case(page, report)
    waits = page.locator(".o_wbs_open_steps tbody tr")
    expect(waits).to_have_count(1)
    page.click("button[name=action_doubt_good_faith]")
    dialog = page.locator(".modal")
    dialog.locator("textarea").fill("Catatan yang sama pada dua laporan")
    dialog.locator("footer .btn-primary").click()
    expect(waits).to_have_count(2)
    screenshot(page, "case-page-after-a-dialog")
