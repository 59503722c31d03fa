"""A database that goes away, a clock that is moved: nothing is lost or done twice."""

from __future__ import annotations

from pathlib import Path

from tools import postgres
from tools.clients import Staff, WebReporter, in_words
from tools.free_port import free_port
from tools.kill.hurry import hurry_once
from tools.server import Server, serving

from .conftest import (
    LOGS,
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


def test_servers_end_without_their_database_and_go_on_where_they_stood(
    office: Office,
) -> None:
    """With workers Odoo ends by itself: the service manager starts it again."""
    office.serve()
    secretariat = office.staff("secretariat")
    task, instance = open_task(secretariat)
    work = Finishing(secretariat, task)
    with office.holding(f"SELECT 1 FROM bpmn_instance WHERE id = {instance}"):
        work.start()
        office.wait_for_who_waits()
        postgres.stop()
        work.join()
    # The server may end before its worker has said so.
    assert work.unanswered or "Basis data berhenti menjawab" in work.said[0]
    wait_until(lambda: all(server.ended for server in office.servers), TIMER_SECONDS)

    postgres.start()
    office.start_what_ended()
    assert task_state(office, task) == "open"
    # Whoever asked while it was down was logged out by Odoo.
    insist(secretariat.log_in)
    secretariat.call("bpmn.task", "complete", [task], "accept", {})
    assert task_state(office, task) == "completed"
    assert office.reporter().report("Laporan sesudah basis data menyala lagi.")
    assert office.contradictions() == []


def test_scheduled_jobs_go_on_after_every_connection_was_cut(office: Office) -> None:
    office.serve()
    office.cut_all()
    sweep = """SELECT lastcall FROM ir_cron WHERE id = (SELECT res_id
                 FROM ir_model_data
                WHERE module = 'wbs_module' AND name = 'bpmn_cron_sweep')"""
    last = office.rows(sweep)

    def swept() -> bool:
        hurry_once(office.database)
        return office.rows(sweep) != last

    wait_until(swept, TIMER_SECONDS)
    assert not any(server.ended for server in office.servers)


def test_without_workers_people_read_what_to_do_while_the_database_is_away(
    office: Office,
) -> None:
    office.close()
    with serving(Server(office.database, free_port(), LOGS / "threads.txt")) as server:
        secretariat = Staff(server.base_url, office.database, "secretariat")
        secretariat.log_in()
        reporter = WebReporter(server.base_url)
        reporter.post("/mulai")
        reporter.post("/lapor/category", category="corruption")
        reporter.post("/lapor/what", what="Laporan sebelum basis data berhenti.")
        postgres.stop()
        # Twice: the second asks for a connection anew.
        for _ in range(2):
            status, page = reporter._send("/layanan/malang/id/lapor/where", b"where=x")
            assert status == 503
            assert "Yang sudah Anda simpan tetap ada" in in_words(page.decode())
        postgres.start()
        assert "Laporan sebelum basis data" in in_words(reporter.post("/lapor/check"))
        assert reporter.code_on(reporter.post("/kirim"))
        insist(secretariat.log_in)


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
