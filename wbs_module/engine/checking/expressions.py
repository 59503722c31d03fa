"""Can every expression be read, and does it name only what is known there?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..feel import FeelError, FeelProblem, FeelSyntaxError, parse_expression
from ..feel.expression import Expression as Parsed
from ..feel.script import parse_script
from ..feel.types import ANY, STRING, Type
from ..reading.drawing import (
    NOWHERE,
    Expression,
    MultiInstance,
    Node,
    Place,
    StandardLoop,
)
from ..time import (
    TimerCycle,
    TimerTextError,
    parse_timer_cycle,
    parse_timer_date,
    parse_timer_duration,
)
from .available_data import OUTCOME, AvailableData, Known, counts
from .calls import CalledProcesses
from .complaints import Complaints, Drawn, called
from .control_flow import ControlFlow
from .settings import listed

_TIMERS = {
    "date": parse_timer_date,
    "duration": parse_timer_duration,
    "cycle": parse_timer_cycle,
}
_FEEL_FORMATS = re.compile(r"feel|.*/feel.*", re.IGNORECASE)
_OUTCOME_TEST = re.compile(r'(?<![\w.])outcome\s*!?=\s*"([^"\\]*)"')


class ExpressionChecker:
    """Checks all expressions of one process.

    :param called: the processes that this one calls
    :param open_world: the process is called by another, whose data are not known
    """

    def __init__(
        self,
        graph: ControlFlow,
        data: AvailableData,
        complaints: Complaints,
        called: CalledProcesses,
        open_world: bool = False,
    ) -> None:
        self._graph = graph
        self._data = data
        self._complaints = complaints
        self._called = called
        self._open_world = open_world

    def check(self) -> None:
        for node in self._graph.process.nodes:
            self._node(node)
        for flow in self._graph.process.flows:
            source = self._graph.nodes.get(flow.source)
            if source is not None and flow.condition is not None:
                after = self._data.after(source)
                self._expression(
                    flow, flow.condition, "the condition", after, "boolean"
                )

    def _node(self, node: Node) -> None:
        before = self._data.before(node)
        for what, expression, expected in _expressions(node):
            self._expression(node, expression, what, before, expected)
        self._form(node, before)
        self._timers(node)
        self._loop(node, before)
        self._results(node, before)
        if node.kind == "scriptTask":
            self._script(node, before)

    def _form(self, node: Node, before: Known) -> None:
        own = self._data.after(node)
        types = {**own.types, **before.types}
        if node.settings.outcomes:
            # A rule of a form asks how this task ends, not how one before it did.
            types[OUTCOME] = own.types[OUTCOME]
        known = Known(types, before.origins)
        for field in node.settings.fields:
            for what, text in (
                ("visible", field.visible),
                ("requiredIf", field.required_if),
            ):
                if text:
                    expression = Expression(text, text, node.settings.place)
                    label = f"{what} of the field {field.name}"
                    self._expression(node, expression, label, known, "boolean")

    def _timers(self, node: Node) -> None:
        for event in node.events:
            timer = event.timer
            if timer is None:
                continue
            if timer.kind is None or not (timer.literal or timer.expression):
                if timer.clock is None:
                    self._complaints.add("timer_empty", node, timer.place)
            elif timer.literal is not None:
                reason = _timer_problem(timer.kind, timer.literal)
                if reason is not None:
                    self._complaints.add(
                        "timer_wrong",
                        node,
                        timer.place,
                        kind=timer.kind,
                        text=timer.literal,
                        reason=reason,
                    )

    def _loop(self, node: Node, before: Known) -> None:
        loop = node.loop
        if isinstance(loop, StandardLoop) and loop.condition is not None:
            known = self._data.after(node).plus(before.types)
            what = "the loop's condition"
            self._expression(node, loop.condition, what, known, "boolean")
        if not isinstance(loop, MultiInstance):
            return
        inside = self._data.after(node).plus(before.types).plus(counts())
        for what, expression, known, expected in (
            ("the list", loop.collection, before, "list"),
            ("the number of instances", loop.cardinality, before, "number"),
            ("what is gathered", loop.output_item, inside, None),
            ("the completion condition", loop.completion_condition, inside, "boolean"),
        ):
            if expression is not None:
                self._expression(node, expression, what, known, expected)

    def _results(self, node: Node, before: Known) -> None:
        """What a call hands back is evaluated on the data of what it called."""
        if node.kind != "callActivity" or not node.settings.results:
            return
        known = self._called.known_at_end(node, before)
        for result in node.settings.results:
            if result.expression is None:
                continue
            what = f"the result {result.name}"
            parsed = self._parsed(node, result.expression, what, known)
            if parsed is None:
                continue
            types = known.types
            if known.origins or self._open_world:
                types = {**dict.fromkeys(parsed.names, ANY), **types}
            for problem in parsed.check(types, None):
                self._misused(node, result.expression.place, what, problem)

    def _script(self, node: Node, before: Known) -> None:
        if node.script is None:
            self._complaints.add("script_missing", node)
            return
        if node.script_format and not _FEEL_FORMATS.fullmatch(node.script_format):
            self._complaints.add("script_language", node, language=node.script_format)
            return
        try:
            script = parse_script(node.script, before.types)
        except FeelSyntaxError as error:
            self._wrong(node, node.script_place, "the script", error.as_problem())
            return
        except FeelError as error:
            problem = FeelProblem(1, 1, str(error), "Correct the script.")
            self._wrong(node, node.script_place, "the script", problem)
            return
        known = self._with_strangers(
            node, node.script_place, "the script", script.reads, before
        )
        problems, _written = script.check(known.types)
        for problem in problems:
            self._misused(node, node.script_place, "the script", problem)

    def _expression(
        self,
        owner: Drawn,
        expression: Expression,
        what: str,
        known: Known,
        expected: str | None,
    ) -> None:
        parsed = self._parsed(owner, expression, what, known)
        if parsed is None:
            return
        known = self._outcomes(owner, expression, what, known)
        known = self._without_quotes(owner, expression, what, parsed, known)
        known = self._with_strangers(owner, expression.place, what, parsed.names, known)
        for problem in parsed.check(known.types, expected):
            self._misused(owner, expression.place, what, problem)

    def _parsed(
        self, owner: Drawn, expression: Expression, what: str, known: Known
    ) -> Parsed | None:
        try:
            return parse_expression(expression.text, known.types)
        except FeelSyntaxError as error:
            self._wrong(owner, expression.place, what, error.as_problem())
        except FeelError as error:
            problem = FeelProblem(1, 1, str(error), "Correct the expression.")
            self._wrong(owner, expression.place, what, problem)
        return None

    def _outcomes(
        self, owner: Drawn, expression: Expression, what: str, known: Known
    ) -> Known:
        """Names outcomes that no task before declares; often they were lost."""
        asked = _OUTCOME_TEST.findall(expression.text)
        if not asked or self._open_world:
            return known
        found = known.types.get(OUTCOME)
        declared = found.choices if found is not None else ()
        if found is not None and not declared:
            return known  # a name of the surroundings
        missing = [outcome for outcome in asked if outcome not in declared]
        for outcome in missing:
            self._complaints.add(
                "outcome_not_declared",
                owner,
                expression.place,
                what=what,
                outcome=outcome,
                known=listed(declared),
            )
        return known.plus({OUTCOME: STRING}) if missing else known

    def _without_quotes(
        self,
        owner: Drawn,
        expression: Expression,
        what: str,
        parsed: Parsed,
        known: Known,
    ) -> Known:
        """Names that are texts without quotation marks: no message brings them."""
        if parsed.names <= known.types.keys():
            return known
        meant: dict[str, Type] = {}
        for problem in parsed.check(known.types):
            if problem.is_text and not self._data.writers(problem.name):
                self._misused(owner, expression.place, what, problem)
                meant[problem.name] = ANY
        return known.plus(meant) if meant else known

    def _with_strangers(
        self,
        owner: Drawn,
        place: Place,
        what: str,
        names: frozenset[str],
        known: Known,
    ) -> Known:
        """Explain unknown names that can be explained, and let them pass from here."""
        explained: dict[str, Type] = {}
        for name in sorted(names):
            if name in known.types:
                continue
            if self._explain(owner, place, what, name, known):
                explained[name] = ANY
        if not explained:
            return known
        return known.plus(explained)

    def _explain(
        self, owner: Drawn, place: Place, what: str, name: str, known: Known
    ) -> bool:
        if self._open_world:
            return True
        if self._data.content_field(name):
            self._complaints.add("name_is_content", owner, place, what=what, name=name)
            return True
        if known.origins:
            origin = ", ".join(known.origins[:3])
            self._complaints.add(
                "name_unproven", owner, place, what=what, name=name, origin=origin
            )
            return True
        writers = self._data.writers(name)
        if writers:
            origin = ", ".join(called(node) for node in writers[:3])
            self._complaints.add(
                "name_not_yet", owner, place, what=what, name=name, origin=origin
            )
        return bool(writers)

    def _wrong(
        self, owner: Drawn, place: Place, what: str, problem: FeelProblem
    ) -> None:
        self._add("expression_wrong", owner, place, what, problem)

    def _misused(
        self, owner: Drawn, place: Place, what: str, problem: FeelProblem
    ) -> None:
        self._add("expression_names", owner, place, what, problem)

    def _add(
        self, code: str, owner: Drawn, place: Place, what: str, problem: FeelProblem
    ) -> None:
        self._complaints.add(
            code,
            owner,
            _within(place, problem),
            what=what,
            feel_column=str(problem.column),
            reason=problem.message,
            reason_advice=problem.advice or "Correct the expression.",
        )


def _within(place: Place, problem: FeelProblem) -> Place:
    """Place in the file of a problem inside an expression."""
    if place == NOWHERE:
        return place
    if problem.line == 1:
        return Place(place.line, place.column + problem.column - 1)
    return Place(place.line + problem.line - 1, problem.column)


def _expressions(node: Node) -> Iterator[tuple[str, Expression, str | None]]:
    """Expressions that an element evaluates when a token comes to it."""
    for parameter in node.settings.parameters:
        if parameter.expression is not None:
            yield f"the parameter {parameter.name}", parameter.expression, None
    for event in node.events:
        if event.timer is not None and event.timer.expression is not None:
            yield "the timer", event.timer.expression, None


def _timer_problem(kind: str, text: str) -> str | None:
    """What is wrong with the text of a timer, as a sentence."""
    try:
        timer = _TIMERS[kind](text, "UTC")
    except TimerTextError as problem:
        return str(problem)
    problems = timer.check() if isinstance(timer, TimerCycle) else []
    return problems[0] if problems else None
