"""Timers fire by themselves on running servers: soon, in order, once."""

from __future__ import annotations

import time

from tools.inside_odoo import call_in_odoo

from .conftest import TASK, TIMER_SECONDS, Office, wait_until

SERVERS = 2
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


def test_after_an_outage_several_servers_catch_up_in_due_order_each_once(
    office: Office,
) -> None:
    waiting = call_in_odoo(
        office.database, "tests.servers.waiting_cases", "make_overdue", LATE
    )
    assert fired(office, waiting) == []
    office.serve(SERVERS)
    wait_until(lambda: len(fired(office, waiting)) >= LATE, TIMER_SECONDS)
    time.sleep(2)
    assert fired(office, waiting) == waiting
    assert office.contradictions() == []


def test_a_timer_that_falls_due_while_servers_are_up_fires_within_ninety_seconds(
    office: Office,
) -> None:
    call_in_odoo(office.database, "tests.servers.waiting_cases", "wait_for_seconds")
    office.serve(SERVERS)
    office.reporter().report("Laporan yang menunggu sebentar saja.")
    secretariat = office.staff("secretariat")
    task = secretariat.call(
        *("bpmn.task", "search_read", TASK, ["instance_id"]),
        order="id desc",
        limit=1,
    )[0]
    instance = task["instance_id"][0]
    secretariat.call(
        "bpmn.task", "complete", [task["id"]], "ask", {"question": "Kapan terjadi?"}
    )
    wait_until(lambda: fired(office, [instance]), SILENCE_SECONDS + TIMER_SECONDS)
    seconds = float(office.rows(WAITED.format(instance=instance))[0][0])
    print(f"A timer of {SILENCE_SECONDS} s fired after {seconds:.0f} s.")
    assert SILENCE_SECONDS <= seconds <= SILENCE_SECONDS + TIMER_SECONDS
    time.sleep(2)
    assert fired(office, [instance]) == [instance]
    assert office.contradictions() == []
