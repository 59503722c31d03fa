"""Audit entries and checkpoints as files of JSON lines, for an auditor.

An export begins with ``{"format": "wbs-audit-export", "version": 1}``; each further
line is an entry with its hash. Where chains were left out, because they are not meant
for the reader of the file, the first line names them under ``left_out``. A checkpoint
file begins with ``{"format": "wbs-audit-checkpoints", "version": 1}``; each further
line is one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

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


def _header(form: str, **more: object) -> bytes:
    return canonical_json({"format": form, "version": VERSION, **more}) + b"\n"


def export_entries(
    entries: Iterable[ChainedEntry], left_out: Sequence[str] = ()
) -> Iterator[bytes]:
    """The lines of an export, each with its line feed.

    :param left_out: chains of which no entry is meant for the reader
    """
    yield _header(EXPORT, **({"left_out": list(left_out)} if left_out else {}))
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


def read_left_out(lines: Iterable[bytes]) -> set[str]:
    """The chains that an export says it leaves out; its first line is enough.

    Raises `AuditFormatError` where they are no list of names.
    """
    for first in lines:
        try:
            named = json.loads(first).get("left_out", [])
        except (ValueError, AttributeError):
            return set()  # `read_entries` says what is wrong with the line
        if not isinstance(named, list):
            raise AuditFormatError(
                line=1, what="export", reason="left_out is not a list"
            )
        return {str(chain) for chain in named}
    return set()


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
