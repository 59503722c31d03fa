"""A failure inside of a step: it becomes an incident, never an exception outside."""

from __future__ import annotations


class Failure(Exception):
    """Something in the drawing or its data could not be done.

    ``code`` and ``message`` go into the incident: neither holds a value of a case.

    :param passes: whether trying again later, with nothing changed, may help
    """

    def __init__(self, code: str, message: str, *, passes: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.passes = passes
