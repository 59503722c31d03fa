"""A process owner changes a drawing, tries it, compares it and puts it into force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tools import database
from tools.server import Server

from .conftest import DATABASE
from .drawing import LONG_MILLISECONDS, choose, forget_changes, open_drawing, saved

Login = Callable[[Page, str], None]
NewPage = Callable[..., Page]
DESK = {"viewport": {"width": 1366, "height": 768}}


@pytest.fixture(autouse=True)
def the_draft_is_as_before(server: Server) -> Iterator[None]:
    """Each test begins with the drawing that is in force as the draft."""
    yield
    forget_changes()


@pytest.fixture
def owner(new_page: NewPage, login: Login) -> Page:
    """The owner's page with the drawing open."""
    page = new_page(**DESK)
    login(page, "owner")
    open_drawing(page)
    return page


def test_a_new_task_is_drawn_tried_compared_and_put_into_force(
    owner: Page,
    new_page: NewPage,
    login: Login,
    screenshot: Callable[[Page, str], Path],
) -> None:
    page = owner
    page.click(".o_bpmn_show_steps")
    page.click("tr[data-step=Assess] button.fa-plus")
    page.locator("tr[data-step^=Activity_] button.fa-pencil").click()
    panel = page.locator(".o_bpmn_panel")
    panel.get_by_label("Nama", exact=True).fill("Tinjau ulang telaah")
    panel.locator(".o_bpmn_outcomes .o_bpmn_add_choice").click()
    panel.locator(".o_bpmn_outcomes input").first.fill("Sudah sesuai")
    clock = panel.get_by_label("Aturan tenggat")
    clock.select_option("verify")
    saved(page)
    screenshot(page, "owner-new-task")

    expect(page.locator(".o_bpmn_problems_summary")).to_contain_text(
        "Tidak ada masalah"
    )

    page.click("button[data-side=comparison]")
    added = page.locator(".o_bpmn_change[data-what=added]", has_text="Tinjau ulang")
    # The step, and the flow to it: told by what it leads from and to.
    expect(added).to_have_count(2)
    expect(added.filter(has_text="→ Tinjau ulang telaah")).to_be_visible()
    expect(page.locator("g.o_bpmn_added").first).to_be_visible()
    screenshot(page, "owner-comparison")

    page.click("button[data-side=trial]")
    page.click(".o_bpmn_trial_start")
    page.click(".o_bpmn_trial_task[data-element=IntakeCheck] [data-outcome=accept]")
    page.click(".o_bpmn_trial_task[data-element=Assess] [data-outcome]")
    trial = page.locator(".o_bpmn_trial_task", has_text="Tinjau ulang telaah")
    expect(trial).to_be_visible()
    screenshot(page, "owner-trial")
    trial.locator("[data-outcome=sudah_sesuai]").click()
    approval = page.locator(".o_bpmn_trial_task[data-element=ApproveClosure]")
    expect(approval).to_be_visible()
    # Time passes only where the owner moves it.
    now = page.locator(".o_bpmn_trial_now")
    moment = now.inner_text()
    page.click(".o_bpmn_trial_next")
    expect(now).not_to_have_text(moment)
    approval.locator("[data-outcome=approve]").click()
    page.click(".o_bpmn_keep summary")
    page.fill("#o_bpmn_case_name", "Telaah ditinjau ulang, lalu ditutup")
    page.click(".o_bpmn_keep_case")
    expect(page.locator(".o_bpmn_kept")).to_be_visible()

    in_force = page.locator(".o_bpmn_in_force")
    before = in_force.inner_text()
    page.click(".o_bpmn_deploy")
    page.locator(".modal [name=note] textarea").fill("Telaah ditinjau ulang.")
    # The shipped test cases know nothing of the new task: the dialog says so.
    page.locator(".modal [name=despite_failures] input").check()
    page.click(".modal button[name=action_deploy]")
    page.wait_for_selector(".modal", state="detached")
    expect(in_force).to_contain_text("Berlaku: versi")
    expect(in_force).not_to_have_text(before)


