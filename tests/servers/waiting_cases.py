"""Cases that wait for their reporter, made inside Odoo."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

WAIT = timedelta(days=14)
"""The shipped clock of waiting for the reporter."""


def make_overdue(env: Any, count: int) -> list[int]:
    """Instances with timers that have fallen due, in the order in which they did.

    Those due first were made last, so that the order is not the one of making.
    """
    due = [datetime.now() - timedelta(days=2 + number) for number in range(count)]
    made = env["bpmn.instance"].browse([_waiting(env, moment) for moment in due])
    env.cr.commit()
    ordered: list[int] = made.sorted(lambda it: (it.wake_at, it.id)).ids
    assert ordered != sorted(ordered), "the order of making tells nothing"
    return ordered


def wait_for_seconds(env: Any) -> None:
    """Put the main procedure into force with a wait of seconds instead of days."""
    from tools.kill.drawing import with_short_silence

    office = env.ref("wbs_module.demo_office_malang")
    process = env["bpmn.process"].search(
        [("key", "=", "wbs_main"), ("company_id", "=", office.id)]
    )
    process.drawing = with_short_silence(process.version_id.drawing)
    process._deploy("A wait of seconds")
    env.cr.commit()


def _waiting(env: Any, due: datetime) -> int:
    from odoo.addons.wbs_module.models.bpmn_time import time_set_to
    from odoo.addons.wbs_module.models.wbs_intake import IncomingReport

    office = env.ref("wbs_module.demo_office_malang")
    with time_set_to(due - WAIT):
        env["wbs.intake"]._take(
            office, IncomingReport("web", "other", {"what": "Laporan karangan."})
        )
        case = env["wbs.case"].search([], order="id desc", limit=1)
        task = env["bpmn.task"].search(
            [("instance_id", "in", case.bpmn_instance_ids.ids), ("state", "=", "open")]
        )
        person = env.ref("wbs_module.demo_user_secretariat_malang")
        task = task.with_user(person).with_context(allowed_company_ids=office.ids)
        task.complete("ask", {"question": "Kapan terjadi? (karangan)"})
    return int(case.bpmn_instance_ids.id)


def take_unscanned(env: Any) -> list[int]:
    """Files that came in unscanned: the scanners' test virus, and a harmless one."""
    from odoo.addons.wbs_module.models.wbs_intake import IncomingFile, IncomingReport

    from tools.test.virus_scanner import EICAR

    office = env.ref("wbs_module.demo_office_malang")
    files = tuple(
        IncomingFile(name, "text/plain", iter([content]))
        for name, content in (("a.txt", EICAR), ("b.txt", b"isi karangan"))
    )
    env["wbs.intake"]._take(
        office,
        IncomingReport("web", "other", {"what": "Laporan karangan."}, files=files),
    )
    found = env["wbs.evidence"].search([], order="id desc", limit=2).sorted("id")
    env.cr.commit()
    ids: list[int] = found.ids
    return ids
