"""A file that came in while the virus scanner was down is scanned once it is up."""

from __future__ import annotations

from tools.kill.hurry import hurry_once
from tools.test.virus_scanner import virus_scanner

from .conftest import Office, wait_until

PATIENCE_SECONDS = 90


def send_now(office: Office, evidence: int) -> None:
    """What the outbox does when the pause between two attempts is over."""
    with office.connection() as cursor:
        cursor.execute(
            """UPDATE bpmn_outbox SET next_attempt_at = now() AT TIME ZONE 'UTC'
                WHERE channel = 'wbs_scan' AND res_id = %s AND state = 'pending'""",
            [evidence],
        )
    hurry_once(office.database)


def test_a_virus_is_found_after_intake_when_the_scanner_comes_back(
    office: Office,
) -> None:
    evidence, innocent = office.call("tests.servers.waiting_cases", "take_unscanned")
    office.serve()
    tried = f"""SELECT attempt, reason, state FROM bpmn_outbox
                 WHERE channel = 'wbs_scan' AND res_id = {evidence}"""
    scan = "SELECT scan FROM wbs_evidence WHERE id ="
    send_now(office, evidence)
    down = [(1, "ScannerDown", "pending")]
    wait_until(lambda: office.rows(tried) == down, PATIENCE_SECONDS)
    assert office.rows(f"{scan} {evidence}") == [("unscanned",)]
    with virus_scanner(office.scanner):
        for file in (evidence, innocent):
            send_now(office, file)
        scans = f"{scan} ANY(ARRAY[{evidence}, {innocent}]) ORDER BY id"
        found = [("infected",), ("clean",)]
        wait_until(lambda: office.rows(scans) == found, PATIENCE_SECONDS)
    assert office.rows(tried) == [(2, None, "sent")]
    looks = office.rows(
        f"""SELECT action FROM wbs_audit_entry
             WHERE subject = (SELECT 'wbs.evidence/' || uid FROM wbs_evidence
                               WHERE id = {evidence})
               AND action LIKE 'evidence.scanned.%'"""
    )
    assert looks == [("evidence.scanned.infected",)]
    assert office.contradictions() == []
