"""Turns a tree into nested Python functions, once for each text.

Nothing is generated as source and nothing is interpreted a second time: a node becomes
a function of the run that calls the functions of its parts. Names that an expression
binds itself (loop variables, entries of contexts, the item of a filter) get a numbered
slot, as the language has no recursion. An expression without loops costs no more than
its own length, so only loops and functions spend steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from . import tree
from .errors import FeelEvaluationError, FeelLimitError
from .functions import FUNCTIONS
from .names import ASKING_FUNCTIONS
from .operators import (
    ARITHMETIC,
    between,
    compare,
    contained,
    equal,
    negate,
    steps_between,
)
from .paths import MISSING, follow, item_at, items_of
from .run import Run
from .scope import INPUT, Scope
from .values import Range, Value, kind_of

Code = Callable[[Run], Value]


class Compiler:
    """Compiles one tree; ``slots`` is the number of slots that a run needs."""

    def __init__(self) -> None:
        self.slots = 0

    def new_slot(self) -> int:
        """Return the number of a slot that nothing else uses."""
        self.slots += 1
        return self.slots - 1

    def compile(self, node: tree.Node, scope: Scope) -> Code:
        """Return the function that evaluates a node."""
        method = getattr(self, _METHODS[type(node)])
        code: Code = method(node, scope)
        return code

    def _literal(self, node: tree.Literal, scope: Scope) -> Code:
        value = node.value
        return lambda run: value

    def _name(self, node: tree.Name, scope: Scope) -> Code:
        name, position = node.name, node.position
        slot = scope.slot_of(name)
        items = scope.items_before(name)

        def global_name(run: Run) -> Value:
            return run.read(name, position)

        def local_name(run: Run) -> Value:
            return run.slots[slot]  # type: ignore[index]

        outer = global_name if slot is None else local_name
        if not items:
            return outer

        def name_of_item(run: Run) -> Value:
            within_context = False
            for item_slot in items:
                item = run.slots[item_slot]
                if isinstance(item, dict):
                    if name in item:
                        return item[name]
                    within_context = True
            if within_context and slot is None and not run.has(name):
                # As with a path: items need not all have the same entries.
                run.note(position, f"The item has no entry '{name}'.")
                return None
            return outer(run)

        return name_of_item

    def _input(self, node: tree.Input, scope: Scope) -> Code:
        return self._name(tree.Name(node.position, INPUT), scope)

    def _negation(self, node: tree.Negation, scope: Scope) -> Code:
        operand, position = self.compile(node.operand, scope), node.position
        return lambda run: negate(run, operand(run), position)

    def _arithmetic(self, node: tree.Arithmetic, scope: Scope) -> Code:
        work, position = ARITHMETIC[node.operator], node.position
        left = self.compile(node.left, scope)
        right = self.compile(node.right, scope)
        return lambda run: work(run, left(run), right(run), position)

    def _comparison(self, node: tree.Comparison, scope: Scope) -> Code:
        sign, position = node.operator, node.position
        left = self.compile(node.left, scope)
        right = self.compile(node.right, scope)
        if sign == "=":
            return lambda run: equal(run, left(run), right(run), position)
        return lambda run: compare(run, sign, left(run), right(run), position)

    def _between(self, node: tree.Between, scope: Scope) -> Code:
        value = self.compile(node.value, scope)
        low = self.compile(node.low, scope)
        high = self.compile(node.high, scope)
        at = node.position
        return lambda run: between(run, value(run), low(run), high(run), at)

    def _comparison_test(self, node: tree.ComparisonTest, scope: Scope) -> Code:
        sign, position = node.operator, node.position
        slot = scope.bound[INPUT].slot
        operand = self.compile(node.operand, scope)
        return lambda run: compare(run, sign, run.slots[slot], operand(run), position)

    def _membership(self, node: tree.Membership, scope: Scope) -> Code:
        value = self.compile(node.value, scope)
        slot = self.new_slot()
        tests = self.tests(node.tests, scope.bind(INPUT, slot), slot)

        def member(run: Run) -> Value:
            run.slots[slot] = value(run)
            return any_test(run, tests)

        return member

    def tests(
        self, nodes: tuple[tree.Node, ...], scope: Scope, slot: int
    ) -> tuple[Code, ...]:
        """Compile tests of the value in a slot (DMN 1.3 section 10.3.2)."""
        return tuple(self._test(node, scope, slot) for node in nodes)

    def _test(self, node: tree.Node, scope: Scope, slot: int) -> Code:
        code, position = self.compile(node, scope), node.position
        if isinstance(node, tree.ComparisonTest):
            return code
        if looks_at_input(node):
            return code
        if isinstance(node, _LOGICAL):

            def condition(run: Run) -> Value:
                value, result = run.slots[slot], code(run)
                if isinstance(value, bool) or not isinstance(result, bool):
                    return contained(run, value, result, position)
                return result

            return condition
        return lambda run: contained(run, run.slots[slot], code(run), position)

    def _logic(self, node: tree.Logic, scope: Scope) -> Code:
        operands = tuple(self.compile(operand, scope) for operand in node.operands)
        decisive = node.operator == "or"

        def logic(run: Run) -> Value:
            unknown = False
            for operand in operands:
                value = operand(run)
                if value is decisive:
                    return decisive
                if value is not (not decisive):
                    unknown = True
            return None if unknown else not decisive

        return logic

    def _if(self, node: tree.If, scope: Scope) -> Code:
        condition = self.compile(node.condition, scope)
        then = self.compile(node.then, scope)
        otherwise = self.compile(node.otherwise, scope)
        return lambda run: then(run) if condition(run) is True else otherwise(run)

    def _list(self, node: tree.ListOf, scope: Scope) -> Code:
        items = tuple(self.compile(item, scope) for item in node.items)
        return lambda run: [item(run) for item in items]

    def _context(self, node: tree.Context, scope: Scope) -> Code:
        entries: list[tuple[str, int, Code]] = []
        for entry in node.entries:
            code, slot = self.compile(entry.value, scope), self.new_slot()
            entries.append((entry.key, slot, code))
            scope = scope.bind(entry.key, slot)

        def context(run: Run) -> Value:
            result: dict[str, Value] = {}
            for key, slot, code in entries:
                result[key] = run.slots[slot] = code(run)
            return result

        return context

    def _interval(self, node: tree.Interval, scope: Scope) -> Code:
        start, end = self.compile(node.start, scope), self.compile(node.end, scope)
        first, last = node.start_included, node.end_included
        position = node.position

        def interval(run: Run) -> Value:
            low, high = start(run), end(run)
            kinds = {kind_of(low), kind_of(high)} - {"null"}
            if len(kinds) > 1 or kinds & _NO_ENDS:
                run.note(position, "The ends of the range do not compare.")
                return None
            return Range(low, high, first, last)

        if isinstance(node.start, tree.Literal) and isinstance(node.end, tree.Literal):
            constant = interval(Run({}, 0, "", None))
            if constant is not None:
                return lambda run: constant
        return interval

    def _path(self, node: tree.Path, scope: Scope) -> Code:
        source, name = self.compile(node.source, scope), node.name
        position = node.position

        def path(run: Run) -> Value:
            value = source(run)
            if isinstance(value, dict) and name in value:
                return value[name]
            found = follow(run, value, name)
            if found is MISSING:
                run.note(position, f"There is no '{name}' in a {kind_of(value)}.")
                return None
            return found  # type: ignore[return-value]

        return path

    def _filter(self, node: tree.Filter, scope: Scope) -> Code:
        source, slot = self.compile(node.source, scope), self.new_slot()
        inner = scope.within_item(slot)
        condition = self.compile(node.condition, inner)
        asks_for_place = self._asks_for_place(node.condition, scope)
        cost, position = tree.size(node.condition), node.position

        def filtered(run: Run) -> Value:
            value = source(run)
            if value is None:
                return None
            if value == []:
                return None if asks_for_place(run) else []
            items: list[Value] = value if isinstance(value, list) else [value]
            run.slots[slot] = items[0]
            run.charge(cost)
            first = condition(run)
            if isinstance(first, Decimal):
                return item_at(run, items, first, position)
            kept: list[Value] = []
            for index, item in enumerate(items):
                if index:
                    run.charge(cost)
                    run.slots[slot] = item
                    first = condition(run)
                if first is True:
                    kept.append(item)
            return kept

        return filtered

    def _asks_for_place(self, node: tree.Node, scope: Scope) -> Code:
        """Tell ``[1]`` from ``[item > 1]`` where there is no item to try it with."""
        if isinstance(node, _LOGICAL):
            return lambda run: False
        place = self.compile(node, scope)

        def asks(run: Run) -> Value:
            try:
                return isinstance(place(run), Decimal)
            except FeelLimitError:
                raise
            except FeelEvaluationError:  # it needs names of the item
                return False

        return asks

    def _call(self, node: tree.Call, scope: Scope) -> Code:
        if node.function in ASKING_FUNCTIONS:
            return self._presence(node, scope)
        function, position = FUNCTIONS[node.function], node.position
        arguments = tuple(self.compile(item, scope) for item in node.arguments)
        constant = _call_once(node, arguments)
        if constant is not None:
            return constant
        return lambda run: function.invoke(
            run, position, [argument(run) for argument in arguments]
        )

    def _presence(self, node: tree.Call, scope: Scope) -> Code:
        asked = node.arguments[0]
        value = self.compile(asked, scope)
        exists = self._existence(asked, scope)
        if node.function == "is defined":
            return exists
        default = self.compile(node.arguments[1], scope)

        def get_or_else(run: Run) -> Value:
            found = value(run) if exists(run) else None
            return default(run) if found is None else found

        return get_or_else

    def _existence(self, node: tree.Node, scope: Scope) -> Code:
        if isinstance(node, tree.Path):
            outer = self._existence(node.source, scope)
            source, name = self.compile(node.source, scope), node.name
            return lambda run: (
                outer(run) is True and follow(run, source(run), name) is not MISSING
            )
        if isinstance(node, tree.Name) and node.name not in scope.bound:
            items, name = scope.items_before(node.name), node.name
            return lambda run: (
                run.has(name)
                or any(
                    isinstance(item, dict) and name in item
                    for item in (run.slots[slot] for slot in items)
                )
            )
        return lambda run: True

    def _instance_of(self, node: tree.InstanceOf, scope: Scope) -> Code:
        value, kind = self.compile(node.value, scope), node.kind
        if kind == "Any":
            return lambda run: value(run) is not None
        return lambda run: kind_of(value(run)) == kind

    def _for(self, node: tree.For, scope: Scope) -> Code:
        turns, inner = self._turns(node.turns, scope)
        body, cost = self.compile(node.body, inner), tree.size(node.body)

        def loop(run: Run) -> Value:
            results: list[Value] = []
            for _ in _each(run, turns):
                run.charge(cost)
                results.append(body(run))
            run.sized(len(results))
            return results

        return loop

    def _quantified(self, node: tree.Quantified, scope: Scope) -> Code:
        turns, inner = self._turns(node.turns, scope)
        condition, cost = self.compile(node.condition, inner), tree.size(node.condition)
        decisive = node.quantifier == "some"

        def quantified(run: Run) -> Value:
            unknown = False
            for _ in _each(run, turns):
                run.charge(cost)
                value = condition(run)
                if value is decisive:
                    return decisive
                if value is not (not decisive):
                    unknown = True
            return None if unknown else not decisive

        return quantified

    def _turns(
        self, nodes: tuple[tree.Turn, ...], scope: Scope
    ) -> tuple[tuple[Loop, ...], Scope]:
        loops = []
        for node in nodes:
            items, slot = self._items(node, scope), self.new_slot()
            loops.append((slot, items))
            scope = scope.bind(node.name, slot)
        return tuple(loops), scope

    def _items(self, node: tree.Turn, scope: Scope) -> Callable[[Run], list[Value]]:
        source, position = self.compile(node.source, scope), node.position
        if node.end is None:
            return lambda run: items_of(run, source(run), position)
        end = self.compile(node.end, scope)
        return lambda run: steps_between(run, source(run), end(run), position)


Loop = tuple[int, Callable[[Run], list[Value]]]
_LOGICAL = (
    tree.Comparison,
    tree.Between,
    tree.Membership,
    tree.Logic,
    tree.Quantified,
    tree.InstanceOf,
)
_NO_ENDS = {"boolean", "list", "context", "range"}
_METHODS: dict[type, str] = {
    tree.Literal: "_literal",
    tree.Name: "_name",
    tree.Input: "_input",
    tree.Negation: "_negation",
    tree.Arithmetic: "_arithmetic",
    tree.Comparison: "_comparison",
    tree.Between: "_between",
    tree.ComparisonTest: "_comparison_test",
    tree.Membership: "_membership",
    tree.Logic: "_logic",
    tree.If: "_if",
    tree.For: "_for",
    tree.Quantified: "_quantified",
    tree.ListOf: "_list",
    tree.Context: "_context",
    tree.Interval: "_interval",
    tree.Path: "_path",
    tree.Filter: "_filter",
    tree.Call: "_call",
    tree.InstanceOf: "_instance_of",
}


def looks_at_input(node: tree.Node) -> bool:
    """Tell whether ``?`` stands in a test, outside of tests inside of it."""
    if isinstance(node, tree.Input):
        return True
    if isinstance(node, tree.Membership):
        return looks_at_input(node.value)
    return any(looks_at_input(child) for child in tree.children(node))


def any_test(run: Run, tests: tuple[Code, ...]) -> bool | None:
    """Return the three-valued ``or`` of tests."""
    unknown = False
    for test in tests:
        result = test(run)
        if result is True:
            return True
        unknown = unknown or result is not False
    return None if unknown else False


def _each(run: Run, loops: tuple[Loop, ...]) -> Iterator[None]:
    """Go through all combinations of the loops, the last one turning fastest."""
    slot, items = loops[0]
    for item in items(run):
        run.charge(1)
        run.slots[slot] = item
        if len(loops) == 1:
            yield
        else:
            yield from _each(run, loops[1:])


def _call_once(node: tree.Call, arguments: tuple[Code, ...]) -> Code | None:
    """Evaluate a call such as ``date("2026-12-31")`` when it is compiled."""
    function = FUNCTIONS[node.function]
    if not function.constant:
        return None
    if not all(isinstance(argument, tree.Literal) for argument in node.arguments):
        return None
    run = Run({}, 0, "", None)
    value = function.invoke(run, 0, [argument(run) for argument in arguments])
    # A failed call is repeated, so that each evaluation notes why it gives null.
    if value is None or isinstance(value, (list, dict)):
        return None
    return lambda run: value
