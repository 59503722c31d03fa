"""What each ``wbs`` command does, and what it says about it."""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from .age import new_age_identity
from .audit_checkpoint import verify_all_chains, verify_checkpoints
from .audit_export import read_checkpoints, read_entries, read_left_out
from .demo_keys import create_demo_keys
from .durable_file import write_durably
from .emergency_opening import open_generation, open_with_identities
from .errors import GenerationFileDamaged, KeyFolderDamaged, KeyFolderMissing
from .generation_creation import create_generation
from .generation_file import generation_from_record, generation_to_record
from .inspection import Severity, Surroundings, inspect_keys
from .key_file import NotAKeyFile, read_key_file
from .key_folder import KeyFolder
from .key_folder_creation import (
    activate_master_key,
    add_master_key,
    create_key_folder,
    retire_master_key,
)
from .key_store import create_key_store
from .secret_bytes import SecretBytes

MARKS = {Severity.BLOCKS: "✗", Severity.WARNING: "!", Severity.IN_ORDER: "✓"}


def init(key_folder: Path, key_store: Path) -> int:
    create_key_folder(key_folder)
    create_key_store(key_store)
    print(f"Key folder made at {key_folder}, key store at {key_store}.")
    print(
        "Back both up apart from database and file store: without them nothing opens."
    )
    return 0


def demo(key_folder: Path, key_store: Path, now: datetime) -> int:
    create_demo_keys(key_folder, key_store, now)
    print(f"Demonstration keys made at {key_folder}, key store at {key_store}.")
    print("They protect nobody; real reports are not taken under them.")
    return 0


def check(
    key_folder: Path,
    key_store: Path,
    today: date,
    https: bool,
    data_folders: Sequence[Path],
    backup_folders: Sequence[Path],
) -> int:
    """Members and recovery tests stand in the database, so the page tells of them."""
    around = Surroundings(
        key_folder, key_store, today, https, data_folders, backup_folders
    )
    of_the_database = {"too_few_members", "recovery_untested"}
    findings = [
        finding
        for finding in inspect_keys(around)
        if finding.code not in of_the_database
    ]
    for finding in findings:
        print(MARKS[finding.severity], finding.sentence)
    return int(any(finding.severity is Severity.BLOCKS for finding in findings))


def rotate(key_folder: Path, prepare: bool, activate: str | None) -> int:
    folder = KeyFolder(key_folder)
    master_key_id = activate or add_master_key(folder)
    if prepare:
        print(f"Master key {master_key_id} is prepared. Copy the key folder to every")
        print(f"server, then run: wbs keys rotate --activate {master_key_id}")
        return 0
    activate_master_key(folder, master_key_id)
    print(f"Master key {master_key_id} wraps new case keys from now on. Old content")
    print("stays readable; the server rewraps the older case keys. Keep the old key")
    print("until the check page says that none is left under it.")
    return 0


def retire(key_folder: Path, master_key_id: str) -> int:
    retire_master_key(KeyFolder(key_folder), master_key_id)
    print(f"Master key {master_key_id} is destroyed. Destroy its copies in backups of")
    print("the key folder too, if it had to go because somebody had access.")
    return 0


def recovery() -> int:
    identity = new_age_identity()
    print("Print this page, keep it in a safe, and give the public key to whoever sets")
    print("up the layer. This key is stored nowhere and shown once.")
    print(f"# public key: {identity.recipient}")
    print(identity.secret)
    return 0


def generation(
    key_folder: Path,
    layer: str,
    members: Sequence[str],
    recovery_recipient: str,
    output: Path,
    now: datetime,
) -> int:
    folder = KeyFolder(key_folder)
    made = create_generation(layer, members, recovery_recipient, now)
    fingerprint = made.generation.fingerprint
    folder.pin(layer, fingerprint)
    record = json.dumps(generation_to_record(made), indent=1)
    write_durably(output, record.encode() + b"\n")
    print(f"The first generation of the {layer} is pinned and written to {output}.")
    print(f"Print its fingerprint and keep it with the recovery key: {fingerprint}")
    return 0


def _audit_key(audit_key: Path | None, key_folder: Path | None) -> SecretBytes:
    if audit_key is None:
        if key_folder is None:
            raise KeyFolderMissing(path="(no --key-folder and no --audit-key given)")
        return KeyFolder(key_folder).audit_chain_key
    try:
        return read_key_file(audit_key, "audit-chain").key
    except NotAKeyFile:
        raise KeyFolderDamaged(path=audit_key) from None


def verify(
    export: Path,
    checkpoint: Path | None,
    audit_key: Path | None,
    key_folder: Path | None,
) -> int:
    key = _audit_key(audit_key, key_folder)
    checkpoints = []
    if checkpoint is not None:
        with checkpoint.open("rb") as lines:
            checkpoints = list(read_checkpoints(lines))
        touched_checkpoint = verify_checkpoints(key, checkpoints)
        if touched_checkpoint is not None:
            print(touched_checkpoint.sentence, file=sys.stderr)
            return 1
    with export.open("rb") as lines:
        entries = list(read_entries(lines))
    with export.open("rb") as lines:
        left_out = read_left_out(lines)
    if left_out:
        print(f"{len(left_out)} chains of other offices are not in this file.")
    found = verify_all_chains(key, entries, checkpoints)
    # What the file says of itself excuses no chain that it holds entries of.
    left_out -= {each.entry.chain for each in entries}
    findings = [touched for touched in found if touched.chain not in left_out]
    for touched in findings:
        print(touched.sentence, file=sys.stderr)
    if findings:
        return 1
    chains = len({each.entry.chain for each in entries})
    print(f"{len(entries)} entries in {chains} chains are as they were written.")
    if not checkpoints:
        print("Without a checkpoint nobody can tell whether a tail was cut off.")
    return 0


def emergency_open(
    sealed: Path, custodians: tuple[Path, Path], approvers: tuple[Path, Path]
) -> int:
    """For each layer a generation file and a key file; the identity to the output."""
    secrets = [[_secret_of_generation(*layer)] for layer in (custodians, approvers)]
    sys.stdout.buffer.write(open_with_identities(sealed.read_bytes(), *secrets))
    sys.stdout.buffer.flush()
    return 0


def _secret_of_generation(generation_file: Path, key_file: Path) -> str:
    try:
        made = generation_from_record(json.loads(generation_file.read_bytes()))
    except (ValueError, KeyError, TypeError):
        raise GenerationFileDamaged(path=generation_file) from None
    secrets = _secrets_in(key_file)
    return open_generation(made.generation, made.sealed_private, secrets)[0]


def _secrets_in(key_file: Path) -> list[str]:
    """The keys in a file as age writes it, where # begins a comment."""
    lines = (line.strip() for line in key_file.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]
