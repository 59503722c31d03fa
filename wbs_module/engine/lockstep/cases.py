"""A test case as data: how it starts, what is done, and what must be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from ..contract import Value, Values
from ..errors import EngineError
from ..time import Amount

StepKind: TypeAlias = Literal["task", "message", "signal", "set", "wait"]
FORMAT = 1


class CaseFileRefused(EngineError):
    """The file cannot be read as test cases; the message names the place."""

    code = "case_file_refused"


@dataclass(frozen=True)
class CallAnswer:
    """What an operation, letter or message answers; ``error`` is a BPMN error code."""

    values: Values = field(default_factory=dict)
    error: str | None = None


@dataclass(frozen=True)
class ExpectedDeadline:
    """The latest deadline of a clock, at an element where one is named.

    :param due: as wall-clock time in the office's zone
    :param state: ``running paused met late stopped``
    :param was: what must have happened to it, such as ``warned``, ``due``,
        ``escalated`` or ``escalated team_leader``
    """

    clock: str
    element: str | None = None
    due: datetime | None = None
    state: str | None = None
    was: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """What must be seen; ``None`` and empty: not looked at.

    :param open: elements of exactly the open tasks, in any order
    :param path: elements entered, in this order; others may come between
    :param never: elements that were not entered since the start
    :param calls: keys of the operations, letters and messages called, in this order
    :param incidents: elements of exactly the open incidents
    """

    status: str | None = None
    open: tuple[str, ...] | None = None
    path: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    incidents: tuple[str, ...] | None = None
    data: Values = field(default_factory=dict)
    deadlines: tuple[ExpectedDeadline, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Expectation()


@dataclass(frozen=True)
class Step:
    """One thing that is done.

    :param target: element of the task, or name of the message or signal
    :param after: how long after the step before; ``at``: or at which local moment
    :param item: which of several tasks of a multi-instance element
    :param filled: free-text fields that are filled in; ``None``: not looked at
    :param refused: code of the error with which it must be refused
    """

    kind: StepKind
    target: str = ""
    after: Amount | None = None
    at: datetime | None = None
    outcome: str | None = None
    values: Values = field(default_factory=dict)
    filled: tuple[str, ...] | None = None
    by: str | None = None
    item: Value = None
    refused: str | None = None
    expect: Expectation = field(default_factory=Expectation)


@dataclass(frozen=True)
class LockstepCase:
    """One test case.

    :param starts: wall-clock time in the office's zone
    :param answers: element → answers, first visit first; the last goes on
    :param by: who begins it
    """

    name: str
    starts: datetime
    description: str = ""
    start_event: str | None = None
    by: str | None = None
    values: Values = field(default_factory=dict)
    answers: Mapping[str, tuple[CallAnswer, ...]] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    expect: Expectation = field(default_factory=Expectation)


@dataclass(frozen=True)
class CaseFile:
    process: str
    cases: tuple[LockstepCase, ...]
