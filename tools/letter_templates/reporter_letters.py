"""Letters to a reporter, in Indonesian and English. None can name the reporter."""

from __future__ import annotations

from docx.document import Document as WordDocument

from .blocks import (
    body,
    copies,
    details,
    long_text,
    numbered,
    only_if,
    reference,
    reporter_address,
    signature,
    title,
)
from .page import new_letter


def receipt(language: str) -> WordDocument:
    """Proof that a report was received."""
    document = new_letter(language)
    if language == "id":
        title(document, "TANDA TERIMA PENGADUAN")
        body(
            document,
            "{{ office.name }} {{ office.government }} menerangkan bahwa telah "
            "diterima satu pengaduan dengan keterangan sebagai berikut:",
        )
        rows = (
            ("Nomor kasus", "{{ case.number }}"),
            (
                "Diterima pada",
                "{{ case.received_on|weekday }}, {{ case.received_on|long_date }}",
            ),
            ("Saluran", "{{ receipt.channel }}"),
            (
                "Berkas bukti",
                "{{ receipt.evidence_count }} ({{ receipt.evidence_count|in_words }}) "
                "berkas",
            ),
            ("Jawaban pertama", "paling lambat {{ receipt.answer_by|long_date }}"),
        )
        texts = (
            "Identitas Saudara dan isi pengaduan dijaga kerahasiaannya. Surat ini "
            "dengan sengaja tidak memuat nama atau keterangan lain tentang diri "
            "Saudara.",
            "Perkembangan penanganan dapat Saudara lihat pada laman pengaduan dengan "
            "kode tanda terima yang ditampilkan pada saat pengaduan dikirim. Simpanlah "
            "kode itu di tempat yang aman. Kode tersebut tidak tercantum dalam surat "
            "ini dan tidak dapat kami terbitkan ulang.",
            "Demikian tanda terima ini dibuat untuk dipergunakan sebagaimana mestinya.",
        )
        place = "{{ office.place }}, {{ letter.date|long_date }}"
    else:
        title(document, "RECEIPT OF A REPORT", language)
        body(
            document,
            "{{ office.name }} of {{ office.government }} confirms that it received "
            "the following report:",
        )
        rows = (
            ("Case number", "{{ case.number }}"),
            (
                "Received on",
                "{{ case.received_on|weekday_english }}, "
                "{{ case.received_on|long_date_english }}",
            ),
            ("Channel", "{{ receipt.channel }}"),
            ("Files of evidence", "{{ receipt.evidence_count }}"),
            ("First answer", "by {{ receipt.answer_by|long_date_english }}"),
        )
        texts = (
            "Your identity and the content of your report are kept confidential. This "
            "letter deliberately contains neither your name nor anything else about "
            "you.",
            "You can follow your case on the reporting page with the receipt code that "
            "was shown when you sent your report. Keep that code in a safe place. It "
            "is not printed in this letter, and we cannot issue it again.",
        )
        place = "{{ office.place }}, {{ letter.date|long_date_english }}"
    details(document, rows)
    for text in texts:
        body(document, text)
    signature(document, place=place)
    return document


def additional_data_request(language: str) -> WordDocument:
    """Asks the reporter for what is missing."""
    if language == "id":
        document = _letter("id", "Permintaan data tambahan")
        body(
            document,
            "Sehubungan dengan pengaduan yang kami terima pada tanggal "
            "{{ case.received_on|long_date }} dengan nomor kasus {{ case.number }}, "
            "bersama ini kami sampaikan terima kasih. Agar pengaduan tersebut dapat "
            "ditelaah, kami masih memerlukan data tambahan berupa:",
        )
        numbered(document, "request.items")
        body(
            document,
            "Data tambahan dapat Saudara sampaikan melalui laman pengaduan dengan "
            "kode tanda terima, paling lambat tanggal "
            "{{ request.answer_by|long_date }}. Apabila sampai dengan tanggal tersebut "
            "data belum kami terima, pengaduan akan diputuskan berdasarkan data yang "
            "ada.",
        )
        body(
            document,
            "Mohon tidak mencantumkan nama atau keterangan lain yang dapat "
            "mengungkap diri Saudara, baik di dalam uraian maupun di dalam berkas.",
        )
    else:
        document = _letter("en", "Request for additional data")
        body(
            document,
            "Thank you for the report that we received on "
            "{{ case.received_on|long_date_english }}, case number {{ case.number }}. "
            "To assess it we need the following:",
        )
        numbered(document, "request.items")
        body(
            document,
            "Please send it through the reporting page with your receipt code, by "
            "{{ request.answer_by|long_date_english }} at the latest. If we have not "
            "received it by then, we will decide on what we have.",
        )
        body(
            document,
            "Please leave out your name and anything else that could reveal who you "
            "are, in what you write and in the files.",
        )
    return _closed(document, language)


