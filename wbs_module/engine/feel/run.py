"""The state of one evaluation: names, local values, clock and what is left to spend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from . import limits
from .errors import FeelEvaluationError, FeelLimitError, FeelProblem, place
from .values import PLAIN, ForeignValue, Value, adopt


class Clock(Protocol):
    """Whatever tells the time: ``now()`` and ``today()`` read it."""

    def now(self) -> dt.datetime:
        """Return the present moment."""


class Run:
    """One evaluation of one expression."""

    __slots__ = ("names", "slots", "text", "steps", "warnings", "_clock", "_adopted")

    def __init__(
        self,
        names: Mapping[str, Any],
        slots: int,
        text: str,
        clock: Clock | None,
        warnings: list[FeelProblem] | None = None,
    ) -> None:
        self.names = names
        self.slots: list[Value] = [None] * slots
        self.text = text
        self.steps = limits.STEPS
        self.warnings = warnings
        self._clock = clock
        self._adopted: dict[str, Value] | None = None

    def read(self, name: str, position: int) -> Value:
        """Return the value of a name that was handed in."""
        try:
            value = self.names[name]
        except KeyError:
            line, column = place(self.text, position)
            raise FeelEvaluationError(
                f"Line {line}, column {column}: the name '{name}' has no value here. "
                f"Give it one first, or ask with 'is defined({name})'."
            ) from None
        if type(value) in PLAIN:
            return value  # type: ignore[no-any-return]
        return self._adopt(name, value)

    def has(self, name: str) -> bool:
        """Tell whether a name was handed in."""
        return name in self.names

    def _adopt(self, name: str, value: Any) -> Value:
        if self._adopted is None:
            self._adopted = {}
        if name in self._adopted:
            return self._adopted[name]
        try:
            adopted = adopt(value, self.charge)
        except ForeignValue as problem:
            raise FeelEvaluationError(
                f"The name '{name}' holds {problem}, which FEEL does not know."
            ) from None
        self._adopted[name] = adopted
        return adopted

    def now(self, position: int) -> dt.datetime:
        """Return the present moment of the clock that was handed in."""
        if self._clock is None:
            line, column = place(self.text, position)
            raise FeelEvaluationError(
                f"Line {line}, column {column}: the present time was asked for, "
                "but no clock was handed in."
            )
        return self._clock.now()

    def charge(self, steps: int) -> None:
        """Spend steps; raises :class:`FeelLimitError` when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise FeelLimitError(
                "The expression was stopped: it takes too many steps. "
                "Shorten its lists or its nested loops."
            )

    def sized(self, length: int) -> None:
        """Admit a list of so many items."""
        if length > limits.LIST_LENGTH:
            raise FeelLimitError(
                f"The expression was stopped: it makes a list of more than "
                f"{limits.LIST_LENGTH} items."
            )
        self.charge(length)

    def worded(self, length: int) -> None:
        """Admit a string of so many characters."""
        if length > limits.STRING_LENGTH:
            raise FeelLimitError(
                f"The expression was stopped: it makes a text of more than "
                f"{limits.STRING_LENGTH} characters."
            )
        self.charge(length >> 5)

    def note(self, position: int, reason: str, advice: str = "") -> None:
        """Note why a part of the expression becomes null, if anyone wants to know."""
        if self.warnings is not None:
            line, column = place(self.text, position)
            self.warnings.append(FeelProblem(line, column, reason, advice))
