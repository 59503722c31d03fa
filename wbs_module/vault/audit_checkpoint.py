"""Checkpoints: the heads of all chains, gathered daily, kept outside by an auditor.

A checkpoint covers the one before it with a keyed hash, as entries do. Whoever holds
one notices when the tail of a chain, or a whole chain, is missing, and also when
somebody with the chain key wrote a chain anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .audit_chain import BEGINNING, Head, Touched, same_hash, verify_chain
from .audit_entry import ChainedEntry, canonical_json, utc_text
from .derivation import bind, keyed_hash
from .secret_bytes import SecretBytes


@dataclass(frozen=True)
class Checkpoint:
    """The heads at one moment. ``previous`` and ``hash``: 64 hexadecimal digits."""

    number: int
    time: datetime
    heads: Mapping[str, Head]
    previous: str
    hash: str

    def as_record(self) -> dict[str, object]:
        """All but the hash, as it is hashed and exported."""
        return {
            "number": self.number,
            "time": utc_text(self.time),
            "previous": self.previous,
            "heads": {
                chain: [head.length, head.hash] for chain, head in self.heads.items()
            },
        }


@dataclass(frozen=True)
class TouchedCheckpoint:
    """The first checkpoint that is not as it was written."""

    number: int

    @property
    def sentence(self) -> str:
        return (
            f"Checkpoint {self.number} was changed, or the one before it is missing. "
            "Take the auditor's own copy."
        )


def _hash(key: SecretBytes, checkpoint: Checkpoint) -> str:
    seen = bind("wbs audit checkpoint", 1, canonical_json(checkpoint.as_record()))
    return keyed_hash(key, seen).hex()


def make_checkpoint(
    key: SecretBytes,
    time: datetime,
    heads: Mapping[str, Head],
    previous: Checkpoint | None = None,
) -> Checkpoint:
    """A checkpoint of ``heads`` (chain → head) after ``previous``.

    ``key``: `KeyFolder.audit_chain_key`.
    """
    unsigned = Checkpoint(
        number=previous.number + 1 if previous else 1,
        time=time,
        heads=dict(heads),
        previous=previous.hash if previous else BEGINNING,
        hash="",
    )
    return Checkpoint(
        unsigned.number,
        unsigned.time,
        unsigned.heads,
        unsigned.previous,
        _hash(key, unsigned),
    )


def verify_checkpoints(
    key: SecretBytes, checkpoints: Sequence[Checkpoint]
) -> TouchedCheckpoint | None:
    """None if every checkpoint is genuine and follows the one before it.

    The series may begin with any number: an auditor need not keep the first ones.
    """
    before: Checkpoint | None = None
    for checkpoint in checkpoints:
        genuine = same_hash(_hash(key, checkpoint), checkpoint.hash)
        follows = before is None or (
            checkpoint.number == before.number + 1
            and same_hash(checkpoint.previous, before.hash)
        )
        if not (genuine and follows):
            return TouchedCheckpoint(checkpoint.number)
        before = checkpoint
    return None


def verify_all_chains(
    key: SecretBytes,
    entries: Iterable[ChainedEntry],
    checkpoints: Sequence[Checkpoint] = (),
) -> list[Touched]:
    """The first touched entry of every chain that is not whole, by chain.

    ``entries``: of all chains, those of one chain in their order; ``checkpoints``:
    verified before with `verify_checkpoints`, oldest first. A chain that a checkpoint
    knows and the entries lack is reported as cut off at its first entry.
    """
    chains: dict[str, list[ChainedEntry]] = {}
    for each in entries:
        chains.setdefault(each.entry.chain, []).append(each)
    known = {chain for checkpoint in checkpoints for chain in checkpoint.heads}
    findings = []
    for chain in sorted(known | set(chains)):
        heads = [
            checkpoint.heads[chain]
            for checkpoint in checkpoints
            if chain in checkpoint.heads
        ]
        touched = verify_chain(key, chain, chains.get(chain, ()), heads)
        if touched is not None:
            findings.append(touched)
    return findings
