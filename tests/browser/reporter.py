"""What a reporter does on the public pages, whatever language they speak."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

HOME = "/layanan/malang/id"


@dataclass
class Reporter:
    """A reporter in front of a page of the browser."""

    page: Page
    code: str = ""
    said: dict[str, str] = field(default_factory=dict)

    def press(self, action: str) -> None:
        """Press the button of the form that is sent to ``…/action``."""
        self.page.click(f"form[action$='/{action}'] button")

    def begin(self) -> None:
        self.page.goto(HOME)
        self.press("mulai")

    def answer(self, step: str, text: str = "") -> None:
        """Answer the question ``step`` and go on."""
        assert self.page.url.endswith(f"/lapor/{step}"), self.page.url
        if text:
            self.page.fill(f"textarea[name={step}]", text)
        self.go_on()

    def go_on(self) -> None:
        self.page.click("button[form=question]")

    def attach(self, name: str, content: bytes) -> None:
        self.page.set_input_files(
            "input[name=files]",
            {"name": name, "mimeType": "application/octet-stream", "buffer": content},
        )
        self.page.click("button[formaction$='/berkas']")

    def tell(self, what: str, files: dict[str, bytes] | None = None) -> None:
        """From the first page to the page where answers are checked."""
        self.begin()
        self.page.check("input[name=category][value=corruption]")
        self.go_on()
        self.answer("what", what)
        for step in ("where", "when", "who", "source"):
            self.answer(step)
        for name, content in (files or {}).items():
            self.attach(name, content)
            self.page.wait_for_selector(".files li")
        self.answer("proof")
        assert self.page.url.endswith("/lapor/identity")
        self.go_on()

    def send(self) -> None:
        """Send, and keep the code."""
        self.press("kirim")
        self.code = "-".join(self.page.locator("#code span").all_inner_texts())

    def leave(self) -> None:
        self.page.check("input[name=saved]")
        self.press("tersimpan")

    def open(self, code: str) -> None:
        self.page.goto(f"{HOME}/kode")
        self.page.fill("input[name=code]", code)
        self.press("kode")
