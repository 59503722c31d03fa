"""Taking a running instance to another version of its process."""

from __future__ import annotations

import pytest

from tests.engine.instance import (
    CLOCKS,
    HOUR,
    MONDAY,
    Instance,
    bpmn,
    compiled,
    end,
    flow,
    node,
    start,
    timer,
    user,
)
from wbs_module import engine
from wbs_module.engine import Migration
from wbs_module.engine.errors import StateUnreadable


def reminded(extra: str = "", hours: int = 5, task: str = "A") -> bytes:
    edge = node(
        "boundaryEvent", "t", timer(f"PT{hours}H"), attachedToRef=task,
        cancelActivity="false",
    )  # fmt: skip
    return bpmn(
        start() + user(task, 'clock="verify"') + edge + user("R") + end() + end("e2")
        + (extra or flow("s", task, "e")) + flow("t", "R", "e2")
    )  # fmt: skip


def migrated(
    case: Instance, drawing: bytes, mapping: dict[str, str | None] | None = None
) -> Migration:
    return engine.migrate(
        case.process,
        case.outcome.state,
        compiled(drawing),
        mapping or {},
        at=case.now,
        clocks=CLOCKS,
    )


def go_on(case: Instance, drawing: bytes, migration: Migration) -> Instance:
    assert migration.outcome is not None, migration.problems
    case.process = compiled(drawing)
    case._take(migration.outcome)
    return case


def test_tasks_stay_open_and_timers_keep_their_due_time() -> None:
    case = Instance(reminded())
    case.now += HOUR
    longer = reminded(user("B") + flow("s", "A", "B", "e"), hours=50)
    task = case.task("A")
    before = case.outcome.state
    migration = migrated(case, longer)
    assert case.outcome.state == before  # so the same call is the preview
    assert {(move.element_id, move.task_id) for move in migration.moves} == {
        ("A", task),
        ("t", None),
    }
    go_on(case, longer, migration)
    assert case.outcome.wake_at == MONDAY + 5 * HOUR
    assert case.clock_history == [("verify", "started")]
    case.complete("A")
    assert case.tasks == ["B"]


def test_a_renamed_element_is_mapped() -> None:
    case = Instance(reminded())
    renamed = reminded(task="Check")
    refused = migrated(case, renamed)
    assert refused.outcome is None
    (problem,) = refused.problems[:1]
    assert (problem.code, problem.element_id) == ("migration_element_gone", "A")
    go_on(case, renamed, migrated(case, renamed, {"A": "Check"}))
    case.complete("A")
    assert case.clock_history[-1] == ("verify", "met")
    assert case.status == "completed"


def test_a_running_timer_is_lost_only_where_the_mapping_says_so() -> None:
    case = Instance(reminded())
    plain = bpmn(start() + user("A", 'clock="verify"') + end() + flow("s", "A", "e"))
    assert [p.code for p in migrated(case, plain).problems] == ["migration_event_gone"]
    migration = migrated(case, plain, {"t": None})
    assert migration.dropped == ("t",)
    go_on(case, plain, migration)
    assert case.outcome.wake_at == MONDAY + 8 * HOUR  # the clock's warning


def test_an_event_that_is_new_in_the_version_begins_to_wait() -> None:
    plain = bpmn(start() + user("A", 'clock="verify"') + end() + flow("s", "A", "e"))
    case = Instance(plain)
    case.now += HOUR
    go_on(case, reminded(), migrated(case, reminded()))
    assert case.outcome.wake_at == MONDAY + 6 * HOUR


def test_a_clock_that_changed_in_the_drawing_stops_and_another_starts() -> None:
    case = Instance(
        bpmn(start() + user("A", 'clock="verify"') + end() + flow("s", "A", "e"))
    )
    other = bpmn(start() + user("A", 'clock="strict"') + end() + flow("s", "A", "e"))
    go_on(case, other, migrated(case, other))
    assert case.clock_history[-2:] == [("verify", "stopped"), ("strict", "started")]


def test_another_kind_of_element_or_another_subprocess_is_refused() -> None:
    case = Instance(reminded())
    receive = bpmn(
        start()
        + node("receiveTask", "A", messageRef="m")
        + end()
        + flow("s", "A", "e"),
        definitions='<message id="m" name="news"/>',
    )
    codes = {p.code for p in migrated(case, receive, {"t": None}).problems}
    assert codes == {"migration_element_changed"}
    inner = start("s2") + user("A") + end("e2") + flow("s2", "A", "e2")
    nested = bpmn(
        start() + node("subProcess", "sub", inner) + end() + flow("s", "sub", "e")
    )
    codes = {p.code for p in migrated(case, nested, {"t": None}).problems}
    assert codes == {"migration_scope_changed"}


JOINED = (
    start() + node("parallelGateway", "f") + user("A") + user("B")
    + node("parallelGateway", "j") + end()
    + flow("s", "f", "A", "j", "e") + flow("f", "B", "j")
)  # fmt: skip


def test_a_token_at_a_join_waits_on_in_the_new_version() -> None:
    old, new = bpmn(JOINED), bpmn(JOINED + node("textAnnotation", "note"))
    case = Instance(old)
    case.complete("A")
    go_on(case, new, migrated(case, new))
    assert case.tasks == ["B"]
    case.complete("B")
    assert case.status == "completed"


def test_a_state_of_another_process_is_not_migrated() -> None:
    case = Instance(reminded())
    other = compiled(bpmn(JOINED))
    with pytest.raises(StateUnreadable):
        engine.migrate(
            other, case.outcome.state, case.process, {}, at=MONDAY, clocks=CLOCKS
        )
