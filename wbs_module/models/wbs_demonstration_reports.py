"""The invented reports that ended soon, or wait near the beginning of the procedure.

Names of people, offices and places are made up.
"""

from __future__ import annotations

from .wbs_demonstration_script import Done, Report, Wrote, accepted, asked, proposed

ANSWER = (
    "Terima kasih atas laporan Saudara. Laporan telah kami telaah. Temuan telah kami "
    "sampaikan kepada pimpinan instansi terkait untuk ditindaklanjuti sesuai ketentuan."
)

CLOSED = Report(
    days_ago=75,
    category="corruption",
    account={
        "what": "Petugas loket meminta uang tambahan di luar tarif untuk mempercepat "
        "pengurusan izin. Yang tidak membayar diminta kembali minggu depan. Di papan "
        "tarif tertulis Rp50.000, tetapi yang diminta Rp150.000 tanpa kuitansi.",
        "where": "Loket pelayanan izin, Dinas Perizinan Contoh",
        "when": "Sejak tiga bulan terakhir, hampir setiap hari Senin",
        "who": "Petugas loket nomor tiga",
        "source": "Saya melihat sendiri dan diminta membayar",
        "proof": "Foto papan tarif dan catatan jumlah yang diminta",
    },
    identity={"name": "Nama Karangan", "telephone": "0800 000 000"},
    files=("papan-tarif.jpg", "kronologi.docx"),
    steps=(
        accepted(1),
        proposed(
            9,
            "Pungutan di luar tarif didukung foto papan tarif dan catatan tanggal. Dua "
            "pemohon izin lain, yang ditanya secara acak, menyebut jumlah yang sama.",
            ANSWER,
        ),
        Done(11, "ApproveClosure", "inspector", "approve"),
    ),
)

OBJECTION = Report(
    days_ago=34,
    category="other",
    account={
        "what": "Bantuan bibit ikan untuk kelompok tani dibagikan tidak sesuai daftar. "
        "Empat nama di daftar penerima tidak pernah mengajukan.",
        "where": "Kelurahan Karangan Lor",
        "when": "Pembagian bulan lalu",
        "who": "Panitia pembagian tingkat kelurahan",
        "source": "Daftar penerima yang ditempel di balai kelurahan",
    },
    steps=(
        accepted(1),
        proposed(
            10,
            "Daftar penerima telah dicocokkan dengan berita acara serah terima. Empat "
            "nama yang disebut tercatat menerima dan menandatangani.",
            "Terima kasih atas laporan Saudara. Menurut berita acara, bantuan diterima "
            "oleh nama-nama yang terdaftar. Laporan kami nyatakan selesai.",
            proven=False,
        ),
        Done(13, "ApproveClosure", "inspector", "approve"),
        Wrote(
            20,
            "Saya keberatan. Tanda tangan pada berita acara bukan tanda tangan mereka. "
            "Dua orang di antaranya sudah pindah sebelum pembagian.",
            "objection",
        ),
        Done(22, "AdmitObjection", "secretariat", "admit"),
    ),
)

REFUSED = Report(
    days_ago=20,
    category="other",
    account={
        "what": "Tetangga saya membangun pagar melewati batas tanah saya dan tidak mau "
        "membongkarnya.",
        "where": "Perumahan Contoh Asri",
    },
    steps=(
        Done(
            2,
            "IntakeCheck",
            "secretariat",
            "reject",
            {
                "reason": "Sengketa batas tanah antarwarga bukan kewenangan "
                "Inspektorat. Saudara dapat meminta mediasi di kelurahan atau "
                "pengukuran ulang di kantor pertanahan."
            },
        ),
    ),
)

LATE_ASSESSMENT = Report(
    days_ago=24,
    category="nepotism",
    account={
        "what": "Tiga tenaga kontrak baru adalah keluarga kepala bidang dan diterima "
        "tanpa pengumuman lowongan.",
        "where": "Badan Arsip Contoh",
        "when": "Mulai bekerja awal bulan lalu",
        "who": "Kepala bidang umum",
        "source": "Teman satu kantor mengenal ketiganya",
    },
    steps=(accepted(2),),
)

