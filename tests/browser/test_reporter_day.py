"""A reporter's whole way on an old telephone: readable, light, and every wish heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tools.places import ROOT

from .reporter import Reporter

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TELEPHONE = {"viewport": {"width": 360, "height": 740}}
MOST_BYTES = 60_000
MOST_REQUESTS = 4

NewPage = Callable[..., Page]
Screenshot = Callable[[Page, str], Path]


def walk(page: Page, language: str) -> Iterator[str]:
    """Every page of the way, in order; yields the name of each when it stands there."""
    reporter = Reporter(page)
    home = f"/layanan/malang/{language}"
    page.goto(home)
    yield "start"
    reporter.press("mulai")
    for step in ("category", "what", "where", "when", "who", "source", "proof"):
        yield step
        if step == "what":
            reporter.go_on()
            yield "what-missing"
            page.fill("textarea[name=what]", "Sebuah laporan karangan untuk diuji.")
        reporter.go_on()
    yield "identity"
    reporter.go_on()
    yield "check"
    reporter.send()
    yield "receipt"
    reporter.press("tersimpan")
    yield "receipt-not-kept"
    reporter.leave()
    yield "finished"
    page.goto(f"{home}/kode")
    yield "code"
    page.fill("input[name=code]", "AAA-AAA-AAA-AAA-AAA-AAA")
    reporter.press("kode")
    yield "code-wrong"
    page.fill("input[name=code]", reporter.code)
    reporter.press("kode")
    yield "inbox"
    for word in ("tekanan", "cabut"):
        page.goto(f"{home}/kotak/minta/{word}")
        yield word
    page.goto(f"{home}/kotak/minta/tekanan")
    page.click("main form button")
    yield "tekanan-empty"
    page.fill("textarea", "Saya dipindahkan tanpa alasan (karangan).")
    page.click("main form button")
    yield "arrived"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_page_is_readable_for_everybody(
    new_page: NewPage, screenshot: Screenshot, language: str, colours: str
) -> None:
    """No finding of axe-core, and nothing to scroll sideways at 360 px."""
    page = new_page(**TELEPHONE, color_scheme=colours, bypass_csp=True)
    findings = []
    for name in walk(page, language):
        page.wait_for_load_state()  # a form answers with the way to its page
        page.add_script_tag(path=AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for violation in result["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"]]
            findings.append((name, violation["id"], nodes))
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            findings.append((name, "wider than the screen", []))
        screenshot(page, f"reporter-{language}-{colours}-{name}")
    page.expected_errors.clear()  # type: ignore[attr-defined]  # 422 is an answer here
    assert not findings, "\n".join(map(str, findings))


def test_nothing_is_cut_off_at_twice_the_size(new_page: NewPage) -> None:
    """A telephone at 200 %: least of all the code, which stands there once."""
    page = new_page(viewport={"width": 180, "height": 370})
    for name in walk(page, "id"):
        page.wait_for_load_state()
        left = page.evaluate(
            """Math.min(...Array.from(document.querySelectorAll("body *"))
                .map((one) => one.getBoundingClientRect().left))"""
        )
        assert left >= 0, name
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 180, (name, width)
    page.expected_errors.clear()  # type: ignore[attr-defined]


def test_the_first_page_is_light(new_page: NewPage) -> None:
    """At most 60 kB and 4 requests all told, and none of them to anybody else."""
    page = new_page(**TELEPHONE)
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/layanan/malang/id", wait_until="networkidle")
    sent = [url for url in addresses if not url.startswith("data:")]
    assert len(sent) <= MOST_REQUESTS, sent
    weight = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    assert 0 < weight <= MOST_BYTES, weight
    origin = page.evaluate("location.origin")
    assert all(url.startswith(origin) for url in sent), sent


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_pressure_and_taking_back_are_heard_once(
    new_page: NewPage, script: bool
) -> None:
    page = new_page(**TELEPHONE, java_script_enabled=script)
    reporter = Reporter(page)
    reporter.tell("Laporan karangan: pungutan di loket.")
    reporter.send()
    reporter.leave()
    reporter.open(reporter.code)
    for word, text in (("tekanan", "Saya diancam (karangan)."), ("cabut", "")):
        page.click(f"button[name=ask][value={word}]")
        page.fill("textarea", text)
        page.click("main form button")
        expect(page).to_have_url(re.compile(f"/diterima/{word}$"))
        page.click("main a.button")
    said = page.locator(".conversation li")
    expect(said).to_have_count(2)
    expect(said.first).to_contain_text("Saya diancam (karangan).")
    # Without a word of theirs the page still tells what they asked for.
    expect(said.last).to_contain_text("Saya mencabut laporan saya.")


def test_who_says_not_to_know_is_not_asked_again(new_page: NewPage) -> None:
    page = new_page(**TELEPHONE, java_script_enabled=False)
    reporter = Reporter(page)
    reporter.begin()
    reporter.go_on()
    reporter.answer("what", "Laporan karangan.")
    for step in ("where", "when", "who", "source"):
        expect(page).to_have_url(re.compile(f"/lapor/{step}$"))
        page.click("button[name=unknown]")
    expect(page).to_have_url(re.compile("/lapor/proof$"))
    page.goto("/layanan/malang/id/lapor/check")
    expect(page.locator("dd", has_text="Saya tidak tahu.")).to_have_count(4)
