"""What can go wrong with a letter, named after what the caller should do.

No exception of this room carries a value, a piece of a letter or the text of another
exception: they may be logged as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from .problems import TemplateProblem


class LetterError(Exception):
    """A letter could not be made. The text is a sentence for people."""


class TemplateRefused(LetterError):
    """The template must be mended first; :attr:`problems` says what and how."""

    def __init__(self, problems: Sequence[TemplateProblem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))


class MissingValues(LetterError):
    """The caller must supply values that the template uses.

    :attr:`names` holds the dotted names as the template writes them.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = sorted(set(names))
        super().__init__(
            "The letter was not made, because these values are missing: "
            f"{', '.join(self.names)}. Fill them in and make the letter again."
        )


class ValuesRefused(LetterError):
    """The caller passed something other than plain text, numbers, lists, mappings."""


class RenderingFailed(LetterError):
    """The template could not be filled with these values."""


class RenderingTimedOut(LetterError):
    """The template took too long and was stopped; do not try again unchanged."""


class RendererCrashed(LetterError):
    """The rendering process ended without an answer; trying again may help."""


class PdfUnavailable(LetterError):
    """LibreOffice is not installed here; offer the Word file instead."""


class PdfFailed(LetterError):
    """LibreOffice did not deliver a PDF; offer the Word file instead."""
