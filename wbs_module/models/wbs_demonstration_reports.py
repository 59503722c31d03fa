"""The invented reports. Names of people, offices and places are made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Report:
    """A report and what became of it.

    :param days_ago: when it arrived, in calendar days before today
    :param steps: (days later, element or ``reporter``, what was done): for a task
        (role, outcome, form values), for the reporter the text written
    """

    days_ago: int
    category: str
    account: dict[str, str]
    office: str = "malang"
    channel: str = "web"
    identity: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    steps: tuple[tuple[float, str, Any], ...] = ()


ACCEPT = ("secretariat", "accept", {})
ANSWER = (
    "Terima kasih atas laporan Saudara. Laporan telah kami telaah. Temuan telah kami "
    "sampaikan kepada pimpinan instansi terkait untuk ditindaklanjuti sesuai ketentuan."
)

REPORTS = (
    Report(
        days_ago=30,
        category="corruption",
        account={
            "what": "Petugas loket meminta uang tambahan di luar tarif untuk "
            "mempercepat pengurusan izin. Yang tidak membayar diminta "
            "kembali minggu depan.",
            "where": "Loket pelayanan izin, Dinas Contoh",
            "when": "Sejak bulan Juli, hampir setiap hari Senin",
            "who": "Petugas loket nomor tiga",
            "source": "Saya melihat sendiri dan diminta membayar",
            "proof": "Foto papan tarif dan catatan jumlah yang diminta",
        },
        identity={"name": "Nama Karangan", "telephone": "0800 000 000"},
        files={"catatan.txt": "Catatan tanggal dan jumlah pungutan (karangan)."},
        steps=(
            (1, "IntakeCheck", ACCEPT),
            (
                7,
                "Assess",
                (
                    "handler",
                    "propose",
                    {
                        "assessment": "Pungutan di luar tarif didukung catatan "
                        "tanggal.",
                        "answer": ANSWER,
                        "proven": True,
                    },
                ),
            ),
            (1, "ApproveClosure", ("inspector", "approve", {})),
        ),
    ),
    Report(
        days_ago=24,
        category="nepotism",
        account={
            "what": "Tiga tenaga kontrak baru adalah keluarga kepala bidang dan "
            "diterima tanpa pengumuman lowongan.",
            "where": "Badan Contoh",
            "who": "Kepala bidang umum",
        },
        steps=((2, "IntakeCheck", ACCEPT),),
    ),
    Report(
        days_ago=12,
        category="collusion",
        account={
            "what": "Spesifikasi pengadaan disusun mengikuti produk satu pemasok "
            "sebelum lelang diumumkan.",
            "when": "Awal bulan ini",
        },
    ),
    Report(
        days_ago=9,
        category="abuse",
        account={
            "what": "Kendaraan dinas dipakai untuk usaha pribadi pada akhir pekan."
        },
        steps=(
            (
                1,
                "IntakeCheck",
                (
                    "secretariat",
                    "ask",
                    {
                        "question": "Mohon sebutkan nomor kendaraan dan tanggal "
                        "pemakaiannya."
                    },
                ),
            ),
        ),
    ),
    Report(
        days_ago=8,
        category="discipline",
        account={
            "what": "Seorang pegawai tidak masuk kerja lebih dari dua minggu, tetapi "
            "daftar hadirnya terisi.",
            "source": "Daftar hadir yang ditempel di ruang tata usaha",
        },
        steps=(
            (1, "IntakeCheck", ACCEPT),
            (
                5,
                "Assess",
                (
                    "handler",
                    "propose",
                    {"assessment": "Daftar hadir tidak sesuai.", "answer": ANSWER},
                ),
            ),
        ),
    ),
    Report(
        days_ago=1,
        category="corruption",
        account={"what": "Biaya perjalanan dinas dipertanggungjawabkan dua kali."},
    ),
    Report(
        days_ago=3,
        category="other",
        office="contoh",
        account={"what": "Laporan karangan untuk kantor kedua."},
    ),
)
