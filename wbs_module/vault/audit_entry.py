"""One entry of the audit log, and the bytes by which it is hashed.

An entry says who did what to which record, never a value. Its canonical form is JSON
with sorted keys and without spaces, in ASCII, times in UTC to the microsecond; a
version stands in front, so that a later form can be told from this one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from .errors import AuditFormatError

CANONICAL_VERSION = 1
TIME_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
Scalar = str | int | bool | None


def utc_text(moment: datetime) -> str:
    """A moment as it is hashed and exported; without a zone it is taken as UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return moment.astimezone(timezone.utc).strftime(TIME_FORM)


@dataclass(frozen=True)
class AuditEntry:
    """What happened, without values.

    ``chain``: uid of the case; ``sequence``: 1, 2, 3… within the chain; ``time``: as
    stored; ``actor``: who, as an opaque id; ``action``: a code such as
    ``content.read``; ``subject``: what was touched, such as ``wbs.case/<uid>/account``;
    ``detail``: codes and numbers beside (a reason's code, a size), no content.
    """

    chain: str
    sequence: int
    time: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Scalar] = field(default_factory=dict)

    def as_record(self) -> dict[str, object]:
        """The entry as plain data, as it is hashed and exported."""
        for name, value in self.detail.items():
            if not isinstance(value, str | int | None):
                raise TypeError(f"Audit detail {name!r} is neither text nor number.")
        return {
            "chain": self.chain,
            "sequence": self.sequence,
            "time": utc_text(self.time),
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "detail": dict(self.detail),
        }

    @property
    def canonical(self) -> bytes:
        """The bytes that the chain hashes."""
        return b"wbs-audit-entry/%d\n" % CANONICAL_VERSION + canonical_json(
            self.as_record()
        )


@dataclass(frozen=True)
class ChainedEntry:
    """An entry as stored: with its keyed hash, 64 hexadecimal digits."""

    entry: AuditEntry
    hash: str


def canonical_json(record: Mapping[str, object]) -> bytes:
    """JSON in the one form that equal data always have."""
    return json.dumps(
        record, sort_keys=True, separators=(",", ":"), ensure_ascii=True
    ).encode()


def parse_time(text: str) -> datetime:
    """The moment that `utc_text` wrote. Raises `ValueError`."""
    return datetime.strptime(text, TIME_FORM).replace(tzinfo=timezone.utc)


def entry_from_record(record: Mapping[str, object], line: int, what: str) -> AuditEntry:
    """The entry of an exported line. Raises `AuditFormatError` naming the line."""
    try:
        sequence, detail = record["sequence"], record["detail"]
        if not isinstance(sequence, int) or not isinstance(detail, dict):
            raise TypeError
        return AuditEntry(
            chain=str(record["chain"]),
            sequence=sequence,
            time=parse_time(str(record["time"])),
            actor=str(record["actor"]),
            action=str(record["action"]),
            subject=str(record["subject"]),
            detail=detail,
        )
    except (KeyError, TypeError, ValueError):
        raise AuditFormatError(
            line=line, what=what, reason="it is not an audit entry"
        ) from None
