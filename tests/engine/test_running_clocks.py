"""Deadlines, timers, pauses, and what an outage leaves to be made up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.instance import (
    CLOCKS,
    DAY,
    HOUR,
    MONDAY,
    Instance,
    bpmn,
    clock,
    end,
    flow,
    node,
    start,
    timer,
    user,
)
from wbs_module.engine.contract import (
    CancelInstance,
    CompleteTask,
    ExtendDeadline,
    RecalculateDeadline,
    RetryIncident,
)
from wbs_module.engine.errors import NotInThisState

TIMED = bpmn(start() + user("A", 'clock="verify"') + end() + flow("s", "A", "e"))


def test_a_deadline_starts_warns_is_due_escalates_and_ends_late() -> None:
    case = Instance(TIMED)
    assert case.outcome.opened[0].deadline_id is not None
    assert case.outcome.wake_at == MONDAY + 8 * HOUR
    case.wait(8 * HOUR)
    assert case.outcome.wake_at == MONDAY + 10 * HOUR
    case.wait(20 * HOUR)
    assert case.outcome.wake_at is None
    assert case.outcome.deadlines[1].level == "head"
    case.complete("A")
    assert [what for _, what in case.clock_history] == [
        "started",
        "warned",
        "due",
        "escalated",
        "late",
    ]


def test_a_deadline_that_is_kept_is_met_and_one_whose_task_is_cancelled_stops() -> None:
    case = Instance(TIMED)
    case.complete("A")
    assert case.clock_history[-1] == ("verify", "met")
    case = Instance(TIMED)
    case.do(CancelInstance("withdrawn"))
    assert case.status == "cancelled"
    assert case.tasks == []
    assert case.clock_history[-1] == ("verify", "stopped")


def test_process_and_subprocess_have_clocks_of_their_own() -> None:
    inner = start("s2") + user("A", 'clock="strict"') + end("e2")
    inner += flow("s2", "A", "e2")
    case = Instance(
        bpmn(
            start()
            + node("subProcess", "sub", inner, settings='clock="verify"')
            + user("B")
            + end()
            + flow("s", "sub", "B", "e"),
            settings='clock="total"',
        )
    )
    scopes = {each.clock: each.scope for each in case.outcome.deadlines}
    assert scopes == {"total": "process", "verify": "subprocess", "strict": "task"}
    case.complete("A")
    case.complete("B")
    assert [line for line in case.clock_history if line[1] == "met"] == [
        ("strict", "met"),
        ("verify", "met"),
        ("total", "met"),
    ]


WAITING = bpmn(
    start()
    + node("parallelGateway", "f")
    + user("A", 'clock="verify"')
    + user("ask", 'pauses="verify"')
    + node("parallelGateway", "j")
    + end()
    + flow("s", "f", "A", "j", "e")
    + flow("f", "ask", "j"),
    settings='clock="total"',
)


def test_a_clock_stands_still_while_a_token_is_in_an_element_that_pauses_it() -> None:
    case = Instance(WAITING)
    assert ("verify", "paused") in case.clock_history
    assert ("total", "paused") not in case.clock_history
    assert case.outcome.wake_at == MONDAY + 100 * HOUR  # the case's clock runs
    case.wait(20 * HOUR)
    case.complete("ask")
    assert case.clock_history[-1] == ("verify", "resumed")
    assert case.outcome.wake_at == MONDAY + 28 * HOUR
    case.wait(7 * HOUR)
    case.complete("A")
    assert ("verify", "met") in case.clock_history


def test_a_deadline_is_extended_once_within_what_its_clock_allows() -> None:
    case = Instance(TIMED)
    key = case.outcome.opened[0].deadline_id
    assert key is not None
    with pytest.raises(NotInThisState):
        case.do(ExtendDeadline(key, 25))
    case.do(ExtendDeadline(key, 24))
    assert case.outcome.deadlines[0].due_at == MONDAY + 34 * HOUR
    assert case.outcome.wake_at == MONDAY + 32 * HOUR
    with pytest.raises(NotInThisState):
        case.do(ExtendDeadline(key, 1))


def test_a_changed_clock_moves_a_running_deadline_only_when_it_is_asked_to() -> None:
    case = Instance(TIMED)
    key = case.outcome.opened[0].deadline_id
    assert key is not None
    case.clocks["verify"] = clock("verify", 50)
    case.wait(HOUR)
    assert case.outcome.wake_at == MONDAY + 8 * HOUR
    case.do(RecalculateDeadline(key))
    assert case.outcome.deadlines[0].what == "recalculated"
    assert case.outcome.wake_at == MONDAY + 50 * HOUR


def test_a_started_deadline_needs_its_clock_no_more() -> None:
    case = Instance(TIMED)
    case.clocks.clear()
    case.wait(10 * HOUR)
    assert [what for _, what in case.clock_history] == ["started", "warned", "due"]


def test_a_timer_may_name_a_clock_and_stands_still_with_it() -> None:
    edge = node(
        "boundaryEvent",
        "late",
        "<timerEventDefinition/>",
        settings='clock="verify"',
        attachedToRef="A",
    )
    case = Instance(
        bpmn(
            start()
            + node("parallelGateway", "f")
            + user("A")
            + edge
            + user("ask", 'pauses="verify"')
            + user("B")
            + end("e")
            + end("e2")
            + end("e3")
            + flow("s", "f", "A", "e")
            + flow("f", "ask", "e2")
            + flow("late", "B", "e3")
        )
    )
    assert case.outcome.wake_at is None  # it stands still
    assert case.clock_history == []  # a timer is no deadline
    case.wait(5 * HOUR)
    case.complete("ask")
    assert case.outcome.wake_at == MONDAY + 15 * HOUR
    case.wait(10 * HOUR)
    assert case.tasks == ["B"]


def test_an_edge_that_names_its_tasks_clock_fires_when_that_deadline_is_due() -> None:
    edge = node(
        "boundaryEvent",
        "late",
        "<timerEventDefinition/>",
        settings='clock="verify"',
        attachedToRef="A",
        cancelActivity="false",
    )
    case = Instance(
        bpmn(
            start()
            + user("A", 'clock="verify"')
            + edge
            + user("B")
            + end()
            + end("e2")
            + flow("s", "A", "e")
            + flow("late", "B", "e2")
        )
    )
    key = case.outcome.opened[0].deadline_id
    assert key is not None
    case.do(ExtendDeadline(key, 20))
    case.wait(29 * HOUR)
    assert case.tasks == ["A"]
    case.wait(HOUR)
    assert case.tasks == ["A", "B"]


def test_after_an_outage_timers_fire_in_due_order_and_history_says_when_due() -> None:
    edges = "".join(
        node("boundaryEvent", f"t{hours}", timer(f"PT{hours}H"), attachedToRef="A",
             cancelActivity="false")
        + user(f"U{hours}")
        + end(f"e{hours}")
        + flow(f"t{hours}", f"U{hours}", f"e{hours}")
        for hours in (30, 9, 20)
    )  # fmt: skip
    case = Instance(
        bpmn(
            start() + user("A", 'clock="verify"') + edges + end() + flow("s", "A", "e")
        )
    )
    case.wait(3 * DAY)
    fired = [line for line in case.outcome.happened if line.what == "fired"]
    assert [line.element_id for line in fired] == ["t9", "t20", "t30"]
    assert [line.due for line in fired] == [
        MONDAY + hours * HOUR for hours in (9, 20, 30)
    ]
    assert {line.at for line in fired} == {MONDAY + 3 * DAY}
    assert [what for _, what in case.clock_history[1:]] == [
        "warned",
        "due",
        "escalated",
    ]


def test_a_cycle_makes_up_each_missed_firing_and_counts_them() -> None:
    edge = node(
        "boundaryEvent",
        "t",
        timer("R3/PT1H", "timeCycle"),
        attachedToRef="A",
        cancelActivity="false",
    )
    drawing = bpmn(
        start() + user("A") + edge + user("B") + end() + end("e2")
        + flow("s", "A", "e") + flow("t", "B", "e2")
    )  # fmt: skip
    case = Instance(drawing)
    case.wait(timedelta(minutes=90))
    assert case.tasks == ["A", "B"]
    assert case.outcome.wake_at == MONDAY + 2 * HOUR
    case.wait(DAY)
    assert case.tasks == ["A", "B", "B", "B"]
    assert case.outcome.wake_at is None


def test_an_endless_cycle_never_makes_an_endless_step() -> None:
    edge = node(
        "boundaryEvent",
        "t",
        timer("R/PT1M", "timeCycle"),
        attachedToRef="A",
        cancelActivity="false",
    )
    drawing = bpmn(
        start() + user("A") + edge + end() + end("e2")
        + flow("s", "A", "e") + flow("t", "e2")
    )  # fmt: skip
    case = Instance(drawing)
    case.wait(2 * DAY)
    assert case.outcome.wake_at is not None
    assert case.outcome.wake_at <= case.now  # the rest follows in the next steps
    rounds = 1
    while case.outcome.wake_at <= case.now:
        case.wait(timedelta(0))
        rounds += 1
    assert rounds < 10
    assert case.history.count(("fired", "t")) == 2 * 24 * 60


def test_a_date_without_offset_is_local_time_of_the_office() -> None:
    catch = node("intermediateCatchEvent", "c", timer("2026-01-06T09:00", "timeDate"))
    case = Instance(bpmn(start() + catch + end() + flow("s", "c", "e")))
    assert case.outcome.wake_at == MONDAY + DAY


def test_two_timers_behind_one_event_gateway_keep_their_own_times() -> None:
    def catch(name: str, text: str) -> str:
        return node("intermediateCatchEvent", name, timer(text))

    drawing = bpmn(
        start() + node("eventBasedGateway", "g") + catch("short", "PT9M")
        + catch("long", "P2D") + user("A") + user("B") + end() + end("e2")
        + flow("s", "g", "short", "A", "e") + flow("g", "long", "B", "e2")
    )  # fmt: skip
    case = Instance(drawing)
    assert case.outcome.wake_at == MONDAY + timedelta(minutes=9)
    case.wait(3 * DAY)
    assert case.tasks == ["A"]
    assert ("fired", "long") not in case.history


def test_a_clock_that_is_gone_is_an_incident_and_starts_once_it_is_back() -> None:
    case = Instance(TIMED, clocks={})
    assert case.tasks == []
    (incident,) = case.incidents.values()
    assert incident.code == "clock_unknown"
    assert incident.next_attempt == MONDAY + timedelta(minutes=1)
    case.clocks = dict(CLOCKS)
    case.do(RetryIncident(incident.incident_id))
    assert case.incidents == {}
    assert case.tasks == ["A"]
    assert case.clock_history == [("verify", "started")]


def test_a_person_who_finishes_before_the_sweep_comes_in_time() -> None:
    edge = node("boundaryEvent", "t", timer("PT1H"), attachedToRef="A")
    case = Instance(
        bpmn(
            start() + user("A") + edge + end() + end("e2")
            + flow("s", "A", "e") + flow("t", "e2")
        )
    )  # fmt: skip
    case.now += 2 * HOUR
    case.do(CompleteTask(case.task("A")))
    assert case.status == "completed"
    assert ("fired", "t") not in case.history
