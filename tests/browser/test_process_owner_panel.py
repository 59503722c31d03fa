"""Each part of the panel beside the drawing changes something that is kept."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tools.places import ROOT
from tools.server import Server

from .drawing import (
    BPMN,
    SETTINGS,
    choose,
    forget_changes,
    kept_drawing,
    kept_element,
    open_drawing,
    saved,
)

Login = Callable[[Page, str], None]
NewPage = Callable[..., Page]
Screenshot = Callable[[Page, str], Path]
DESK = {"viewport": {"width": 1366, "height": 768}}
FILES = ROOT / "tests" / "engine" / "files"
READ_ELSEWHERE = """
import { BpmnModdle } from "bpmn-moddle";
import { readFileSync } from "node:fs";
const read = await new BpmnModdle().fromXML(readFileSync(0, "utf8"));
const said = read.warnings.map(({ message }) => message);
console.log(JSON.stringify({ root: read.rootElement.$type, said }));
"""


@pytest.fixture
def owner(server: Server, new_page: NewPage, login: Login) -> Iterator[Page]:
    """The owner's page with the drawing open; the draft ends as it began."""
    page = new_page(**DESK)
    login(page, "owner")
    open_drawing(page)
    yield page
    forget_changes()


def panel(page: Page, part: str) -> Locator:
    """What the panel of the chosen element labels with the words ``part``."""
    return page.locator(".o_bpmn_panel").get_by_label(part, exact=True)


def write(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Tab")


def test_each_part_of_the_panel_changes_the_kept_drawing(
    owner: Page, screenshot: Screenshot
) -> None:
    page = owner
    choose(page, "NoAnswer")
    panel(page, "Terjadi").select_option("timeDuration")
    write(page.locator(".o_bpmn_panel").get_by_label("setelah jangka waktu"), "P5D")
    screenshot(page, "owner-panel-timer")

    choose(page, "ReporterWrote")
    write(panel(page, "atau yang baru, dengan nama"), "Surat masuk")
    screenshot(page, "owner-panel-message")

    choose(page, "AskReporter")
    write(panel(page, "status"), "checking")
    screenshot(page, "owner-panel-operation")

    choose(page, "AssessmentReport")
    panel(page, "Surat").select_option("closure_notice")

    choose(page, "ConflictTable")
    write(panel(page, "Nama jawaban"), "siapa")
    screenshot(page, "owner-panel-decision")

    choose(page, "Examination")
    panel(page, "Prosedur").select_option("wbs_referral")
    screenshot(page, "owner-panel-call")
    saved(page)

    timer = kept_element("NoAnswer").find(f"{BPMN}timerEventDefinition")
    assert timer.findtext(f"{BPMN}timeDuration") == "P5D"
    assert kept_element("NoAnswer").find(f".//{SETTINGS}").get("clock") is None
    message = kept_element("ReporterWrote").find(f"{BPMN}messageEventDefinition")
    assert kept_element(message.get("messageRef")).get("name") == "Surat masuk"
    status = kept_element("AskReporter").find(".//{*}parameter[@name='status']")
    assert status.get("value") == "checking"
    letter = kept_element("AssessmentReport").find(f".//{SETTINGS}")
    assert letter.get("letter") == "closure_notice"
    decision = kept_element("ConflictTable").find(f".//{SETTINGS}")
    assert decision.get("result") == "siapa"
    assert kept_element("Examination").get("calledElement") == "wbs_referral"


def place_of(element: str) -> tuple[float, float]:
    shape = kept_drawing().find(f".//*[@bpmnElement='{element}']/{{*}}Bounds")
    return float(shape.get("x")), float(shape.get("y"))


def test_an_element_is_moved_renamed_and_followed_by_another_on_the_canvas(
    owner: Page, screenshot: Screenshot
) -> None:
    page = owner
    before = place_of("AskReporter")
    choose(page, "AskReporter")
    box = page.locator("g[data-element-id=AskReporter] .djs-hit").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 15, steps=4)
    page.mouse.up()
    page.mouse.dblclick(x, y + 15)
    name = page.locator(".djs-direct-editing-content")
    name.fill("Tanya pelapor")
    page.keyboard.press("Enter")
    choose(page, "AskReporter")
    page.click(".djs-context-pad [data-action='append.append-task']")
    page.keyboard.press("Escape")
    screenshot(page, "owner-canvas")
    saved(page)
    after = place_of("AskReporter")
    assert after[0] == pytest.approx(before[0], abs=15)
    assert after[1] > before[1] + 5
    assert kept_element("AskReporter").get("name") == "Tanya pelapor"
    added = kept_drawing().findall(f".//{BPMN}task") + kept_drawing().findall(
        f".//{BPMN}userTask[@name='']"
    )
    assert added, "no task was added"


def test_a_drawing_opens_elsewhere_and_what_came_from_there_is_told(
    owner: Page, screenshot: Screenshot
) -> None:
    page = owner
    with page.expect_download() as going:
        page.click(".o_bpmn_download")
    read = subprocess.run(
        ["node", "--input-type=module", "--eval", READ_ELSEWHERE],
        input=Path(going.value.path()).read_bytes(),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    assert json.loads(read.stdout) == {"root": "bpmn:Definitions", "said": []}

    page.set_input_files(".o_bpmn_upload", FILES / "camunda8.bpmn")
    told = page.locator(".o_notification")
    expect(told).to_contain_text("tanpa gambarnya")
    page.set_input_files(".o_bpmn_upload", FILES / "camunda7.bpmn")
    problems = page.locator(".o_bpmn_problem")
    expect(problems.filter(has_text="Camunda 7").first).to_contain_text("hapus")
    expect(problems.filter(has_text="taskListener")).to_have_count(1)
    flow = problems.filter(has_text="“Periksa kelengkapan → Lengkap?”")
    expect(flow.first).to_be_visible()
    screenshot(page, "owner-uploaded")
