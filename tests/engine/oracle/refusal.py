"""A diagram that must be refused: which element, and why.

In a ``.refusals`` file: a title, the drawing, ``---``, then ``refused X: code`` (``-``
where no element is to blame). ``everywhere``: also within a subprocess. ``change OLD to
NEW`` changes the file that is written, for what the drawing's text cannot say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .bpmn_file import bpmn_file
from .case import Case, nested
from .diagram import Diagram, draw

_REFUSED = re.compile(r"refused (\S+): (\w+)( everywhere)?\Z")
_CHANGE = re.compile(r"change (.*?) to(?: (.*))?\Z")


@dataclass(frozen=True)
class Refusal:
    name: str
    drawing: str
    element: str | None
    code: str
    everywhere: bool
    changes: tuple[tuple[str, str], ...] = ()

    def diagram(self) -> Diagram:
        return draw(self.drawing)

    def file(self) -> bytes:
        text = bpmn_file(self.diagram()).decode()
        for old, new in self.changes:
            assert old in text, f"{self.name}: {old!r} is not in the file"
            text = text.replace(old, new)
        return text.encode()


def refusals_of(path: Path) -> Iterator[Refusal]:
    """The refusals of a file, and those that hold everywhere in a subprocess too."""
    for block in re.split(r"^### ", path.read_text(), flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        drawing, _, script = ("\n" + body).partition("\n---\n")
        changes = []
        for line in filter(None, script.splitlines()):
            if change := _CHANGE.match(line):
                changes.append((change[1], change[2] or ""))
                continue
            match = _REFUSED.match(line)
            assert match, f"{name}: cannot read {line!r}"
            element = None if match[1] == "-" else match[1]
            refusal = Refusal(
                name, drawing, element, match[2], bool(match[3]), tuple(changes)
            )
            yield refusal
            if refusal.everywhere:
                inside = nested(Case(name, drawing, []))
                yield replace(refusal, name=inside.name, drawing=inside.drawing)
