"""The one style sheet of the public pages, in an address named by its content."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "static/src/reporter/reporter.css"


@lru_cache(maxsize=1)
def style_sheet() -> tuple[str, bytes]:
    """(short hash, gzipped content)."""
    content = FILE.read_bytes()
    return hashlib.sha256(content).hexdigest()[:16], gzip.compress(content, mtime=0)


def style_address() -> str:
    return f"/layanan/gaya/{style_sheet()[0]}.css"


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
