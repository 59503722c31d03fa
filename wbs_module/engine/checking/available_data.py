"""Which names have a value when a token comes to an element, and of what type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..contract import CONTENT_TYPES, FormField
from ..feel import FeelError
from ..feel.script import parse_script
from ..feel.types import ANY, BOOLEAN, NUMBER, STRING, Type, common, type_named
from ..reading.drawing import MultiInstance, Node
from .complaints import called
from .control_flow import ControlFlow, components

OUTCOME = "outcome"
"""Name under which a token knows how the last task on its way ended."""
COUNTER = "loopCounter"
_COUNTS = (
    "numberOfInstances",
    "numberOfCompletedInstances",
    "numberOfActiveInstances",
    "numberOfTerminatedInstances",
)
_FIELD_TYPES: Mapping[str, Type] = {
    "boolean": BOOLEAN,
    "integer": NUMBER,
    "amount": NUMBER,
    "date": Type("date"),
    "datetime": Type("date and time"),
}
_BRINGING_EVENTS = frozenset({"message", "signal"})

Writes = dict[str, Type]


@dataclass
class Known:
    """Names at one place.

    :param types: name → type
    :param origins: what could bring further names (messages), as sentences call it
    """

    types: Writes = field(default_factory=dict)
    origins: list[str] = field(default_factory=list)

    def plus(self, writes: Mapping[str, Type]) -> Known:
        return Known({**self.types, **writes}, self.origins)


def field_type(form_field: FormField) -> Type:
    if form_field.type == "selection":
        choices = tuple(choice.value for choice in form_field.choices)
        return Type("string", choices=choices)
    return _FIELD_TYPES.get(form_field.type, STRING)


class AvailableData:
    """What is known where, by following the lines.

    :param names: data present from the start, name → FEEL type name
    :param results_of: names that an operation, decision or called process brings;
        ``None`` where that cannot be known
    """

    def __init__(
        self,
        graph: ControlFlow,
        names: Mapping[str, str],
        results_of: Callable[[Node], Mapping[str, Type] | None],
    ) -> None:
        self._graph = graph
        self._results_of = results_of
        self._initial: Writes = {}
        for name, kind in names.items():
            try:
                self._initial[name] = type_named(kind)
            except ValueError:
                self._initial[name] = ANY
        self._own: dict[str, Writes] = {}
        self._origin: dict[str, str] = {}
        for node in graph.process.nodes:
            self._own[node.id] = self._written_by(node)
        # Only what brings something has a bit, so that most elements know the same.
        bringing = [each for each in graph.nodes if self._own[each]]
        bringing += [each for each in self._origin if not self._own[each]]
        self._bit = {node_id: 1 << place for place, node_id in enumerate(bringing)}
        self._before: dict[str, int] = {}
        self._outcomes: dict[str, frozenset[str]] = {}
        self._follow(None, 0)
        self._known: dict[int, Known] = {}

    def before(self, node: Node) -> Known:
        """What a token finds when it comes to an element."""
        if node.attached_to in self._before:
            mask = self._before[node.attached_to or ""]
        else:
            mask = self._before.get(node.id, 0)
        return self._with_outcome(self._at(mask).plus(self._inside(node)), node.id)

    def after(self, node: Node) -> Known:
        """What a token takes with it."""
        mask = self._before.get(node.id, 0) | self._deep(node)
        around = self._graph.nodes.get(node.parent_id or "")
        known = self._at(mask)
        if around is not None:
            known = known.plus(self._inside(around))
        if node.settings.outcomes:
            choices = tuple(choice.value for choice in node.settings.outcomes)
            return known.plus({OUTCOME: Type("string", choices=choices)})
        return self._with_outcome(known, node.id)

    def writers(self, name: str) -> list[Node]:
        """Elements that bring a name, wherever they stand."""
        nodes = self._graph.process.nodes
        return [node for node in nodes if name in self._own[node.id]]

    def content_field(self, name: str) -> bool:
        return any(
            each.name == name and each.type in CONTENT_TYPES
            for node in self._graph.process.nodes
            for each in node.settings.fields
        )

    @property
    def left_behind(self) -> Known:
        """Everything that the process may leave behind, for whoever calls it."""
        return Known(_merged(self._own.values()), list(self._origin.values()))

    def _written_by(self, node: Node) -> Writes:
        found: Writes = {}
        for each in node.settings.fields:
            if not each.is_content:
                found[each.name] = field_type(each)
        if node.settings.outcomes:
            choices = tuple(choice.value for choice in node.settings.outcomes)
            entries = {OUTCOME: Type("string", choices=choices)}
            found[node.id] = Type("context", entries=entries)
        if node.kind == "scriptTask" and node.script:
            found |= self._script_writes(node.script)
        if node.kind in (
            "serviceTask", "sendTask", "businessRuleTask", "callActivity"
        ):  # fmt: skip
            results = self._results_of(node)
            if results is None:
                self._origin[node.id] = called(node)
            found |= results or {}
        if isinstance(node.loop, MultiInstance) and node.loop.output_collection:
            found[node.loop.output_collection] = Type("list")
        brings = node.kind == "receiveTask" or (
            node.event is not None
            and node.event.kind in _BRINGING_EVENTS
            and node.kind not in ("intermediateThrowEvent", "endEvent")
        )
        if brings:
            self._origin[node.id] = called(node)
        return found

    def _script_writes(self, script: str) -> Writes:
        try:
            parsed = parse_script(script)
        except FeelError:
            return {}
        _problems, types = parsed.check(_merged([self._initial, *self._own.values()]))
        return dict(types)

    def _deep(self, node: Node) -> int:
        mask = self._bit.get(node.id, 0)
        if node.is_subprocess:
            for inner in self._graph.members(node):
                mask |= self._deep(inner)
        return mask

    def _follow(self, scope: Node | None, outside: int) -> None:
        """Give every node of a scope the mask of what may have happened before it."""
        graph = self._graph
        members = graph.members(scope)
        ids = [node.id for node in members]
        deep = {node.id: self._deep(node) for node in members}
        everything = outside
        for mask in deep.values():
            everything |= mask
        for component in reversed(components(ids, graph.successors)):
            mask = outside
            for node_id in component:
                for source in graph.predecessors[node_id]:
                    mask |= self._before.get(source, 0) | deep.get(source, 0)
            if len(component) > 1 or _leads_to_itself(graph, component):
                for node_id in component:
                    mask |= deep[node_id]
            for node_id in component:
                self._before[node_id] = mask
        for node in members:
            if node.triggered_by_event:
                self._before[node.id] = everything
        self._follow_outcomes(members)
        for node in members:
            if node.is_subprocess:
                self._follow(node, self._before[node.id])

    def _follow_outcomes(self, members: tuple[Node, ...]) -> None:
        """Which tasks may have been the last with an outcome, before each node."""
        graph = self._graph
        before: dict[str, set[str]] = {node.id: set() for node in members}
        waiting = [node.id for node in members]
        while waiting:
            node_id = waiting.pop()
            node = graph.nodes[node_id]
            after = {node_id} if node.settings.outcomes else before[node_id]
            for target in graph.successors[node_id]:
                on_edge = graph.nodes[target].attached_to == node_id
                brought = before[node_id] if on_edge else after
                if target in before and not brought <= before[target]:
                    before[target] |= brought
                    waiting.append(target)
        for node_id, tasks in before.items():
            self._outcomes[node_id] = frozenset(tasks)

    def _with_outcome(self, known: Known, node_id: str) -> Known:
        tasks = self._outcomes.get(node_id)
        if not tasks:
            return known
        choices = dict.fromkeys(
            choice.value
            for task in sorted(tasks)
            for choice in self._graph.nodes[task].settings.outcomes
        )
        return known.plus({OUTCOME: Type("string", choices=tuple(choices))})

    def _at(self, mask: int) -> Known:
        if mask not in self._known:
            passed = [node_id for node_id, bit in self._bit.items() if mask & bit]
            self._known[mask] = Known(
                _merged([self._initial, *(self._own[each] for each in passed)]),
                [self._origin[each] for each in passed if each in self._origin],
            )
        return self._known[mask]

    def _inside(self, node: Node) -> Writes:
        """Names that only an instance of a loop around the element sees."""
        found: Writes = {}
        around: Node | None = node
        while around is not None:
            if around.loop is not None:
                found.setdefault(COUNTER, NUMBER)
            if isinstance(around.loop, MultiInstance) and around.loop.item:
                found.setdefault(around.loop.item, ANY)
            around = self._graph.nodes.get(around.parent_id or "")
        return found


def counts() -> Writes:
    """What the completion condition of a multi-instance activity sees besides (BPMN
    2.0, table 10.29)."""
    return {COUNTER: NUMBER, **dict.fromkeys(_COUNTS, NUMBER)}


def _leads_to_itself(graph: ControlFlow, component: frozenset[str]) -> bool:
    return any(node_id in graph.successors[node_id] for node_id in component)


def _merged(several: Iterable[Writes]) -> Writes:
    found: Writes = {}
    for writes in several:
        for name, kind in writes.items():
            found[name] = _either(found[name], kind) if name in found else kind
    return found


def _either(first: Type, second: Type) -> Type:
    if first.choices and second.choices and first.kind == second.kind:
        choices = tuple(dict.fromkeys(first.choices + second.choices))
        return Type(first.kind, choices=choices)
    return common(first, second)
