"""The key store: one small file for each case key, outside database and file store.

A file is found by its random key id, never by the name of a database, so renames and
clones keep working and several servers may mount the same store::

    key-store.json            format
    <aa>/<key id>.new         written before the commit of the case, not yet confirmed
    <aa>/<key id>.key         confirmed: the database was seen to know it
    <aa>/<key id>.destroyed   empty; the key was destroyed on purpose

The file is on disk before the database commits. If the commit never comes, it stays
``.new`` and `KeyStore.sweep` removes it; a confirmed file is never swept, whatever an
older backup of the database may know. Each file names the installation that made it:
a clone with another installation id reads but neither sweeps nor destroys.
"""

import json
import os
import secrets
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from .durable_file import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    UNFINISHED,
    synchronise_folder,
    write_durably,
)
from .errors import (
    CaseKeyDamaged,
    CaseKeyDestroyed,
    CaseKeyMissing,
    CaseKeyOfAnotherInstallation,
    KeyStoreExists,
    KeyStoreMissing,
    KeyStoreUnwritable,
)
from .key_file import KeyFile, NotAKeyFile, read_key_file, write_key_file
from .secret_bytes import SecretBytes

MANIFEST = "key-store.json"
KEY_ID_BYTES = 16
NEW, CONFIRMED, DESTROYED = ".new", ".key", ".destroyed"
PURPOSE = "case"


@dataclass(frozen=True)
class SweepReport:
    """What a sweep did, as key ids; ``unfinished`` counts broken-off writes."""

    confirmed: list[str]
    removed: list[str]
    unfinished: int


@dataclass(frozen=True)
class Comparison:
    """How key store and database agree, as sorted key ids. All empty: they agree.

    ``missing``: the database has the case, the store has no file: the store is another
    one or was restored from an older backup. ``unknown``: the store has a confirmed
    file of this installation, the database no case: the database was restored from an
    older backup. ``returned``: destroyed according to the database, but the file is
    here again: the store was restored from a backup older than the destruction;
    destroy it again.
    """

    missing: list[str]
    unknown: list[str]
    returned: list[str]


def new_key_id() -> str:
    """32 random hexadecimal digits."""
    return secrets.token_hex(KEY_ID_BYTES)


