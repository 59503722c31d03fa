"""What playing a test case showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Mismatch:
    """One thing that was not as expected.

    :param step: number of the step, from 1; 0: the start; ``None``: the end
    """

    step: int | None
    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """In English; ``code`` and ``parameters`` let a caller say it otherwise."""
        return WORDS[self.code].format_map(self.parameters)


@dataclass(frozen=True)
class Moment:
    """How it stood after a step: one row of the table that a process owner reads."""

    step: int
    at: datetime
    did: str
    entered: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True)
class CaseResult:
    name: str
    moments: tuple[Moment, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        return not self.mismatches

    def to_data(self) -> dict[str, Any]:
        """Plain JSON; moments in ISO 8601 with offset."""
        return {
            "name": self.name,
            "passed": self.passed,
            "moments": [
                {
                    "step": each.step,
                    "at": each.at.isoformat(),
                    "did": each.did,
                    "entered": list(each.entered),
                    "open": list(each.open),
                }
                for each in self.moments
            ],
            "mismatches": [
                {
                    "step": each.step,
                    "code": each.code,
                    "message": each.message,
                    "parameters": dict(each.parameters),
                }
                for each in self.mismatches
            ],
        }


WORDS: Mapping[str, str] = {
    "case_expects_nothing": "The case expects nothing, so it could not fail: say what "
    "must be seen.",
    "case_unknown_element": "The drawing has no element {element}.",
    "case_task_not_open": "No task {element} is open; open are: {open}.",
    "case_refused": "{element} was refused: {reason}",
    "case_not_refused": "{element} was taken, but had to be refused with {error}.",
    "case_not_awaited": "Nothing waited for {name}.",
    "case_too_early": "The step is to happen at {at}, before the step before it.",
    "case_too_long": "It did not come to rest after {count} steps of the engine.",
    "case_status": "The procedure is {seen}; expected: {expected}.",
    "case_open": "Open tasks are {seen}; expected: {expected}.",
    "case_incidents": "Open incidents stand at {seen}; expected: {expected}.",
    "case_path": "{element} was not entered when it was expected; entered were: "
    "{seen}.",
    "case_entered": "{element} was entered, which was not to happen.",
    "case_call": "{name} was not called when it was expected; called were: {seen}.",
    "case_data": "The value of {name} is {seen}; expected: {expected}.",
    "case_no_deadline": "No deadline of the clock {clock} began.",
    "case_due": "{clock} is due on {seen}; expected: {expected}.",
    "case_deadline_state": "{clock} is {seen}; expected: {expected}.",
    "case_deadline_was": "{clock} was not {expected}; it was: {seen}.",
}
