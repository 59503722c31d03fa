"""Letters and documents inside the government, in Indonesian."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from .blocks import (
    body,
    copies,
    details,
    gap,
    grid,
    keep_together,
    long_text,
    name_and_number,
    numbered,
    only_if,
    plain_table,
    recipient_address,
    reference,
    repeated_row,
    room_above_signature,
    sign,
    signature,
    title,
)
from .page import new_letter

_DATED = "{{ office.place }}, {{ letter.date|long_date }}"


def forwarding(language: str) -> WordDocument:
    """Passes a redacted report on to the office that can act."""
    document = new_letter(language)
    reference(document, "Penerusan pengaduan", language)
    recipient_address(document)
    body(
        document,
        "Bersama ini kami teruskan pengaduan yang kami terima pada tanggal "
        "{{ case.received_on|long_date }} dan kami catat dengan nomor kasus "
        "{{ case.number }}. Ringkasan pengaduan tersebut adalah sebagai berikut:",
    )
    long_text(document, "forwarding.summary")
    body(document, "Sehubungan dengan hal tersebut, kami minta Saudara untuk:")
    numbered(document, "forwarding.measures")
    only_if(
        document,
        "forwarding.answer_by",
        "Laporan hasil pelaksanaannya kami harapkan sudah kami terima paling lambat "
        "tanggal {{ forwarding.answer_by|long_date }}.",
    )
    body(
        document,
        "Surat ini bersifat {{ letter.security_class|lower }}. Saudara wajib menjaga "
        "kerahasiaannya, tidak berupaya mengetahui siapa yang mengadu, dan mencegah "
        "segala bentuk tindakan balasan.",
    )
    body(
        document, "Atas perhatian dan kerja sama Saudara, kami sampaikan terima kasih."
    )
    signature(document)
    copies(document)
    return document


def clarification_invitation(language: str) -> WordDocument:
    """Asks somebody to come and explain."""
    document = new_letter(language)
    reference(document, "Undangan klarifikasi", language)
    recipient_address(document)
    body(
        document,
        "Dalam rangka pelaksanaan tugas pengawasan, dengan ini kami mengundang Saudara "
        "untuk hadir dan memberikan keterangan pada:",
    )
    details(
        document,
        (
            (
                "hari/tanggal",
                "{{ invitation.date|weekday }}, {{ invitation.date|long_date }}",
            ),
            ("waktu", "pukul {{ invitation.time }}"),
            ("tempat", "{{ invitation.place }}"),
            ("acara", "{{ invitation.agenda }}"),
        ),
    )
    body(document, "{%p if invitation.documents %}")
    body(document, "Saudara diminta membawa:")
    numbered(document, "invitation.documents")
    body(document, "{%p endif %}")
    body(
        document,
        "Keterangan Saudara diminta tanpa mendahului hasil pemeriksaan. Apabila "
        "Saudara berhalangan, harap memberitahukan secara tertulis dengan alasannya "
        "sebelum waktu tersebut di atas. Undangan ini tidak untuk diteruskan kepada "
        "pihak lain.",
    )
    body(document, "Atas perhatian dan kehadiran Saudara, kami sampaikan terima kasih.")
    signature(document)
    copies(document)
    return document


def assignment_letter(language: str) -> WordDocument:
    """Sends a team to examine."""
    document = new_letter(language)
    title(document, "SURAT TUGAS")
    _clause(document, "Dasar", "assignment.legal_bases")
    _order(document)
    gap(document, 4)
    document.add_paragraph("Kepada:").paragraph_format.space_after = Pt(3)
    table = grid(
        document,
        (Cm(1.2), Cm(6.2), Cm(4.6), Cm(4)),
        ("No.", "Nama / NIP", "Pangkat / Golongan", "Kedudukan"),
    )
    repeated_row(
        table,
        "member in assignment.members",
        (
            "{{ loop.index }}",
            name_and_number("member"),
            "{{ member.rank }}",
            "{{ member.position }}",
        ),
    )
    gap(document, 10)
    _clause(document, "Untuk", "assignment.tasks")
    body(
        document,
        "Tugas dilaksanakan mulai tanggal {{ assignment.from_date|long_date }} sampai "
        "dengan tanggal {{ assignment.until_date|long_date }} atas kasus nomor "
        "{{ case.number }}.",
    )
    only_if(
        document,
        "assignment.budget",
        "Biaya pelaksanaan tugas dibebankan pada {{ assignment.budget }}.",
    )
    body(
        document,
        "Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung "
        "jawab.",
    )
    signature(document, place=_DATED)
    copies(document)
    return document


def assessment_report(language: str) -> WordDocument:
    """The team's assessment of a report."""
    document = new_letter(language)
    title(document, "LAPORAN HASIL TELAAH")
    details(
        document,
        (
            ("Nomor kasus", "{{ case.number }}"),
            ("Diterima pada", "{{ case.received_on|long_date }}"),
            ("Perihal", "{{ report.subject }}"),
            ("Sifat", "{{ letter.security_class }}"),
        ),
    )
    sections = (
        ("Pokok Masalah", "report.issue", False),
        ("Dasar", "report.legal_bases", True),
        ("Fakta yang Ditemukan", "report.facts", True),
        ("Analisis", "report.analysis", False),
        ("Kesimpulan", "report.conclusion", False),
        ("Saran", "report.recommendations", True),
    )
    for heading, name, is_list in sections:
        body(document, f"{{%p if {name} %}}")
        document.add_heading(heading, level=1)
        (numbered if is_list else long_text)(document, name)
        body(document, "{%p endif %}")
    body(
        document,
        "Demikian laporan ini disampaikan sebagai bahan pertimbangan pengambilan "
        "keputusan.",
    )
    _two_signatures(
        document,
        ("Mengetahui,", "{{ approver.position }},", "approver"),
        (_DATED, "{{ signatory.position }},", "signatory"),
    )
    copies(document)
    return document


