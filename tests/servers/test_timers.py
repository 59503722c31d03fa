"""Timers fire by themselves on running servers: soon, in order, once."""

from __future__ import annotations

import time

from tools.inside_odoo import call_in_odoo

from .conftest import TIMER_SECONDS, Office, wait_until

SERVERS = 2
LATE = 6
FIRED = """
    SELECT h.instance_id FROM bpmn_history h
      JOIN bpmn_process_version_element e ON e.id = h.element_id
     WHERE e.key = 'NoAnswer' AND h.what = 'fired' AND h.instance_id = ANY(%s)
     ORDER BY h.id
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
