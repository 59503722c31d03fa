"""The invented reports that went beyond the assessment: referral, examination, more.

Names of people, offices and places are made up; the staff named here are the users of
the demonstration.
"""

from __future__ import annotations

from .wbs_demonstration_script import (
    Done,
    InDays,
    Report,
    Wrote,
    accepted,
    decided,
    measures,
)

TELL_MEASURES = (
    "Terima kasih. Laporan Saudara kami tangani lebih lanjut. Perkembangannya kami "
    "tulis di sini; identitas Saudara tidak kami sampaikan kepada siapa pun."
)

FOLLOWED_UP = Report(
    days_ago=68,
    category="corruption",
    account={
        "what": "Honor kegiatan penyuluhan dipotong tiga puluh persen oleh bendahara. "
        "Penyuluh menandatangani jumlah penuh.",
        "where": "Dinas Penyuluhan Contoh",
        "when": "Setiap kegiatan selama tahun ini",
        "who": "Bendahara pembantu",
        "source": "Saya menerima honor yang dipotong",
    },
    files=("kronologi.docx",),
    steps=(
        accepted(1),
        measures(
            8,
            "Uraian rinci, jumlah dan tanggal disebut. Perlu keterangan bendahara dan "
            "beberapa penyuluh.",
            "Minta klarifikasi bendahara pembantu.",
        ),
        decided(
            10,
            "clarify",
            "Jumlah yang dipotong dapat dicocokkan dengan daftar tanda terima.",
            TELL_MEASURES,
        ),
        Done(
            12,
            "Summon",
            "examiner",
            None,
            {
                "invited_name": "Bendahara pembantu",
                "meeting_date": InDays(5),
                "meeting_time": "09.00",
                "meeting_place": "Ruang klarifikasi, lantai dua",
                "agenda": "Klarifikasi pembayaran honor penyuluhan",
                "documents": "Daftar tanda terima honor\nBuku kas pembantu",
            },
        ),
        Done(
            17,
            "Hear",
            "examiner",
            "attended",
            {
                "from_time": "09.00",
                "until_time": "10.30",
                "heard_name": "Bendahara pembantu",
                "statements": "Apakah honor dibayar penuh?\nTidak, dipotong untuk kas "
                "kegiatan.\nAdakah dasar tertulisnya?\nTidak ada.",
            },
        ),
        Done(
            20,
            "WeighClarification",
            "team_leader",
            "enough",
            {"clarification_result": "Pemotongan diakui dan tidak ada dasarnya."},
        ),
        Done(
            23,
            "Conclude",
            "team_leader",
            "follow_up",
            {
                "result": "discipline",
                "conclusion": "Terbukti ada pemotongan honor. Kerugian penyuluh harus "
                "dikembalikan, bendahara dijatuhi hukuman disiplin.",
                "answer": "Laporan Saudara terbukti. Dinas diminta mengembalikan "
                "potongan; kami memantau pelaksanaannya.",
            },
        ),
    ),
)

REFERRED = Report(
    days_ago=40,
    category="collusion",
    account={
        "what": "Pemenang tender pemeliharaan taman selalu perusahaan yang sama, dan "
        "penawaran pesaingnya dibuat dari komputer yang sama.",
        "where": "Kelompok kerja pengadaan Contoh",
        "source": "Nama pembuat berkas terbaca pada dokumen penawaran",
    },
    files=("kronologi.docx",),
    steps=(
        accepted(1),
        measures(
            9,
            "Ada petunjuk persekongkolan tender yang melibatkan pihak di luar pegawai.",
            "Limpahkan kepada aparat penegak hukum.",
        ),
        decided(
            12,
            "refer",
            "Pihak yang diduga terlibat di luar kewenangan Inspektorat.",
            "Laporan Saudara kami limpahkan kepada instansi yang berwenang. Identitas "
            "Saudara tidak ikut diserahkan.",
            recipient_kind="law_enforcement",
            recipient_name="Kepala satuan kerja Contoh",
        ),
        Done(
            14,
            "PrepareBundle",
            "secretariat",
            None,
            {
                "referral_summary": "Dugaan persekongkolan dalam pengadaan "
                "pemeliharaan taman, dengan petunjuk pada berkas penawaran.",
                "measures_asked": "Penyelidikan sesuai kewenangan dan pemberitahuan "
                "hasilnya kepada Inspektorat.",
            },
        ),
        Done(16, "ApproveReferral", "inspector", "send"),
    ),
)

