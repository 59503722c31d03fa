"""What the time part of the engine refuses, always as sentences for people."""

from __future__ import annotations

from collections.abc import Sequence


class TimeError(ValueError):
    """Base of every refusal of this package; its text is a sentence."""


class InvalidTimeData(TimeError):
    """Calendar, clock or deadline data that cannot be used.

    ``problems`` holds every problem found, one sentence each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


class NoWorkingTime(TimeError):
    """A calendar has no working time where some was looked for."""


class DeadlineRefused(TimeError):
    """An act that a deadline does not allow, such as pausing a finished one."""


class TimerTextError(TimeError):
    """Text of a BPMN timer that is not the ISO 8601 form that it must be.

    ``sentence`` says what is wrong and what to write; ``column`` is the place of
    the first wrong character, counted from 1.
    """

    def __init__(self, sentence: str, column: int) -> None:
        self.sentence = sentence
        self.column = column
        super().__init__(f"{sentence} (column {column})")
