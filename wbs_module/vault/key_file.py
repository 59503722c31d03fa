"""One key in one small file, with a check that tells damage from a wrong key."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from .derivation import KEY_LENGTH
from .durable_file import write_durably
from .secret_bytes import SecretBytes

FORMAT = "wbs-key"
VERSION = 1


class NotAKeyFile(ValueError):
    """The file is no key file, or a damaged one. Carries no content of it."""


@dataclass(frozen=True)
class KeyFile:
    """What a key file holds. ``note`` is a word of the writer's, never a secret."""

    purpose: str
    key_id: str
    key: SecretBytes
    note: str = ""


def _check(purpose: str, key_id: str, key: SecretBytes) -> str:
    seen = f"{FORMAT}/{VERSION}/{purpose}/{key_id}/".encode() + key.reveal()
    return hashlib.sha256(seen).hexdigest()[:16]


def write_key_file(path: Path, content: KeyFile) -> None:
    """Write durably, mode 0600. Raises `OSError`, and leaves nothing half."""
    record = {
        "format": FORMAT,
        "version": VERSION,
        "purpose": content.purpose,
        "id": content.key_id,
        "note": content.note,
        "key": base64.b64encode(content.key.reveal()).decode(),
        "check": _check(content.purpose, content.key_id, content.key),
    }
    write_durably(path, json.dumps(record, indent=1).encode() + b"\n")


def _parse(raw: bytes, purpose: str) -> KeyFile | None:
    """The key file, or None if ``raw`` is none.

    Errors end here: those of JSON and Unicode carry the text that they could not read,
    and an error raised while handling one would carry it on as its context.
    """
    try:
        record = json.loads(raw)
        key = SecretBytes(base64.b64decode(record["key"], validate=True))
        key_id, note = str(record["id"]), str(record["note"])
        known = (record["format"], record["version"], record["purpose"])
        check = str(record["check"]).encode()
    except (ValueError, KeyError, TypeError):
        return None
    sound = known == (FORMAT, VERSION, purpose) and len(key) == KEY_LENGTH
    if not sound or not hmac.compare_digest(
        check, _check(purpose, key_id, key).encode()
    ):
        return None
    return KeyFile(purpose, key_id, key, note)


def read_key_file(path: Path, purpose: str) -> KeyFile:
    """The key in ``path``. Raises `OSError`, or `NotAKeyFile` without its content."""
    found = _parse(path.read_bytes(), purpose)
    if found is None:
        raise NotAKeyFile
    return found


def mode_of(path: Path) -> int:
    """The permission bits of ``path``."""
    return os.stat(path).st_mode & 0o777
