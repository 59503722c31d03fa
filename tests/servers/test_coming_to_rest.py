"""When the killing looks at what is lost, nothing is still on its way."""

from __future__ import annotations

import threading
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import database
from tools.clients import Staff
from tools.kill.receiver import Receiver
from tools.kill.rest import come_to_rest, unfinished

from .conftest import Office

NOBODY = Staff("http://127.0.0.1:1", "nowhere", "nobody")


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """A database of its own, whose timers and messages are not the other tests'."""
    name = "rest-test"
    database.clone(database.template_of_module(demo=True), name)
    yield Office(name, Path())
    database.drop(name)


def queue(office: Office, state: str, channel: str = "kill_probe") -> str:
    """Put a row into the outbox; return its key."""
    key = str(uuid.uuid4())
    with office.connection() as cursor:
        cursor.execute(
            """INSERT INTO bpmn_outbox (key, channel, state, queued_at)
               VALUES (%s, %s, %s, now())""",
            [key, channel, state],
        )
    return key


def wake_all(office: Office, after: str) -> None:
    with office.connection() as cursor:
        cursor.execute(
            """UPDATE bpmn_instance
                  SET wake_at = now() AT TIME ZONE 'UTC' + %s::interval
                WHERE status = 'running'""",
            [after],
        )


def clear(office: Office) -> None:
    with office.connection() as cursor:
        cursor.execute("DELETE FROM bpmn_outbox")
    wake_all(office, "2 days")


def test_what_waits_is_on_its_way_or_is_about_to_fall_due_is_no_rest(
    office: Office,
) -> None:
    clear(office)
    assert unfinished(office.database) == []
    for state in ("pending", "sending", "uncertain", "failed"):
        queue(office, state)
        assert [it.state for it in unfinished(office.database)] == [state]
        clear(office)
    for state in ("sent", "discarded", "undeliverable"):
        queue(office, state)
    queue(office, "pending", "digest")
    assert unfinished(office.database) == []
    wake_all(office, "4 seconds")
    waiting = unfinished(office.database)
    assert waiting
    assert {it.model for it in waiting} == {"bpmn.instance"}


def test_a_message_that_a_timer_brings_after_the_last_step_is_waited_for(
    office: Office,
) -> None:
    clear(office)
    wake_all(office, "3 seconds")
    receiver = Receiver()
    sent: list[str] = []

    def fire() -> None:
        """The sweep wakes them all in one transaction, then the outbox sends."""
        with office.connection() as cursor:
            cursor.execute("UPDATE bpmn_instance SET wake_at = now() + '2 days'")
            key = str(uuid.uuid4())
            cursor.execute(
                """INSERT INTO bpmn_outbox (key, channel, state, queued_at)
                   VALUES (%s, 'kill_probe', 'sending', now())""",
                [key],
            )
        deliver(receiver, key)
        with office.connection() as cursor:
            cursor.execute("UPDATE bpmn_outbox SET state = 'sent'")
        sent.append(key)

    timer = threading.Timer(3, fire)
    timer.start()
    uncertain, left = come_to_rest(office.database, NOBODY, patience=30)
    delivered = dict(receiver.counted)
    timer.join()
    receiver.close()
    assert (uncertain, left) == (set(), [])
    assert delivered == dict.fromkeys(sent, 1)


def test_what_never_comes_to_rest_is_named(office: Office) -> None:
    clear(office)
    queue(office, "sending")
    _uncertain, left = come_to_rest(office.database, NOBODY, patience=1)
    assert [it.state for it in left] == ["sending"]
    assert str(left[0]).endswith(" is sending")


def deliver(receiver: Receiver, key: str) -> None:
    """Hand a message to the outside, as a sender that nobody shoots at."""
    headers = {"Idempotency-Key": key, "X-Sender": "0"}
    request = urllib.request.Request(receiver.address, data=b"", headers=headers)
    with urllib.request.urlopen(request, timeout=10):
        pass
