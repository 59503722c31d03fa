"""Inside Odoo: a cron that another transaction overtakes at the worst moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch


def overtake_crons(env: Any, late: int) -> dict[str, Any]:
    """Overtake the sweep of so many late instances, then the outbox."""
    from tests.servers.waiting_cases import make_overdue
    from tools.agreement import contradictions

    make_overdue(env, late)
    swept, sent = _sweep_overtaken(env), _outbox_overtaken(env)
    return {"sweep": swept, "outbox": sent, "contradictions": contradictions(env)}


def _sweep_overtaken(env: Any) -> dict[str, Any]:
    """Sweep while somebody changes each due instance that the sweep has just seen.

    :return: what was due, what is due still, and how often the sweep was overtaken
    """
    from odoo.addons.wbs_module.models import bpmn_sql

    due = [
        ("status", "=", "running"),
        ("wake_at", "<=", env["bpmn.time"]._now()),
    ]
    instances = env["bpmn.instance"].search(due)
    overtake = _Overtaking(
        env, "UPDATE bpmn_instance SET status = status WHERE id = ANY(%s)", instances
    )
    with patch.object(
        bpmn_sql, "lock_due_instance", overtake.before(bpmn_sql.lock_due_instance)
    ):
        env["bpmn.instance"]._sweep(commit=True)
    left = instances.filtered_domain(due)
    return {"due": instances.ids, "left": left.ids, "overtaken": overtake.times}


def _outbox_overtaken(env: Any) -> dict[str, Any]:
    """Send while somebody changes the rows that the sender has just seen.

    :return: the states of the rows that were to go out, and how often it was overtaken
    """
    from odoo.addons.wbs_module.models import bpmn_sql
    from odoo.addons.wbs_module.models.bpmn_outbox import NotNeeded

    def send_nothing(_row: Any) -> None:
        raise NotNeeded("nothing_waits")

    outbox = env["bpmn.outbox"]
    rows = outbox.browse([outbox._queue("race").id for _number in range(2)])
    env.cr.commit()
    overtake = _Overtaking(
        env, "UPDATE bpmn_outbox SET state = state WHERE id = ANY(%s)", rows
    )
    with (
        patch.object(type(outbox), "_send_race", send_nothing, create=True),
        patch.object(
            bpmn_sql, "next_outbox_row", overtake.before(bpmn_sql.next_outbox_row)
        ),
    ):
        outbox._cron_send()
    return {"states": rows.mapped("state"), "overtaken": overtake.times}


class _Overtaking:
    """Changes rows after a transaction saw them and before it locks one.

    Every other time, so that whoever asks again gets on.
    """

    def __init__(self, env: Any, statement: str, records: Any) -> None:
        self.times = 0
        self._registry = env.registry
        self._statement = statement
        self._ids = records.ids
        self._asked = 0

    def before(self, pick: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``pick``, overtaken."""

        def overtaken(cr: Any, *arguments: Any) -> Any:
            self._asked += 1
            if self._asked % 2:
                cr.execute("SELECT 1")  # from here on it sees what is there now
                with self._registry.cursor() as other:
                    other.execute(self._statement, [self._ids])
                self.times += 1
            return pick(cr, *arguments)

        return overtaken