def test_a_problem_leads_to_its_element_and_goes_when_it_is_mended(
    owner: Page, screenshot: Callable[[Page, str], Path]
) -> None:
    page = owner
    choose(page, "flow_accept")
    condition = page.locator(".o_bpmn_panel").get_by_label(re.compile("FEEL"))
    condition.fill('IntakeCheck.outcome = "accept" and')
    expect(page.locator(".o_bpmn_feel_problem")).to_be_visible()
    problem = page.locator(".o_bpmn_problem[data-element=flow_accept]").first
    expect(problem).to_contain_text("Kesalahan")
    screenshot(page, "owner-problem")
    choose(page, "IntakeCheck")
    problem.click()
    page.wait_for_selector(".o_bpmn_panel[data-element=flow_accept]")
    condition.fill('IntakeCheck.outcome = "accept"')
    expect(page.locator(".o_bpmn_problems_summary")).to_contain_text(
        "Tidak ada masalah"
    )
    page.click("button[aria-label=Batalkan]")
    expect(problem).to_be_visible()


def test_a_drawing_goes_out_as_a_file_and_comes_back_the_same(
    owner: Page, tmp_path: Path
) -> None:
    page = owner
    with page.expect_download() as going:
        page.click(".o_bpmn_download")
    file = tmp_path / "out.bpmn"
    going.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    assert 'id="wbs_main"' in text and "procedure:settings" in text
    renamed = tmp_path / "theirs.bpmn"
    renamed.write_text(
        text.replace('"wbs_main"', '"their_process"').replace(' clock="assess"', ""),
        encoding="utf-8",
    )
    page.set_input_files(".o_bpmn_upload", renamed)
    page.wait_for_selector(".o_notification")
    page.set_input_files(".o_bpmn_upload", file)
    saved(page)
    page.click("button[data-side=comparison]")
    expect(page.locator(".o_bpmn_comparison")).to_contain_text("sama dengan versi")


def test_two_owners_at_once_do_not_write_over_each_other(
    owner: Page, new_page: NewPage, login: Login
) -> None:
    second = new_page(**DESK)
    login(second, "owner")
    open_drawing(second)
    for page, name in ((owner, "Nama yang pertama"), (second, "Nama yang kedua")):
        choose(page, "Assess")
        page.locator(".o_bpmn_panel").get_by_label("Nama", exact=True).fill(name)
        page.locator(".o_bpmn_save_state").click()
        if page is owner:
            saved(page)
    expect(second.locator(".o_bpmn_conflict")).to_be_visible()
    second.click(".o_bpmn_take_theirs")
    theirs = second.locator("g[data-element-id='Assess']").first
    expect(theirs).to_contain_text(re.compile("Nama.*pertama"))
    choose(second, "Assess")
    name = second.locator(".o_bpmn_panel").get_by_label("Nama", exact=True)
    expect(name).to_have_value("Nama yang pertama")


def test_the_table_of_steps_is_worked_by_keyboard_alone(owner: Page) -> None:
    page = owner
    page.locator(".o_bpmn_show_steps").focus()
    page.keyboard.press("Enter")
    name = page.locator("tr[data-step=Assess] input")
    name.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Telaah laporan")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    saved(page)
    drawn = page.locator("g[data-element-id=Assess]")
    expect(drawn).to_contain_text("Telaah")


def test_a_trial_asks_in_the_words_of_the_office(
    owner: Page, screenshot: Callable[[Page, str], Path]
) -> None:
    page = owner
    page.click("button[data-side=trial]")
    trial = page.locator(".o_bpmn_trial")
    trial.get_by_label("Kategori", exact=True).select_option(label="Korupsi")
    trial.get_by_label("Pelapor mengirim bukti").check()
    expect(
        trial.get_by_label(re.compile("^Catat dan cocokkan nama: Siapa"))
    ).to_have_value("nobody")
    expect(trial.locator("code")).to_have_count(0)
    screenshot(page, "owner-trial-begins")
    page.click(".o_bpmn_trial_start")
    page.click(".o_bpmn_trial details:has-text('Data saat ini') summary")
    expect(trial).to_contain_text("Kategori: Korupsi")
    expect(trial).to_contain_text("Pelapor mengirim bukti: ya")


def test_a_forgotten_quotation_mark_is_told_with_how_to_write_it(owner: Page) -> None:
    page = owner
    choose(page, "flow_accept")
    condition = page.locator(".o_bpmn_panel").get_by_label(re.compile("FEEL"))
    condition.fill("outcome = accept")
    problem = page.locator(".o_bpmn_problem[data-element=flow_accept]")
    expect(problem).to_contain_text('tulis "accept", dengan tanda petik')
    expect(problem).to_contain_text("Kesalahan")


