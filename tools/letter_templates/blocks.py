"""The blocks that official letters are made of, one function each."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from .page import CLASS_ENGLISH

_REFERENCE = {
    "id": ("Nomor", "Sifat", "Lampiran", "Hal"),
    "en": ("Number", "Class", "Attachments", "Subject"),
}


def reference(document: WordDocument, subject: str, language: str) -> None:
    """Number, class, attachments, subject at the left; place and date at the right."""
    labels = _REFERENCE[language]
    secrecy = "{{ letter.security_class }}" if language == "id" else CLASS_ENGLISH
    values = ("{{ letter.number }}", secrecy, "{{ letter.attachments }}", subject)
    table = plain_table(document, (Cm(2.8), Cm(0.4), Cm(6.4), Cm(6.4)))
    for index, (label, value) in enumerate(zip(labels, values, strict=True)):
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label)
        cells[1].paragraphs[0].add_run(":")
        cells[2].paragraphs[0].add_run(value)
        if index > 0:
            cells[2].merge(cells[3])
        else:
            name = "long_date" if language == "id" else "long_date_english"
            date = cells[3].paragraphs[0]
            date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            date.add_run(f"{{{{ office.place }}}}, {{{{ letter.date|{name} }}}}")
    gap(document, 12)


def reporter_address(document: WordDocument, language: str) -> None:
    """The reporter, addressed by the case and by nothing else."""
    if language == "id":
        lines = ("Yth. Pelapor kasus nomor {{ case.number }}", "di Tempat")
    else:
        lines = ("To the reporter of case number {{ case.number }}",)
    _address(document, lines)


def recipient_address(document: WordDocument) -> None:
    """An office or a person, with the town."""
    _address(
        document,
        ("Yth. {{ recipient.name }}", 'di {{ recipient.address or "Tempat" }}'),
    )


def _address(document: WordDocument, lines: Sequence[str]) -> None:
    for line in lines:
        document.add_paragraph(line)
    gap(document, 12)


def title(document: WordDocument, text: str, language: str = "id") -> None:
    """The name of the document in the middle, its number below."""
    heading = document.add_paragraph(style="Title")
    heading.add_run(text).underline = True
    number = document.add_paragraph(
        f"{_REFERENCE[language][0]} {{{{ letter.number }}}}"
    )
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number.paragraph_format.space_after = Pt(12)


def body(document: WordDocument, text: str) -> Paragraph:
    """A paragraph of running text."""
    return document.add_paragraph(text, style="Body Text")


def long_text(document: WordDocument, name: str) -> None:
    """A value of several paragraphs."""
    body(document, f"{{%p for line in {name}|paragraphs %}}")
    body(document, "{{ line }}")
    body(document, "{%p endfor %}")


def numbered(document: WordDocument, name: str, indent: Length | None = None) -> None:
    """The texts of a list, numbered; a single one stands without a number."""
    listed(document, f"{{%p for item in {name} %}}", indent)
    number = "{% if loop.length > 1 %}{{ loop.index }}.{% endif %}"
    listed(document, number + "\t{{ item }}", indent)
    listed(document, "{%p endfor %}", indent)


def listed(document: WordDocument, text: str, indent: Length | None = None) -> None:
    """One numbered line; its number and a tab stand in the text."""
    paragraph = document.add_paragraph(text, style="List")
    if indent is not None:
        paragraph.paragraph_format.left_indent = Length(indent + Cm(0.75))
        paragraph.paragraph_format.tab_stops.add_tab_stop(Length(indent + Cm(0.75)))


def only_if(document: WordDocument, condition: str, text: str) -> None:
    """A paragraph that stands only under a condition."""
    body(document, f"{{%p if {condition} %}}")
    body(document, text)
    body(document, "{%p endif %}")


def details(document: WordDocument, rows: Sequence[tuple[str, str]]) -> None:
    """Labels and values, indented, as in "hari/tanggal : …"."""
    table = plain_table(document, (Cm(1.25), Cm(4.25), Cm(0.4), Cm(10.1)))
    for label, value in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells[1:], (label, ":", value), strict=True):
            cell.paragraphs[0].add_run(text)
    gap(document, 6)


def signature(
    document: WordDocument,
    *,
    position: str = "{{ signatory.position }},",
    place: str = "",
) -> None:
    """Position, room to sign, name, rank and employee number, at the right.

    ``place`` is place and date, for documents that do not carry them at the top.
    """
    room_above_signature(document)
    table = plain_table(document, (Cm(8.5), Cm(7.5)))
    cell = table.add_row().cells[1]
    if place:
        cell.paragraphs[0].add_run(place)
    sign(cell, position, first=not place)
    keep_together(table)


def sign(
    cell: _Cell,
    position: str,
    group: str = "signatory",
    *,
    first: bool = True,
) -> None:
    """One signature in a cell, in its first paragraph or below what stands there."""
    (cell.paragraphs[0] if first else cell.add_paragraph()).add_run(position)
    for _ in range(3):
        cell.add_paragraph()
    name = cell.add_paragraph()
    name.add_run(f"{{{{ {group}.name }}}}").bold = True
    for value, text in (
        ("rank", f"{{{{ {group}.rank }}}}"),
        ("employee_number", f"NIP {{{{ {group}.employee_number }}}}"),
    ):
        cell.add_paragraph(f"{{%p if {group}.{value} %}}")
        cell.add_paragraph(text)
        cell.add_paragraph("{%p endif %}")


def copies(document: WordDocument, language: str = "id") -> None:
    """Who gets a copy, at the left below the signature."""
    label = "Tembusan:" if language == "id" else "Copies:"
    document.add_paragraph("{%p if copies %}")
    heading = document.add_paragraph(label)
    heading.paragraph_format.space_before = Pt(14)
    heading.paragraph_format.keep_with_next = True
    numbered(document, "copies")
    document.add_paragraph("{%p endif %}")


def gap(document: WordDocument, points: float) -> Paragraph:
    """White space of an exact height."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(points)
    return paragraph