LATE_CHECK = Report(
    days_ago=12,
    category="collusion",
    account={
        "what": "Spesifikasi pengadaan kursi rapat disusun mengikuti produk satu "
        "pemasok sebelum lelang diumumkan. Merek dan nomor seri bahkan tertulis.",
        "when": "Awal bulan ini",
        "who": "Pejabat pembuat komitmen",
        "source": "Dokumen rancangan yang beredar di kantor",
    },
    files=("kronologi.docx",),
)

WAITING = Report(
    days_ago=11,
    category="abuse",
    account={
        "what": "Kendaraan dinas dipakai untuk usaha pribadi pada akhir pekan.",
        "where": "Pasar Contoh Wetan",
        "who": "Seorang pejabat bagian perlengkapan",
    },
    steps=(
        asked(1, "Mohon sebutkan nomor kendaraan dan tanggal pemakaiannya."),
        Wrote(
            5,
            "Mobil bak warna abu-abu, pelat merah, angka belakangnya 00. Saya melihat "
            "dua kali hari Sabtu, sekitar pukul enam pagi.",
        ),
        asked(
            7,
            "Terima kasih. Apakah ada orang lain yang melihat, atau foto kendaraan "
            "saat dipakai? Jangan mengambil foto bila itu membahayakan Saudara.",
        ),
    ),
)

TO_APPROVE = Report(
    days_ago=13,
    category="discipline",
    account={
        "what": "Seorang pegawai tidak masuk kerja lebih dari dua minggu, tetapi "
        "daftar hadirnya terisi.",
        "where": "Unit pelaksana teknis di Kecamatan Contoh",
        "source": "Daftar hadir yang ditempel di ruang tata usaha",
    },
    files=("daftar-hadir.jpg",),
    steps=(
        accepted(1),
        proposed(
            11,
            "Daftar hadir terisi pada sembilan hari kerja, sedangkan catatan pintu "
            "masuk tidak memuat kartu pegawai itu. Atasan langsung membenarkan.",
            "Terima kasih. Laporan Saudara terbukti dan kami sampaikan kepada atasan "
            "yang berwenang menjatuhkan hukuman disiplin.",
        ),
    ),
)

BY_LETTER = Report(
    days_ago=2,
    category="corruption",
    channel="letter",
    clerk="secretariat",
    account={
        "what": "Salinan surat: wali murid diminta membayar iuran gedung yang "
        "jumlahnya ditentukan sekolah, dan yang belum membayar tidak menerima kartu "
        "ujian.",
        "where": "SMP Negeri Contoh",
        "when": "Tahun ajaran ini",
    },
    identity={"name": "Penulis Surat Karangan", "address": "Jalan Contoh Nomor 7"},
    files=("kronologi.docx",),
    originals=("surat.jpg",),
)

BY_WHATSAPP = Report(
    days_ago=4,
    category="abuse",
    channel="whatsapp",
    clerk="secretariat",
    account={
        "what": "Petugas parkir resmi menyetor setiap malam kepada seorang pegawai "
        "dinas tanpa tanda terima.",
        "where": "Alun-alun Contoh",
        "when": "Setiap malam Minggu",
    },
    steps=(accepted(1),),
)

NEW = Report(
    days_ago=1,
    category="corruption",
    account={
        "what": "Biaya perjalanan dinas dipertanggungjawabkan dua kali: sekali dengan "
        "kuitansi penginapan, sekali lagi sebagai uang harian rapat.",
        "where": "Sekretariat Badan Contoh",
        "proof": "Foto dua kuitansi dengan tanggal yang sama",
    },
    files=("papan-tarif.jpg",),
)

OTHER_OFFICE = Report(
    days_ago=1,
    category="other",
    office="contoh",
    account={"what": "Laporan karangan untuk kantor kedua."},
)

SHORT_REPORTS = (
    CLOSED,
    OBJECTION,
    REFUSED,
    LATE_ASSESSMENT,
    TO_APPROVE,
    LATE_CHECK,
    WAITING,
    BY_WHATSAPP,
    BY_LETTER,
    NEW,
    OTHER_OFFICE,
)