def refusal(language: str) -> WordDocument:
    """Says that a report is not followed up, and why."""
    if language == "id":
        document = _letter("id", "Pengaduan tidak dapat ditindaklanjuti")
        body(
            document,
            "Sehubungan dengan pengaduan yang kami terima pada tanggal "
            "{{ case.received_on|long_date }} dengan nomor kasus {{ case.number }}, "
            "dengan hormat kami beritahukan bahwa pengaduan tersebut tidak dapat kami "
            "tindak lanjuti dengan alasan sebagai berikut:",
        )
        long_text(document, "decision.reason")
        only_if(
            document,
            "decision.legal_basis",
            "Keputusan ini didasarkan pada {{ decision.legal_basis }}.",
        )
        only_if(
            document,
            "decision.other_office",
            "Hal yang Saudara sampaikan merupakan kewenangan "
            "{{ decision.other_office }}. Saudara dapat menyampaikannya kepada "
            "instansi tersebut.",
        )
        _objection(document, "decision.objection_by", "id")
        body(
            document,
            "Keputusan ini tidak mengurangi perlindungan atas kerahasiaan identitas "
            "Saudara. Pengaduan dapat disampaikan kembali apabila terdapat bukti baru.",
        )
    else:
        document = _letter("en", "Your report will not be followed up")
        body(
            document,
            "We received your report on {{ case.received_on|long_date_english }}, "
            "case number {{ case.number }}. We will not follow it up, for the "
            "following reasons:",
        )
        long_text(document, "decision.reason")
        only_if(
            document,
            "decision.legal_basis",
            "The decision rests on {{ decision.legal_basis }}.",
        )
        only_if(
            document,
            "decision.other_office",
            "The matter is within the competence of {{ decision.other_office }}, to "
            "which you may turn.",
        )
        _objection(document, "decision.objection_by", "en")
        body(
            document,
            "This decision does not lessen the protection of your identity. You may "
            "report again if there is new evidence.",
        )
    return _closed(document, language)


def reporter_answer(language: str) -> WordDocument:
    """An answer on how the case goes on."""
    if language == "id":
        document = _letter("id", "Jawaban atas pengaduan")
        body(
            document,
            "Sehubungan dengan pengaduan yang kami terima pada tanggal "
            "{{ case.received_on|long_date }} dengan nomor kasus {{ case.number }}, "
            "dengan hormat kami sampaikan hal-hal sebagai berikut.",
        )
        long_text(document, "answer.text")
        only_if(
            document,
            "answer.next_answer_by",
            "Jawaban berikutnya akan kami sampaikan paling lambat tanggal "
            "{{ answer.next_answer_by|long_date }}.",
        )
        _objection(document, "answer.objection_by", "id")
        body(
            document,
            "Apabila Saudara mengalami tekanan atau tindakan balasan karena pengaduan "
            "ini, segera beritahukan kepada kami melalui laman pengaduan.",
        )
    else:
        document = _letter("en", "Answer to your report")
        body(
            document,
            "On the report that we received on "
            "{{ case.received_on|long_date_english }}, case number "
            "{{ case.number }}, we inform you as follows.",
        )
        long_text(document, "answer.text")
        only_if(
            document,
            "answer.next_answer_by",
            "You will have our next answer by "
            "{{ answer.next_answer_by|long_date_english }}.",
        )
        _objection(document, "answer.objection_by", "en")
        body(
            document,
            "If you are put under pressure or suffer retaliation because of your "
            "report, tell us at once through the reporting page.",
        )
    return _closed(document, language)


def closure_notice(language: str) -> WordDocument:
    """Says that the case is closed, with which outcome and why."""
    if language == "id":
        document = _letter("id", "Pemberitahuan penutupan kasus")
        body(
            document,
            "Dengan hormat kami beritahukan bahwa penanganan pengaduan yang kami "
            "terima pada tanggal {{ case.received_on|long_date }} dengan nomor kasus "
            "{{ case.number }} telah selesai dan kasus ditutup pada tanggal "
            "{{ closure.decided_on|long_date }} dengan hasil: {{ closure.outcome }}.",
        )
        long_text(document, "closure.reason")
        _objection(document, "closure.objection_by", "id")
        body(
            document,
            "Perlindungan atas kerahasiaan identitas Saudara tetap berlaku setelah "
            "kasus ditutup. Tindakan balasan yang terjadi kemudian tetap dapat "
            "Saudara laporkan melalui laman pengaduan.",
        )
    else:
        document = _letter("en", "Closure of your case")
        body(
            document,
            "The report that we received on "
            "{{ case.received_on|long_date_english }}, case number "
            "{{ case.number }}, has been dealt with. The case was closed on "
            "{{ closure.decided_on|long_date_english }} with this outcome: "
            "{{ closure.outcome }}.",
        )
        long_text(document, "closure.reason")
        _objection(document, "closure.objection_by", "en")
        body(
            document,
            "Your identity stays protected after the case is closed. You can still "
            "report retaliation through the reporting page.",
        )
    return _closed(document, language)


def _letter(language: str, subject: str) -> WordDocument:
    document = new_letter(language)
    reference(document, subject, language)
    reporter_address(document, language)
    return document


def _objection(document: WordDocument, name: str, language: str) -> None:
    text = (
        "Apabila Saudara tidak sependapat, Saudara dapat mengajukan keberatan melalui "
        f"laman pengaduan paling lambat tanggal {{{{ {name}|long_date }}}}."
        if language == "id"
        else "If you disagree, you may object through the reporting page by "
        f"{{{{ {name}|long_date_english }}}}."
    )
    only_if(document, name, text)


def _closed(document: WordDocument, language: str) -> WordDocument:
    closing = (
        "Atas perhatian dan kepercayaan Saudara, kami sampaikan terima kasih."
        if language == "id"
        else "Thank you for your trust."
    )
    body(document, closing)
    signature(document)
    copies(document, language)
    return document
