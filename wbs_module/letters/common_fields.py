"""Names that several letters share: office, letter, case, signature, recipient.

Each name stands with its meaning in English and Indonesian and a fictional example.
"""

from __future__ import annotations

from .shapes import Date, Group, ListOf, Shape, Text

PERSON: dict[str, Shape] = {
    "name": Text("Full name", "Nama lengkap", "Ratna Wulandari, S.E., M.Si."),
    "rank": Text("Rank and grade; may be empty", "Pangkat/golongan", "Pembina, IV/a"),
    "employee_number": Text(
        "Employee number; may be empty", "NIP", "19790312 200501 2 004"
    ),
    "position": Text("Position", "Jabatan", "Inspektur Pembantu Khusus"),
}

COMMON: dict[str, Shape] = {
    "office": Group(
        {
            "government": Text(
                "Government that the office belongs to",
                "Nama pemerintah daerah",
                "Pemerintah Kota Contoh",
            ),
            "name": Text("Name of the office", "Nama instansi", "Inspektorat Daerah"),
            "address": Text(
                "Street, town, postal code",
                "Alamat",
                "Jalan Merdeka Timur Nomor 10, Kota Contoh 65100",
            ),
            "contact": Text(
                "Telephone, website, e-mail in one line; may be empty",
                "Telepon, laman, surel",
                "Telepon (0341) 555010, laman inspektorat.contoh.go.id",
            ),
            "place": Text("Town before the date", "Tempat surat dibuat", "Contoh"),
        },
        "The office that writes",
        "Instansi pengirim",
    ),
    "letter": Group(
        {
            "date": Date("Date of the letter", "Tanggal surat", "2026-11-24"),
            "number": Text("Number of the letter", "Nomor", "700/0231/35.73.600/2026"),
            "security_class": Text(
                "Sangat Rahasia, Rahasia, Terbatas or Biasa", "Sifat", "Rahasia"
            ),
            "attachments": Text(
                "What is attached, “-” for nothing", "Lampiran", "1 (satu) berkas"
            ),
        },
        "The letter itself",
        "Surat",
    ),
    "case": Group(
        {
            "number": Text("Number of the case", "Nomor kasus", "WBS-7K4M-2026"),
            "received_on": Date(
                "Day of receipt", "Tanggal pengaduan diterima", "2026-11-02"
            ),
        },
        "The case",
        "Kasus",
    ),
    "signatory": Group(
        {
            **PERSON,
            "position": Text(
                "Position above the signature", "Jabatan penanda tangan", "Inspektur"
            ),
        },
        "Who signs",
        "Penanda tangan",
    ),
    "copies": ListOf(
        Text("One addressee", "Satu alamat", "Wali Kota Contoh (sebagai laporan)"),
        "Who gets a copy; may be empty",
        "Tembusan",
        ("Wali Kota Contoh (sebagai laporan)", "Arsip"),
    ),
}

RECIPIENT: dict[str, Shape] = {
    "recipient": Group(
        {
            "name": Text(
                "Office or person", "Jabatan atau nama", "Kepala Dinas Perhubungan"
            ),
            "address": Text("Town or address", "Tempat", "Kota Contoh"),
        },
        "Who gets the letter; never the reporter",
        "Penerima surat; bukan pelapor",
    )
}


def long_text(meaning: str, arti: str, example: str) -> Text:
    return Text(f"{meaning}; several paragraphs", f"{arti}; beberapa alinea", example)


def texts(meaning: str, arti: str, *examples: str) -> ListOf:
    return ListOf(Text("One item", "Satu butir"), meaning, arti, examples)


OBJECTION_BY = Date(
    "Last day for an objection; empty for none",
    "Batas waktu keberatan; kosong bila tidak ada",
    "2026-12-15",
)
