"""The door of this room: everything that is wrong with a drawing, at once."""

from __future__ import annotations

from ..contract import Problem, Surroundings
from ..reading.drawing import Drawing
from .available_data import AvailableData
from .branching import check_branching
from .calls import CalledProcesses, check_calls, check_decisions
from .complaints import Complaints
from .connections import check_connections
from .control_flow import ControlFlow
from .endless_loops import check_endless_loops
from .events import check_events
from .expressions import ExpressionChecker
from .gateways import check_gateways
from .settings import check_settings
from .soundness import check_soundness


def check_drawing(drawing: Drawing, surroundings: Surroundings) -> tuple[Problem, ...]:
    """Return all problems of a drawing and of the processes that it calls.

    An error says that it must not be deployed; a warning that somebody should look.
    Problems of the file itself are those of ``read_drawing``. Nothing is raised. What
    is wrong in a called process is said once, at the call activity.
    """

    def first_error(inner: Drawing, called: CalledProcesses) -> str:
        found = Complaints()
        _check(inner, surroundings, called, found, is_called=True)
        errors = (each.message for each in found.problems if each.severity == "error")
        return next(errors, "")

    complaints = Complaints()
    called = CalledProcesses(surroundings, first_error)
    _check(drawing, surroundings, called, complaints, is_called=False)
    return complaints.problems


def _check(
    drawing: Drawing,
    surroundings: Surroundings,
    called: CalledProcesses,
    complaints: Complaints,
    is_called: bool,
) -> None:
    """:param is_called: its data come from a caller, so that no name is unknown"""
    graph = ControlFlow(drawing.process)
    check_connections(drawing, graph, complaints)
    check_events(drawing, graph, complaints)
    check_gateways(graph, complaints)
    check_settings(drawing, graph, surroundings, complaints)
    check_calls(graph, called, surroundings, complaints)
    data = AvailableData(graph, surroundings.names, called.results_of)
    ExpressionChecker(graph, data, complaints, called, open_world=is_called).check()
    if not is_called:
        check_decisions(graph, data, called, complaints)
    check_branching(graph, data, complaints)
    check_endless_loops(graph, complaints)
    if not _has_broken_lines(complaints):
        check_soundness(graph, complaints)


def _has_broken_lines(complaints: Complaints) -> bool:
    """Whether a lost connection would only show again, in other words."""
    codes = {
        "id_twice",
        "reference_dangling",
        "flow_across",
        "unreachable",
        "process_empty",
        "no_end",
        "endless_loop",
        "gateway_dead_end",
        "start_alone",
        "end_outgoing",
        "event_subprocess_connected",
    }
    return any(problem.code in codes for problem in complaints.problems)
