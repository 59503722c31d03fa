"""Fills Word templates. Knows no Odoo and no complaints.

The door of the room:

- :class:`LetterRenderer` fills and checks templates in a process of its own, limited
  in time and memory. This is what a server uses.
- :func:`render_letter` and :func:`check_template` do the same in this process.
- :data:`LETTERS` says which letters are shipped and which names each may use;
  :func:`shipped_template` reads a shipped template.
- :func:`docx_to_pdf` makes a PDF where LibreOffice is installed;
  :func:`pdf_available` says whether it is.
"""

from .check import check_template
from .errors import (
    LetterError,
    MissingValues,
    PdfFailed,
    PdfUnavailable,
    RendererCrashed,
    RenderingFailed,
    RenderingTimedOut,
    TemplateRefused,
    ValuesRefused,
)
from .fields import LETTERS, Letter, example_values, shipped_template
from .pdf import docx_to_pdf, pdf_available
from .problems import SENTENCES, TemplateProblem
from .render import LetterMetadata, render_letter
from .renderer import LetterRenderer

__all__ = [
    "LETTERS",
    "SENTENCES",
    "Letter",
    "LetterError",
    "LetterMetadata",
    "LetterRenderer",
    "MissingValues",
    "PdfFailed",
    "PdfUnavailable",
    "RendererCrashed",
    "RenderingFailed",
    "RenderingTimedOut",
    "TemplateProblem",
    "TemplateRefused",
    "ValuesRefused",
    "check_template",
    "docx_to_pdf",
    "example_values",
    "pdf_available",
    "render_letter",
    "shipped_template",
]
