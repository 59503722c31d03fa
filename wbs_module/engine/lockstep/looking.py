"""What was seen while a case is played, and where it differs from what is expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ..contract import Call, DeadlineChange, Incident, OpenedTask, Outcome, Values
from ..feel.json_form import to_json
from .cases import Expectation, ExpectedDeadline
from .reading import MOMENT

Difference = tuple[str, Mapping[str, str]]
_ENDED = ("met", "late", "stopped")


class Seen:
    """All that the outcomes so far said; ``entered`` and ``called`` since the last
    ``begin``, ``path`` and ``calls`` since the start."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.state = b""
        self.status = "running"
        self.data: Values = {}
        self.wake_at: datetime | None = None
        self.tasks: dict[str, OpenedTask] = {}
        self.incidents: dict[str, Incident] = {}
        self.deadlines: dict[str, list[DeadlineChange]] = {}
        self.names: list[frozenset[str]] = []
        self.path: list[str] = []
        self.calls: list[str] = []
        self._path_begin = self._calls_begin = 0

    def begin(self) -> None:
        self._path_begin, self._calls_begin = len(self.path), len(self.calls)

    def take(self, outcome: Outcome) -> tuple[Call, ...]:
        self.state, self.status = outcome.state, outcome.status
        self.data, self.wake_at = outcome.data, outcome.wake_at
        for closed in outcome.closed:
            self.tasks.pop(closed.task_id, None)
        self.tasks.update((task.task_id, task) for task in outcome.opened)
        for key in outcome.resolved:
            self.incidents.pop(key, None)
        self.incidents.update((each.incident_id, each) for each in outcome.incidents)
        for change in outcome.deadlines:
            self.deadlines.setdefault(change.deadline_id, []).append(change)
        for line in outcome.happened:
            if line.what == "entered":
                self.path.append(line.element_id)
                self.names.append(_names(line.process_id, line.element_id))
        self.calls += [call.name for call in outcome.calls]
        return outcome.calls

    @property
    def entered(self) -> list[str]:
        return self.path[self._path_begin :]

    @property
    def open(self) -> tuple[str, ...]:
        return tuple(task.element_id for task in self.tasks.values())

    @property
    def open_text(self) -> str:
        return _list(self.open)

    @staticmethod
    def is_named(item: OpenedTask | Incident, name: str) -> bool:
        return name in _names(item.process_id, item.element_id)

    def entered_names(self, *, whole: bool) -> list[frozenset[str]]:
        return self.names if whole else self.names[self._path_begin :]

    def called(self, *, whole: bool) -> list[str]:
        return self.calls if whole else self.calls[self._calls_begin :]


def look(seen: Seen, expect: Expectation, *, whole: bool) -> Iterator[Difference]:
    """Each difference as (code, parameters). ``whole``: since the start."""
    if expect.status is not None and seen.status != expect.status:
        yield "case_status", {"seen": seen.status, "expected": expect.status}
    yield from _exactly("case_open", seen.tasks.values(), expect.open)
    yield from _exactly("case_incidents", seen.incidents.values(), expect.incidents)
    entered = seen.entered_names(whole=whole)
    missing = _first_missing(entered, expect.path)
    if missing is not None:
        path = seen.path if whole else seen.entered
        yield "case_path", {"element": missing, "seen": _list(path)}
    for element in expect.never:
        if any(element in names for names in seen.names):
            yield "case_entered", {"element": element}
    called = seen.called(whole=whole)
    missing = _first_missing([frozenset((name,)) for name in called], expect.calls)
    if missing is not None:
        yield "case_call", {"name": missing, "seen": _list(called)}
    for name, value in expect.data.items():
        if name not in seen.data or seen.data[name] != value:
            yield (
                "case_data",
                {
                    "name": name,
                    "seen": _text(seen.data.get(name)),
                    "expected": _text(value),
                },
            )
    for deadline in expect.deadlines:
        yield from _deadline(seen, deadline)


def _exactly(
    code: str,
    items: Iterable[OpenedTask | Incident],
    expected: tuple[str, ...] | None,
) -> Iterator[Difference]:
    if expected is None:
        return
    there = list(items)
    wanted = Counter(expected)
    for item in there:
        name = next((n for n in wanted if Seen.is_named(item, n)), None)
        if name is None or wanted[name] == 0:
            break
        wanted[name] -= 1
    else:
        if not any(wanted.values()):
            return
    yield (
        code,
        {
            "seen": _list(item.element_id for item in there),
            "expected": _list(expected),
        },
    )


def _first_missing(
    there: list[frozenset[str]], expected: tuple[str, ...]
) -> str | None:
    rest = iter(there)
    for name in expected:
        if not any(name in names for names in rest):
            return name
    return None


def _deadline(seen: Seen, expected: ExpectedDeadline) -> Iterator[Difference]:
    found = [
        changes
        for changes in seen.deadlines.values()
        if changes[0].clock == expected.clock
        and (
            expected.element is None
            or expected.element in _names(changes[0].process_id, changes[0].element_id)
        )
    ]
    if not found:
        yield "case_no_deadline", {"clock": expected.clock}
        return
    changes = found[-1]
    clock = expected.clock
    due = [each.due_at for each in changes if each.due_at is not None][-1:]
    text = f"{due[0].astimezone(seen.zone):{MOMENT}}" if due else "-"
    wanted = f"{expected.due:{MOMENT}}" if expected.due else text
    if text != wanted:
        yield "case_due", {"clock": clock, "seen": text, "expected": wanted}
    state = _state(changes)
    if expected.state not in (None, state):
        yield (
            "case_deadline_state",
            {"clock": clock, "seen": state, "expected": str(expected.state)},
        )
    was = [name for each in changes for name in _happenings(each)]
    for name in expected.was:
        if name not in was:
            yield (
                "case_deadline_was",
                {"clock": clock, "seen": _list(was), "expected": name},
            )


def _state(changes: list[DeadlineChange]) -> str:
    state = "running"
    for change in changes:
        if change.what in _ENDED:
            state = change.what
        elif change.what == "paused":
            state = "paused"
        elif change.what == "resumed":
            state = "running"
    return state


def _happenings(change: DeadlineChange) -> tuple[str, ...]:
    if change.level:
        return change.what, f"{change.what} {change.level}"
    return (change.what,)


def _names(process_id: str, element_id: str) -> frozenset[str]:
    return frozenset((element_id, f"{process_id}/{element_id}"))


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "-"


def _text(value: object) -> str:
    return "-" if value is None else str(to_json(value))
