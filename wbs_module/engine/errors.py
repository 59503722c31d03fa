"""What the engine raises, named after what the caller should do.

No message holds a value of a case; ``code`` and ``parameters`` let a caller say it in
another language.
"""

from __future__ import annotations

from collections.abc import Iterable


class EngineError(Exception):
    """Base of all errors of the engine. Nothing has changed when one is raised."""

    code = "engine"

    def __init__(self, message: str, **parameters: str) -> None:
        super().__init__(message)
        self.parameters = parameters


class TaskNotOpen(EngineError):
    """The task was finished or cancelled meanwhile: tell the person, reload."""

    code = "task_not_open"


class SeparationOfDuties(EngineError):
    """This performer may not do this task: somebody else must."""

    code = "separation_of_duties"


class ValuesRefused(EngineError):
    """Outcome unknown, field missing or of the wrong type: ask again.

    ``parameters`` holds ``field`` (the first that does not fit) or ``outcome``, never
    the value itself; ``missing`` and ``wrong`` name all fields that do not fit.
    """

    code = "values_refused"

    def __init__(
        self,
        message: str,
        *,
        missing: Iterable[str] = (),
        wrong: Iterable[str] = (),
        **parameters: str,
    ) -> None:
        super().__init__(message, **parameters)
        self.missing = tuple(missing)
        self.wrong = tuple(wrong)


class NotInThisState(EngineError):
    """No such call, incident or deadline here, or the instance has ended."""

    code = "not_in_this_state"


class StateUnreadable(EngineError):
    """The stored state is of an unknown format or not of this process."""

    code = "state_unreadable"
