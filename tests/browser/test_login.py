"""The administrator reaches Odoo's own screens with the module installed."""

from collections.abc import Callable

from playwright.sync_api import Page


def test_the_administrator_logs_in(page: Page, login: Callable[..., None]) -> None:
    login(page, "admin")
    page.wait_for_selector(".o_action_manager > *")
    assert "/odoo" in page.url
