"""A real server on a clone of the demo database, and Chromium in front of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tools import database
from tools.free_port import free_port
from tools.places import BUILD
from tools.server import Server, serving
from tools.test.virus_scanner import virus_scanner

DATABASE = "browser-tests"
SERVER_LOG = BUILD / "logs" / "browser-server.log"
SCREENSHOTS = BUILD / "screenshots"
PATIENCE_MILLISECONDS = 30_000
# The first login on a fresh database also builds what the web client loads.
LOGIN_MILLISECONDS = 90_000
# Debian's Chromium refuses its sandbox to root; the pages are our own.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="session")
def scanner() -> Iterator[Path]:
    """The socket of a clamd that knows the EICAR test file; its path must be short."""
    with tempfile.TemporaryDirectory() as folder:
        with virus_scanner(Path(folder)) as place:
            yield place


@pytest.fixture(scope="session")
def server(scanner: Path) -> Iterator[Server]:
    """An Odoo server with demo data: ``base_url``, ``database``, ``restart()``."""
    database.clone(database.template_of_module(demo=True), DATABASE)
    environment = {"WBS_CLAMD": str(scanner)}
    server = Server(DATABASE, free_port(), SERVER_LOG, environment=environment)
    with serving(server) as running:
        yield running
    database.drop(DATABASE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian packages it."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing. Run: make setup-test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Open pages with cookies of their own; arguments as Playwright's new_context.

    At the end of the test no page may have shown an error on its console.
    """
    contexts = []
    errors: list[str] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(
            **{"base_url": server.base_url, "locale": "id-ID", **options}
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                message.type == "error" and errors.append(f"{page.url}: {message.text}")
            ),
        )
        page.expected_errors = errors  # type: ignore[attr-defined]
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, "\n".join(["The browser's console shows errors:", *errors])


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page in a browser with script."""
    return new_page()


@pytest.fixture
def page_without_script(new_page: Callable[..., Page]) -> Page:
    """A page in a browser that runs no script."""
    return new_page(java_script_enabled=False)


@pytest.fixture(scope="session")
def sign_ins() -> dict[str, list[Any]]:
    """The cookies of people who signed in once; a session outlives its test."""
    return {}


@pytest.fixture
def login(server: Server, sign_ins: dict[str, list[Any]]) -> Callable[..., None]:
    """Log a page in: ``login(page, "secretariat")``; the password is the login.

    Whoever signed in before needs no form again: their page is still empty afterwards.
    """

    def log_in(page: Page, user: str) -> None:
        if user in sign_ins:
            page.context.add_cookies(sign_ins[user])
            return
        page.goto("/web/login")
        page.fill("input[name=login]", user)
        page.fill("input[name=password]", user)
        page.click("button[type=submit]")
        page.wait_for_selector(".o_main_navbar", timeout=LOGIN_MILLISECONDS)
        sign_ins[user] = page.context.cookies()

    return log_in


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """Keep a picture: ``screenshot(page, "receipt")`` → build/screenshots."""

    def keep(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        place = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=place, full_page=True)
        return place

    return keep
