"""Rows of the outbox as a killed sender leaves them, made inside Odoo."""

from __future__ import annotations

from typing import Any


def leave_uncertain(env: Any, count: int, mail_port: int) -> list[str]:
    """Digests to the secretariat that may or may not have gone out; their keys."""
    env["ir.mail_server"].create(
        {"name": "Test", "smtp_host": "127.0.0.1", "smtp_port": mail_port}
    )
    person = env.ref("wbs_module.demo_user_secretariat_malang")
    person.email = "sekretariat@example.com"
    rows = env["bpmn.outbox"].browse()
    for _row in range(count):
        rows |= env["bpmn.outbox"]._queue(
            "digest", user_id=person.id, company_id=person.company_id.id
        )
    rows.write({"state": "uncertain", "attempt": 1})
    env.cr.commit()
    keys: list[str] = rows.mapped("key")
    return keys
