"""What can go wrong with a FEEL text, named after what the caller should do."""

from __future__ import annotations

from dataclasses import dataclass


def place(text: str, position: int) -> tuple[int, int]:
    """Return line and column (both from 1) of a character position in a text."""
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


@dataclass(frozen=True, slots=True)
class FeelProblem:
    """One finding of a check: where it is, what is wrong, what to do next.

    :param name: the name that is not known, if that is what is wrong
    :param is_text: that name is one of the texts that can stand there: it lacks quotes
    """

    line: int
    column: int
    message: str
    advice: str
    name: str = ""
    is_text: bool = False


class FeelError(Exception):
    """Any complaint of the FEEL language."""


class FeelSyntaxError(FeelError):
    """The text is not an expression of the subset: correct the text.

    ``line`` and ``column`` count from 1; ``expected`` lists, in words, what could
    have stood there (empty where that would not help).
    """

    def __init__(
        self,
        message: str,
        line: int,
        column: int,
        expected: tuple[str, ...] = (),
        advice: str = "",
    ) -> None:
        self.message = message
        self.line = line
        self.column = column
        self.expected = expected
        self.advice = advice
        super().__init__(message, line, column)

    def __str__(self) -> str:
        sentence = f"Line {self.line}, column {self.column}: {self.message}"
        if self.expected:
            sentence += f" Expected: {', '.join(self.expected)}."
        if self.advice:
            sentence += f" {self.advice}"
        return sentence

    def as_problem(self) -> FeelProblem:
        """Return the complaint in the form that the checks report."""
        advice = self.advice
        if not advice and self.expected:
            advice = f"Expected: {', '.join(self.expected)}."
        return FeelProblem(
            self.line, self.column, self.message, advice or "Correct the expression."
        )


class FeelEvaluationError(FeelError):
    """The expression cannot be evaluated with these names: see the message.

    Messages name places, names and kinds of values, never a value.
    """


class FeelLimitError(FeelEvaluationError):
    """The evaluation was stopped because it grew beyond its limits."""
