"""An instance in a test: short drawings, commands, and what came of them.

Every command goes through the stored state, so each test also saves, loads and prunes
at every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from wbs_module import engine
from wbs_module.engine.contract import (
    Call,
    Command,
    CompleteTask,
    Incident,
    OperationSignature,
    Outcome,
    Surroundings,
    Wake,
)
from wbs_module.engine.time import (
    Amount,
    Attendance,
    ClockDefinition,
    EscalationStep,
    Unit,
    WorkingCalendar,
)

MONDAY = datetime(2026, 1, 5, 2, 0, tzinfo=timezone.utc)
"""Monday, nine o'clock in Jakarta."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CALENDAR = WorkingCalendar(
    "Asia/Jakarta",
    tuple(
        Attendance(day, opens * 3600, closes * 3600)
        for day in range(5)
        for opens, closes in ((8, 12), (13, 16))
    ),
    (),
    decreed_through=2027,
)


def clock(key: str, hours: float, **more: Any) -> ClockDefinition:
    """A clock in calendar hours, whose moments are easy to see."""
    return ClockDefinition(key, hours_of(hours), CALENDAR, **more)


def hours_of(number: float) -> Amount:
    return Amount(number, Unit.CALENDAR_HOURS)


def step_of(level: str, hours: float) -> EscalationStep:
    return EscalationStep(level, hours_of(hours))


CLOCKS = {
    each.key: each
    for each in (
        clock(
            "verify",
            10,
            warn_before=hours_of(2),
            escalation=(step_of("head", 5),),
            pausable=True,
            longest_extension=24,
        ),
        clock("total", 100, pausable=True),
        clock("strict", 10),
    )
}

AROUND = Surroundings(
    clocks=frozenset(CLOCKS),
    groups=frozenset({"staff"}),
    letters=frozenset({"receipt"}),
    operations={
        "register": OperationSignature(
            parameters={"kind": False}, results=("number",), errors=("E1", "E2")
        )
    },
    names={"n": "number", "items": "list", "kind": "string", "thing": "Any"},
    time_zone="Asia/Jakarta",
)


def bpmn(body: str, *, definitions: str = "", settings: str = "") -> bytes:
    """A file with one process ``p``; ``user:A`` and the like are written out by
    :func:`user`, :func:`flow` and friends."""
    own = f"<extensionElements><procedure:settings {settings}/></extensionElements>"
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:procedure="urn:bpmn-procedure:1.0" targetNamespace="urn:test">'
        f'<process id="p" isExecutable="true">{own if settings else ""}{body}'
        f"</process>{definitions}</definitions>"
    ).encode()


def node(tag: str, name: str, inside: str = "", settings: str = "", **more: str) -> str:
    """Any element; ``settings`` are attributes and, after ``|``, children."""
    attributes = "".join(f' {key}="{value}"' for key, value in more.items())
    own, _, children = settings.partition("|")
    if settings:
        own = (
            f"<extensionElements><procedure:settings {own}>{children}"
            "</procedure:settings></extensionElements>"
        )
    return f'<{tag} id="{name}"{attributes}>{own}{inside}</{tag}>'


def user(name: str, settings: str = "", **more: str) -> str:
    return node("userTask", name, settings=f'group="staff" {settings}', **more)


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def start(name: str = "s") -> str:
    return node("startEvent", name)


def end(name: str = "e", inside: str = "") -> str:
    return node("endEvent", name, inside)


def flow(*chain: str, condition: str | None = None, name: str | None = None) -> str:
    """Flows along a chain of elements; a condition is on each of them."""
    inside = ""
    if condition is not None:
        text = condition.replace("&", "&amp;").replace("<", "&lt;")
        inside = f"<conditionExpression>{text}</conditionExpression>"
    return "".join(
        f'<sequenceFlow id="{name or f"{source}_{target}"}" sourceRef="{source}" '
        f'targetRef="{target}">{inside}</sequenceFlow>'
        for source, target in zip(chain, chain[1:], strict=False)
    )


def compiled(drawing: bytes, around: Surroundings = AROUND) -> engine.CompiledProcess:
    compilation = engine.compile(drawing, around)
    assert compilation.process is not None, compilation.errors
    return compilation.process


class Instance:
    """One instance; ``now`` moves only by :meth:`wait`."""

    def __init__(
        self,
        drawing: bytes,
        values: Mapping[str, Any] | None = None,
        *,
        around: Surroundings = AROUND,
        clocks: Mapping[str, ClockDefinition] = CLOCKS,
        start_event: str | None = None,
        by: str | None = None,
    ) -> None:
        self.process = compiled(drawing, around)
        self.clocks, self.now = dict(clocks), MONDAY
        self.open: dict[str, str] = {}
        self.calls: dict[str, Call] = {}
        self.incidents: dict[str, Incident] = {}
        self.history: list[tuple[str, str]] = []
        self.clock_history: list[tuple[str, str]] = []
        self._take(
            engine.start(
                self.process,
                values or {},
                at=self.now,
                clocks=self.clocks,
                start_event=start_event,
                performer=by,
            )
        )

    def do(self, command: Command) -> Outcome:
        return self._take(
            engine.step(
                self.process,
                self.outcome.state,
                command,
                at=self.now,
                clocks=self.clocks,
            )
        )

    def complete(
        self,
        element_id: str,
        outcome: str | None = None,
        by: str | None = None,
        **values: Any,
    ) -> Outcome:
        """Complete the task of an element that has been open the longest."""
        return self.do(CompleteTask(self.task(element_id), outcome, values, by))

    def task(self, element_id: str) -> str:
        return next(key for key, name in self.open.items() if name == element_id)

    def wait(self, passed: timedelta) -> Outcome:
        self.now += passed
        return self.do(Wake())

    @property
    def tasks(self) -> list[str]:
        return sorted(self.open.values())

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.outcome.data)

    @property
    def status(self) -> str:
        return self.outcome.status

    def _take(self, outcome: Outcome) -> Outcome:
        self.outcome = outcome
        for task in outcome.opened:
            self.open[task.task_id] = task.element_id
        for closed in outcome.closed:
            del self.open[closed.task_id]
        for call in outcome.calls:
            self.calls[call.element_id] = call
        for incident in outcome.incidents:
            self.incidents[incident.incident_id] = incident
        for key in outcome.resolved:
            self.incidents.pop(key, None)
        self.history += [(line.what, line.element_id) for line in outcome.happened]
        self.clock_history += [(each.clock, each.what) for each in outcome.deadlines]
        return outcome
