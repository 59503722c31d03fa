"""Functions on booleans, contexts, and on what may be missing."""

from __future__ import annotations

from ..operators import equal
from ..run import Run
from ..values import Value, kind_of
from .registry import publish


@publish("not", "negand: any", result="boolean")
def negation(run: Run, position: int, value: Value) -> Value:
    """Return the opposite of a boolean, null for anything else."""
    return not value if isinstance(value, bool) else None


@publish("is", "value1: any, value2: any", result="boolean")
def same(run: Run, position: int, left: Value, right: Value) -> Value:
    """Return whether two values are the same and of the same kind."""
    return kind_of(left) == kind_of(right) and equal(run, left, right, position) is True


@publish("is defined", "value: any", result="boolean")
def is_defined(run: Run, position: int, value: Value) -> Value:
    """Return whether a name or path leads to a value.

    The compiler answers for names and paths; what was computed is always defined.
    """
    return True


@publish("get or else", "value: any, default: any")
def get_or_else(run: Run, position: int, value: Value, default: Value) -> Value:
    """Return the value, or the default if it is null; also for a missing name."""
    return default if value is None else value


@publish("get value", "m: context, key: string")
def get_value(run: Run, position: int, context: dict[str, Value], key: str) -> Value:
    """Return the entry of a context under a key, null if there is none."""
    return context.get(key)


@publish("get entries", "m: context", result="list")
def get_entries(run: Run, position: int, context: dict[str, Value]) -> Value:
    """Return the entries of a context as a list of contexts ``key`` and ``value``."""
    run.sized(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@publish("context put", "context: context, key: string, value: any", result="context")
def context_put(
    run: Run, position: int, context: dict[str, Value], key: str, value: Value
) -> Value:
    """Return a context with one entry added or replaced."""
    run.sized(len(context) + 1)
    return {**context, key: value}


@publish("context merge", "contexts: list", result="context")
def context_merge(run: Run, position: int, contexts: list[Value]) -> Value:
    """Return one context with the entries of several; the last one wins."""
    merged: dict[str, Value] = {}
    for context in contexts:
        if not isinstance(context, dict):
            run.note(position, "context merge() takes a list of contexts.")
            return None
        run.charge(len(context) + 1)
        merged.update(context)
    run.sized(len(merged))
    return merged
