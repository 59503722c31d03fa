"""The engine beside stock SpiffWorkflow with its own serializer, in CPU time.

The process has 20 user tasks in a loop, six of them with a timer on the edge. A figure
"at N" loads a state with N tasks done, completes one more and saves. Timers are quoted
for SpiffWorkflow, to which timer text is Python.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from tools.bench.figure import Figure, Peer, compare, judged
from wbs_module import engine
from wbs_module.engine.contract import CompleteTask, Outcome, Surroundings

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PROCEDURE = "urn:bpmn-procedure:1.0"
BEGIN = datetime(2026, 1, 5, 2, 0, tzinfo=timezone.utc)
STOCK = "SpiffWorkflow 3.2.0"
GROUP = "staff"
AROUND = Surroundings(groups=frozenset({GROUP}))


def measure() -> Iterable[Figure]:
    """Take all figures of the engine."""
    loop = _loop(20, 6)
    ours, stock = _Ours(loop(False)), _Stock(loop(True))
    for done, limit in ((40, 1 / 10), (500, 1 / 150)):
        yield compare(
            f"engine: load, step, save at {done}",
            ours.step_at(done),
            Peer(STOCK, stock.step_at(done)),
            limit=limit,
            repeat=5,
        )
    yield compare(
        "engine: step 10,000 against step 10",
        ours.step_at(10_010),  # at the same task of the loop as step 10
        Peer("ours at 10", ours.step_at(10)),
        limit=1.1,
        repeat=500,
    )
    yield from _sizes(ours)
    many = _parallel(200)
    yield compare(
        "engine: one of 200 parallel subprocesses",
        _Ours(many(False)).step_at(1),
        Peer(STOCK, _Stock(many(True)).step_at(1)),
        limit=1 / 5,
    )
    yield _compiling()


def _sizes(ours: _Ours) -> Iterable[Figure]:
    late, early = (len(ours.at(done).state) / 1000 for done in (10_000, 40))
    name = "engine: state after 10,000 tasks"
    yield judged(name, "kB", [late], None, 2.0, "pure")
    peer = ("ours after 40", [early])
    yield judged(name + " against 40", "kB", [late], peer, 1.1, "pure")


def _compiling() -> Figure:
    counter = itertools.count()
    text = _loop(80, 6)(False)  # with gateway, events and edges: 100 nodes and more

    def compile_anew() -> None:
        # A comment makes it another file, so that no cache answers.
        compiled = engine.compile(text + b"<!-- %d -->" % next(counter), AROUND)
        assert compiled.process is not None, compiled.problems

    name = "engine: validate and compile 100 elements"
    return compare(name, compile_anew, None, limit=60)


# --- Players ----------------------------------------------------------------------


class _Ours:
    def __init__(self, drawing: bytes) -> None:
        compilation = engine.compile(drawing, AROUND)
        assert compilation.process is not None, compilation.problems
        self.process = compilation.process
        self._reached: dict[int, Outcome] = {}

    def at(self, done: int) -> Outcome:
        if done not in self._reached:
            outcome = engine.start(self.process, {}, at=BEGIN, clocks={})
            for _ in range(done):
                outcome = self._step(outcome)
            self._reached[done] = outcome
        return self._reached[done]

    def _step(self, outcome: Outcome) -> Outcome:
        command = CompleteTask(_task(outcome))
        return engine.step(self.process, outcome.state, command, at=BEGIN, clocks={})

    def step_at(self, done: int) -> Any:
        outcome = self.at(done)
        if not outcome.opened:  # it has just closed one of many: take another
            first = self.at(0)
            task = first.opened[-1].task_id
        else:
            task = _task(outcome)
        command = CompleteTask(task)
        state, process = outcome.state, self.process
        return lambda: engine.step(process, state, command, at=BEGIN, clocks={})


def _task(outcome: Outcome) -> str:
    return outcome.opened[0].task_id


class _Stock:
    def __init__(self, drawing: bytes) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(drawing))
        self.spec = parser.get_spec("p")
        self.subs = parser.get_subprocess_specs("p")
        self.serializer = BpmnWorkflowSerializer()

    def step_at(self, done: int) -> Any:
        workflow = BpmnWorkflow(self.spec, self.subs)
        workflow.do_engine_steps()
        for _ in range(done):
            self._complete(workflow)
        stored = self.serializer.serialize_json(workflow)

        def step() -> None:
            loaded = self.serializer.deserialize_json(stored)
            self._complete(loaded)
            self.serializer.serialize_json(loaded)

        return step

    @staticmethod
    def _complete(workflow: Any) -> None:
        workflow.get_next_task(state=TaskState.READY, manual=True).run()
        workflow.do_engine_steps()
        workflow.refresh_timers()


# --- Drawings ---------------------------------------------------------------------


def _loop(tasks: int, timers: int) -> Any:
    def draw(quoted: bool) -> bytes:
        parts = ['<startEvent id="s"/>', '<exclusiveGateway id="m"/>']
        parts += [_flow("s", "m"), _flow("m", "t0")]
        # A way out, for which no answer is ever given.
        parts += ['<exclusiveGateway id="x" default="x_m"/>', '<endEvent id="end"/>']
        parts += [_flow("x", "m"), _flow("x", "end", "1 > 2")]
        for number in range(tasks):
            following = f"t{number + 1}" if number + 1 < tasks else "x"
            parts += [_user(f"t{number}"), _flow(f"t{number}", following)]
        for number in range(timers):
            parts += _edge(f"t{number * 3}", quoted)
        return _file(parts)

    return draw


def _parallel(count: int) -> Any:
    def draw(quoted: bool) -> bytes:
        parts = ['<startEvent id="s"/>', '<parallelGateway id="split"/>']
        parts += ['<parallelGateway id="join"/>', '<endEvent id="end"/>']
        parts += [_flow("s", "split"), _flow("join", "end")]
        for number in range(count):
            sub, task = f"sub{number}", f"u{number}"
            inner = [f'<startEvent id="s{number}"/>', _user(task)]
            inner += [f'<endEvent id="o{number}"/>', _flow(f"s{number}", task)]
            inner += [_flow(task, f"o{number}"), *_edge(task, quoted)]
            parts.append(f'<subProcess id="{sub}">{"".join(inner)}</subProcess>')
            parts += [_flow("split", sub), _flow(sub, "join")]
        return _file(parts)

    return draw


def _user(name: str) -> str:
    settings = f'<procedure:settings group="{GROUP}"/>'
    return (
        f'<userTask id="{name}"><extensionElements>{settings}</extensionElements>'
        "</userTask>"
    )


def _edge(task: str, quoted: bool) -> list[str]:
    time = '"P5D"' if quoted else "P5D"
    return [
        f'<boundaryEvent id="{task}_late" attachedToRef="{task}" '
        f'cancelActivity="false"><timerEventDefinition><timeDuration>{time}'
        "</timeDuration></timerEventDefinition></boundaryEvent>",
        f'<endEvent id="{task}_end"/>',
        _flow(f"{task}_late", f"{task}_end"),
    ]


def _flow(source: str, target: str, condition: str | None = None) -> str:
    ends = f'id="{source}_{target}" sourceRef="{source}" targetRef="{target}"'
    if condition is None:
        return f"<sequenceFlow {ends}/>"
    text = condition.replace(" > ", " &gt; ")
    return (
        f"<sequenceFlow {ends}><conditionExpression>{text}</conditionExpression>"
        "</sequenceFlow>"
    )


def _file(parts: list[str]) -> bytes:
    return (
        f'<definitions xmlns="{BPMN}" xmlns:procedure="{PROCEDURE}" '
        f'targetNamespace="urn:bench"><process id="p" isExecutable="true">'
        f"{''.join(parts)}</process></definitions>"
    ).encode()
