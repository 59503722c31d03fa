"""Every sentence about a drawing and about moving to it: code → message and advice.

A caller that speaks another language translates a sentence as a whole and fills in the
``parameters`` of the ``Problem`` afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping

from .checking.catalogue import CATALOGUE, Entry
from .migrating import MIGRATION_COMPLAINTS

SENTENCES: Mapping[str, Entry] = {
    **CATALOGUE,
    **{code: Entry("error", *texts) for code, texts in MIGRATION_COMPLAINTS.items()},
}
