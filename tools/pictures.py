"""Pictures of the running product for the README: ``python -m tools.pictures``.

A server on a clone of the demo database, Chromium in front of it, one picture for each
of the four people, written to ``docs/pictures/``.
"""

import shutil
from collections.abc import Callable

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools import database
from tools.free_port import free_port
from tools.places import BUILD, ROOT
from tools.progress import Failure, stop_with
from tools.server import Server, serving

DATABASE = "pictures"
FOLDER = ROOT / "docs" / "pictures"
TELEPHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1366, "height": 768}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def reporter(page: Page) -> None:
    page.goto("/layanan/malang/id")


def handler(page: Page) -> None:
    log_in(page, "secretariat")
    page.goto("/odoo/my-tasks")
    page.wait_for_selector(".o_data_row")


def supervisor(page: Page) -> None:
    log_in(page, "inspector")
    page.goto("/odoo/my-tasks")
    page.locator(".o_data_row").first.click()
    page.wait_for_selector(".o_bpmn_task_form")
    page.click(".o_wbs_content_panel button")
    page.wait_for_selector(".o_wbs_content_panel section")


def case(page: Page) -> None:
    log_in(page, "inspector")
    page.goto("/odoo/wbs-cases")
    page.locator(".o_data_row").nth(1).click()
    page.wait_for_selector(".o_bpmn_badge")


def process_owner(page: Page) -> None:
    log_in(page, "owner")
    page.goto("/odoo/action-wbs_module.bpmn_process_action")
    page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)").first.click()
    page.wait_for_selector(".o_form_view")


def log_in(page: Page, user: str) -> None:
    page.goto("/web/login")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", user)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")


SCENES: dict[str, tuple[Callable[[Page], None], ViewportSize]] = {
    "reporter": (reporter, TELEPHONE),
    "handler": (handler, DESK),
    "supervisor": (supervisor, DESK),
    "case": (case, DESK),
    "process-owner": (process_owner, DESK),
}


def take(browser: Browser, base_url: str, name: str) -> None:
    """Play the scene ``name`` and keep what stands on the screen then."""
    scene, size = SCENES[name]
    context = browser.new_context(base_url=base_url, locale="id-ID", viewport=size)
    page = context.new_page()
    scene(page)
    page.wait_for_timeout(1500)  # Odoo keeps a connection open: it is never idle
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()
    print(f"✓ docs/pictures/{name}.png", flush=True)


def take_all() -> None:
    """Take all pictures. Raises ``Failure`` without Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise Failure("Chromium is missing. Run: make setup-test")
    FOLDER.mkdir(parents=True, exist_ok=True)
    database.clone(database.template_of_module(demo=True), DATABASE)
    server = Server(DATABASE, free_port(), BUILD / "logs" / "pictures.log")
    with serving(server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name in SCENES:
            take(browser, server.base_url, name)
        browser.close()
    database.drop(DATABASE)


if __name__ == "__main__":
    try:
        take_all()
    except Failure as failure:
        stop_with(failure)
