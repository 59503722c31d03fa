"""What is stored, and what is refused to be read."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from tests.engine.instance import (
    CLOCKS,
    MONDAY,
    Instance,
    bpmn,
    compiled,
    end,
    flow,
    start,
    user,
)
from wbs_module import engine
from wbs_module.engine.contract import SetData, Wake
from wbs_module.engine.errors import EngineError, StateUnreadable, ValuesRefused
from wbs_module.engine.state.format import FORMAT

PLAIN = bpmn(start() + user("A", 'clock="verify"') + end() + flow("s", "A", "e"))
OTHER = bpmn(start() + user("A") + user("B") + end() + flow("s", "A", "B", "e"))


def test_a_state_carries_its_format_and_no_specification() -> None:
    case = Instance(PLAIN)
    whole = json.loads(case.outcome.state)
    assert whole[0] == FORMAT
    assert len(case.outcome.state) < 1_500  # its clock with its calendar included


@pytest.mark.parametrize(
    "state",
    [b"", b"{}", b"[]", b"null", b"[1]", b"\xff", b'"text"', b"[true,2,3,4]"],
)
def test_what_is_no_state_is_refused_with_a_sentence(state: bytes) -> None:
    with pytest.raises(StateUnreadable) as refused:
        engine.step(compiled(PLAIN), state, Wake(), at=MONDAY, clocks=CLOCKS)
    assert str(refused.value).endswith(".")


def test_an_unknown_format_and_another_process_are_refused() -> None:
    case = Instance(PLAIN)
    whole = json.loads(case.outcome.state)
    newer = json.dumps([FORMAT + 1, *whole[1:]]).encode()
    with pytest.raises(StateUnreadable, match="Update"):
        engine.step(case.process, newer, Wake(), at=MONDAY, clocks=CLOCKS)
    with pytest.raises(StateUnreadable, match="migrate"):
        engine.step(
            compiled(OTHER), case.outcome.state, Wake(), at=MONDAY, clocks=CLOCKS
        )


def test_a_damaged_state_never_raises_anything_but_our_own_error() -> None:
    case = Instance(PLAIN)
    whole = json.loads(case.outcome.state)
    for damaged in (
        [*whole[:3], [[1, "gone", None, 8]]],
        [*whole[:3], []],
        [*whole[:2], {}, whole[3]],
        [*whole[:3], [*whole[3], [9, "A:", 77, 8]]],
        [*whole[:3], 5],
        whole[:2],
    ):
        with pytest.raises(EngineError):
            state = json.dumps(damaged).encode()
            engine.step(case.process, state, Wake(), at=MONDAY, clocks=CLOCKS)


def test_every_kind_of_value_comes_back_as_it_went_in() -> None:
    values = {
        "text": "teks",
        "whole": 3,
        "broken": Decimal("0.1"),
        "yes": True,
        "nothing": None,
        "day": date(2026, 2, 28),
        "hour": time(8, 30),
        "moment": datetime(2026, 2, 28, 1, 2, 3, 4, tzinfo=timezone.utc),
        "span": timedelta(days=1, seconds=5),
        "list": [1, ["x", None]],
        "context": {"a": {"b": Decimal("2.50")}},
    }
    case = Instance(PLAIN, values)
    case.do(Wake())
    assert case.data == values


@pytest.mark.parametrize("value", [object(), {1: 2}, float("nan"), b"bytes", {1, 2}])
def test_a_value_that_is_none_of_the_language_is_refused(value: object) -> None:
    case = Instance(PLAIN)
    with pytest.raises(ValuesRefused) as refused:
        case.do(SetData({"n": value}))
    assert refused.value.parameters == {"field": "n"}


def test_the_same_command_on_the_same_state_gives_the_same_outcome() -> None:
    case = Instance(PLAIN, {"n": 1})
    state = case.outcome.state
    first = engine.step(case.process, state, Wake(), at=MONDAY, clocks=CLOCKS)
    again = engine.step(case.process, state, Wake(), at=MONDAY, clocks=CLOCKS)
    assert first == again
    assert first.state == state


def test_nothing_of_a_case_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        case = Instance(PLAIN, {"kind": "a secret"})
        case.complete("A")
    assert case.status == "completed"
    assert caplog.records == []


def test_nothing_of_a_drawing_is_ever_python(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("Something reached Python.")

    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment

    for name in ("evaluate", "execute", "call_service"):
        monkeypatch.setattr(PythonScriptEngine, name, refuse)
        monkeypatch.setattr(TaskDataEnvironment, name, refuse)
    monkeypatch.setattr("builtins.eval", refuse)
    case = Instance(OTHER, {"n": 1})
    case.complete("A")
    case.complete("B")
    assert case.status == "completed"
