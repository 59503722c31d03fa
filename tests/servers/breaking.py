"""Inside Odoo: records that contradict the engine, in a transaction never committed."""

from __future__ import annotations

from typing import Any

LOST_TASK = """
    UPDATE bpmn_task SET state = 'cancelled' WHERE id = (
        SELECT min(id) FROM bpmn_task WHERE state = 'open')
    RETURNING instance_id"""
FORGOTTEN_TIMER = """
    UPDATE bpmn_instance SET wake_at = NULL WHERE id = (
        SELECT max(id) FROM bpmn_instance WHERE wake_at IS NOT NULL)
    RETURNING id"""
DOUBLED_MESSAGE = """
    INSERT INTO wbs_message (uid, case_id, company_id, direction, sent_at)
    SELECT md5('twice'), case_id, company_id, direction, sent_at
      FROM wbs_message WHERE direction = 'out' ORDER BY id LIMIT 1
    RETURNING case_id"""


def break_all(env: Any) -> dict[str, Any]:
    """Lose a task, forget a timer, double a message: where, and what is said then."""
    from tools.agreement import contradictions

    places = []
    for statement in (LOST_TASK, FORGOTTEN_TIMER, DOUBLED_MESSAGE):
        env.cr.execute(statement)
        places.append(env.cr.fetchone()[0])
    return {"places": places, "found": contradictions(env)}
