"""A process owner puts into force, moves and moves back, recalculates; an operator
tries again what had failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tools import database
from tools.inside_odoo import call_in_odoo
from tools.server import Server

from .conftest import DATABASE
from .drawing import (
    forget_changes,
    kept_element,
    open_drawing,
    process_id,
    saved,
)

Login = Callable[[Page, str], None]
NewPage = Callable[..., Page]
Screenshot = Callable[[Page, str], Path]
DESK = {"viewport": {"width": 1366, "height": 768}}
LONG_MILLISECONDS = 60_000
RENAMED = "Telaah yang baru"


@pytest.fixture
def owner(new_page: NewPage, login: Login) -> Page:
    """The owner's page, at a desk."""
    page = new_page(**DESK)
    login(page, "owner")
    return page


@pytest.fixture
def renamed_draft(server: Server) -> Iterator[None]:
    """A draft in which one step has another name; what was in force is so again."""
    process = f"bpmn_process WHERE id = {process_id()}"
    version = database.query(DATABASE, f"SELECT version_id FROM {process}")[0][0]
    database.execute(
        DATABASE,
        "UPDATE bpmn_process SET drawing = regexp_replace(drawing,"
        f" '(id=\"Assess\"[^>]* name=\")[^\"]*', '\\1{RENAMED}')"
        f" WHERE id = {process_id()}",
    )
    yield
    database.execute(
        DATABASE,
        f"UPDATE bpmn_process SET version_id = {version} WHERE id = {process_id()}",
    )
    forget_changes()


def open_process(page: Page) -> None:
    page.goto(f"/odoo/action-wbs_module.bpmn_process_action/{process_id()}")
    page.wait_for_selector(".o_form_view .oe_title")


def dialog(page: Page) -> Locator:
    found = page.locator(".modal")
    expect(found).to_be_visible(timeout=LONG_MILLISECONDS)
    return found


def test_what_differs_is_read_before_and_moved_instances_go_back(
    renamed_draft: None, owner: Page, screenshot: Screenshot
) -> None:
    page = owner
    open_process(page)
    page.click("button[name=action_deploy]")
    deployment = dialog(page)
    changes = deployment.locator(".o_bpmn_deployment_changes")
    expect(changes).to_contain_text(RENAMED)
    expect(deployment.locator("[name=running_words]")).to_contain_text("tetap")
    screenshot(page, "owner-deployment")
    deployment.locator("[name=note] textarea").fill("Nama langkah yang lebih jelas.")
    deployment.locator("button[name=action_deploy]").click()
    expect(page.locator(".modal")).to_have_count(0, timeout=LONG_MILLISECONDS)

    open_process(page)
    page.click(".nav-link[name=versions]")
    expect(page.locator("[name=version_ids]")).to_contain_text("Dikirim bersama modul")
    page.locator("button[name=action_migrate]").first.click()
    migration = dialog(page)
    lines = migration.locator("[name=line_ids] .o_data_row")
    expect(lines.filter(has_text=f"→ {RENAMED}").first).to_be_visible()
    # Elements are told by their names, also where a first answer is waited for.
    expect(migration).not_to_contain_text("FirstAnswerGiven")
    screenshot(page, "owner-migration")
    migration.locator("button[name=action_migrate]").click()
    expect(page.locator(".modal")).to_have_count(0, timeout=LONG_MILLISECONDS)

    open_process(page)
    page.click(".nav-link[name=migrations]")
    screenshot(page, "owner-migrated")
    latest = page.locator("[name=migration_ids] .o_data_row").first
    undo = latest.locator("button[name=action_undo]")
    undo.click()
    expect(undo).to_have_count(0, timeout=LONG_MILLISECONDS)

    # From beside the drawing too; and the former version can be the draft again.
    open_drawing(page)
    page.click("button[data-side=versions]")
    former = page.locator(".o_bpmn_versions > div", has_text="Versi 1")
    former.locator("button.btn-secondary").click()
    expect(dialog(page).locator("[name=line_ids] .o_data_row").first).to_be_visible()
    expect(dialog(page)).to_contain_text("Pindahkan pelaksanaan yang berjalan")
    page.click(".modal-header .btn-close")
    former.locator("button", has_text="rancangan").click()
    page.click(".modal .btn-primary")
    saved(page)
    assert kept_element("Assess").get("name") != RENAMED


def test_a_clock_is_edited_and_what_runs_is_recalculated_on_purpose(
    owner: Page, screenshot: Screenshot
) -> None:
    page = owner
    page.goto("/odoo/action-wbs_module.bpmn_clock_action")
    page.locator(".o_data_row", has_text="verify").first.click()
    amount = page.locator("[name=amount] input")
    days = int(amount.input_value())
    amount.fill(str(days + 6))
    page.click(".o_form_button_save")
    page.wait_for_selector(
        ".o_form_status_indicator_buttons.invisible", state="attached"
    )
    page.click(".nav-link[name=changes]")
    changes = page.locator("[name=change_ids] .o_data_row")
    told = f"Lama: {days} hari kerja → {days + 6} hari kerja"
    expect(changes.first).to_contain_text(told)
    expect(changes.last).to_contain_text("Dikirim bersama modul")
    recalculate = page.locator(".o_form_statusbar button").first
    recalculate.click()
    preview = dialog(page)
    expect(preview.locator(".o_data_row").first).to_be_visible()
    screenshot(page, "owner-recalculation")
    preview.locator("button[name=action_recalculate]").click()
    expect(page.locator(".modal")).to_have_count(0, timeout=LONG_MILLISECONDS)
    recalculate.click()
    preview = dialog(page)
    expect(preview.locator("button[name=action_recalculate]")).to_be_hidden()


