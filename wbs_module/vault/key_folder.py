"""The key folder: the keys of an installation, outside database and file store.

::

    key-folder.json      format, demo or not, which master key wraps new case keys
    master/<id>.key      master keys; the older ones stay until nothing needs them
    receipt-code.key     keyed hash of receipt codes
    audit-chain.key      keyed hash of the audit chains and checkpoints
    plaintext-hash.key   keyed hash of evidence as received
    pins.json            fingerprints of the first generation of each sealing layer

Where it lies is the caller's business; `key_folder_creation` makes and rotates it.
"""

import json
import os
from pathlib import Path

from .durable_file import write_durably
from .errors import (
    KeyFolderDamaged,
    KeyFolderMissing,
    KeyFolderTooOpen,
    KeyFolderUnreadable,
    MasterKeyMissing,
    PinExists,
    PinMissing,
)
from .key_file import NotAKeyFile, mode_of, read_key_file
from .secret_bytes import SecretBytes

FORMAT = "wbs-key-folder"
VERSION = 1
MANIFEST = "key-folder.json"
MASTER = "master"
PINS = "pins.json"
SINGLE_KEYS = ("receipt-code", "audit-chain", "plaintext-hash")


def refuse_if_open(path: Path, wanted: str) -> None:
    """Raise `KeyFolderTooOpen` where group or others may do anything with ``path``."""
    mode = mode_of(path)
    if mode & 0o077:
        raise KeyFolderTooOpen(path=path, mode=f"{mode:04o}", wanted=wanted)


def _read_json(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_bytes())
    except PermissionError:
        raise KeyFolderUnreadable(path=path) from None
    except (OSError, ValueError):
        raise KeyFolderDamaged(path=path) from None
    if not isinstance(content, dict):
        raise KeyFolderDamaged(path=path)
    return content


def _read_key(path: Path, purpose: str) -> SecretBytes:
    try:
        refuse_if_open(path, "0600")
        return read_key_file(path, purpose).key
    except PermissionError:
        raise KeyFolderUnreadable(path=path) from None
    except (OSError, NotAKeyFile):
        raise KeyFolderDamaged(path=path) from None


class KeyFolder:
    """The keys of an installation, read once. Its `repr` shows no key.

    ``is_demo``: the keys are known to anybody who read the manual; a real report must
    not be taken under them.
    """

    def __init__(self, path: Path) -> None:
        """Read the folder. Raises `KeyFolderError` with a sentence, changes nothing."""
        self.path = path
        self._check_folder(path)
        manifest = _read_json(path / MANIFEST)
        if (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
            raise KeyFolderDamaged(path=path / MANIFEST)
        self._manifest_state = self._state_of_manifest()
        self.is_demo = manifest.get("demo") is not False
        self.active_master_key_id = str(manifest.get("active_master_key"))
        self._master_keys: dict[str, SecretBytes] = {}
        self._keys = {
            purpose: _read_key(path / f"{purpose}.key", purpose)
            for purpose in SINGLE_KEYS
        }
        self.master_key(self.active_master_key_id)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> "KeyFolder":
        """The key folder at ``path``; the same as calling the class."""
        return cls(Path(path))

    @staticmethod
    def _check_folder(path: Path) -> None:
        try:
            present = (path / MANIFEST).is_file()
        except PermissionError:
            raise KeyFolderUnreadable(path=path) from None
        if not present:
            raise KeyFolderMissing(path=path)
        refuse_if_open(path, "0700")
        if not os.access(path, os.R_OK | os.X_OK):
            raise KeyFolderUnreadable(path=path)

    def _state_of_manifest(self) -> tuple[int, int]:
        found = os.stat(self.path / MANIFEST)
        return found.st_ino, found.st_mtime_ns

    def fresh(self) -> "KeyFolder":
        """This folder, or one read anew if a rotation happened since. Costs a stat."""
        try:
            unchanged = self._state_of_manifest() == self._manifest_state
        except OSError:
            raise KeyFolderMissing(path=self.path) from None
        return self if unchanged else KeyFolder(self.path)

    def __repr__(self) -> str:
        return f"<KeyFolder {self.path}{' (demo)' if self.is_demo else ''}>"

    # -- master keys ---------------------------------------------------------------

    @property
    def master_key_ids(self) -> list[str]:
        """Ids of all master keys on disk, oldest first."""
        files = (self.path / MASTER).glob("*.key")
        return [file.stem for file in sorted(files, key=_age_order)]

    def master_key(self, master_key_id: str) -> SecretBytes:
        """The master key with this id, read from disk if it came after opening.

        Raises `MasterKeyMissing`.
        """
        if master_key_id not in self._master_keys:
            path = self.path / MASTER / f"{master_key_id}.key"
            if not master_key_id.isalnum() or not path.is_file():
                raise MasterKeyMissing(master_key_id=master_key_id)
            self._master_keys[master_key_id] = _read_key(path, "master")
        return self._master_keys[master_key_id]

    # -- single keys ---------------------------------------------------------------

    @property
    def receipt_code_key(self) -> SecretBytes:
        return self._keys["receipt-code"]

    @property
    def audit_chain_key(self) -> SecretBytes:
        return self._keys["audit-chain"]

    @property
    def plaintext_hash_key(self) -> SecretBytes:
        return self._keys["plaintext-hash"]

    # -- pins ----------------------------------------------------------------------

    @property
    def pins(self) -> dict[str, str]:
        """Layer → fingerprint of its first generation, as pinned at set-up."""
        if not (self.path / PINS).is_file():
            return {}
        pins = _read_json(self.path / PINS)
        return {str(layer): str(fingerprint) for layer, fingerprint in pins.items()}

    def pinned_fingerprint(self, layer: str) -> str:
        """Raises `PinMissing` while the layer has no first generation."""
        try:
            return self.pins[layer]
        except KeyError:
            raise PinMissing(layer=layer) from None

    def pin(self, layer: str, fingerprint: str) -> None:
        """Pin the first generation of ``layer``, once and for all.

        Raises `PinExists` for another fingerprint than the one already pinned.
        """
        pins = self.pins
        if pins.get(layer, fingerprint) != fingerprint:
            raise PinExists(layer=layer)
        content = json.dumps({**pins, layer: fingerprint}, indent=1, sort_keys=True)
        write_durably(self.path / PINS, content.encode() + b"\n")


def _age_order(path: Path) -> tuple[int, str]:
    return os.stat(path).st_mtime_ns, path.name
