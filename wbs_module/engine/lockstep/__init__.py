"""Test cases of a process owner: a procedure played in lock-step with what is expected.

``reading`` turns a ``.cases.json`` file into cases and back, ``playing`` runs one.
docs/test-cases.md describes the file.
"""

from .cases import CaseFile, CaseFileRefused, Expectation, LockstepCase, Step
from .playing import play
from .reading import read_case_file, write_case_file
from .result import CaseResult, Mismatch, Moment

__all__ = [
    "CaseFile",
    "CaseFileRefused",
    "CaseResult",
    "Expectation",
    "LockstepCase",
    "Mismatch",
    "Moment",
    "Step",
    "play",
    "read_case_file",
    "write_case_file",
]