EXAMINED = Report(
    days_ago=25,
    category="corruption",
    account={
        "what": "Volume pengaspalan jalan lingkungan kurang dari kontrak. Tebalnya "
        "diukur warga di empat titik, semuanya di bawah tiga sentimeter.",
        "where": "Jalan lingkungan RW 00, Kelurahan Karangan Kidul",
        "when": "Selesai dikerjakan dua bulan lalu",
        "who": "Pengawas lapangan dan pelaksana pekerjaan",
        "source": "Warga mengukur bersama",
        "proof": "Foto pengukuran",
    },
    identity={"name": "Warga Karangan"},
    files=("papan-tarif.jpg", "kronologi.docx"),
    steps=(
        accepted(1),
        measures(
            10,
            "Empat titik ukur di bawah kontrak. Perlu pengukuran oleh tim.",
            "Pemeriksaan khusus atas volume pekerjaan.",
        ),
        decided(
            12,
            "special",
            "Kekurangan volume dapat menimbulkan kerugian daerah.",
            TELL_MEASURES,
        ),
        Done(
            14,
            "AssignTeam",
            "inspector",
            None,
            {
                "assigned_members": "Eka Pemeriksa; Penata, III/c; ; Auditor Muda",
                "legal_bases": "Program kerja pengawasan tahunan",
                "assignment_tasks": "Mengukur volume pekerjaan\nMeminta keterangan "
                "pengawas lapangan",
                "from_date": InDays(1),
                "until_date": InDays(30),
            },
        ),
        Done(
            17,
            "Summon",
            "examiner",
            None,
            {
                "invited_name": "Pengawas lapangan",
                "meeting_date": InDays(7),
                "meeting_time": "13.00",
                "meeting_place": "Ruang klarifikasi, lantai dua",
                "agenda": "Keterangan tentang pengukuran volume",
            },
        ),
    ),
)

RETALIATION = Report(
    days_ago=12,
    category="abuse",
    account={
        "what": "Kepala unit mewajibkan bawahan membeli barang dari toko keluarganya. "
        "Yang menolak mendapat giliran jaga tambahan.",
        "where": "Unit pelayanan Contoh",
        "who": "Kepala unit",
        "source": "Saya salah satu bawahannya",
    },
    steps=(
        accepted(1),
        Wrote(
            10,
            "Sejak kemarin saya dipindahkan ke gudang dan tidak boleh mengikuti rapat. "
            "Kepala unit berkata ia tahu siapa yang melapor.",
            "retaliation",
        ),
        Done(
            11,
            "RateRisk",
            "team_leader",
            None,
            {
                "risk": "high",
                "risk_reason": "Perpindahan terjadi mendadak dan disertai ancaman.",
            },
        ),
    ),
)

CONFLICT = Report(
    days_ago=2,
    category="collusion",
    account={
        "what": "Seorang penangan laporan bertemu dengan pihak yang dilaporkan dan "
        "memberi tahu isi laporan.",
        "where": "Warung Contoh",
        "who": "Hadi Penangan",
        "source": "Saya duduk di meja sebelah",
    },
)

FOUND_CONFLICT = Report(
    days_ago=6,
    category="nepotism",
    account={
        "what": "Jadwal magang di kantor pengawasan diberikan kepada kerabat pegawai "
        "tanpa seleksi.",
        "where": "Kantor pengawasan Contoh",
        "who": "Seorang irban",
    },
    steps=(
        Done(
            1,
            "IntakeCheck",
            "secretariat",
            "conflict",
            {"named_role": "member", "named_people": "Indra Irban"},
        ),
        accepted(1),
    ),
)

LONG_REPORTS = (
    FOLLOWED_UP,
    REFERRED,
    EXAMINED,
    RETALIATION,
    CONFLICT,
    FOUND_CONFLICT,
)
