"""Checks a template at upload: everything that is wrong with it, at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .errors import LetterError
from .problems import TemplateProblem
from .render import LetterMetadata, fill
from .shapes import Group, Shape, empty_of, example_of
from .template import LetterTemplate, read_template


def check_template(
    docx: bytes, known_names: Mapping[str, Shape]
) -> list[TemplateProblem]:
    """All problems of a template for a letter that has these names; none is good.

    A template without other problems is filled twice on trial, with the examples of
    the shapes and with nothing, so that a letter cannot first break on a real case.
    Run it in :class:`~wbs_module.letters.LetterRenderer` for files from outside: there
    it is limited in time and memory.
    """
    template = read_template(docx)
    problems = list(template.problems)
    for part in template.filled:
        for finding in part.unknown_names(known_names):
            problem = part.problem(finding)
            if problem not in problems:
                problems.append(problem)
    return problems or _trial(template, known_names)


def _trial(
    template: LetterTemplate, known_names: Mapping[str, Shape]
) -> list[TemplateProblem]:
    metadata = LetterMetadata("", "", date(2000, 1, 1))
    group = Group(known_names)
    for description, values in (
        ("example values", example_of(group)),
        ("empty values", empty_of(group)),
    ):
        assert isinstance(values, dict)
        try:
            fill(template, values, metadata)
        except LetterError:
            return [TemplateProblem("broken_result", details={"values": description})]
    return []
