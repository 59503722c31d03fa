"""A restarted database, a clock that is moved: servers go on by themselves."""

from __future__ import annotations

from pathlib import Path

from tools import postgres
from tools.clients import in_words
from tools.kill.hurry import hurry_once

from .conftest import (
    TASK,
    TIMER_SECONDS,
    Finishing,
    Office,
    insist,
    open_task,
    task_state,
    wait_until,
)

CLOCK = Path(__file__).with_name("moved_clock")


def test_a_database_restarted_in_a_step_changes_nothing_and_is_found_again(
    office: Office,
) -> None:
    office.serve()
    secretariat = office.staff("secretariat")
    task, instance = open_task(secretariat)
    work = Finishing(secretariat, task)
    with office.holding(f"SELECT 1 FROM bpmn_instance WHERE id = {instance}"):
        work.start()
        office.wait_for_who_waits()
        postgres.stop()
        work.join()
    # What is asked now finds no database at all.
    status, page = office.reporter()._send("/layanan/malang/id/lapor/what", b"what=x")
    postgres.start()
    assert status == 503
    assert "Yang sudah Anda simpan tetap ada" in in_words(page.decode())
    assert len(work.said) == 1
    assert "Basis data berhenti menjawab" in work.said[0]
    assert task_state(office, task) == "open"

    # Whoever asked while it was down was logged out by Odoo.
    insist(secretariat.log_in)
    secretariat.call("bpmn.task", "complete", [task], "accept", {})
    assert task_state(office, task) == "completed"
    assert office.reporter().report("Laporan sesudah basis data menyala lagi.")
    assert office.contradictions() == []


def test_crons_of_all_servers_find_a_restarted_database_again(office: Office) -> None:
    office.serve()
    postgres.stop()
    postgres.start()
    sweep = """SELECT lastcall FROM ir_cron WHERE id = (SELECT res_id
                 FROM ir_model_data
                WHERE module = 'wbs_module' AND name = 'bpmn_cron_sweep')"""
    last = office.rows(sweep)

    def swept() -> bool:
        hurry_once(office.database)
        return office.rows(sweep) != last

    wait_until(swept, TIMER_SECONDS)


def test_a_clock_set_forward_and_back_fires_each_timer_once(office: Office) -> None:
    """What the clock says is what counts; what has happened stays as it is."""
    office.serve()
    secretariat = office.staff("secretariat")
    # The longest known one waits for days, whatever was put into force since.
    task, instance = open_task(secretariat)
    secretariat.call(
        "bpmn.task", "complete", [task], "ask", {"question": "Kapan terjadi?"}
    )
    fired = f"""SELECT count(*) FROM bpmn_history h
                  JOIN bpmn_process_version_element e ON e.id = h.element_id
                 WHERE h.instance_id = {instance} AND e.key = 'NoAnswer'
                   AND h.what = 'fired'"""
    hurry_once(office.database)
    assert office.rows(fired) == [(0,)]

    office.serve(1, PYTHONPATH=str(CLOCK), MOVED_DAYS="15")

    def has_fired() -> bool:
        hurry_once(office.database)
        return office.rows(fired) == [(1,)]

    wait_until(has_fired, TIMER_SECONDS)

    office.serve(1, PYTHONPATH=str(CLOCK), MOVED_DAYS="-1")
    secretariat = office.staff("secretariat")
    (task,) = secretariat.call(
        "bpmn.task", "search", [*TASK, ("instance_id", "=", instance)]
    )
    secretariat.call("bpmn.task", "complete", [task], "accept", {})
    assert task_state(office, task) == "completed"
    assert office.rows(fired) == [(1,)]
    # Deadlines of others passed too, and when the engine wakes next for these depends
    # on the clock by which one asks.
    found = [it for it in office.contradictions() if ": wakes at " not in it]
    assert found == []
