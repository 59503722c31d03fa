"""Waits until everything that the crowd set off is done, and nothing is still to come.

Everything is asked in one statement, so of one moment. Asked one after the other, a
step that ends between two questions shows in neither: its instance is no longer due,
and its message was not there yet. A timer that is about to fall due is unfinished too:
it leads to a message.
"""

import contextlib
import time
from dataclasses import dataclass

from tools import database
from tools.clients import Refused, Staff

REST_SECONDS = 600  # after 10,000 steps some 500 messages are uncertain
# The hurried drawing waits for seconds; what waits longer waits for days.
SOON = "1 minute"
# Demonstration people have no address, and no virus scanner runs here.
NEVER_AT_REST = ("digest", "wbs_scan")
UNFINISHED = f"""
    SELECT 'bpmn.instance', id, 'due', NULL, false
      FROM bpmn_instance
     WHERE status = 'running'
       AND wake_at <= now() AT TIME ZONE 'UTC' + interval '{SOON}'
     UNION ALL
    SELECT 'bpmn.outbox', id, state, key,
           coalesce(next_attempt_at > now() AT TIME ZONE 'UTC', false)
      FROM bpmn_outbox
     WHERE state IN ('pending', 'sending', 'uncertain', 'failed')
       AND channel NOT IN {NEVER_AT_REST}
"""


@dataclass(frozen=True)
class Unfinished:
    """Something that is still to happen."""

    model: str
    id: int
    state: str
    key: str | None
    pauses: bool

    def __str__(self) -> str:
        return f"{self.model}({self.id},) is {self.state}"

    @property
    def needs_operator(self) -> bool:
        """Whether nothing goes on by itself, or not before a pause is over."""
        return self.state in ("uncertain", "failed") or self.pauses


def unfinished(name: str) -> list[Unfinished]:
    """Return what is still to happen in the database, as of one moment."""
    return [Unfinished(*row) for row in database.query(name, UNFINISHED)]


def come_to_rest(
    name: str, operator: Staff, patience: float = REST_SECONDS
) -> tuple[set[str], list[Unfinished]]:
    """Wait until nothing is to happen; an operator sends again what is uncertain.

    :return: the keys of all rows that ever were uncertain, and what did not come to
        rest within ``patience`` seconds
    """
    uncertain: set[str] = set()
    deadline = time.monotonic() + patience
    while left := unfinished(name):
        if time.monotonic() > deadline:
            break
        uncertain |= {it.key for it in left if it.state == "uncertain" and it.key}
        for it in left:
            if it.needs_operator:
                # It may be on its way meanwhile: then there is nothing to send again.
                with contextlib.suppress(Refused):
                    operator.call(it.model, "action_retry", [it.id])
        time.sleep(0.5)
    return uncertain, left
