"""What the public pages load, in addresses named by their content."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static/src/reporter"
STYLE, SCRIPT = "reporter.css", "sending_files.js"


@lru_cache(maxsize=4)
def public_file(name: str) -> tuple[str, bytes]:
    """(short hash, gzipped content) of `STYLE` or `SCRIPT`."""
    content = (FOLDER / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:16], gzip.compress(content, mtime=0)


def style_address() -> str:
    return f"/layanan/gaya/{public_file(STYLE)[0]}.css"


def script_address() -> str:
    """The script that sends files in pieces; pages work without it."""
    return f"/layanan/gaya/{public_file(SCRIPT)[0]}.js"


def without_database() -> str:
    """The page that says, in both languages, that the database does not answer.

    Templates and translations lie in the database, so this one is written here.
    """
    return f"""<html lang="id"><head><meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>Belum dapat dibuka</title><link rel="stylesheet" href="{style_address()}"/>
</head><body><main>
<h1>Halaman ini belum dapat dibuka</h1>
<p>Sistem kami sedang terganggu. Yang sudah Anda simpan tetap ada. Kembali ke halaman
sebelumnya dan coba lagi beberapa menit lagi.</p>
<h2 lang="en">This page cannot be opened yet</h2>
<p lang="en">Something failed on our side. What you had saved is still there. Go back
and try again in a few minutes.</p>
</main></body></html>"""
