"""Timers fire by themselves on running servers: soon, in order, once."""

from __future__ import annotations

import time

import pytest

from .conftest import TASK, TIMER_SECONDS, Office, wait_until

LATE = 6
FIRED = """
    SELECT h.instance_id FROM bpmn_history h
      JOIN bpmn_process_version_element e ON e.id = h.element_id
     WHERE e.key = 'NoAnswer' AND h.what = 'fired' AND h.instance_id = ANY(%s)
     ORDER BY h.id
"""

SILENCE_SECONDS = 4  # tools.kill.drawing.SILENCE
WAITED = """
    SELECT extract(epoch FROM fired.at - max(before.at))
      FROM bpmn_history fired
      JOIN bpmn_process_version_element e ON e.id = fired.element_id
      JOIN bpmn_history before
        ON before.instance_id = fired.instance_id AND before.at < fired.at
     WHERE e.key = 'NoAnswer' AND fired.what = 'fired'
       AND fired.instance_id = {instance}
     GROUP BY fired.at
"""


def fired(office: Office, instances: list[int]) -> list[int]:
    """The instances whose timer fired, in the order in which it was written."""
    with office.connection() as cursor:
        cursor.execute(FIRED, [instances])
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def late(office: Office) -> list[int]:
    """What fell due while no server ran, in due order; from here on two run."""
    office.close()
    waiting: list[int] = office.call(
        "tests.servers.waiting_cases", "make_overdue", LATE
    )
    office.call("tests.servers.waiting_cases", "wait_for_seconds")
    assert fired(office, waiting) == []
    office.serve()
    return waiting


@pytest.fixture(scope="module")
def soon(office: Office, late: list[int]) -> int:
    """What falls due in a moment, asked for before crons look for the first time."""
    office.reporter().report("Laporan yang menunggu sebentar saja.")
    secretariat = office.staff("secretariat", server=1)
    task = secretariat.call(
        *("bpmn.task", "search_read", TASK, ["instance_id"]),
        order="id desc",
        limit=1,
    )[0]
    secretariat.call(
        "bpmn.task", "complete", [task["id"]], "ask", {"question": "Kapan terjadi?"}
    )
    instance: int = task["instance_id"][0]
    return instance


def test_after_an_outage_several_servers_catch_up_in_due_order_each_once(
    office: Office, late: list[int], soon: int
) -> None:
    wait_until(lambda: len(fired(office, late)) >= LATE, TIMER_SECONDS)
    assert fired(office, late) == late


def test_a_timer_that_falls_due_while_servers_are_up_fires_within_ninety_seconds(
    office: Office, soon: int
) -> None:
    wait_until(lambda: fired(office, [soon]), SILENCE_SECONDS + TIMER_SECONDS)
    seconds = float(office.rows(WAITED.format(instance=soon))[0][0])
    print(f"A timer of {SILENCE_SECONDS} s fired after {seconds:.0f} s.")
    assert SILENCE_SECONDS <= seconds <= SILENCE_SECONDS + TIMER_SECONDS


def test_no_timer_has_fired_a_second_time(
    office: Office, late: list[int], soon: int
) -> None:
    time.sleep(2)
    assert fired(office, late) == late
    assert fired(office, [soon]) == [soon]
    assert office.contradictions() == []
