"""Parsed expressions and unary tests: parse once, evaluate often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from . import limits, tree
from .checker import Checker, Known, as_type
from .compiler import Compiler, any_test
from .errors import FeelEvaluationError, FeelProblem
from .names import root_names
from .parser import announced, parse
from .result import admit, too_deep
from .run import Clock, Run
from .scope import INPUT, Scope
from .types import Type, widened
from .values import ForeignValue, Value, adopt


class Expression:
    """A FEEL expression, made by :func:`parse_expression`."""

    __slots__ = ("text", "names", "root", "_code", "_slots")

    def __init__(self, text: str, root: tree.Node) -> None:
        self.text = text
        self.root = root
        #: Names that must be handed in, whatever the values are. Not among them are
        #: names inside of a filter, which may be entries of the list's items, and
        #: those that ``is defined`` and ``get or else`` ask for.
        self.names = root_names(root)
        compiler = Compiler()
        self._code = compiler.compile(root, Scope())
        self._slots = compiler.slots

    def evaluate(self, names: Mapping[str, Any], clock: Clock | None = None) -> Value:
        """Return the value for these names.

        ``names`` maps names to FEEL values (see :mod:`.values`); Python's ``int`` and
        ``float`` are taken as numbers. ``clock`` answers ``now()`` and ``today()``.
        What has no meaning gives null, as the standard says. Raises
        :class:`FeelEvaluationError` for a name without a value, a value that FEEL does
        not know, a missing clock, and when a limit is reached.
        """
        return self._value(Run(names, self._slots, self.text, clock))

    def explain(
        self, names: Mapping[str, Any], clock: Clock | None = None
    ) -> tuple[Value, list[FeelProblem]]:
        """Return the value, and every reason why a part of it became null."""
        notes: list[FeelProblem] = []
        value = self._value(Run(names, self._slots, self.text, clock, notes))
        return value, notes

    def _value(self, run: Run) -> Value:
        try:
            return admit(self._code(run))
        except RecursionError:
            # The caller's own calls may have left too little of Python's stack.
            raise too_deep() from None

    def check(
        self, known: Known, expected: Type | str | None = None
    ) -> list[FeelProblem]:
        """Return what is certainly wrong with names and types, before any value.

        ``known`` maps each name that there will be to its type, a :class:`Type` or
        FEEL's name of one (``"number"``, ``"list<string>"``, ``"Any"``); ``expected``
        is the type that the result must have, such as ``"boolean"``.
        """
        checker = Checker(self.text, known)
        found = checker.check(self.root)
        if expected is not None:
            checker.expect(found, as_type(expected), self.root.position)
        return checker.problems

    def type_of(self, known: Known) -> Type:
        """Return the type of the result as far as it follows from the names' types."""
        return widened(Checker(self.text, known).check(self.root))

    @property
    def is_literal(self) -> bool:
        """Whether the text is a single value, such as ``"high"`` or ``5``."""
        return isinstance(self.root, tree.Literal)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


class UnaryTests:
    """A cell of a decision table, made by :func:`parse_unary_tests`."""

    __slots__ = ("text", "names", "root", "_tests", "_slots")

    def __init__(self, text: str, root: tree.Tests) -> None:
        self.text = text
        self.root = root
        self.names = root_names(root) - {INPUT}
        compiler = Compiler()
        slot = compiler.new_slot()
        self._tests = compiler.tests(root.tests, Scope().bind(INPUT, slot), slot)
        self._slots = compiler.slots

    @property
    def is_any(self) -> bool:
        """Whether the cell is ``-``, which every value satisfies."""
        return not self.root.tests

    def matches(
        self, value: Any, names: Mapping[str, Any], clock: Clock | None = None
    ) -> bool:
        """Return whether a value satisfies the tests (DMN 1.3 section 10.3.2).

        Raises :class:`FeelEvaluationError`, as :meth:`Expression.evaluate` does.
        """
        if not self.root.tests:
            return True
        run = Run(names, self._slots, self.text, clock)
        try:
            run.slots[0] = adopt(value, run.charge)
        except ForeignValue as problem:
            raise FeelEvaluationError(
                f"The input is {problem}, which FEEL does not know."
            ) from None
        try:
            result = any_test(run, self._tests)
        except RecursionError:
            raise too_deep() from None
        return result is False if self.root.negated else result is True

    def check(self, tested: Type | str, known: Known) -> list[FeelProblem]:
        """Return what is certainly wrong, if the input is of the type ``tested``.

        ``known`` as in :meth:`Expression.check`.
        """
        checker = Checker(self.text, known)
        checker.check_tests(self.root, as_type(tested))
        return checker.problems

    def __repr__(self) -> str:
        return f"UnaryTests({self.text!r})"


@lru_cache(maxsize=limits.CACHED_TEXTS)
def _expression(text: str, names: frozenset[str]) -> Expression:
    return Expression(text, parse(text, "expression", names))


@lru_cache(maxsize=limits.CACHED_TEXTS)
def _unary_tests(text: str, names: frozenset[str]) -> UnaryTests:
    root = parse(text, "unary_tests", names)
    assert isinstance(root, tree.Tests)
    return UnaryTests(text, root)


def parse_expression(text: str, names: Iterable[str] = ()) -> Expression:
    """Return the expression that a text says; the same text is parsed once.

    ``names`` need be given only if names with signs or reserved words in them, such as
    ``case-number`` or ``terms and conditions``, are to be recognised. Raises
    :class:`FeelSyntaxError` with line and column.
    """
    return _expression(text, announced(names) if names else frozenset())


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """Return the tests that a decision-table cell says, such as ``> 5`` or ``-``.

    ``names`` as in :func:`parse_expression`. Raises :class:`FeelSyntaxError`.
    """
    return _unary_tests(text, announced(names) if names else frozenset())
