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
