"""What files go through before people open them: a virus scan, a cleaned copy.

Knows no Odoo and no complaints. Plaintext stays in memory: in a socket to a scanner on
this machine, or in a private folder on a tmpfs while a child process works on it.
"""

from .cleaning import (
    CleanedCopy,
    CleaningImpossible,
    cleaned_copy,
    extension_of,
    sweep_abandoned_folders,
)
from .virus_scan import Scan, Scanner, Verdict, scanner_at

__all__ = [
    "CleanedCopy",
    "CleaningImpossible",
    "Scan",
    "Scanner",
    "Verdict",
    "cleaned_copy",
    "extension_of",
    "scanner_at",
    "sweep_abandoned_folders",
]