def test_a_decision_table_is_edited_and_its_problems_are_told(
    new_page: NewPage, login: Login, screenshot: Callable[[Page, str], Path]
) -> None:
    page = new_page(**DESK)
    login(page, "owner")
    page.goto("/odoo/action-wbs_module.bpmn_decision_action/new")
    name = page.locator("[name=name] input")
    name.wait_for(timeout=LONG_MILLISECONDS)
    name.fill("Tingkat laporan")
    page.locator("[name=key] input").fill("report_level")
    page.click(".o_form_button_save")
    page.wait_for_selector(".dmn-decision-table-container", timeout=LONG_MILLISECONDS)
    screenshot(page, "owner-decision")
    page.locator(".dmn-decision-table-container .add-rule").first.click()
    page.wait_for_selector(".o_bpmn_decision_problems [data-code]")
    page.click(".o_form_button_save")
    page.wait_for_selector(
        ".o_form_status_indicator_buttons.invisible", state="attached"
    )
    kept = database.query(
        DATABASE, "SELECT \"table\" FROM bpmn_decision WHERE key = 'report_level'"
    )
    assert "<rule" in kept[0][0]


@pytest.fixture
def conflicts(new_page: NewPage, login: Login) -> Page:
    """The owner's page with the table of conflicts open."""
    page = new_page(**DESK)
    login(page, "owner")
    page.goto("/odoo/action-wbs_module.bpmn_decision_action")
    page.locator(".o_data_row", has_text="Benturan").locator("[name=name]").click()
    page.wait_for_selector(".dmn-decision-table-container", timeout=LONG_MILLISECONDS)
    return page


def write_into_first_result(page: Page, text: str) -> None:
    cell = page.locator(".dmn-decision-table-container td.output-cell").first
    cell.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def test_a_table_that_cannot_be_asked_is_refused_and_goes_back_as_it_was(
    conflicts: Page, screenshot: Callable[[Page, str], Path]
) -> None:
    page = conflicts
    first = page.locator(".dmn-decision-table-container td.output-cell").first
    expect(page.locator(".hit-policy")).to_contain_text("Hanya satu yang cocok")
    expect(page.locator(".view-drd")).to_be_hidden()
    write_into_first_result(page, "tim")
    hint = page.locator(".o_bpmn_decision_problems [data-code=text_without_quotes]")
    expect(hint).to_contain_text('tulis "tim"')
    write_into_first_result(page, "> >")
    expect(page.locator(".o_bpmn_decision_problems")).to_contain_text("Kesalahan")
    page.click(".o_form_button_save")
    refusal = page.locator(".modal", has_text="Tabel ini tidak dapat dipakai")
    expect(refusal).to_contain_text("Aturan 1, keluaran “Ditangani”")
    screenshot(page, "owner-decision-refused")
    refusal.locator("footer button").first.click()
    page.click(".o_form_button_cancel")
    expect(first).to_have_text('"team"')
    expect(page.locator(".o_bpmn_decision_problems")).to_have_count(0)
    screenshot(page, "owner-decision-discarded")


def test_holidays_are_filled_in_and_it_is_said_what_was_done(
    new_page: NewPage, login: Login, screenshot: Callable[[Page, str], Path]
) -> None:
    page = new_page(**DESK)
    login(page, "owner")
    page.goto("/odoo/action-wbs_module.bpmn_process_action")
    for said in ("2026 ditambahkan", "tidak ada yang ditambahkan"):
        page.locator(".o_main_navbar").get_by_text("Prosedur").click()
        page.get_by_role("menuitem", name="Hari libur nasional").click()
        asked = page.locator(".modal")
        asked.locator("[name=year] input").fill("2026")
        asked.locator("[name=year] input").press("Tab")
        expect(asked).to_contain_text("17/08/2026 Hari Kemerdekaan")
        screenshot(page, "owner-holidays")
        asked.get_by_role("button", name="Isi", exact=True).click()
        told = page.locator(".o_notification")
        expect(told).to_contain_text(said)
        expect(asked).to_have_count(0)
        screenshot(page, "owner-holidays-filled")
        told.locator(".o_notification_close").click()
        expect(told).to_have_count(0)
