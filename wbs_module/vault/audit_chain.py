"""The audit chain: each entry's keyed hash covers the one before it.

One chain a case, so that nobody waits for another. Without the chain key, which lies in
the key folder, no entry can be changed, removed, put in or moved without being named
here. A missing tail shows against a head kept elsewhere (`audit_checkpoint`).
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from .audit_entry import AuditEntry, ChainedEntry
from .derivation import bind, keyed_hash
from .secret_bytes import SecretBytes

BEGINNING = "0" * 64


class Tampering(Enum):
    """What was done to a chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut off"
    REWRITTEN = "rewritten"


_SENTENCES = {
    Tampering.CHANGED: "Entry {sequence} of chain {chain} was changed.",
    Tampering.REMOVED: "Entry {sequence} of chain {chain} was removed.",
    Tampering.INSERTED: (
        "What stands at place {sequence} of chain {chain} was put in afterwards."
    ),
    Tampering.REORDERED: (
        "Entry {sequence} of chain {chain} no longer stands in its place."
    ),
    Tampering.CUT_OFF: "Chain {chain} was cut off: entry {sequence} is missing.",
    Tampering.REWRITTEN: (
        "Chain {chain} was written anew with the chain key: one of its entries up to "
        "{sequence} is not what the checkpoint saw."
    ),
}


@dataclass(frozen=True)
class Touched:
    """The first entry of a chain that is not as it was written."""

    chain: str
    tampering: Tampering
    sequence: int

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.tampering].format(
            sequence=self.sequence, chain=self.chain
        )


@dataclass(frozen=True)
class Head:
    """How long a chain was at some moment, and the hash of its last entry then."""

    length: int
    hash: str


def entry_hash(key: SecretBytes, previous_hash: str, entry: AuditEntry) -> str:
    """The hash to store with ``entry``: HMAC-SHA256, 64 hexadecimal digits.

    ``key``: `KeyFolder.audit_chain_key`; ``previous_hash``: that of the entry before in
    the same chain, `BEGINNING` for the first.
    """
    seen = bind("wbs audit chain", 1, previous_hash, entry.canonical)
    return keyed_hash(key, seen).hex()


def verify_chain(
    key: SecretBytes,
    chain: str,
    entries: Sequence[ChainedEntry],
    heads: Sequence[Head] = (),
) -> Touched | None:
    """None if the chain is whole, else the first entry that was touched.

    ``entries``: all entries of ``chain`` in the order in which they stand; ``heads``:
    what checkpoints saw of this chain, oldest first. Entries after the last head are
    verified but their absence cannot be noticed.
    """
    touched = _first_touched(key, chain, entries)
    for head in heads:
        if touched is not None and touched.sequence <= head.length:
            return touched
        if len(entries) < head.length:
            return Touched(chain, Tampering.CUT_OFF, len(entries) + 1)
        if head.length and not same_hash(entries[head.length - 1].hash, head.hash):
            return Touched(chain, Tampering.REWRITTEN, head.length)
    return touched


def _first_touched(
    key: SecretBytes, chain: str, entries: Sequence[ChainedEntry]
) -> Touched | None:
    previous = BEGINNING
    for index, found in enumerate(entries):
        expected = index + 1
        if not _follows(key, chain, previous, found, expected):
            tampering = _kind_of_tampering(key, chain, previous, entries, index)
            return Touched(chain, tampering, expected)
        previous = found.hash
    return None


def same_hash(one: str, other: str) -> bool:
    """Equality of two hashes in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def _follows(
    key: SecretBytes, chain: str, previous: str, found: ChainedEntry, sequence: int
) -> bool:
    """Is ``found`` the genuine entry number ``sequence`` after ``previous``?"""
    if found.entry.chain != chain or found.entry.sequence != sequence:
        return False
    return same_hash(entry_hash(key, previous, found.entry), found.hash)


def _kind_of_tampering(
    key: SecretBytes,
    chain: str,
    previous: str,
    entries: Sequence[ChainedEntry],
    index: int,
) -> Tampering:
    """Why ``entries[index]`` is not the entry that belongs there."""
    expected, found, later = index + 1, entries[index], entries[index + 1 :]
    if any(_follows(key, chain, previous, each, expected) for each in later):
        # The right entry stands further back: something was put before it.
        return _put_in_or_moved(entries, found)
    if found.entry.sequence < expected:
        return Tampering.INSERTED
    if found.entry.sequence == expected or _holds_the_place(
        key, chain, previous, found, later, expected
    ):
        return Tampering.CHANGED
    return Tampering.REMOVED


def _put_in_or_moved(entries: Sequence[ChainedEntry], found: ChainedEntry) -> Tampering:
    numbers = [each.entry.sequence for each in entries]
    moved = sorted(numbers) == list(range(1, len(numbers) + 1))
    return Tampering.REORDERED if moved else Tampering.INSERTED


def _holds_the_place(
    key: SecretBytes,
    chain: str,
    previous: str,
    found: ChainedEntry,
    later: Sequence[ChainedEntry],
    expected: int,
) -> bool:
    """Is ``found`` the entry of this place with only its number changed?"""
    renumbered = replace(found, entry=replace(found.entry, sequence=expected))
    if _follows(key, chain, previous, renumbered, expected):
        return True
    return bool(later) and _follows(key, chain, found.hash, later[0], expected + 1)
