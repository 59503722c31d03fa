"""A message that may have gone out: an operator sends it again, or lets it be."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tools.inside_odoo import call_in_odoo

from .conftest import DATABASE

PATIENCE_SECONDS = 90


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """A mail server on loopback: (its port, Message-IDs of what came)."""
    came: list[str] = []

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 ready")
            while line := self.rfile.readline():
                word = line.split(b" ")[0].strip().upper()
                if word == b"DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    came.append(message_from_bytes(b"".join(lines))["Message-ID"])
                self.say("221 bye" if word == b"QUIT" else "250 fine")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], came
        server.shutdown()


def outbox(page: Page) -> Locator:
    """The outbox, newest first."""
    page.goto("/odoo/action-wbs_module.bpmn_outbox_action")
    rows = page.locator(".o_data_row")
    rows.first.wait_for(timeout=PATIENCE_SECONDS * 1000)
    return rows


def state_of(row: Locator) -> str:
    return row.locator("td[name=state]").inner_text()


def press(row: Locator, button: str) -> None:
    row.locator(".o_list_record_selector input").check()
    row.page.locator(f".o_control_panel button[name={button}]").click()


def test_an_operator_sends_an_uncertain_message_again_under_its_id_and_drops_another(
    new_page: Callable[..., Page],
    login: Callable[..., None],
    screenshot: Callable[[Page, str], Path],
) -> None:
    page = new_page(viewport={"width": 1366, "height": 768})
    login(page, "inspector")
    with mail_server() as (port, came):
        dropped, again = call_in_odoo(
            DATABASE, "tests.browser.outbox_rows", "leave_uncertain", 2, port
        )
        rows = outbox(page)
        assert [state_of(row) for row in rows.all()[:2]] == ["Tidak pasti"] * 2
        rows.nth(0).locator(".o_list_record_selector input").check()
        screenshot(page, "outbox-uncertain")
        rows.nth(0).locator(".o_list_record_selector input").uncheck()
        press(rows.nth(1), "action_discard")
        expect(rows.nth(1).locator("td[name=state]")).to_have_text("Dibuang")
        press(outbox(page).nth(0), "action_retry")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while state_of(outbox(page).nth(0)) != "Terkirim":
            assert time.monotonic() < deadline, state_of(outbox(page).nth(0))
            time.sleep(1)
        screenshot(page, "outbox-sent-again")
        assert came == [f"<{again}@bpmn>"]
        assert state_of(outbox(page).nth(1)) == "Dibuang"
        assert f"<{dropped}@bpmn>" not in came
