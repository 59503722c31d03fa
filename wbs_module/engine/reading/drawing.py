"""What was drawn: frozen data, faithful to the file, with the place of everything.

Nothing is rewritten here. Vendor attributes with a plain counterpart have been
translated to it (``vendors``), so that whoever compiles a drawing meets one language.
References may dangle and rules may be broken: ``checking`` says so.

Names are those of BPMN 2.0 (OMG formal/2011-01-03); ``kind`` is the element's local
name in the file, such as ``userTask`` or ``exclusiveGateway``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from ..contract import Choice, FormField

TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
    }
)
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
    }
)
NODES = ACTIVITIES | GATEWAYS | EVENTS

EventKind: TypeAlias = Literal[
    "timer",
    "message",
    "signal",
    "error",
    "escalation",
    "link",
    "terminate",
    "conditional",
    "compensate",
    "cancel",
]


@dataclass(frozen=True)
class Place:
    """Where something stands in the file: both count from 1, column in characters."""

    line: int = 0
    column: int = 0


NOWHERE = Place()


@dataclass(frozen=True)
class Expression:
    """A FEEL expression.

    :param text: without the leading ``=`` that Camunda 8 writes
    :param drawn: what stands in the file
    :param place: where the text begins
    """

    text: str
    drawn: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class Parameter:
    """A named value: either ``expression`` (FEEL) or the plain text ``literal``."""

    name: str
    expression: Expression | None = None
    literal: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True)
class Settings:
    """The ``<procedure:settings>`` of one element; see README.md for each of them.

    :param declared: whether the element carries settings of our namespace at all
    :param parameters: what an operation, a letter, a decision or a called process is
        given; for a called process none means: all data
    :param results: what a called process hands back, evaluated on its data; none
        means: all data
    :param candidate_groups: groups that another vendor's attribute names; they count
        where neither the task nor its lane has a ``group`` (``elements``)
    :param decision: DMN decision of a business rule task
    :param result: name that the decision's answer gets; ``None``: each output of the
        table under its own name
    """

    declared: bool = False
    group: str | None = None
    candidate_groups: tuple[str, ...] = ()
    clock: str | None = None
    pauses: tuple[str, ...] = ()
    separate_from: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    operation: str | None = None
    letter: str | None = None
    decision: str | None = None
    result: str | None = None
    parameters: tuple[Parameter, ...] = ()
    results: tuple[Parameter, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    documentations: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE


NO_SETTINGS = Settings()


@dataclass(frozen=True)
class Timer:
    """When a timer event fires: a clock's key, an ISO 8601 text, or FEEL.

    Exactly one of ``clock``, ``literal`` and ``expression`` is given; none of them when
    the drawing says nothing, which ``checking`` refuses. ``kind`` is ``None`` with a
    clock.
    """

    kind: Literal["date", "duration", "cycle"] | None = None
    clock: str | None = None
    literal: str | None = None
    expression: Expression | None = None
    place: Place = NOWHERE


@dataclass(frozen=True)
class EventDefinition:
    """What an event waits for or does (BPMN 2.0, 10.4.5).

    :param reference: id of the message, signal, error or escalation in the drawing's
        tables, or of the activity to compensate; ``None``: any (error, escalation) or
        not said
    :param name: of a link
    :param condition: of a conditional event
    :param event_id: the event that it belongs to
    """

    kind: EventKind
    event_id: str
    reference: str | None = None
    name: str | None = None
    timer: Timer | None = None
    condition: Expression | None = None
    place: Place = NOWHERE


@dataclass(frozen=True)
class StandardLoop:
    """Repeat while ``condition`` holds (BPMN 2.0, 10.2.8); ``None``: for ever."""

    condition: Expression | None = None
    test_before: bool = False
    maximum: int | None = None
    place: Place = NOWHERE


@dataclass(frozen=True)
class MultiInstance:
    """Once for each item of a list, or so many times (BPMN 2.0, 10.2.8).

    :param item: name under which an instance sees its item
    :param output_collection: name of the list that gathers the answers
    :param output_item: what each instance adds to it
    :param behavior: ``All`` unless the drawing asks for events while instances end
    """

    sequential: bool = False
    cardinality: Expression | None = None
    collection: Expression | None = None
    item: str | None = None
    output_collection: str | None = None
    output_item: Expression | None = None
    completion_condition: Expression | None = None
    behavior: str = "All"
    place: Place = NOWHERE


Loop: TypeAlias = StandardLoop | MultiInstance


@dataclass(frozen=True)
class Node:
    """A flow node: an activity, a gateway or an event.

    :param parent_id: embedding subprocess; ``None`` directly in the process
    :param lane_id: innermost lane that lists it
    :param default: id of the default flow
    :param events: event definitions; none: a none event
    :param parallel_multiple: all of several events must happen, not one
    :param attached_to: activity that a boundary event sits on
    :param cancel_activity: whether a boundary event ends that activity
    :param is_interrupting: whether the start event of an event subprocess ends the
        scope around it
    :param triggered_by_event: an event subprocess
    :param message: id of the message of a send or receive task
    :param instantiate: a receive task or event gateway that starts the process
    :param called_element: process id of a call activity
    :param script: text of a script task, FEEL assignments one a line
    :param script_format: language that the drawing names, ``None``: ours
    :param for_compensation: stands outside the flow, runs only to compensate
    """

    id: str
    kind: str
    name: str
    process_id: str
    place: Place
    parent_id: str | None = None
    lane_id: str | None = None
    documentation: str = ""
    default: str | None = None
    events: tuple[EventDefinition, ...] = ()
    parallel_multiple: bool = False
    attached_to: str | None = None
    cancel_activity: bool = True
    is_interrupting: bool = True
    triggered_by_event: bool = False
    loop: Loop | None = None
    message: str | None = None
    instantiate: bool = False
    event_gateway_type: str = "Exclusive"
    called_element: str | None = None
    script: str | None = None
    script_format: str | None = None
    script_place: Place = NOWHERE
    for_compensation: bool = False
    settings: Settings = NO_SETTINGS

    @property
    def is_activity(self) -> bool:
        return self.kind in ACTIVITIES

    @property
    def is_gateway(self) -> bool:
        return self.kind in GATEWAYS

    @property
    def is_event(self) -> bool:
        return self.kind in EVENTS

    @property
    def is_subprocess(self) -> bool:
        return self.kind in SUBPROCESSES

    @property
    def event(self) -> EventDefinition | None:
        """Its only event definition; ``None`` for a none event."""
        return self.events[0] if self.events else None


@dataclass(frozen=True)
class Flow:
    """A sequence flow; ``condition`` is what was drawn on it, wherever it leaves."""

    id: str
    source: str
    target: str
    process_id: str
    place: Place
    parent_id: str | None = None
    name: str = ""
    condition: Expression | None = None


@dataclass(frozen=True)
class Lane:
    """A lane; ``members`` are the ids that it lists, ``parent_id`` the lane around."""

    id: str
    name: str
    process_id: str
    place: Place
    parent_id: str | None = None
    members: tuple[str, ...] = ()
    settings: Settings = NO_SETTINGS


@dataclass(frozen=True)
class Process:
    """A process; ``nodes``, ``flows`` and ``lanes`` are those of all its depths."""

    id: str
    name: str
    executable: bool
    place: Place
    documentation: str = ""
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    lanes: tuple[Lane, ...] = ()
    settings: Settings = NO_SETTINGS

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in reversed(self.nodes)}

    @cached_property
    def flow_by_id(self) -> Mapping[str, Flow]:
        return {flow.id: flow for flow in reversed(self.flows)}

    @cached_property
    def lane_by_id(self) -> Mapping[str, Lane]:
        return {lane.id: lane for lane in reversed(self.lanes)}

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """Node id → flows that leave it, in the order of the file."""
        return self._flows_by("source")

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        return self._flows_by("target")

    @cached_property
    def children(self) -> Mapping[str | None, tuple[Node, ...]]:
        """Subprocess id (``None``: the process) → nodes directly in it."""
        found: dict[str | None, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.parent_id, []).append(node)
        return {parent: tuple(nodes) for parent, nodes in found.items()}

    @cached_property
    def boundary_events(self) -> Mapping[str, tuple[Node, ...]]:
        """Activity id → events on its edge."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            if node.attached_to is not None:
                found.setdefault(node.attached_to, []).append(node)
        return {activity: tuple(events) for activity, events in found.items()}

    def _flows_by(self, end: str) -> Mapping[str, tuple[Flow, ...]]:
        found: dict[str, list[Flow]] = {node.id: [] for node in self.nodes}
        for flow in self.flows:
            found.setdefault(getattr(flow, end), []).append(flow)
        return {node_id: tuple(flows) for node_id, flows in found.items()}


