"""Before the people who keep names are appointed: anonymous reports, and it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tools import database
from tools.server import Server

from .reporter import HOME, Reporter

WHAT = "Pungutan liar di loket karangan, setiap hari Senin."


@pytest.fixture
def nobody_keeps_names(server: Server) -> Iterator[None]:
    """The office as it is before its first custodians and approvers have keys."""
    name = server.database
    database.execute(
        name,
        "CREATE TABLE kept AS TABLE wbs_generation; DELETE FROM wbs_generation",
    )
    yield
    database.execute(
        name, "INSERT INTO wbs_generation SELECT * FROM kept; DROP TABLE kept"
    )


@pytest.mark.usefixtures("nobody_keeps_names")
def test_only_anonymous_reports_are_taken_and_the_page_says_so(
    new_page: Callable[..., Page], screenshot: Callable[[Page, str], Path]
) -> None:
    reporter = Reporter(new_page(viewport={"width": 360, "height": 740}))
    page = reporter.page
    reporter.begin()
    page.check("input[name=category][value=corruption]")
    reporter.go_on()
    reporter.answer("what", WHAT)
    for step in ("where", "when", "who", "source", "proof"):
        reporter.answer(step)
    assert page.url.endswith("/lapor/identity")
    note = page.locator(".note", has_text="tanpa nama")
    expect(note).to_contain_text("belum ditunjuk")
    expect(page.locator("#question input[type=text]")).to_have_count(0)
    screenshot(page, "before-custodians-identity")
    reporter.go_on()
    reporter.send()
    assert len(reporter.code) == 23
    reporter.leave()
    reporter.open(reporter.code)
    expect(page.locator("#status")).to_be_visible()


@pytest.mark.usefixtures("nobody_keeps_names")
def test_who_names_themselves_all_the_same_is_told_and_nothing_is_kept(
    new_page: Callable[..., Page], server: Server
) -> None:
    """Somebody whose page was open since before, or who sends the form by hand."""
    reporter = Reporter(new_page())
    page = reporter.page
    reporter.tell(WHAT)
    count = "SELECT count(*) FROM wbs_case"
    before = database.query(server.database, count)
    sent = page.request.post(f"{HOME}/lapor/identity", form={"name": "Nama Karangan"})
    assert sent.ok
    answer = page.request.post(f"{HOME}/kirim", form={"x": "1"})
    assert "belum ditunjuk" in answer.text()
    assert database.query(server.database, count) == before
