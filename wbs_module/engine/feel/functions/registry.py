"""The list of functions that expressions may call, and how their arguments are fitted.

A function is published with :func:`publish`. Its body gets the run, the position of
the call, and arguments that are already of the kinds that its parameters ask for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..run import Run
from ..values import Value, kind_of

Body = Callable[..., Value]

#: Kinds that a parameter may ask for beside those of the values themselves.
_GROUPS: dict[str, frozenset[str]] = {
    "duration": frozenset({"days and time duration", "years and months duration"}),
    "amount": frozenset(
        {"number", "days and time duration", "years and months duration"}
    ),
    "day": frozenset({"date", "date and time"}),
    "point": frozenset({"date", "date and time", "time"}),
    "text or day": frozenset({"string", "date", "date and time"}),
    "text or point": frozenset({"string", "date", "date and time", "time"}),
    "text or duration": frozenset(
        {"string", "days and time duration", "years and months duration"}
    ),
    "text or number": frozenset({"string", "number"}),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, the kind it asks for, and whether it may be left out."""

    name: str
    kind: str
    optional: bool = False

    def fits(self, value: Value) -> bool:
        """Tell whether a value is of the kind asked for."""
        if self.kind == "any":
            return True
        kind = kind_of(value)
        return kind == self.kind or kind in _GROUPS.get(self.kind, ())

    def kinds(self) -> frozenset[str]:
        """Return the kinds of value that fit; empty means any."""
        if self.kind == "any":
            return frozenset()
        return _GROUPS.get(self.kind, frozenset({self.kind}))


@dataclass(frozen=True, slots=True)
class Function:
    """A published function.

    ``variants`` are its parameter lists, told apart by the number of arguments and
    the names given. ``gathers`` is "items" where several arguments make one list, as
    in ``max(1, 2, 3)``, and "arguments" where all arguments do, lists among them, as
    in ``concatenate([1], [2])``. ``constant`` says that the same arguments always
    give the same result.
    """

    name: str
    variants: tuple[tuple[Parameter, ...], ...]
    result: str
    body: Body
    gathers: str
    constant: bool

    def accepts(self, count: int) -> bool:
        """Tell whether a call with so many arguments is possible."""
        if self.gathers:
            return count >= 1
        return any(_fits_count(variant, count) for variant in self.variants)

    def parameters(self, count: int) -> tuple[Parameter, ...]:
        """Return the parameters that a call with so many arguments fills."""
        for variant in self.variants:
            if _fits_count(variant, count):
                return variant
        return self.variants[0]

    def invoke(self, run: Run, position: int, arguments: list[Value]) -> Value:
        """Return the function's value; null, with a note, for unfit arguments."""
        parameters = self.parameters(len(arguments))
        if self.gathers and not (
            self.gathers == "items"
            and len(arguments) == 1
            and isinstance(arguments[0], (list, type(None)))
        ):
            arguments = [list(arguments)]
        fitted: list[Value] = []
        for value, parameter in zip(arguments, parameters, strict=False):
            if not parameter.fits(value):
                if value is None and parameter.optional:
                    fitted.append(value)
                    continue
                changed = _coerced(value, parameter)
                if changed is None:
                    run.note(
                        position,
                        f"{self.name}(): '{parameter.name}' must be a "
                        f"{parameter.kind}, not a {kind_of(value)}.",
                    )
                    return None
                value = changed[0]
            fitted.append(value)
        return self.body(run, position, *fitted)


def _fits_count(variant: tuple[Parameter, ...], count: int) -> bool:
    needed = sum(not parameter.optional for parameter in variant)
    return needed <= count <= len(variant)


def _coerced(value: Value, parameter: Parameter) -> tuple[Value] | None:
    """Turn an item into a list of one and back (DMN 1.3 section 10.3.2)."""
    if parameter.kind == "list" and value is not None:
        return ([value],)
    if isinstance(value, list) and len(value) == 1 and parameter.fits(value[0]):
        return (value[0],)
    return None


#: All functions by name. Filled by the modules of this package.
FUNCTIONS: dict[str, Function] = {}


def publish(
    name: str,
    *variants: str,
    result: str = "any",
    gathers: str = "",
    constant: bool = True,
) -> Callable[[Body], Body]:
    """Publish a function under a name.

    Each variant is a text such as ``"string: string, start position: number?"``; the
    question mark stands for a parameter that may be left out.
    """

    def register(body: Body) -> Body:
        lists = tuple(_parameters(variant) for variant in variants)
        FUNCTIONS[name] = Function(name, lists, result, body, gathers, constant)
        return body

    return register


def _parameters(variant: str) -> tuple[Parameter, ...]:
    parameters = []
    for part in filter(None, variant.split(",")):
        name, _, kind = part.strip().partition(": ")
        parameters.append(Parameter(name, kind.rstrip("?"), kind.endswith("?")))
    return tuple(parameters)


def whole(value: Any) -> int | None:
    """Return a number as a Python integer if it is a small whole one."""
    if value is None or value.adjusted() > 9 or value != value.to_integral_value():
        return None
    return int(value)
