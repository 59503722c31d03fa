"""The letters that are shipped, and the names that each of them may use.

Here and in ``common_fields`` is the one place where a name, its meaning and its
example stand; the manual for template authors and the check at upload are made from
it. Letters to a reporter have no recipient: they address "the reporter of case number
…", and no name here can carry who that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .common_fields import (
    COMMON,
    OBJECTION_BY,
    PERSON,
    RECIPIENT,
    long_text,
    texts,
)
from .shapes import Date, Group, ListOf, Number, Plain, Shape, Text, example_of

_FOLDER = Path(__file__).resolve().parents[1] / "data" / "letters"


@dataclass(frozen=True)
class Letter:
    """A kind of letter.

    ``title`` and ``judul`` are its name in English and Indonesian, ``languages`` the
    languages of its shipped templates, ``fields`` the names that a template may use.
    """

    title: str
    judul: str
    fields: Mapping[str, Shape]
    languages: tuple[str, ...] = ("id",)
    to_reporter: bool = False


def _to_reporter(title: str, judul: str, name: str, group: Group) -> Letter:
    return Letter(title, judul, {**COMMON, name: group}, ("id", "en"), True)


LETTERS: dict[str, Letter] = {
    "receipt": _to_reporter(
        "Receipt",
        "Tanda terima pengaduan",
        "receipt",
        Group(
            {
                "channel": Text("How the report came in", "Saluran", "Laman pengaduan"),
                "evidence_count": Number(
                    "Number of files handed in", "Jumlah berkas bukti", 3
                ),
                "answer_by": Date(
                    "Day of the first answer", "Batas jawaban pertama", "2026-11-23"
                ),
            },
            "What was received",
            "Yang diterima",
        ),
    ),
    "additional_data_request": _to_reporter(
        "Request for additional data",
        "Permintaan data tambahan",
        "request",
        Group(
            {
                "items": texts(
                    "What is missing",
                    "Data yang diminta",
                    "waktu dan tempat kejadian yang lebih rinci;",
                    "nomor atau nama paket pekerjaan yang dimaksud;",
                    "dokumen, foto, atau rekaman yang mendukung.",
                ),
                "answer_by": Date(
                    "Last day for an answer", "Batas waktu jawaban", "2026-12-08"
                ),
            },
            "What is asked for",
            "Permintaan",
        ),
    ),
    "refusal": _to_reporter(
        "Refusal",
        "Pemberitahuan pengaduan tidak dapat ditindaklanjuti",
        "decision",
        Group(
            {
                "reason": long_text(
                    "Why the report is not followed up",
                    "Alasan",
                    "Uraian pengaduan belum menunjukkan perbuatan, waktu, dan pihak "
                    "yang dapat diperiksa.\nPermintaan data tambahan tidak terjawab "
                    "sampai dengan batas waktu.",
                ),
                "legal_basis": Text(
                    "Rule; may be empty",
                    "Dasar hukum",
                    "Pasal 12 Peraturan Wali Kota tentang Penanganan Pengaduan",
                ),
                "other_office": Text(
                    "Who is competent; may be empty", "Instansi yang berwenang", ""
                ),
                "objection_by": OBJECTION_BY,
            },
            "The decision",
            "Keputusan",
        ),
    ),
    "forwarding": Letter(
        "Forwarding",
        "Penerusan pengaduan",
        {
            **COMMON,
            **RECIPIENT,
            "forwarding": Group(
                {
                    "summary": long_text(
                        "Redacted summary of the report",
                        "Ringkasan pengaduan yang telah disamarkan",
                        "Diduga terjadi pungutan di luar ketentuan pada layanan uji "
                        "kendaraan bermotor sejak Juli 2026.\nPungutan diminta tanpa "
                        "tanda bukti pembayaran.",
                    ),
                    "measures": texts(
                        "What the recipient is asked to do",
                        "Tindakan yang diminta",
                        "meneliti kebenaran pengaduan tersebut;",
                        "mengambil langkah sesuai ketentuan yang berlaku;",
                        "melaporkan hasilnya kepada Inspektur.",
                    ),
                    "answer_by": Date(
                        "Last day for the answer", "Batas waktu laporan", "2026-12-22"
                    ),
                },
                "What is forwarded",
                "Yang diteruskan",
            ),
        },
    ),
    "assessment_report": Letter(
        "Assessment report",
        "Laporan hasil telaah",
        {
            **COMMON,
            "report": Group(
                {
                    "subject": Text(
                        "What the assessment is about",
                        "Perihal telaah",
                        "Dugaan pungutan di luar ketentuan pada layanan uji kendaraan",
                    ),
                    "issue": long_text(
                        "Core issue",
                        "Pokok masalah",
                        "Apakah terdapat pungutan di luar tarif retribusi, siapa yang "
                        "memungut, dan ke mana hasilnya disetor.",
                    ),
                    "legal_bases": texts(
                        "Rules applied",
                        "Dasar",
                        "Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin "
                        "Pegawai Negeri Sipil;",
                        "Peraturan Daerah tentang Pajak Daerah dan Retribusi Daerah.",
                    ),
                    "facts": texts(
                        "Facts found",
                        "Fakta",
                        "Tarif resmi uji berkala terpasang di loket pendaftaran.",
                        "Empat dari enam bukti transfer tidak tercatat pada buku kas.",
                    ),
                    "analysis": long_text(
                        "Analysis",
                        "Analisis",
                        "Selisih antara jumlah kendaraan yang diuji dan penerimaan "
                        "retribusi menunjukkan bahwa uraian pengaduan patut diduga "
                        "benar.\nNilai selisih selama tiga bulan memerlukan "
                        "pemeriksaan dokumen lebih lanjut.",
                    ),
                    "conclusion": long_text(
                        "Conclusion",
                        "Kesimpulan",
                        "Pengaduan memenuhi unsur berkadar pengawasan.",
                    ),
                    "recommendations": texts(
                        "Proposals",
                        "Saran",
                        "melakukan klarifikasi kepada pihak terkait;",
                        "menyiapkan audit dengan tujuan tertentu.",
                    ),
                },
                "The report",
                "Laporan",
            ),
            "signatory": Group(
                {
                    "name": Text("Full name", "Nama lengkap", "Bagus Hendrawan, S.H."),
                    "rank": Text(
                        "Rank and grade; may be empty",
                        "Pangkat/golongan",
                        "Penata Tk. I, III/d",
                    ),
                    "employee_number": Text(
                        "Employee number; may be empty", "NIP", "19841107 201001 1 009"
                    ),
                    "position": Text(
                        "Position above the signature",
                        "Jabatan penanda tangan",
                        "Ketua Tim Telaah",
                    ),
                },
                "Who signs",
                "Penanda tangan",
            ),
            "approver": Group(
                PERSON, "Who takes note of it", "Pejabat yang mengetahui"
            ),
        },
    ),
    "clarification_invitation": Letter(
        "Invitation to clarification",
        "Undangan klarifikasi",
        {
            **COMMON,
            **RECIPIENT,
            "invitation": Group(
                {
                    "date": Date("Day", "Hari dan tanggal", "2026-12-03"),
                    "time": Text("Time", "Waktu", "09.00 WIB s.d. selesai"),
                    "place": Text(
                        "Place", "Tempat", "Ruang Klarifikasi, Lantai 2 Inspektorat"
                    ),
                    "agenda": Text(
                        "What it is about, without the allegation's source",
                        "Acara",
                        "Permintaan keterangan mengenai layanan uji kendaraan",
                    ),
                    "documents": texts(
                        "Documents to bring; may be empty",
                        "Dokumen yang dibawa",
                        "salinan keputusan pengangkatan dalam jabatan;",
                        "buku kas penerimaan periode Juli–September 2026.",
                    ),
                },
                "The meeting",
                "Pertemuan",
            ),
        },
    ),
    "clarification_minutes": Letter(
        "Minutes of a clarification",
        "Berita acara permintaan keterangan",
        {
            **COMMON,
            "minutes": Group(
                {
                    "date": Date("Day", "Hari dan tanggal", "2026-12-03"),
                    "from_time": Text("Begin", "Pukul mulai", "09.10 WIB"),
                    "until_time": Text("End", "Pukul selesai", "11.35 WIB"),
                    "place": Text("Place", "Tempat", "Ruang Klarifikasi Inspektorat"),
                    "examiners": ListOf(
                        Group(PERSON),
                        "Who asked",
                        "Yang meminta keterangan",
                        (
                            {
                                "name": "Bagus Hendrawan, S.H.",
                                "rank": "Penata Tk. I, III/d",
                                "employee_number": "19841107 201001 1 009",
                                "position": "Auditor Ahli Muda",
                            },
                            {
                                "name": "Maria Goreti Tandiono, S.Ak.",
                                "rank": "Penata, III/c",
                                "employee_number": "19900521 201503 2 002",
                                "position": "Auditor Ahli Pertama",
                            },
                        ),
                    ),
                    "heard": Group(
                        {
                            **PERSON,
                            "name": Text(
                                "Name, or how the person is called in the file; "
                                "never the reporter's name",
                                "Nama atau sebutan; bukan nama pelapor",
                                "Joko Prasetyo",
                            ),
                            "rank": Text(
                                "Rank and grade; may be empty",
                                "Pangkat/golongan",
                                "Pengatur, II/c",
                            ),
                            "employee_number": Text(
                                "Employee number; may be empty",
                                "NIP",
                                "19920818 201903 1 005",
                            ),
                            "position": Text(
                                "Position",
                                "Jabatan",
                                "Pengelola Layanan Uji Kendaraan",
                            ),
                        },
                        "Who was heard",
                        "Yang memberi keterangan",
                    ),
                    "statements": ListOf(
                        Group(
                            {
                                "question": Text("Question", "Pertanyaan"),
                                "answer": Text("Answer", "Jawaban"),
                            }
                        ),
                        "Questions and answers",
                        "Tanya jawab",
                        (
                            {
                                "question": "Apakah Saudara dalam keadaan sehat dan "
                                "bersedia memberikan keterangan?",
                                "answer": "Ya, saya sehat dan bersedia memberikan "
                                "keterangan dengan sebenar-benarnya.",
                            },
                            {
                                "question": "Jelaskan tugas Saudara pada layanan uji "
                                "kendaraan bermotor.",
                                "answer": "Saya menerima berkas pendaftaran dan "
                                "mencatat hasil uji.\nSaya tidak menerima pembayaran.",
                            },
                        ),
                    ),
                },
                "The hearing",
                "Permintaan keterangan",
            ),
        },
    ),
    "assignment_letter": Letter(
        "Assignment letter",
        "Surat tugas",
        {
            **COMMON,
            "assignment": Group(
                {
                    "legal_bases": texts(
                        "What it rests on",
                        "Dasar",
                        "Peraturan Pemerintah Nomor 12 Tahun 2017 tentang Pembinaan "
                        "dan Pengawasan Penyelenggaraan Pemerintahan Daerah;",
                        "Disposisi Inspektur tanggal 20 November 2026.",
                    ),
                    "members": ListOf(
                        Group(PERSON),
                        "Who is assigned",
                        "Yang ditugaskan",
                        (
                            {
                                "name": "Ratna Wulandari, S.E., M.Si.",
                                "rank": "Pembina, IV/a",
                                "employee_number": "19790312 200501 2 004",
                                "position": "Pengendali Teknis",
                            },
                            {
                                "name": "Bagus Hendrawan, S.H.",
                                "rank": "Penata Tk. I, III/d",
                                "employee_number": "19841107 201001 1 009",
                                "position": "Ketua Tim",
                            },
                            {
                                "name": "Maria Goreti Tandiono, S.Ak.",
                                "rank": "Penata, III/c",
                                "employee_number": "19900521 201503 2 002",
                                "position": "Anggota Tim",
                            },
                        ),
                    ),
                    "tasks": texts(
                        "What they do",
                        "Untuk",
                        "melaksanakan audit dengan tujuan tertentu atas kasus "
                        "dimaksud;",
                        "menjaga kerahasiaan pelapor dan isi pengaduan;",
                        "menyampaikan laporan hasil audit kepada Inspektur.",
                    ),
                    "from_date": Date("First day", "Mulai", "2026-12-01"),
                    "until_date": Date("Last day", "Sampai", "2027-01-14"),
                    "budget": Text(
                        "Who pays; may be empty",
                        "Beban anggaran",
                        "DPA Inspektorat Daerah Tahun Anggaran 2026",
                    ),
                },
                "The assignment",
                "Penugasan",
            ),
        },
    ),
    "reporter_answer": _to_reporter(
        "Answer to the reporter",
        "Jawaban kepada pelapor",
        "answer",
        Group(
            {
                "text": long_text(
                    "The answer",
                    "Isi jawaban",
                    "Pengaduan Saudara telah kami telaah dan dinyatakan layak "
                    "ditindaklanjuti.\nTim pemeriksa telah dibentuk dan bekerja sejak "
                    "1 Desember 2026. Perkembangan berikutnya akan kami sampaikan "
                    "melalui laman pengaduan.",
                ),
                "next_answer_by": Date(
                    "Day of the next answer; may be empty",
                    "Batas jawaban berikutnya",
                    "2027-01-29",
                ),
                "objection_by": Date(
                    "Last day for an objection; empty for none",
                    "Batas waktu keberatan; kosong bila tidak ada",
                    "",
                ),
            },
            "The answer",
            "Jawaban",
        ),
    ),
    "closure_notice": _to_reporter(
        "Notice of closure",
        "Pemberitahuan penutupan kasus",
        "closure",
        Group(
            {
                "decided_on": Date("Day of closing", "Tanggal penutupan", "2026-11-23"),
                "outcome": Text(
                    "Outcome in a few words",
                    "Hasil penanganan",
                    "terbukti dan telah ditindaklanjuti",
                ),
                "reason": long_text(
                    "What was done and why it is closed",
                    "Alasan penutupan",
                    "Pemeriksaan telah selesai dan rekomendasi telah dilaksanakan oleh "
                    "perangkat daerah yang bersangkutan.",
                ),
                "objection_by": OBJECTION_BY,
            },
            "The closure",
            "Penutupan",
        ),
    ),
}


def example_values(letter: str) -> dict[str, Plain]:
    """Fictional values for a kind of letter, for previews and trials."""
    values = example_of(Group(LETTERS[letter].fields))
    assert isinstance(values, dict)
    return values


def shipped_template(letter: str, language: str = "id") -> bytes:
    """The shipped template of a letter in "id" or, for the reporter's, "en".

    Raises ``KeyError`` for a letter or language that is not shipped.
    """
    if language not in LETTERS[letter].languages:
        raise KeyError(language)
    return (_FOLDER / f"{letter}.{language}.docx").read_bytes()
