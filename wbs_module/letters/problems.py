"""What can be wrong with a template, as sentences that say what to do.

The sentences are English patterns with named places (``%(name)s``): whoever shows them
may translate the pattern before filling it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# kind -> (what is wrong, what to do). The order is the order of the checks.
SENTENCES: dict[str, tuple[str, str]] = {
    "too_large": (
        "The file has %(size)s; a template may have at most %(limit)s.",
        "Make its pictures smaller or remove some.",
    ),
    "not_docx": (
        "The file is not a Word document (.docx), or it is damaged.",
        "Open it in Word or LibreOffice and save it as “Word Document (.docx)”.",
    ),
    "old_word": (
        "The file is an old Word document (.doc) or protected by a password.",
        "Remove the password and save it as “Word Document (.docx)”.",
    ),
    "encrypted": (
        "The file is protected by a password.",
        "Remove the password and save it again.",
    ),
    "unpacked_too_large": (
        "Unpacked, the file is larger than %(limit)s.",
        "Start from a shipped template and copy the text into it.",
    ),
    "wrong_document_type": (
        "The file is a Word template or another kind of Office file.",
        "Save it as “Word Document (.docx)”.",
    ),
    "strict_format": (
        "The file is saved in the “Strict Open XML” form.",
        "Save it as “Word Document (.docx)”, without “Strict”.",
    ),
    "macros": (
        "The file contains macros, that is, programs.",
        "Save it as “Word Document (.docx)” without macros.",
    ),
    "external_link": (
        "The file points to something outside itself: %(target)s.",
        "Embed the picture, or remove the link (right click, Remove Hyperlink).",
    ),
    "forbidden_part": (
        "The file contains something that a letter may not carry: %(part)s.",
        "Remove embedded files, objects and controls; keep text, tables, pictures.",
    ),
    "picture_kind": (
        "The picture %(part)s is neither PNG nor JPEG.",
        "Save the picture as PNG or JPEG and insert it again.",
    ),
    "bad_xml": (
        "The part %(part)s of the file cannot be read.",
        "Open the file in Word and save it again.",
    ),
    "comments": (
        "The template contains comments, which would go out with every letter.",
        "Delete all comments (Review, Delete All Comments).",
    ),
    "tracked_changes": (
        "The template contains tracked changes, which show names and deleted text.",
        "Accept all changes (Review, Accept All Changes) and save again.",
    ),
    "forbidden_field": (
        "The Word field “%(name)s” is not allowed.",
        "Remove the field; page numbers (PAGE, NUMPAGES) may stay.",
    ),
    "tag_outside_text": (
        "A placeholder stands where no text stands (in %(where)s).",
        "Write placeholders only in the ordinary text of the letter.",
    ),
    "value_as_markup": (
        "“%(tag)s” would insert raw Word markup.",
        "Write {{ name }} without a letter after the braces.",
    ),
    "syntax": (
        "A placeholder cannot be understood: %(reason)s.",
        "Compare it with the examples in the manual for letter templates.",
    ),
    "forbidden_syntax": (
        "%(what)s may not be used in a letter.",
        "Use only names, if, for and the listed filters.",
    ),
    "unknown_filter": (
        "The filter “%(name)s” does not exist here.",
        "Use one of: %(allowed)s.",
    ),
    "filter_arguments": (
        "The filter “%(name)s” is used with settings that it does not know.",
        "Write it as shown in the manual for letter templates.",
    ),
    "loops_too_deep": (
        "Loops stand more than %(limit)s deep inside each other.",
        "Write the list with fewer loops.",
    ),
    "unknown_name": (
        "The name “%(name)s” is not known for this letter.",
        "Choose a name from the list for this letter; check the spelling.",
    ),
    "not_a_list": (
        "“%(name)s” is not a list, so a loop cannot go through it.",
        "Write {{ %(name)s }}, or use the filter “paragraphs” for long text.",
    ),
    "not_printable": (
        "“%(name)s” is a list, a group or a yes/no and cannot be written as text.",
        "Use a loop for a list, the names inside a group, and if for yes/no.",
    ),
    "broken_result": (
        "Filled with %(values)s, the letter would not open in Word.",
        "Let if and for begin and end in the same cell or paragraph; put {%%p … %%} "
        "and {%%tr … %%} on a line or in a row of their own.",
    ),
}


@dataclass(frozen=True)
class TemplateProblem:
    """One reason why a template is refused.

    ``place`` says where ("document", "header", "footer", "footnotes", "endnotes" or
    "file"), ``snippet`` shows the text around it as the author wrote it.
    """

    kind: str
    place: str = "file"
    snippet: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return SENTENCES[self.kind][0] % self.details

    @property
    def advice(self) -> str:
        """What to do about it."""
        return SENTENCES[self.kind][1] % self.details

    def __str__(self) -> str:
        where = f" ({self.place}: {self.snippet})" if self.snippet else ""
        return f"{self.sentence}{where} {self.advice}"

    def as_json(self) -> dict[str, Any]:
        """The problem as plain data, for the way through a pipe."""
        return {
            "kind": self.kind,
            "place": self.place,
            "snippet": self.snippet,
            "details": dict(self.details),
        }
