"""Does everything that a drawing names exist, and are forms complete?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..contract import FormField, Surroundings
from ..reading.drawing import Drawing, Node
from ..reading.elements import group_of, lanes_around
from .complaints import Complaints, Drawn
from .control_flow import ControlFlow

PEOPLE = frozenset({"userTask", "manualTask"})


def check_settings(
    drawing: Drawing,
    graph: ControlFlow,
    surroundings: Surroundings,
    complaints: Complaints,
) -> None:
    checker = _Checker(graph, surroundings, complaints)
    process = graph.process
    checker.known("clock", [process.settings.clock], surroundings.clocks, process)
    for lane in process.lanes:
        checker.known("group", [lane.settings.group], surroundings.groups, lane)
    people_with_settings = any(
        node.settings.declared for node in process.nodes if node.kind in PEOPLE
    )
    for node in process.nodes:
        checker.check_names(node)
        if node.kind in PEOPLE:
            checker.check_performers(node)
            checker.check_form(node)
            if people_with_settings and _looks_lost(node):
                complaints.add("settings_lost", node)
        elif node.kind in ("serviceTask", "sendTask"):
            checker.check_operation(node)
        elif node.kind == "businessRuleTask":
            checker.check_decision(node)
    checker.check_field_types()


def _is_done_by_somebody(node: Node) -> bool:
    """A task for people, or the event with which somebody begins the process."""
    begins = node.kind == "startEvent" and node.parent_id is None
    return begins or node.kind in PEOPLE


def _looks_lost(node: Node) -> bool:
    settings = node.settings
    return node.kind == "userTask" and not (
        settings.declared or settings.fields or settings.candidate_groups
    )


class _Checker:
    def __init__(
        self, graph: ControlFlow, surroundings: Surroundings, complaints: Complaints
    ) -> None:
        self._process = graph.process
        self._surroundings = surroundings
        self._complaints = complaints

    def known(
        self,
        what: str,
        names: Iterable[str | None],
        among: Collection[str],
        owner: Drawn,
    ) -> None:
        """Complain of names that are not among those of the surroundings."""
        for name in names:
            if name and name not in among:
                parameters = {what: name, "known": listed(among)}
                self._complaints.add(f"{what}_unknown", owner, **parameters)

    def check_names(self, node: Node) -> None:
        settings, around = node.settings, self._surroundings
        timers = [event.timer.clock for event in node.events if event.timer]
        clocks = [settings.clock, *settings.pauses, *timers]
        self.known("clock", dict.fromkeys(clocks), around.clocks, node)
        self.known("group", [settings.group], around.groups, node)
        self.known("letter", [settings.letter], around.letters, node)
        self.known("operation", [settings.operation], around.operations, node)

    def check_performers(self, node: Node) -> None:
        groups = self._surroundings.groups
        for candidate in node.settings.candidate_groups:
            if candidate not in groups:
                self._complaints.add("candidate_group_unknown", node, group=candidate)
        for target in node.settings.separate_from:
            other = self._process.by_id.get(target)
            if target == node.id:
                self._complaints.add("separate_from_itself", node)
            elif other is None or not _is_done_by_somebody(other):
                self._complaints.add("separate_from_unknown", node, target=target)
        if node.kind == "manualTask" or not groups:
            return  # an office without groups cannot map lanes to them
        if group_of(self._process, node, groups) is not None:
            return
        lanes = lanes_around(self._process, node)
        if lanes:
            lane = lanes[0].name or lanes[0].id
            self._complaints.add("lane_without_group", node, lane=lane)
        else:
            self._complaints.add("user_task_without_lane", node)

    def check_form(self, node: Node) -> None:
        for name in _twice(field.name for field in node.settings.fields):
            self._complaints.add("field_twice", node, field=name)
        for value in _twice(outcome.value for outcome in node.settings.outcomes):
            self._complaints.add("outcome_twice", node, value=value)
        for field in node.settings.fields:
            if field.type == "selection" and not field.choices:
                self._complaints.add("choices_missing", node, field=field.name)
            elif field.type != "selection" and field.choices:
                self._complaints.add(
                    "choices_misplaced", node, field=field.name, type=field.type
                )
            for value in _twice(choice.value for choice in field.choices):
                self._complaints.add(
                    "choice_twice", node, field=field.name, value=value
                )

    def check_field_types(self) -> None:
        """One name is one thing, wherever in the process a form asks for it."""
        seen: dict[str, tuple[FormField, Node]] = {}
        for node in self._process.nodes:
            for field in node.settings.fields:
                first, where = seen.setdefault(field.name, (field, node))
                if first.type != field.type:
                    self._complaints.add(
                        "field_types_differ",
                        node,
                        field=field.name,
                        type=field.type,
                        other_type=first.type,
                        other=where.name or where.id,
                    )

    def check_operation(self, node: Node) -> None:
        settings = node.settings
        if settings.operation and settings.letter:
            self._complaints.add("operation_and_letter", node)
        if node.kind == "serviceTask" and not (settings.operation or settings.letter):
            self._complaints.add("operation_missing", node)
        given = [parameter.name for parameter in settings.parameters]
        for name in _twice(given):
            self._complaints.add("parameter_twice", node, parameter=name)
        signature = self._surroundings.operations.get(settings.operation or "")
        if signature is None:
            return
        operation = settings.operation or ""
        for name in given:
            if name not in signature.parameters:
                self._complaints.add(
                    "parameter_unknown",
                    node,
                    operation=operation,
                    parameter=name,
                    known=listed(signature.parameters),
                )
        for name, needed in signature.parameters.items():
            if needed and name not in given:
                self._complaints.add(
                    "parameter_missing", node, operation=operation, parameter=name
                )

    def check_decision(self, node: Node) -> None:
        decision = node.settings.decision
        if decision is None:
            self._complaints.add("decision_missing", node)
        else:
            self.known("decision", [decision], self._surroundings.decisions, node)


def listed(names: Iterable[str]) -> str:
    """Names as a sentence shows them; shortened where there are many."""
    known = sorted(names)
    if not known:
        return "(none)"
    return ", ".join(known[:12]) + (", …" if len(known) > 12 else "")


def _twice(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    found: dict[str, None] = {}
    for name in names:
        if name in seen:
            found[name] = None
        seen.add(name)
    return list(found)
