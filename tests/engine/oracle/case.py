"""A case: a diagram, the commands given to it, and what is seen after each.

In a ``.cases`` file::

    ### what the case shows
    start -> user A {x: integer} -> end
    ---
    start      => A
    A x=3      => done | x=3

Commands: ``start`` (``start at S``: by that start event), the name of a user task with
the values given, ``answer S``, ``fail S CODE``, ``message M``, ``signal S``,
``wait PT1H``.
Seen: open tasks (``A*2`` for two), ``call S`` for calls not answered yet, ``waiting``
for neither, ``done``; after a bar, data. ``!`` before a command: nothing awaited it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

from .diagram import Diagram, draw
from .expressions import duration

BEGIN = datetime(2026, 11, 24, 1, 0, tzinfo=timezone.utc)


class Player(Protocol):
    """Something that runs a diagram: the token game or the engine."""

    def start(self, event: str | None) -> None: ...
    def complete(self, node_id: str, values: dict[str, Any]) -> bool: ...
    def answer(self, node_id: str, values: dict[str, Any]) -> bool: ...
    def fail(self, node_id: str, code: str) -> bool: ...
    def message(self, name: str, values: dict[str, Any]) -> bool: ...
    def signal(self, name: str) -> bool: ...
    def wake(self, at: datetime) -> None: ...
    def open_tasks(self) -> Counter[str]: ...
    def open_calls(self) -> Counter[str]: ...
    @property
    def status(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...


@dataclass
class Step:
    command: str
    seen: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Case:
    name: str
    drawing: str
    steps: list[Step]

    def diagram(self) -> Diagram:
        return draw(self.drawing)


def cases_of(path: Path) -> list[Case]:
    return list(_cases(path.read_text()))


def _cases(text: str) -> Iterator[Case]:
    for block in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        drawing, _, script = body.partition("\n---\n")
        steps = [_step(line) for line in script.splitlines() if line.strip()]
        yield Case(name.strip(), drawing, steps)


def _step(line: str) -> Step:
    command, _, rest = line.split("  #")[0].partition("=>")
    seen, _, data = rest.partition("|")
    return Step(command.strip(), _normal(seen), _values(data.split()))


def play(case: Case, player: Player) -> list[str]:
    """Run the case; returns what differs from what should be seen, in sentences."""
    now = BEGIN
    for number, step in enumerate(case.steps, 1):
        where = f"step {number} ({step.command})"
        words = step.command.removeprefix("! ").split()
        now, awaited = _perform(player, words, now)
        if awaited == step.command.startswith("! "):
            return [f"{where}: awaited is {awaited}"]
        seen = look(player)
        if seen != step.seen:
            return [f"{where}: expected {step.seen}, saw {seen}"]
        for name, value in step.data.items():
            if player.data.get(name) != value:
                return [f"{where}: {name} is {player.data.get(name)!r}, not {value!r}"]
    return []


# --- The same case in other places ----------------------------------------------


def nested(case: Case) -> Case:
    """The case within a subprocess: everything is seen as before."""
    inside, outside = _hoist(case.drawing)
    drawing = f"{outside}\nstart -> sub Outer -> end\nsub Outer {{\n{inside}\n}}\n"
    return Case(f"{case.name}, in a subprocess", drawing, case.steps)


def looped(case: Case) -> Case:
    """The case within a subprocess that is entered again: everything is seen twice."""
    inside, outside = _hoist(case.drawing)
    drawing = (
        f"{outside}\nstart -> xor OuterMerge -> sub Outer -> "
        "user Again {again: boolean} -> xor OuterChoice\n"
        "OuterChoice -[again]-> OuterMerge\nOuterChoice -[*]-> end\n"
        f"sub Outer {{\n{inside}\n}}\n"
    )
    steps = [
        replace(step, seen="Again") if step.seen == "done" else step
        for step in case.steps
    ]
    again = replace(steps[0], command="Again again=true")
    last = Step("Again again=false", "done")
    name = f"{case.name}, in a loop around a subprocess"
    return Case(name, drawing, [*steps, again, *steps[1:], last])


def fits_a_subprocess(case: Case) -> bool:
    return case.steps[0].command == "start" and not re.search(
        r"^start\(|^start S1", case.drawing, re.MULTILINE
    )


def fits_a_loop(case: Case) -> bool:
    """Data given at the start, and dates, are not the same in a second round."""
    once = re.search(r"^given|timer 20", case.drawing, re.MULTILINE)
    return fits_a_subprocess(case) and not once


def _hoist(drawing: str) -> tuple[str, str]:
    """What goes into the subprocess; what stays outside: data, called processes."""
    inside, outside, called = [], [], False
    for line in drawing.splitlines():
        called = called or line.startswith("process ")
        stays = called or line.startswith(("given ", "lane ", "pool "))
        (outside if stays else inside).append(line)
        called = called and line != "}"
    return "\n".join(inside), "\n".join(outside)


def _perform(player: Player, words: list[str], now: datetime) -> tuple[datetime, bool]:
    verb, rest = words[0], words[1:]
    if verb == "start":
        player.start(rest[1] if rest else None)
        return now, True
    if verb == "wait":
        now += duration(rest[0]) if rest[0].startswith("P") else timedelta()
        player.wake(now)
        return now, True
    if verb == "answer":
        return now, player.answer(rest[0], _values(rest[1:]))
    if verb == "fail":
        return now, player.fail(rest[0], rest[1])
    if verb == "message":
        return now, player.message(rest[0], _values(rest[1:]))
    if verb == "signal":
        return now, player.signal(rest[0])
    return now, player.complete(verb, _values(rest))


def look(player: Player) -> str:
    """What is seen of a player, in the words of a case."""
    if player.status == "completed":
        return "done"
    found = [
        f"{prefix}{name}" + (f"*{count}" if count > 1 else "")
        for prefix, counter in (
            ("", player.open_tasks()),
            ("call ", player.open_calls()),
        )
        for name, count in counter.items()
    ]
    return ", ".join(sorted(found)) or "waiting"


def _normal(seen: str) -> str:
    return ", ".join(sorted(part.strip() for part in seen.split(",")))


def _values(words: list[str]) -> dict[str, Any]:
    pairs = (word.partition("=") for word in words)
    return {name: json.loads(value) for name, _, value in pairs}
