"""Records held against the engine: what is lost, and what is twice, is named."""

from __future__ import annotations

from .conftest import Office


def test_a_lost_task_a_doubled_message_and_a_forgotten_timer_are_named(
    office: Office,
) -> None:
    assert office.contradictions() == []
    with office.connection() as cursor:
        cursor.execute(
            """UPDATE bpmn_task SET state = 'cancelled' WHERE id = (
                   SELECT min(id) FROM bpmn_task WHERE state = 'open')
               RETURNING instance_id"""
        )
        without_task = cursor.fetchone()[0]
        cursor.execute(
            """UPDATE bpmn_instance SET wake_at = NULL WHERE id = (
                   SELECT max(id) FROM bpmn_instance WHERE wake_at IS NOT NULL)
               RETURNING id"""
        )
        without_timer = cursor.fetchone()[0]
        cursor.execute(
            """INSERT INTO wbs_message (uid, case_id, company_id, direction, sent_at)
               SELECT md5('twice'), case_id, company_id, direction, sent_at
                 FROM wbs_message WHERE direction = 'out' ORDER BY id LIMIT 1
               RETURNING case_id"""
        )
        twice = cursor.fetchone()[0]
    found = "\n".join(office.contradictions())
    assert f"bpmn.instance({without_task},): open tasks" in found
    assert f"bpmn.instance({without_timer},): wakes at False" in found
    assert f"wbs.case({twice},): told the reporter" in found