def _erase(path: Path) -> bool:
    """Overwrite and remove a file; False if it is not there."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    synchronise_folder(path.parent)
    return True


def create_key_store(path: str | os.PathLike[str]) -> None:
    """Make an empty key store. Raises `KeyStoreExists`."""
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KeyStoreExists(path=folder)
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)
    manifest = {"format": "wbs-key-store", "version": 1}
    write_durably(folder / MANIFEST, json.dumps(manifest).encode() + b"\n")
    synchronise_folder(folder.parent)


class KeyStore:
    """The key store at ``path``, used by the installation ``installation``.

    ``installation`` is a random id that the caller keeps in its database and replaces
    when the database is cloned; it is not secret.
    """

    def __init__(self, path: str | os.PathLike[str], installation: str) -> None:
        """Raises `KeyStoreMissing` (not mounted, wrong path)."""
        self.path = Path(path)
        self.installation = installation
        if not (self.path / MANIFEST).is_file():
            raise KeyStoreMissing(path=self.path)

    def __repr__(self) -> str:
        return f"<KeyStore {self.path}>"

    def _path(self, key_id: str, suffix: str) -> Path:
        if len(key_id) != 2 * KEY_ID_BYTES or not key_id.isalnum():
            raise CaseKeyMissing(path=self.path, key_id="(not a key id)")
        return self.path / key_id[:2] / f"{key_id}{suffix}"

    # -- one key -------------------------------------------------------------------

    def put(self, key_id: str, half: SecretBytes) -> None:
        """Store one half of a case key and force it to disk, before the commit.

        Raises `KeyStoreUnwritable`; then nothing was stored. A half is never replaced:
        that would close a case for ever.
        """
        target = self._path(key_id, NEW)
        suffixes = (NEW, CONFIRMED, DESTROYED)
        if any(self._path(key_id, suffix).exists() for suffix in suffixes):
            raise KeyStoreUnwritable(path=self.path, reason="this key id is taken")
        try:
            if not target.parent.is_dir():
                target.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
                synchronise_folder(self.path)
            write_key_file(target, KeyFile(PURPOSE, key_id, half, self.installation))
        except OSError as problem:
            raise self._unwritable(problem) from None

    def get(self, key_id: str) -> SecretBytes:
        """The half of the case key ``key_id``.

        Raises `CaseKeyDestroyed`, `CaseKeyMissing` or `CaseKeyDamaged`.
        """
        return self._read(key_id).key

    def _read(self, key_id: str) -> KeyFile:
        if self._path(key_id, DESTROYED).exists():
            raise CaseKeyDestroyed(key_id=key_id)
        # A sweep on another server may rename .new to .key between two looks, hence
        # the third look.
        for suffix in (CONFIRMED, NEW, CONFIRMED):
            try:
                found = read_key_file(self._path(key_id, suffix), PURPOSE)
            except FileNotFoundError:
                continue
            except (OSError, NotAKeyFile):
                raise CaseKeyDamaged(path=self.path, key_id=key_id) from None
            if found.key_id != key_id:
                raise CaseKeyDamaged(path=self.path, key_id=key_id)
            return found
        raise CaseKeyMissing(path=self.path, key_id=key_id)

    def destroy(self, key_id: str) -> None:
        """Destroy the half for good; what was encrypted under it is closed for ever.

        Call it after the commit that records the decision; repeating it is harmless.
        Raises `CaseKeyOfAnotherInstallation`, `CaseKeyMissing`, `KeyStoreUnwritable`.
        """
        marker = self._path(key_id, DESTROYED)
        try:
            if not marker.exists():
                self._refuse_if_not_ours(key_id)
                os.close(os.open(marker, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
                synchronise_folder(marker.parent)
            for suffix in (CONFIRMED, NEW):
                _erase(self._path(key_id, suffix))
        except OSError as problem:
            raise self._unwritable(problem) from None

    def _unwritable(self, problem: OSError) -> KeyStoreUnwritable:
        reason = problem.strerror or "write error"
        return KeyStoreUnwritable(path=self.path, reason=reason)

    def _refuse_if_not_ours(self, key_id: str) -> None:
        try:
            installation = self._read(key_id).note
        except CaseKeyDamaged:
            return  # opens nothing any more; its remains may go
        if installation != self.installation:
            raise CaseKeyOfAnotherInstallation(key_id=key_id)

    # -- all keys ------------------------------------------------------------------

    def _ids(self, suffix: str) -> Iterator[str]:
        for path in self.path.glob(f"??/*{suffix}"):
            if not path.name.startswith("."):
                yield path.stem

    def _is_ours(self, key_id: str) -> bool:
        try:
            return self._read(key_id).note == self.installation
        except (CaseKeyMissing, CaseKeyDamaged, CaseKeyDestroyed):
            return False

    def sweep(
        self, known_ids: Collection[str], minimum_age: float, now: float | None = None
    ) -> SweepReport:
        """Confirm what the database knows; remove what no commit ever followed.

        ``known_ids``: the key ids of all cases, read in a transaction that began just
        before. ``minimum_age``: seconds that an unconfirmed file is left alone; it
        must exceed the longest transaction. ``now``: seconds since the epoch.
        """
        known = frozenset(known_ids)
        limit = (time.time() if now is None else now) - minimum_age
        confirmed, removed = [], []
        for key_id in list(self._ids(NEW)):
            path = self._path(key_id, NEW)
            try:
                if key_id in known:
                    path.replace(self._path(key_id, CONFIRMED))
                    confirmed.append(key_id)
                elif path.stat().st_mtime <= limit and self._is_ours(key_id):
                    # Only this file: another server may just have confirmed the key.
                    removed += [key_id] if _erase(path) else []
            except FileNotFoundError:
                continue  # another server sweeps at the same time
        return SweepReport(confirmed, removed, self._sweep_unfinished(limit))

    def _sweep_unfinished(self, limit: float) -> int:
        stale = [
            path
            for path in self.path.glob(f"??/.*{UNFINISHED}")
            if path.stat().st_mtime <= limit
        ]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def compare(
        self, known_ids: Collection[str], destroyed_ids: Collection[str] = ()
    ) -> Comparison:
        """Tell whether store and database come from the same moment.

        ``known_ids``: key ids of living cases; ``destroyed_ids``: of destroyed ones.
        """
        confirmed, new = set(self._ids(CONFIRMED)), set(self._ids(NEW))
        known, destroyed = set(known_ids), set(destroyed_ids)
        strangers = confirmed - known - destroyed
        return Comparison(
            missing=sorted(known - confirmed - new),
            unknown=sorted(key_id for key_id in strangers if self._is_ours(key_id)),
            returned=sorted((confirmed | new) & destroyed),
        )
