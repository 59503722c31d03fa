"""``today()`` in a drawing is the day in the office, not the day in UTC."""

from __future__ import annotations

from datetime import date, datetime, timezone

from tests.engine.instance import CLOCKS, bpmn, compiled, end, flow, node, start, user
from wbs_module import engine
from wbs_module.engine.contract import CompleteTask

EVENING_IN_UTC = datetime(2026, 1, 5, 18, 30, tzinfo=timezone.utc)


def test_today_begins_at_the_offices_midnight() -> None:
    text = 'day = today(); hour = now().hour; same = (now() = @"2026-01-05T18:30:00Z")'
    script = node("scriptTask", "X", f"<script>{text}</script>")
    drawing = bpmn(start() + user("A") + script + end() + flow("s", "A", "X", "e"))
    process = compiled(drawing)
    began = engine.start(process, {}, at=EVENING_IN_UTC, clocks=CLOCKS)
    (task,) = began.opened
    done = engine.step(
        process,
        began.state,
        CompleteTask(task.task_id, None, {}, None),
        at=EVENING_IN_UTC,
        clocks=CLOCKS,
    )
    assert done.data["day"] == date(2026, 1, 6)
    assert done.data["hour"] == 1
    assert done.data["same"] is True
