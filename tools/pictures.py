"""Pictures of the running product for README and manuals: ``python -m tools.pictures``.

A server on a clone of the demo database, Chromium in front of it, one picture a scene,
written to ``docs/pictures/``. Names of scenes as arguments take only these.
"""

import base64
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
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
ACCOUNT = "Petugas loket meminta uang tambahan di luar tarif (karangan)."
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def reporter(page: Page) -> None:
    page.goto("/layanan/malang/id")


def reporter_question(page: Page) -> None:
    reporter(page)
    press(page, "mulai")
    page.check("input[name=category][value=corruption]")
    page.click("button[form=question]")
    page.fill("textarea[name=what]", ACCOUNT)


def reporter_receipt(page: Page) -> None:
    reporter_question(page)
    page.click("button[form=question]")
    for _question in ("where", "when", "who", "source", "proof", "identity"):
        page.click("button[form=question]")
    press(page, "kirim")
    page.wait_for_selector("#code")


def reporter_inbox(page: Page) -> None:
    reporter_receipt(page)
    code = "-".join(page.locator("#code span").all_inner_texts())
    page.goto("/layanan/malang/id/kode")
    page.fill("input[name=code]", code)
    press(page, "kode")
    page.wait_for_selector("#status")


def reporter_protection(page: Page) -> None:
    reporter_inbox(page)
    page.click("button[name=ask][value=tekanan]")
    page.wait_for_selector("textarea")


def press(page: Page, action: str) -> None:
    page.click(f"form[action$='/{action}'] button")


def handler(page: Page) -> None:
    log_in(page, "secretariat")
    page.goto("/odoo/my-tasks")
    page.wait_for_selector(".o_data_row")


def task(page: Page) -> None:
    log_in(page, "handler")
    page.goto("/odoo/my-tasks")
    page.locator(".o_data_row").first.click()
    open_content(page)


def supervisor(page: Page) -> None:
    log_in(page, "inspector")
    page.goto("/odoo/my-tasks")
    page.locator(".o_data_row", has_text="Setujui penutupan").first.click()
    open_content(page)


def open_content(page: Page) -> None:
    """What the case says stands closed until somebody asks for it."""
    page.wait_for_selector(".o_bpmn_task_form")
    page.click(".o_wbs_content_panel button")
    page.wait_for_selector(".o_wbs_content_panel section")


def case(page: Page) -> None:
    log_in(page, "inspector")
    page.goto("/odoo/wbs-cases")
    examined = page.get_by_text("Pemeriksaan", exact=True)
    page.locator(".o_data_row", has=examined).first.click()
    page.wait_for_selector(".o_bpmn_badge")


def registration(page: Page) -> None:
    log_in(page, "secretariat")
    page.goto("/odoo/register-report")
    page.wait_for_selector(".o_wbs_registration form")


def letters(page: Page) -> None:
    log_in(page, "inspector")
    page.goto("/odoo/wbs-letters")
    page.wait_for_selector(".o_data_row")


def letter_preview(page: Page) -> None:
    """The PDF itself: a browser without a screen shows none."""
    letters(page)
    preview = page.locator("button[name=action_preview]")
    preview.first.wait_for(timeout=120_000)  # the queue writes letters by and by
    row = page.locator(".o_data_row", has=preview, has_text="Jawaban").first
    with page.expect_response(re.compile("action_preview")) as answered:
        row.locator("button[name=action_preview]").click()
    pdf = page.request.get(answered.value.json()["result"]["url"]).body()
    command = ["pdftoppm", "-r", "110", "-png", "-f", "1", "-l", "1", "-"]
    png = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    page.set_content(f"<body style='margin:0'><img src='{source}'></body>")
    page.set_viewport_size({"width": 909, "height": 800})


def oversight(page: Page) -> None:
    log_in(page, "inspector")
    page.goto("/odoo/oversight")
    page.wait_for_selector("[data-part=steps] canvas")


def process_owner(page: Page) -> None:
    log_in(page, "owner")
    page.goto("/odoo/action-wbs_module.bpmn_process_action")
    page.locator(".o_data_row", has_text="Penanganan laporan").first.click()
    page.wait_for_selector(".o_form_view")


