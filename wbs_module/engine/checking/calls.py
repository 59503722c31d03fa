"""Called processes and decisions: are they there, right, and not in a circle?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..contract import Surroundings
from ..decision import DecisionReading, DecisionUnknown, read_decisions
from ..feel.types import ANY, Type
from ..reading.drawing import Drawing, Node
from ..reading.reader import read_drawing
from .available_data import AvailableData, Known
from .complaints import Complaints
from .control_flow import ControlFlow
from .settings import listed


class CalledProcesses:
    """The processes that a drawing calls, read and checked once each.

    :param first_error: what is wrong with a drawing, or nothing
    """

    def __init__(
        self,
        surroundings: Surroundings,
        first_error: Callable[[Drawing, CalledProcesses], str],
    ) -> None:
        self._surroundings = surroundings
        self._first_error = first_error
        self._drawn: dict[str, tuple[Drawing | None, str]] = {}
        self._checked: dict[str, tuple[Drawing | None, str]] = {}
        self._written: dict[str, Known] = {}

    def as_drawn(self, process_id: str) -> tuple[Drawing | None, str]:
        """What the file holds, and the first thing that is wrong with the file."""
        if process_id not in self._drawn:
            content = self._surroundings.processes[process_id]
            drawing, problems = read_drawing(content)
            wrong = [each.message for each in problems if each.severity == "error"]
            self._drawn[process_id] = (drawing, wrong[0] if wrong else "")
        return self._drawn[process_id]

    def drawing(self, process_id: str) -> tuple[Drawing | None, str]:
        """The drawing, or ``None`` and the first thing that is wrong with it."""
        if process_id not in self._checked:
            drawing, reason = self.as_drawn(process_id)
            # Known before it is checked, so that a circle of calls ends here.
            self._checked[process_id] = (drawing, reason)
            if drawing is not None and not reason:
                reason = self._first_error(drawing, self)
            self._checked[process_id] = (None if reason else drawing, reason)
        return self._checked[process_id]

    def results_of(self, node: Node) -> Mapping[str, Type] | None:
        """Names that a task's operation, decision or called process brings."""
        settings = node.settings
        if node.kind == "businessRuleTask":
            return self._decided(node)
        if node.kind == "callActivity":
            if settings.results:
                return {result.name: ANY for result in settings.results}
            return self._written_in(node.called_element or "").types
        operation = self._surroundings.operations.get(settings.operation or "")
        return dict.fromkeys(operation.results, ANY) if operation else {}

    def known_at_end(self, node: Node, before: Known) -> Known:
        """What the results of a call activity may name: the data of what it called.

        :param before: what is known where it is called, which the called process sees
            unless it is given parameters
        """
        parameters = node.settings.parameters
        given = {each.name: ANY for each in parameters}
        outside = Known(given) if parameters else before
        written = self._written_in(node.called_element or "")
        return Known(
            {**outside.types, **written.types}, [*outside.origins, *written.origins]
        )

    def decisions(self, decision_id: str) -> DecisionReading | None:
        """The file that holds a decision, read; ``None`` where there is none."""
        content = self._surroundings.decisions.get(decision_id)
        return None if content is None else read_decisions(content)

    def _decided(self, node: Node) -> Mapping[str, Type]:
        settings = node.settings
        reading = self.decisions(settings.decision or "")
        try:
            if reading is None or reading.model is None:
                raise DecisionUnknown("")
            names = reading.model.output_names(settings.decision or "")
            kind = reading.model.result_type(settings.decision or "")
        except DecisionUnknown:
            return {settings.result: ANY} if settings.result else {}
        if settings.result:
            return {settings.result: kind}
        if kind.kind == "context" and kind.entries:
            return dict(kind.entries)
        return dict.fromkeys(names, kind if len(names) == 1 else ANY)

    def _written_in(self, process_id: str) -> Known:
        """All that a process may leave behind; of one that cannot be read, anything."""
        if process_id not in self._surroundings.processes:
            return Known(origins=[process_id])
        if process_id not in self._written:
            # A circle ends here; it is said elsewhere.
            self._written[process_id] = Known(origins=[process_id])
            drawing, _reason = self.as_drawn(process_id)
            if drawing is not None:
                graph = ControlFlow(drawing.process)
                data = AvailableData(graph, {}, self.results_of)
                self._written[process_id] = data.left_behind
        return self._written[process_id]

    def called_by(self, drawing: Drawing) -> list[str]:
        """Ids of the processes that a drawing calls and the office has."""
        named = (
            node.called_element
            for node in drawing.process.nodes
            if node.kind == "callActivity" and node.called_element
        )
        known = self._surroundings.processes
        return [
            process_id for process_id in dict.fromkeys(named) if process_id in known
        ]


def check_calls(
    graph: ControlFlow,
    called: CalledProcesses,
    surroundings: Surroundings,
    complaints: Complaints,
) -> None:
    for node in graph.process.nodes:
        if node.kind != "callActivity":
            continue
        target = node.called_element
        if not target:
            complaints.add("called_process_missing", node)
        elif target == graph.process.id:
            complaints.add("calls_in_circle", node, circle=f"{target} → {target}")
        elif target not in surroundings.processes:
            known = listed(surroundings.processes)
            complaints.add("called_process_unknown", node, process=target, known=known)
        else:
            _check_target(graph, node, target, called, complaints)


def _check_target(
    graph: ControlFlow,
    node: Node,
    target: str,
    called: CalledProcesses,
    complaints: Complaints,
) -> None:
    circle = _circle(graph.process.id, target, called)
    if circle:
        complaints.add("calls_in_circle", node, circle=" → ".join(circle))
        return
    drawing, reason = called.drawing(target)
    if drawing is None:
        complaints.add("called_process_broken", node, process=target, reason=reason)


def check_decisions(
    graph: ControlFlow,
    data: AvailableData,
    called: CalledProcesses,
    complaints: Complaints,
) -> None:
    """Are decision tables right, and do they get the names that they ask for?"""
    for node in graph.process.nodes:
        decision = node.settings.decision
        reading = called.decisions(decision or "")
        if node.kind != "businessRuleTask" or decision is None or reading is None:
            continue
        problems = list(reading.problems)
        if reading.model is not None:
            before = data.before(node)
            given = {each.name: ANY for each in node.settings.parameters}
            try:
                known = before.plus(given).types
                if before.origins:
                    # What a message brings is not known, and may be just that.
                    strangers = reading.model.names(decision) - known.keys()
                    known = {**known, **dict.fromkeys(strangers, ANY)}
                problems += reading.model.check(decision, known)
            except DecisionUnknown:
                known_ids = listed(reading.model.decisions)
                complaints.add(
                    "decision_unknown", node, decision=decision, known=known_ids
                )
        for problem in problems:
            if problem.severity == "error":
                complaints.add(
                    "decision_broken", node, decision=decision, reason=problem.message
                )


def _circle(own: str, target: str, called: CalledProcesses) -> list[str]:
    """The way from a called process back to itself or to the caller, if any."""
    ways: list[list[str]] = [[target]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        drawing, _reason = called.as_drawn(way[-1])
        if drawing is None:
            continue
        for node in drawing.process.nodes:
            following = node.called_element
            if following == own:
                return [own, *way, own]
            if following == target:
                return [*way, target]
        ways += [[*way, following] for following in called.called_by(drawing)]
    return []
