"""Writes docs/diagram-problems.md from the catalogue of complaints.

``python -m tools.problem_table`` after the catalogue has changed; a test holds the two
together.
"""

from __future__ import annotations

from pathlib import Path

from wbs_module.engine.checking.catalogue import CATALOGUE
from wbs_module.engine.checking.file_complaints import FILE_COMPLAINTS
from wbs_module.engine.checking.flow_complaints import FLOW_COMPLAINTS
from wbs_module.engine.checking.setting_complaints import SETTING_COMPLAINTS

TARGET = Path(__file__).resolve().parents[1] / "docs" / "diagram-problems.md"
INTRODUCTION = """# What can be wrong with a drawing

Every file is checked before it is put into force, and all problems are shown at once,
each with the element, its name, line and column. An **error** refuses the drawing; a
**warning** asks somebody to look. Words in braces are filled in.
"""
PARTS = (
    ("The file", FILE_COMPLAINTS),
    ("The flow", FLOW_COMPLAINTS),
    ("Settings, data and names", SETTING_COMPLAINTS),
)


def table() -> str:
    """The whole document."""
    parts = [INTRODUCTION]
    for title, complaints in PARTS:
        codes = [code for texts in complaints.values() for code in texts]
        rows = "\n".join(_row(code) for code in sorted(codes))
        parts.append(
            f"\n## {title}\n\n| code | | what is wrong | what to do |\n"
            f"|---|---|---|---|\n{rows}\n"
        )
    return "".join(parts)


def _row(code: str) -> str:
    severity, message, advice = CATALOGUE[code]
    cells = (f"`{code}`", severity, _cell(message), _cell(advice))
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
