"""Records held against the engine: what is lost, and what is twice, is named."""

from __future__ import annotations

from .conftest import Office


def test_a_lost_task_a_doubled_message_and_a_forgotten_timer_are_named(
    office: Office,
) -> None:
    assert office.contradictions() == []
    broken = office.call("tests.servers.breaking", "break_all")
    without_task, without_timer, twice = broken["places"]
    found = "\n".join(broken["found"])
    assert f"bpmn.instance({without_task},): open tasks" in found
    assert f"bpmn.instance({without_timer},): wakes at False" in found
    assert f"wbs.case({twice},): told the reporter" in found
