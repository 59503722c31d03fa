"""Audit entries and checkpoints as files of JSON lines, for an auditor.

An export begins with ``{"format": "wbs-audit-export", "version": 1}``; each further
line is an entry with its hash. A checkpoint file begins with
``{"format": "wbs-audit-checkpoints", "version": 1}``; each further line is one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from .audit_chain import Head
from .audit_checkpoint import Checkpoint
from .audit_entry import (
    ChainedEntry,
    canonical_json,
    entry_from_record,
    parse_time,
)
from .errors import AuditFormatError

EXPORT = "wbs-audit-export"
CHECKPOINTS = "wbs-audit-checkpoints"
VERSION = 1


def _header(form: str) -> bytes:
    return canonical_json({"format": form, "version": VERSION}) + b"\n"


def export_entries(entries: Iterable[ChainedEntry]) -> Iterator[bytes]:
    """The lines of an export, each with its line feed."""
    yield _header(EXPORT)
    for each in entries:
        yield canonical_json({**each.entry.as_record(), "hash": each.hash}) + b"\n"


def export_checkpoints(checkpoints: Iterable[Checkpoint]) -> Iterator[bytes]:
    """The lines of a checkpoint file, each with its line feed."""
    yield _header(CHECKPOINTS)
    for each in checkpoints:
        yield canonical_json({**each.as_record(), "hash": each.hash}) + b"\n"


def _records(
    lines: Iterable[bytes], form: str, what: str
) -> Iterator[tuple[int, Mapping[str, object]]]:
    line = 0
    for line, raw in enumerate(lines, start=1):
        try:
            record = json.loads(raw)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise AuditFormatError(line=line, what=what, reason="it is not JSON")
        if line > 1:
            yield line, record
        elif (record.get("format"), record.get("version")) != (form, VERSION):
            raise AuditFormatError(
                line=line, what=what, reason=f"it does not begin with {form!r}"
            )
    if line == 0:
        raise AuditFormatError(line=1, what=what, reason="the file is empty")


def read_entries(lines: Iterable[bytes]) -> Iterator[ChainedEntry]:
    """The entries of an export. Raises `AuditFormatError` naming the line."""
    for line, record in _records(lines, EXPORT, "export"):
        entry = entry_from_record(record, line, "export")
        yield ChainedEntry(entry, str(record.get("hash")))


def read_checkpoints(lines: Iterable[bytes]) -> Iterator[Checkpoint]:
    """The checkpoints of a file. Raises `AuditFormatError` naming the line."""
    for line, record in _records(lines, CHECKPOINTS, "checkpoint file"):
        try:
            number, heads = record["number"], record["heads"]
            if not isinstance(number, int) or not isinstance(heads, dict):
                raise TypeError
            yield Checkpoint(
                number=number,
                time=parse_time(str(record["time"])),
                heads={
                    str(chain): Head(int(length), str(head_hash))
                    for chain, (length, head_hash) in heads.items()
                },
                previous=str(record["previous"]),
                hash=str(record["hash"]),
            )
        except (KeyError, TypeError, ValueError):
            raise AuditFormatError(
                line=line, what="checkpoint file", reason="it is not a checkpoint"
            ) from None
