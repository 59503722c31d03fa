"""The few expressions and times of test diagrams, read independently of the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

_EQUALS = re.compile(r"(?<![<>!=])=(?!=)")
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?\Z"
)


def evaluate(text: str, data: Mapping[str, Any]) -> Any:
    """Comparisons, arithmetic, ``and``, ``or``, numbers, strings and names."""
    python = _EQUALS.sub("==", text)
    python = re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", python))
    return eval(python, {"__builtins__": {}}, dict(data))  # our own cases only


def assign(script: str, data: dict[str, Any]) -> None:
    for part in filter(None, (part.strip() for part in script.split(";"))):
        name, _, value = part.partition("=")
        data[name.strip()] = evaluate(value.strip(), data)


def duration(text: str) -> timedelta:
    match = _DURATION.match(text)
    assert match, f"the test's duration {text!r} is not of its simple form"
    return timedelta(**{unit: int(n) for unit, n in match.groupdict("0").items()})


def due(text: str, armed: datetime, fired: int) -> datetime | None:
    """When a timer fires after ``fired`` times; None when it does no more."""
    if text.startswith("R"):
        count, period = text[1:].split("/")
        if count and fired >= int(count):
            return None
        return armed + duration(period) * (fired + 1)
    if fired:
        return None
    if text.startswith("P"):
        return armed + duration(text)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
