"""All shipped templates as bytes, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

from docx.document import Document as WordDocument

from wbs_module.letters import LETTERS

from . import office_letters, reporter_letters

_WRITTEN = datetime(2026, 1, 1)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def all_templates() -> dict[str, bytes]:
    """File name → Word file, for every letter and language that is shipped."""
    return {
        f"{key}.{language}.docx": _bytes(_writer(key)(language), letter.judul)
        for key, letter in LETTERS.items()
        for language in letter.languages
    }


def _writer(key: str) -> Callable[[str], WordDocument]:
    place = reporter_letters if LETTERS[key].to_reporter else office_letters
    writer: Callable[[str], WordDocument] = getattr(place, key)
    return writer


def _bytes(document: WordDocument, title: str) -> bytes:
    properties = document.core_properties
    properties.title, properties.author = title, "wbs_module"
    properties.last_modified_by, properties.comments = "wbs_module", ""
    properties.created = properties.modified = _WRITTEN
    properties.revision = 1
    packed, result = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(result, "w") as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _EARLIEST)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(entry))
    return result.getvalue()
