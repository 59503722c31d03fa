"""Builds the specification of one process and of the processes that it calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..contract import Element, Surroundings
from ..feel import parse_expression
from ..feel.script import parse_script
from ..reading.drawing import (
    Drawing,
    EventDefinition,
    Expression,
    Flow,
    MultiInstance,
    Node,
    Parameter,
    Process,
    StandardLoop,
    Timer,
)
from ..reading.elements import element_of
from ..running import activities, events, gateways, loops, scopes
from ..running.conditions import Condition, Formula
from ..running.data import Given
from ..running.node import FlowNode, Way
from ..running.throwing import Trigger
from ..running.timing import TimerRule
from ..time import parse_timer_cycle, parse_timer_date, parse_timer_duration
from .compiled import Specification
from .decisions import decider

CHOICE = "#choice"
EACH = "#each"
ARMED = "#armed"


def formula(expression: Expression | None) -> Formula | None:
    return None if expression is None else Formula(parse_expression(expression.text))


def condition(expression: Expression | None) -> Condition | None:
    return None if expression is None else Condition(parse_expression(expression.text))


def given(parameters: tuple[Parameter, ...]) -> tuple[Given, ...]:
    return tuple(
        Given(each.name, formula(each.expression), each.literal) for each in parameters
    )


def timer_rule(timer: Timer, zone: str) -> TimerRule:
    if timer.clock is not None:
        return TimerRule(None, zone, clock=timer.clock)
    if timer.literal is None:
        return TimerRule(timer.kind, zone, formula=formula(timer.expression))
    read: Any = {
        "date": parse_timer_date,
        "duration": parse_timer_duration,
        "cycle": parse_timer_cycle,
    }[timer.kind or "date"]
    return TimerRule(timer.kind, zone, fixed=read(timer.literal, zone))


class Builder:
    """Fills one ``Specification`` with the nodes of a drawing's process.

    A called process is built once, whoever calls it, with its id before the names.
    """

    def __init__(
        self,
        drawing: Drawing,
        surroundings: Surroundings,
        called: Mapping[str, Drawing],
    ) -> None:
        self.drawing = drawing
        self.surroundings = surroundings
        self.called = called
        self.main = drawing.process
        self.spec = Specification(self.main.id)
        self.elements: list[Element] = []
        self.separate: set[str] = set()
        self.used_decisions: set[str] = set()
        self._built: dict[str, Process] = {}

    @property
    def used_processes(self) -> set[str]:
        return set(self._built) - {self.main.id}

    def build(self) -> None:
        root = scopes.ProcessRoot(
            self.spec,
            "=process",
            Element(self.main.id, "process", self.main.name, self.main.id),
            self.main.settings.clock,
        )
        self.spec.start = root
        self._process(self.drawing, self.main)
        root.event_starts = self._event_starts(self.main, None)
        for node in self.spec.task_specs.values():
            node.records_performers = node.element_id in self.separate

    # --- Names ------------------------------------------------------------------------

    def name(self, process: Process, node_id: str) -> str:
        """Names end in no letter of the library's own, and differ between files."""
        prefix = "" if process is self.main else process.id + "/"
        return f"{prefix}{node_id}:"

    # --- Processes --------------------------------------------------------------------

    def _process(self, drawing: Drawing, process: Process) -> None:
        self._built[process.id] = process
        for node in process.nodes:
            self._node(drawing, process, node)
        for node in process.nodes:
            self._connect(process, node)

    def called_process(self, process_id: str) -> Process:
        known = self._built.get(process_id)
        if known is None:
            drawing = self.called[process_id]
            known = next(p for p in drawing.processes if p.id == process_id)
            self._process(drawing, known)
        return known

    def entries(self, process: Process, parent: str | None) -> tuple[str, ...]:
        """Where tokens begin in a process or subprocess: its none start event, or else
        every node that no flow leads to (BPMN 2.0, 13.2)."""
        nodes = process.children.get(parent, ())
        starts = [n for n in nodes if n.kind == "startEvent"]
        plain = [n for n in starts if not n.events]
        chosen = plain or [
            node
            for node in nodes
            if not process.incoming.get(node.id)
            and node.kind not in ("startEvent", "boundaryEvent")
            and not node.triggered_by_event
            and not node.for_compensation
            and not any(e.kind == "link" for e in node.events)
        ]
        return tuple(self.name(process, node.id) for node in chosen)

    def _event_starts(self, process: Process, parent: str | None) -> tuple[str, ...]:
        return tuple(
            self.name(process, node.id) + ARMED
            for node in process.children.get(parent, ())
            if node.triggered_by_event
        )

    # --- Nodes ------------------------------------------------------------------------

    def _node(self, drawing: Drawing, process: Process, node: Node) -> None:
        element = element_of(process, node, self.surroundings.groups)
        self.elements.append(element)
        self.separate.update(element.separate_from)
        name = self.name(process, node.id)
        if node.loop is None:
            self._make(drawing, process, node, name, element)
            return
        inner = self._make(drawing, process, node, name + EACH, element)
        inner.is_instance = True
        outer = replace(element, clock=None, pauses=())
        self._around(node, name, outer, inner.name)

    def _around(self, node: Node, name: str, element: Element, inner: str) -> None:
        loop = node.loop
        if isinstance(loop, StandardLoop):
            loops.Loop(
                self.spec,
                name,
                element,
                inner=inner,
                condition=condition(loop.condition),
                test_before=loop.test_before,
                maximum=loop.maximum,
            )
        elif isinstance(loop, MultiInstance):
            loops.MultiInstance(
                self.spec,
                name,
                element,
                inner=inner,
                sequential=loop.sequential,
                cardinality=formula(loop.cardinality),
                collection=formula(loop.collection),
                item=loop.item,
                output_collection=loop.output_collection,
                output_item=formula(loop.output_item),
                until=condition(loop.completion_condition),
            )

    def _make(
        self,
        drawing: Drawing,
        process: Process,
        node: Node,
        name: str,
        element: Element,
    ) -> FlowNode:
        makers = {
            "exclusiveGateway": gateways.Exclusive,
            "parallelGateway": gateways.Parallel,
            "inclusiveGateway": gateways.Inclusive,
            "eventBasedGateway": gateways.EventBased,
            "task": activities.Plain,
            "userTask": activities.Person,
            "manualTask": activities.Person,
        }
        maker = makers.get(node.kind)
        if maker is not None:
            return maker(self.spec, name, element)
        if node.is_event:
            return self._event(drawing, process, node, name, element)
        if node.kind == "callActivity":
            return self._call(node, name, element)
        if node.is_subprocess:
            return self._subprocess(process, node, name, element)
        return self._task(drawing, node, name, element)

    def _task(
        self, drawing: Drawing, node: Node, name: str, element: Element
    ) -> FlowNode:
        settings = node.settings
        if node.kind == "scriptTask":
            script = parse_script(node.script or "")
            return activities.Scripted(self.spec, name, element, script=script)
        if node.kind == "businessRuleTask" and settings.operation is None:
            self.used_decisions.add(settings.decision or "")
            rule = activities.BusinessRule(
                self.spec,
                name,
                element,
                decider=decider(self.surroundings, settings.decision or ""),
                result=settings.result,
            )
            rule.parameters = given(settings.parameters)
            return rule
        if node.kind == "receiveTask":
            trigger = Trigger("message", _named(drawing.messages, node.message))
            return events.Receive(self.spec, name, element, trigger=trigger)
        maker = activities.Send if node.kind == "sendTask" else activities.Operation
        task = maker(self.spec, name, element)
        task.parameters = given(settings.parameters)
        if settings.operation is not None:
            task.kind, task.called = "operation", settings.operation
        elif settings.letter is not None:
            task.kind, task.called = "letter", settings.letter
        else:
            task.kind = "message"
            task.called = _named(drawing.messages, node.message) or ""
        return task

    def _subprocess(
        self, process: Process, node: Node, name: str, element: Element
    ) -> FlowNode:
        made = scopes.SubProcess(self.spec, name, element)
        made.entries = self.entries(process, node.id)
        made.event_starts = self._event_starts(process, node.id)
        if node.triggered_by_event:
            made.element_is_event_subprocess = True
            self._event_start(process, node, name)
        return made

    def _event_start(self, process: Process, node: Node, name: str) -> None:
        start = next(
            child
            for child in process.children.get(node.id, ())
            if child.kind == "startEvent"
        )
        self.spec.task_specs[name].entries = (self.name(process, start.id),)
        drawing = self.called.get(process.id, self.drawing)
        armed = events.EventSubprocessStart(
            self.spec,
            name + ARMED,
            element_of(process, start, self.surroundings.groups),
            trigger=self.trigger(drawing, start.event),
            interrupting=start.is_interrupting,
        )
        armed.subprocess = name

    def _call(self, node: Node, name: str, element: Element) -> FlowNode:
        made = scopes.Called(self.spec, name, element)
        process = self.called_process(node.called_element or "")
        made.entries = self.entries(process, None)
        made.event_starts = self._event_starts(process, None)
        made.called_id, made.called_clock = process.id, process.settings.clock
        made.parameters = given(node.settings.parameters)
        made.results = given(node.settings.results)
        return made

    def _event(
        self,
        drawing: Drawing,
        process: Process,
        node: Node,
        name: str,
        element: Element,
    ) -> FlowNode:
        trigger = self.trigger(drawing, node.event)
        if node.kind == "boundaryEvent":
            edge = node.cancel_activity or trigger.kind == "error"
            return events.Boundary(
                self.spec, name, element, trigger=trigger, interrupting=edge
            )
        if node.kind == "endEvent":
            terminates = node.event is not None and node.event.kind == "terminate"
            end = events.End(
                self.spec, name, element, trigger=trigger, terminates=terminates
            )
            end.parameters = given(node.settings.parameters)
            return end
        if node.kind == "intermediateThrowEvent":
            thrower = events.Throw(self.spec, name, element, trigger=trigger)
            thrower.parameters = given(node.settings.parameters)
            return thrower
        maker = events.Start if node.kind == "startEvent" else events.Catch
        return maker(self.spec, name, element, trigger=trigger)

    def trigger(self, drawing: Drawing, event: EventDefinition | None) -> Trigger:
        if event is None or event.kind in ("terminate", "link"):
            return Trigger("none")
        if event.kind == "timer":
            assert event.timer is not None
            rule = timer_rule(event.timer, self.surroundings.time_zone)
            return Trigger("timer", rule=rule)
        if event.kind == "message":
            return Trigger("message", _named(drawing.messages, event.reference))
        if event.kind == "signal":
            return Trigger("signal", _named(drawing.signals, event.reference))
        table = drawing.errors if event.kind == "error" else drawing.escalations
        definition = table.get(event.reference or "")
        code = None if definition is None else definition.code or None
        return Trigger(event.kind, code)  # type: ignore[arg-type]

    # --- Flows ------------------------------------------------------------------------

    def _connect(self, process: Process, node: Node) -> None:
        made: FlowNode = self.spec.task_specs[self.name(process, node.id)]
        edge = process.boundary_events.get(node.id, ())
        made.boundary = tuple(self.name(process, event.id) for event in edge)
        made.incoming = tuple(flow.id for flow in process.incoming.get(node.id, ()))
        flows = process.outgoing.get(node.id, ())
        ways = tuple(self._way(process, node, flow) for flow in flows)
        event = node.event
        if event is not None and event.kind == "link" and "Throw" in node.kind:
            ways += self._jump(process, node, event)
        chooses = node.kind in ("exclusiveGateway", "inclusiveGateway")
        if not chooses and any(way.condition or way.is_default for way in ways):
            # Only an activity or event may have conditions; alone, a default is plain.
            choice = gateways.Choice(self.spec, made.name + CHOICE, made.element)
            choice.ways = ways
            ways = (Way(None, choice.name),)
        made.ways = ways

    def _way(self, process: Process, node: Node, flow: Flow) -> Way:
        return Way(
            flow.id,
            self.name(process, flow.target),
            condition(flow.condition),
            node.default == flow.id,
        )

    def _jump(
        self, process: Process, node: Node, event: EventDefinition
    ) -> tuple[Way, ...]:
        return tuple(
            Way(None, self.name(process, other.id))
            for other in process.children.get(node.parent_id, ())
            if other.kind == "intermediateCatchEvent"
            and other.event is not None
            and other.event.kind == "link"
            and other.event.name == event.name
        )


def _named(table: Mapping[str, Any], reference: str | None) -> str | None:
    definition = table.get(reference or "")
    return None if definition is None else definition.name
