"""Reads and writes ``.cases.json`` files: see docs/test-cases.md."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from ..contract import Values
from ..feel.errors import FeelError
from ..feel.json_form import from_json, to_json
from ..time import Amount, Unit
from .cases import (
    FORMAT,
    CallAnswer,
    CaseFile,
    CaseFileRefused,
    Expectation,
    ExpectedDeadline,
    LockstepCase,
    Step,
    StepKind,
)

Read = TypeVar("Read")
MOMENT = "%Y-%m-%d %H:%M"
LARGEST = 1_000_000
"""Characters of a file; larger ones are refused unread."""
WIDTH = 100
"""Characters of a line up to which a value is written on one."""
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (working |calendar )?(day|hour)s?")
_KINDS: tuple[StepKind, ...] = ("task", "message", "signal", "set", "wait")
_DEADLINE_STATES = ("running", "paused", "met", "late", "stopped")
_STATUSES = ("running", "completed", "cancelled")


def read_case_file(content: str) -> CaseFile:
    """:raise CaseFileRefused: it is no such file; the message names the place"""
    if len(content) > LARGEST:
        raise CaseFileRefused(
            "The file of test cases is larger than a million characters: split it."
        )
    try:
        data = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise CaseFileRefused(
            f"The file of test cases is no JSON (line {line}): mend it there.",
            line=str(line),
        ) from None
    reader = _Reader("file", data, ("format", "process", "cases"))
    if data.get("format") != FORMAT:
        raise reader.refusal(f'needs "format": {FORMAT}')
    return CaseFile(
        reader.text("process"),
        tuple(_read_case(f"case {n}", item) for n, item in reader.items("cases")),
    )


def write_case_file(file: CaseFile) -> str:
    """What :func:`read_case_file` reads, indented for people."""
    data = {
        "format": FORMAT,
        "process": file.process,
        "cases": [_write_case(case) for case in file.cases],
    }
    return _for_people(data) + "\n"


def _for_people(value: Any, indent: int = 0) -> str:
    """JSON in which what fits on a line stands on one, to be read like a list."""
    text = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, (dict, list)) or indent + len(text) <= WIDTH:
        return text
    inner = indent + 2
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {_for_people(item, inner)}"
            for name, item in value.items()
        ]
    else:
        parts = [_for_people(item, inner) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    lines = ",".join(f"\n{' ' * inner}{part}" for part in parts)
    return f"{opening}{lines}\n{' ' * indent}{closing}"


class _Reader:
    """One object of the file; what it does not know is refused, as a slip."""

    def __init__(self, place: str, data: Any, known: tuple[str, ...]) -> None:
        self.place = place
        if not isinstance(data, dict):
            raise self.refusal("must be an object in braces")
        unknown = sorted(set(data) - set(known))
        if unknown:
            raise self.refusal(
                f"has the unknown key “{unknown[0]}”; known are: {', '.join(known)}"
            )
        self.data: dict[str, Any] = data

    def refusal(self, what: str) -> CaseFileRefused:
        return CaseFileRefused(f"Test cases, {self.place}: {what}.", place=self.place)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str):
            raise self.refusal(f"needs “{key}” as text")
        return value

    def maybe(self, key: str) -> str | None:
        return self.text(key) if self.data.get(key) is not None else None

    def one_of(self, key: str, known: tuple[str, ...]) -> str | None:
        value = self.maybe(key)
        if value is not None and value not in known:
            raise self.refusal(f"“{key}” must be one of {', '.join(known)}")
        return value

    def items(self, key: str) -> list[tuple[int, Any]]:
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.refusal(f"needs “{key}” as a list in brackets")
        return list(enumerate(value, 1))

    def texts(self, key: str) -> tuple[str, ...]:
        found = [item for _number, item in self.items(key)]
        if not all(isinstance(item, str) for item in found):
            raise self.refusal(f"“{key}” must be a list of texts")
        return tuple(found)

    def maybe_texts(self, key: str) -> tuple[str, ...] | None:
        return self.texts(key) if self.data.get(key) is not None else None

    def values(self, key: str) -> Values:
        found = self.data.get(key, {})
        if not isinstance(found, dict):
            raise self.refusal(f"needs “{key}” as an object in braces")
        return {name: self.value(name, value) for name, value in found.items()}

    def value(self, name: str, value: Any) -> Any:
        try:
            return value if isinstance(value, Decimal) else from_json(value)
        except (FeelError, ValueError, TypeError):
            raise self.refusal(f"the value of “{name}” cannot be read") from None

    def moment(self, key: str) -> datetime:
        try:
            return datetime.strptime(self.text(key), MOMENT)
        except ValueError:
            raise self.refusal(f"“{key}” must be like 2026-03-02 09:00") from None

    def maybe_moment(self, key: str) -> datetime | None:
        return self.moment(key) if self.data.get(key) is not None else None

    def amount(self, key: str) -> Amount | None:
        text = self.maybe(key)
        if text is None:
            return None
        found = _AMOUNT.fullmatch(text)
        unit = found and Unit(f"{(found[2] or 'calendar ').strip()}_{found[3]}s")
        amount = found and unit and Amount(float(found[1]), unit)
        if not amount or amount.problems(key, zero=True):
            raise self.refusal(
                f"“{key}” must be like “2 working days”, “3 calendar days”, "
                "“4 working hours” or “1 hour”"
            )
        return amount

    def read(self, key: str, read: Callable[[str, Any], Read]) -> Read:
        return read(f"{self.place}, {key}", self.data.get(key, {}))


def _read_case(place: str, data: Any) -> LockstepCase:
    known = ("name", "description", "starts", "start_event", "by", "values", "answers")
    reader = _Reader(place, data, (*known, "steps", "expect"))
    answers = reader.data.get("answers", {})
    if not isinstance(answers, dict):
        raise reader.refusal("needs “answers” as an object: element → answer")
    return LockstepCase(
        name=reader.text("name"),
        description=reader.text("description", ""),
        starts=reader.moment("starts"),
        start_event=reader.maybe("start_event"),
        by=reader.maybe("by"),
        values=reader.values("values"),
        answers={
            element: _read_answers(f"{place}, answer of {element}", answer)
            for element, answer in answers.items()
        },
        steps=tuple(
            _read_step(f"{place}, step {number}", item)
            for number, item in reader.items("steps")
        ),
        expect=reader.read("expect", _read_expectation),
    )


def _read_answers(place: str, data: Any) -> tuple[CallAnswer, ...]:
    found = []
    for item in data if isinstance(data, list) else [data]:
        reader = _Reader(place, item, ("values", "error"))
        found.append(CallAnswer(reader.values("values"), reader.maybe("error")))
    if not found:
        raise CaseFileRefused(f"Test cases, {place}: the list is empty.", place=place)
    return tuple(found)


def _read_step(place: str, data: Any) -> Step:
    known = ("after", "at", "outcome", "values", "filled", "by", "item", "refused")
    reader = _Reader(place, data, (*_KINDS, *known, "expect"))
    kinds = [kind for kind in _KINDS if kind in reader.data]
    if len(kinds) != 1:
        raise reader.refusal(f"needs exactly one of {', '.join(_KINDS)}")
    kind = kinds[0]
    if "after" in reader.data and "at" in reader.data:
        raise reader.refusal("has “after” and “at”; keep one of them")
    if kind == "wait" and {"after", "values", "by", "outcome"} & set(reader.data):
        raise reader.refusal("waits, and can only have “expect” beside it")
    return Step(
        kind=kind,
        target=reader.text(kind) if kind in ("task", "message", "signal") else "",
        after=reader.amount("wait" if kind == "wait" else "after"),
        at=reader.maybe_moment("at"),
        outcome=reader.maybe("outcome"),
        values=reader.values("set" if kind == "set" else "values"),
        filled=reader.maybe_texts("filled"),
        by=reader.maybe("by"),
        item=reader.value("item", reader.data.get("item")),
        refused=reader.maybe("refused"),
        expect=reader.read("expect", _read_expectation),
    )


def _read_expectation(place: str, data: Any) -> Expectation:
    known = ("status", "open", "path", "never", "calls", "incidents", "data")
    reader = _Reader(place, data, (*known, "deadlines"))
    return Expectation(
        status=reader.one_of("status", _STATUSES),
        open=reader.maybe_texts("open"),
        path=reader.texts("path"),
        never=reader.texts("never"),
        calls=reader.texts("calls"),
        incidents=reader.maybe_texts("incidents"),
        data=reader.values("data"),
        deadlines=tuple(
            _read_deadline(f"{place}, deadline {number}", item)
            for number, item in reader.items("deadlines")
        ),
    )


def _read_deadline(place: str, data: Any) -> ExpectedDeadline:
    reader = _Reader(place, data, ("clock", "element", "due", "state", "was"))
    return ExpectedDeadline(
        clock=reader.text("clock"),
        element=reader.maybe("element"),
        due=reader.maybe_moment("due"),
        state=reader.one_of("state", _DEADLINE_STATES),
        was=reader.texts("was"),
    )


# --- writing -------------------------------------------------------------------------


def _write_case(case: LockstepCase) -> dict[str, Any]:
    answers = {
        element: [_kept({"values": _json(a.values), "error": a.error}) for a in given]
        for element, given in case.answers.items()
    }
    return _kept(
        {
            "name": case.name,
            "description": case.description,
            "starts": f"{case.starts:{MOMENT}}",
            "start_event": case.start_event,
            "by": case.by,
            "values": _json(case.values),
            "answers": answers,
            "steps": [_write_step(step) for step in case.steps],
            "expect": _write_expectation(case.expect),
        }
    )


def _write_step(step: Step) -> dict[str, Any]:
    after = str(step.after) if step.after else None
    head: dict[str, Any] = {step.kind: step.target, "after": after}
    if step.kind == "wait":
        head = {"wait": after}
    elif step.kind == "set":
        head = {"set": _json(step.values), "after": after}
    rest = {
        "at": f"{step.at:{MOMENT}}" if step.at else None,
        "by": step.by,
        "item": to_json(step.item),
        "outcome": step.outcome,
        "values": {} if step.kind == "set" else _json(step.values),
        "filled": list(step.filled) if step.filled is not None else None,
        "refused": step.refused,
        "expect": _write_expectation(step.expect),
    }
    first = {key: value for key, value in head.items() if key == step.kind}
    return first | _kept(head) | _kept(rest)


def _write_expectation(expect: Expectation) -> dict[str, Any]:
    found = _kept(
        {
            "status": expect.status,
            "path": list(expect.path),
            "never": list(expect.never),
            "calls": list(expect.calls),
            "data": _json(expect.data),
            "deadlines": [
                _kept(
                    {
                        "clock": each.clock,
                        "element": each.element,
                        "due": f"{each.due:{MOMENT}}" if each.due else None,
                        "state": each.state,
                        "was": list(each.was),
                    }
                )
                for each in expect.deadlines
            ],
        }
    )
    for key, value in (("open", expect.open), ("incidents", expect.incidents)):
        if value is not None:
            found[key] = list(value)
    return found


def _json(values: Values) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}


def _kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says nothing; ``filled: []`` says something."""
    return {
        key: value
        for key, value in data.items()
        if value not in (None, "", {}, []) or (key == "filled" and value == [])
    }
