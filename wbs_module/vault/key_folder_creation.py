"""Making a key folder, and the rotation of its master key while people work.

Rotation in steps, so that several servers with copies of the folder never meet a key
that they do not know: `add_master_key`, copy the folder to every server,
`activate_master_key`, rewrap all case keys (`case_key.rewrap_case_key`), and when none
is left under the old key, `retire_master_key`. Old content stays readable throughout.
"""

import json
import os
import secrets
from pathlib import Path

from .derivation import KEY_LENGTH
from .durable_file import PRIVATE_FOLDER, synchronise_folder, write_durably
from .errors import KeyFolderExists, MasterKeyInUse
from .key_file import KeyFile, write_key_file
from .key_folder import FORMAT, MANIFEST, MASTER, SINGLE_KEYS, VERSION, KeyFolder
from .secret_bytes import SecretBytes

MASTER_KEY_ID_BYTES = 8


def _write_manifest(path: Path, demo: bool, active_master_key_id: str) -> None:
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "demo": demo,
        "active_master_key": active_master_key_id,
    }
    write_durably(path / MANIFEST, json.dumps(manifest, indent=1).encode() + b"\n")


def _write_new_key(path: Path, purpose: str, key_id: str) -> None:
    write_key_file(path, KeyFile(purpose, key_id, SecretBytes.random(KEY_LENGTH)))


def _write_new_master_key(path: Path) -> str:
    key_id = secrets.token_hex(MASTER_KEY_ID_BYTES)
    _write_new_key(path / MASTER / f"{key_id}.key", "master", key_id)
    return key_id


def prepare_private_folder(path: Path, error: type[KeyFolderExists]) -> None:
    """Make ``path``, or take it if it is empty, with mode 0700."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise error(path=path)
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    path.chmod(PRIVATE_FOLDER)


def create_key_folder(path: str | os.PathLike[str], demo: bool = False) -> KeyFolder:
    """Fresh keys in a new folder. Raises `KeyFolderExists`, never overwrites.

    The manifest is written last: a folder that a crash left half is no key folder.
    ``demo`` marks keys that must not protect a real report.
    """
    folder = Path(path)
    prepare_private_folder(folder, KeyFolderExists)
    (folder / MASTER).mkdir(mode=PRIVATE_FOLDER)
    for purpose in SINGLE_KEYS:
        _write_new_key(folder / f"{purpose}.key", purpose, secrets.token_hex(8))
    _write_manifest(folder, demo, _write_new_master_key(folder))
    synchronise_folder(folder.parent)
    return KeyFolder(folder)


def add_master_key(folder: KeyFolder) -> str:
    """Id of a new master key, known from now on but wrapping nothing yet."""
    return _write_new_master_key(folder.path)


def activate_master_key(folder: KeyFolder, master_key_id: str) -> KeyFolder:
    """Let ``master_key_id`` wrap new case keys. Raises `MasterKeyMissing`."""
    folder.master_key(master_key_id)
    _write_manifest(folder.path, folder.is_demo, master_key_id)
    return KeyFolder(folder.path)


def retire_master_key(folder: KeyFolder, master_key_id: str) -> None:
    """Destroy a master key under which no case key is wrapped any more.

    That none is, only the database knows: ask `case_key.wrapping_master_key_id` of
    every wrapped half first. Raises `MasterKeyInUse` for the active one and
    `MasterKeyMissing`.
    """
    if master_key_id == folder.fresh().active_master_key_id:
        raise MasterKeyInUse(master_key_id=master_key_id)
    folder.master_key(master_key_id)
    path = folder.path / MASTER / f"{master_key_id}.key"
    path.unlink()
    synchronise_folder(path.parent)
