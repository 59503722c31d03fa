"""What a process owner does with the drawing of the main procedure."""

from __future__ import annotations

from lxml import etree
from playwright.sync_api import Page, expect

from tools import database

from .conftest import DATABASE

LONG_MILLISECONDS = 120_000
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SETTINGS = "{*}settings"


def process_id() -> int:
    """The main procedure of the office in which the demo's owner works."""
    rows = database.query(
        DATABASE,
        "SELECT p.id FROM bpmn_process p"
        " JOIN res_users u ON u.company_id = p.company_id"
        " WHERE u.login = 'owner' AND p.key = 'wbs_main'",
    )
    return rows[0][0]


def open_drawing(page: Page) -> None:
    page.goto(f"/odoo/{process_id()}/drawing")
    page.wait_for_selector(".djs-palette", timeout=LONG_MILLISECONDS)
    page.wait_for_selector(".o_bpmn_problems_summary")


POINT_ON_ELEMENT = """hit => {
    const box = hit.getBoundingClientRect();
    const points = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    for (let share = 0.1; share < 1; share += 0.1) {
        const point = hit.getPointAtLength(share * hit.getTotalLength());
        points.push(point.matrixTransform(hit.getScreenCTM()));
    }
    const own = ({ x, y }) => document.elementFromPoint(x, y) === hit;
    const found = points.find(own);
    return found && [found.x, found.y];
}"""
"""The middle of a bent line is beside the line: a point where the element itself is."""


def choose(page: Page, element: str) -> None:
    hit = page.locator(f"g[data-element-id='{element}'] .djs-hit").first
    point = hit.evaluate(POINT_ON_ELEMENT)
    assert point, f"{element} cannot be clicked anywhere"
    page.mouse.click(*point)
    page.wait_for_selector(f".o_bpmn_panel[data-element='{element}']")


def saved(page: Page) -> None:
    expect(page.locator(".o_bpmn_save_state")).to_contain_text("pukul")


def kept_drawing() -> etree._Element:
    """The draft as the database has it."""
    rows = database.query(
        DATABASE, f"SELECT drawing FROM bpmn_process WHERE id = {process_id()}"
    )
    return etree.fromstring(rows[0][0].encode())


def kept_element(element: str) -> etree._Element:
    """An element of the draft, as the database has it."""
    found = kept_drawing().find(f".//*[@id='{element}']")
    assert found is not None, element
    return found


def forget_changes() -> None:
    """The draft is the drawing that is in force again."""
    database.execute(
        DATABASE,
        "UPDATE bpmn_process p SET drawing = v.drawing FROM bpmn_process_version v"
        " WHERE v.id = p.version_id",
    )