def open_drawing(page: Page) -> None:
    process_owner(page)
    page.click("text=Buka gambar")
    page.wait_for_selector(".djs-palette")
    page.wait_for_selector(".o_bpmn_problems_summary")


def trial(page: Page) -> None:
    open_drawing(page)
    page.click("button[data-side=trial]")
    page.click(".o_bpmn_trial_start")
    page.click(".o_bpmn_trial_task[data-element=IntakeCheck] [data-outcome=accept]")
    page.wait_for_selector(".o_bpmn_trial_task[data-element=Assess]")


def comparison(page: Page) -> None:
    """A draft with a new task: it stays for the scene of putting it into force."""
    open_drawing(page)
    page.click(".o_bpmn_show_steps")
    page.click("tr[data-step=Assess] button.fa-plus")
    page.locator("tr[data-step^=Activity_] button.fa-pencil").click()
    panel = page.locator(".o_bpmn_panel")
    panel.get_by_label("Nama", exact=True).fill("Tinjau ulang telaah")
    panel.get_by_label("Nama", exact=True).press("Tab")
    page.locator(".o_bpmn_save_state", has_text="pukul").wait_for()
    page.click("button[data-side=comparison]")
    page.wait_for_selector(".o_bpmn_change")


def deployment(page: Page) -> None:
    open_drawing(page)
    page.click(".o_bpmn_deploy")
    page.wait_for_selector(".modal [name=note]")


def drawing(page: Page) -> None:
    open_drawing(page)
    page.locator("g[data-element-id='IntakeCheck'] .djs-hit").first.click()
    page.wait_for_selector(".o_bpmn_panel[data-element='IntakeCheck']")


def log_in(page: Page, user: str) -> None:
    page.goto("/web/login")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", user)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")


SCENES: dict[str, tuple[Callable[[Page], None], ViewportSize]] = {
    "reporter": (reporter, TELEPHONE),
    "reporter-question": (reporter_question, TELEPHONE),
    "reporter-receipt": (reporter_receipt, TELEPHONE),
    "reporter-inbox": (reporter_inbox, TELEPHONE),
    "reporter-protection": (reporter_protection, TELEPHONE),
    "handler": (handler, DESK),
    "task": (task, DESK),
    "registration": (registration, DESK),
    "letters": (letters, DESK),
    "letter-preview": (letter_preview, DESK),
    "oversight": (oversight, DESK),
    "supervisor": (supervisor, DESK),
    "case": (case, DESK),
    "process-owner": (process_owner, DESK),
    "drawing": (drawing, DESK),
    "trial": (trial, DESK),
    "comparison": (comparison, DESK),
    "deployment": (deployment, DESK),
}


def take(browser: Browser, base_url: str, name: str) -> None:
    """Play the scene ``name`` and keep what stands on the screen then."""
    scene, size = SCENES[name]
    context = browser.new_context(
        base_url=base_url, locale="id-ID", viewport=size, timezone_id="Asia/Jakarta"
    )
    context.set_default_timeout(180_000)  # the first page waits for its bundles
    page = context.new_page()
    scene(page)
    page.wait_for_timeout(1500)  # Odoo keeps a connection open: it is never idle
    keep(page.screenshot(), FOLDER / f"{name}.png")
    context.close()
    print(f"✓ docs/pictures/{name}.png", flush=True)


def keep(picture: bytes, place: Path) -> None:
    """Write a picture with a palette, which makes it a third as large.

    By the octree: Pillow's usual way spends its colours on large areas, and turned an
    amber number red.
    """
    with Image.open(io.BytesIO(picture)) as full:
        few = full.convert("RGB").quantize(256, method=Image.Quantize.FASTOCTREE)
        few.save(place, optimize=True)


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
        for name in sys.argv[1:] or SCENES:
            take(browser, server.base_url, name)
        browser.close()
    database.drop(DATABASE)


if __name__ == "__main__":
    try:
        take_all()
    except Failure as failure:
        stop_with(failure)