def covers(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes on the page lie on each other."""
    return all(
        one[at] < other[at] + other[size] and other[at] < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )


def test_where_it_takes_time_is_told_in_colour_number_and_table(
    owner: Page, screenshot: Screenshot
) -> None:
    page = owner
    page.goto(f"/odoo/{process_id()}/heat-map")
    # The version that the demonstration ran on; a newer one has nothing to tell yet.
    versions = page.locator(".o_bpmn_heat_map select")
    versions.select_option(versions.locator("option").last.get_attribute("value"))
    page.wait_for_selector(".o_bpmn_heat_table tbody tr")
    page.wait_for_selector(".o_bpmn_heat_canvas .djs-shape")
    expect(page.locator(".o_bpmn_heat_table")).to_contain_text("tidak disebutkan")
    told = [badge.bounding_box() for badge in page.locator(".o_bpmn_heat_badge").all()]
    assert len(told) > 1
    for at, one in enumerate(told):
        assert not [it for it in told[:at] if covers(one, it)], "figures on each other"
    screenshot(page, "owner-heat-map")


def test_an_operator_tries_again_what_had_failed(
    new_page: NewPage, login: Login, screenshot: Screenshot
) -> None:
    ((instance, state),) = database.query(
        DATABASE,
        "SELECT i.id, encode(i.state, 'hex') FROM bpmn_instance i"
        " JOIN res_users u ON u.company_id = i.company_id AND u.login = 'inspector'"
        " JOIN bpmn_instance_user_rel r ON r.instance_id = i.id AND r.user_id = u.id"
        " WHERE i.status = 'running' AND i.wake_at IS NOT NULL ORDER BY i.id LIMIT 1",
    )
    spoilt = "state = 'spoilt', wake_at = now() at time zone 'utc'"
    database.execute(
        DATABASE, f"UPDATE bpmn_instance SET {spoilt} WHERE id = {instance}"
    )
    call_in_odoo(DATABASE, "tests.browser.office", "let_timers_fire")
    page = new_page(**DESK)
    login(page, "inspector")
    incidents = "/odoo/action-wbs_module.bpmn_incident_action"
    page.goto(incidents)
    row = page.locator(".o_data_row", has_text=f" {instance}")
    expect(row.first).to_be_visible()
    screenshot(page, "operator-incidents")
    database.execute(
        DATABASE,
        f"UPDATE bpmn_instance SET state = decode('{state}', 'hex')"
        f" WHERE id = {instance}",
    )
    row.first.locator("td[name=opened_at]").click()
    page.locator(".o_form_statusbar button[name=action_retry]").click()
    expect(page.locator("button[name=action_retry]")).to_be_hidden()
    screenshot(page, "operator-resolved")
    page.goto(incidents)
    page.wait_for_selector(".o_list_view")
    expect(row).to_have_count(0)


def test_an_operator_goes_on_without_a_step_and_says_why(
    new_page: NewPage, login: Login, screenshot: Screenshot
) -> None:
    step = call_in_odoo(DATABASE, "tests.browser.office", "begin_what_fails")
    page = new_page(**DESK)
    login(page, "inspector")
    incidents = "/odoo/action-wbs_module.bpmn_incident_action"
    page.goto(incidents)
    row = page.locator(".o_data_row", has_text=step)
    expect(row).to_have_count(1)
    row.locator("td[name=opened_at]").click()
    page.get_by_role("button", name="Lewati atau perbaiki").click()
    asked = dialog(page)
    asked.get_by_label("Lanjutkan seolah-olah langkah sudah selesai").check()
    asked.locator("button[name=action_resolve]").click()
    refusal = page.locator(".modal", has_text="alasan").last
    expect(refusal).to_be_visible()
    screenshot(page, "operator-skips-without-reason")
    refusal.get_by_role("button").last.click()
    asked.locator("[name=reason] textarea").fill("Pelapor sudah dikabari lewat surat.")
    screenshot(page, "operator-skips")
    asked.locator("button[name=action_resolve]").click()
    expect(page.locator(".modal")).to_have_count(0, timeout=LONG_MILLISECONDS)
    screenshot(page, "operator-skipped")
    page.goto(incidents)
    page.wait_for_selector(".o_list_view")
    expect(row).to_have_count(0)
    ((status,),) = database.query(
        DATABASE,
        "SELECT i.status FROM bpmn_instance i JOIN bpmn_process p"
        " ON p.id = i.process_id WHERE p.key = 'fails'",
    )
    assert status == "completed"
