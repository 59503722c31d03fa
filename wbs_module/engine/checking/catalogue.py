"""Every complaint about a drawing: code → severity, what is wrong, what to do.

Texts in braces are the ``parameters`` of a ``Problem``; ``{element}`` is always there.
A caller that speaks another language translates by code. docs/diagram-problems.md shows
the whole table and is held to it by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from .file_complaints import FILE_COMPLAINTS
from .flow_complaints import FLOW_COMPLAINTS
from .setting_complaints import SETTING_COMPLAINTS

Severity = Literal["error", "warning"]


class Entry(NamedTuple):
    severity: Severity
    message: str
    advice: str


def _entries(
    severity: Severity, texts: Mapping[str, tuple[str, str]]
) -> dict[str, Entry]:
    return {code: Entry(severity, *text) for code, text in texts.items()}


CATALOGUE: Mapping[str, Entry] = {
    code: entry
    for table in (FILE_COMPLAINTS, FLOW_COMPLAINTS, SETTING_COMPLAINTS)
    for severity, texts in table.items()
    for code, entry in _entries(severity, texts).items()
}