def room_above_signature(document: WordDocument) -> None:
    """White space that keeps the closing sentence on the page of the signature."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    gap(document, 10).paragraph_format.keep_with_next = True


def plain_table(document: WordDocument, widths: Sequence[Length]) -> Table:
    """A table without lines whose columns keep their widths."""
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # Without cell margins the text stands on the page's own margin.
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    properties.insert(
        list(properties).index(properties.find(qn("w:tblLayout"))) + 1, margins
    )
    return table


def grid(
    document: WordDocument, widths: Sequence[Length], heads: Sequence[str]
) -> Table:
    """A table with lines and a head that is repeated on each page."""
    table = document.add_table(rows=1, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        paragraph = _cell_text(cell, head)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def repeated_row(table: Table, loop: str, texts: Sequence[str | Sequence[str]]) -> None:
    """A row for each item of a list; a cell has one paragraph or several."""
    table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr for {loop} %}}")
    row = table.add_row()
    for cell, text in zip(row.cells, texts, strict=True):
        lines = [text] if isinstance(text, str) else text
        _cell_text(cell, lines[0])
        for line in lines[1:]:
            cell.add_paragraph(line, style="Table Text")
    row.cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.add_row().cells[0].paragraphs[0].add_run("{%tr endfor %}")


def name_and_number(person: str) -> tuple[str, str, str, str]:
    """A person's name and, where there is one, the employee number below it."""
    number = f"{person}.employee_number"
    return (
        f"{{{{ {person}.name }}}}",
        f"{{%p if {number} %}}",
        f"NIP {{{{ {number} }}}}",
        "{%p endif %}",
    )


def _cell_text(cell: _Cell, text: str) -> Paragraph:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    paragraph.add_run(text)
    return paragraph


def keep_together(table: Table) -> None:
    """A table that is never torn apart by the end of a page."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell in row.cells:
            for paragraph in cell.paragraphs[:-1]:
                paragraph.paragraph_format.keep_with_next = True
