"""The page of an official letter: paper, styles, letterhead, marking, page number."""

from __future__ import annotations

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from .logo_place import add_logo_place

FONT = "Arial"
TEXT_WIDTH = Cm(16)
SECRET = '{% if letter.security_class != "Biasa" %}'
CLASS_ENGLISH = (
    '{% if letter.security_class == "Sangat Rahasia" %}Top secret'
    '{% elif letter.security_class == "Rahasia" %}Secret'
    '{% elif letter.security_class == "Terbatas" %}Restricted'
    "{% else %}Ordinary{% endif %}"
)

_WORDS = {
    "id": {"page": "Halaman", "of": "dari", "number": "Nomor"},
    "en": {"page": "Page", "of": "of", "number": "Number"},
}


def new_letter(language: str) -> WordDocument:
    """An empty A4 letter with letterhead, security marking and page numbers."""
    document = Document()
    _paper(document)
    _styles(document, language)
    _compatibility(document)
    _letterhead(document, language)
    _continuation(document, language)
    return document


def field(paragraph: Paragraph, name: str) -> None:
    """A Word field such as PAGE."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
        if kind == "separate":
            paragraph.add_run("1")


def border(paragraph: Paragraph, side: str, kind: str, eighths: int) -> None:
    """A line above or below a paragraph; its width in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    line.set(qn("w:val"), kind)
    line.set(qn("w:sz"), str(eighths))
    line.set(qn("w:space"), "4")
    line.set(qn("w:color"), "000000")
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    # The schema has a fixed order: borders before shading, tabs, spacing, and so on.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _paper(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    section.header_distance, section.footer_distance = Cm(1), Cm(1)
    section.different_first_page_header_footer = True


def _styles(document: WordDocument, language: str) -> None:
    normal = _style(document, "Normal", size=11)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    _language(normal, "id-ID" if language == "id" else "en-GB")
    body = _style(document, "Body Text", size=11)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = Cm(1.25)
    body.paragraph_format.space_after = Pt(6)
    listed = _style(document, "List", size=11)
    listed.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    listed.paragraph_format.left_indent = Cm(0.75)
    listed.paragraph_format.first_line_indent = Cm(-0.75)
    listed.paragraph_format.space_after = Pt(6)
    listed.paragraph_format.tab_stops.add_tab_stop(Cm(0.75))
    cell = _style(document, "Table Text", size=10.5)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    cell.paragraph_format.line_spacing = 1.0
    title = _style(document, "Title", size=13, bold=True)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = Pt(6)
    title.paragraph_format.space_after = Pt(0)
    title.paragraph_format.keep_with_next = True
    for borders in title._element.iter(qn("w:pBdr")):
        borders.getparent().remove(borders)
    heading = _style(document, "Heading 1", size=11, bold=True)
    heading.paragraph_format.space_before = Pt(10)
    heading.paragraph_format.space_after = Pt(3)
    heading.paragraph_format.keep_with_next = True
    for name, size in (("Header", 9), ("Footer", 8)):
        edge = _style(document, name, size=size)
        for tabs in list(edge.element.iter(qn("w:tabs"))):
            tabs.getparent().remove(tabs)  # they fit American paper
        edge.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    for name, size, bold in (
        ("Letterhead Government", 14, False),
        ("Letterhead Office", 18, True),
        ("Letterhead Address", 9.5, False),
        ("Security Marking", 12, True),
    ):
        style = _style(document, name, size=size, bold=bold)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.space_after = Pt(0)
    document.styles["Security Marking"].font.color.rgb = RGBColor(0xC0, 0, 0)


def _style(
    document: WordDocument, name: str, *, size: float, bold: bool = False
) -> ParagraphStyle:
    names = [style.name for style in document.styles]
    if name not in names:
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]  # the theme's fonts would win over ours
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    for spacing in list(style.element.rPr.iter(qn("w:spacing"), qn("w:kern"))):
        spacing.getparent().remove(spacing)
    return style


def _language(style: ParagraphStyle, language: str) -> None:
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(mark)


def _compatibility(document: WordDocument) -> None:
    """Keeps Word from opening the letter in the manner of an older version."""
    settings = document.settings.element
    for old in list(settings.iter(qn("w:compat"))):
        settings.remove(old)
    compatible = OxmlElement("w:compat")
    mode = OxmlElement("w:compatSetting")
    mode.set(qn("w:name"), "compatibilityMode")
    mode.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    mode.set(qn("w:val"), "15")
    compatible.append(mode)
    following = settings.find(qn("w:rsids"))
    if following is None:
        settings.append(compatible)
    else:
        following.addprevious(compatible)


def _letterhead(document: WordDocument, language: str) -> None:
    header = document.sections[0].first_page_header
    header.is_linked_to_previous = False
    marking = header.paragraphs[0]
    marking.style = document.styles["Security Marking"]
    marking.add_run(_marking(language))
    marking.paragraph_format.space_after = Pt(4)
    for text, style in (
        ("{{ office.government|upper }}", "Letterhead Government"),
        ("{{ office.name|upper }}", "Letterhead Office"),
        ("{{ office.address }}", "Letterhead Address"),
        ("{%p if office.contact %}", "Letterhead Address"),
        ("{{ office.contact }}", "Letterhead Address"),
        ("{%p endif %}", "Letterhead Address"),
    ):
        header.add_paragraph(text, style=document.styles[style])
    add_logo_place(marking)
    rule = header.add_paragraph(style=document.styles["Letterhead Address"])
    rule.paragraph_format.space_after = Pt(10)
    rule.paragraph_format.line_spacing = Pt(4)
    border(rule, "bottom", "thinThickSmallGap", 24)


def _marking(language: str) -> str:
    """The class in capitals; to a reader of English in that language too."""
    english = " / " + CLASS_ENGLISH
    words = "{{ letter.security_class|upper }}"
    return SECRET + words + (english if language == "en" else "") + "{% endif %}"


def _continuation(document: WordDocument, language: str) -> None:
    section, words = document.sections[0], _WORDS[language]
    head = section.header.paragraphs[0]
    head.style = document.styles["Security Marking"]
    head.add_run(_marking(language))
    reference = section.header.add_paragraph(style=document.styles["Header"])
    reference.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    reference.paragraph_format.space_after = Pt(10)
    reference.add_run(f"{words['number']} {{{{ letter.number }}}}")
    section.first_page_footer.is_linked_to_previous = False
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = document.styles["Footer"]
        border(line, "top", "single", 4)
        line.add_run("{{ office.name }}\t" + words["page"] + " ")
        field(line, "PAGE")
        line.add_run(f" {words['of']} ")
        field(line, "NUMPAGES")