@dataclass(frozen=True)
class Pool:
    """A participant; ``process_id`` is ``None`` for a black box."""

    id: str
    name: str
    place: Place
    process_id: str | None = None
    multiplicity: bool = False


@dataclass(frozen=True)
class MessageFlow:
    """``source`` and ``target`` are ids of pools or of flow nodes."""

    id: str
    source: str
    target: str
    place: Place
    name: str = ""
    message: str | None = None


@dataclass(frozen=True)
class Definition:
    """A message, signal, error or escalation that events refer to by id.

    ``name`` is how a message or signal is known to the world, ``code`` is what an
    error or escalation is matched by.
    """

    id: str
    name: str
    place: Place
    code: str | None = None


@dataclass(frozen=True)
class Drawing:
    """A whole file.

    :param exporter: program that saved it, as it says itself
    :param settings_namespace: whether the file declares our namespace
    """

    processes: tuple[Process, ...]
    pools: tuple[Pool, ...] = ()
    message_flows: tuple[MessageFlow, ...] = ()
    messages: Mapping[str, Definition] = field(default_factory=dict)
    signals: Mapping[str, Definition] = field(default_factory=dict)
    errors: Mapping[str, Definition] = field(default_factory=dict)
    escalations: Mapping[str, Definition] = field(default_factory=dict)
    exporter: str = ""
    settings_namespace: bool = False

    @property
    def process(self) -> Process:
        """The one process that runs; a drawing without exactly one is never handed
        on."""
        return next(process for process in self.processes if process.executable)

    def nodes(self) -> Iterator[Node]:
        for process in self.processes:
            yield from process.nodes