def clarification_minutes(language: str) -> WordDocument:
    """What was asked and answered, signed by both sides."""
    document = new_letter(language)
    title(document, "BERITA ACARA PERMINTAAN KETERANGAN")
    body(
        document,
        "Pada hari ini, {{ minutes.date|weekday }}, tanggal "
        "{{ minutes.date|date_in_words }} ({{ minutes.date|long_date }}), mulai pukul "
        "{{ minutes.from_time }}, bertempat di {{ minutes.place }}, kami:",
    )
    table = grid(
        document,
        (Cm(1.2), Cm(7.8), Cm(7)),
        ("No.", "Nama / NIP", "Jabatan"),
    )
    repeated_row(
        table,
        "examiner in minutes.examiners",
        (
            "{{ loop.index }}",
            name_and_number("examiner"),
            "{{ examiner.position }}",
        ),
    )
    gap(document, 8)
    _continued(document, "telah meminta keterangan kepada:")
    details(
        document,
        (
            ("nama", "{{ minutes.heard.name }}"),
            ("NIP", '{{ minutes.heard.employee_number or "-" }}'),
            ("pangkat/golongan", '{{ minutes.heard.rank or "-" }}'),
            ("jabatan", '{{ minutes.heard.position or "-" }}'),
        ),
    )
    _continued(
        document,
        "sehubungan dengan kasus nomor {{ case.number }}. Atas pertanyaan yang "
        "diajukan, yang bersangkutan memberikan keterangan sebagai berikut:",
    )
    table = grid(
        document, (Cm(1.2), Cm(6.3), Cm(8.5)), ("No.", "Pertanyaan", "Jawaban")
    )
    repeated_row(
        table,
        "statement in minutes.statements",
        ("{{ loop.index }}", "{{ statement.question }}", "{{ statement.answer }}"),
    )
    gap(document, 8)
    body(
        document,
        "Permintaan keterangan selesai pada pukul {{ minutes.until_time }}. Berita "
        "acara ini telah dibacakan kepada yang bersangkutan, yang menyatakan bahwa "
        "keterangannya benar dan diberikan tanpa paksaan, lalu ditandatangani oleh "
        "kedua pihak.",
    )
    _minutes_signatures(document)
    return document


def _continued(document: WordDocument, text: str) -> None:
    """Goes on with the sentence that a table interrupted."""
    body(document, text).paragraph_format.first_line_indent = Cm(0)


def _clause(document: WordDocument, label: str, name: str) -> None:
    """A label at the left and a numbered list beside it, as orders are written."""
    table = plain_table(document, (Cm(2), Cm(0.5), Cm(0.8), Cm(12.7)))
    table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr for item in {name} %}}")
    cells = table.add_row().cells
    only_first = "{% if loop.first %}%s{% endif %}"
    cells[0].paragraphs[0].add_run(only_first.replace("%s", label))
    cells[1].paragraphs[0].add_run(only_first.replace("%s", ":"))
    several = "{% if loop.length > 1 %}{{ loop.index }}.{% endif %}"
    cells[2].paragraphs[0].add_run(several)
    text = cells[3].paragraphs[0]
    text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    text.add_run("{{ item }}")
    table.add_row().cells[0].paragraphs[0].add_run("{%tr endfor %}")
    gap(document, 8)


def _order(document: WordDocument) -> None:
    order = document.add_paragraph()
    order.alignment = WD_ALIGN_PARAGRAPH.CENTER
    order.paragraph_format.space_after = Pt(6)
    order.paragraph_format.keep_with_next = True
    order.add_run("MEMERINTAHKAN").bold = True


def _two_signatures(
    document: WordDocument, left: tuple[str, str, str], right: tuple[str, str, str]
) -> None:
    room_above_signature(document)
    table = plain_table(document, (Cm(8), Cm(8)))
    cells = table.add_row().cells
    for cell, (above, position, group) in zip(cells, (left, right), strict=True):
        # Whoever need not sign leaves no empty signature behind.
        cell.paragraphs[0].add_run(f"{{%p if {group}.position %}}")
        cell.add_paragraph(above)
        sign(cell, position, group, first=False)
        cell.add_paragraph("{%p endif %}")
        cell.add_paragraph()
    keep_together(table)


def _minutes_signatures(document: WordDocument) -> None:
    room_above_signature(document)
    table = plain_table(document, (Cm(8), Cm(8)))
    left, right = table.add_row().cells
    left.paragraphs[0].add_run("Yang memberi keterangan,")
    for _ in range(3):
        left.add_paragraph()
    left.add_paragraph().add_run("{{ minutes.heard.name }}").bold = True
    right.paragraphs[0].add_run("Yang meminta keterangan,")
    right.add_paragraph("{%p for examiner in minutes.examiners %}")
    for _ in range(3):
        right.add_paragraph()
    number = "{% if loop.length > 1 %}{{ loop.index }}. {% endif %}"
    right.add_paragraph().add_run(number + "{{ examiner.name }}").bold = True
    right.add_paragraph("{%p endfor %}")
    keep_together(table)
