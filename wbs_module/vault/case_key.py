"""Case keys: two halves, one wrapped in the database, one in the key store.

The key of a case is derived from both halves (HKDF-SHA256 over half A and half B), so
that neither the database with the key folder nor the key store alone opens anything.
Layout of the wrapped half A: version byte 1, master key id (8 bytes), then the bound
encryption of `authenticated_encryption` (nonce, ciphertext, tag).
"""

from functools import cached_property
from threading import Thread

from .authenticated_encryption import decrypt_bound, encrypt_bound
from .derivation import KEY_LENGTH, bind, derive_key
from .errors import ContentRefused
from .key_folder import KeyFolder
from .key_folder_creation import MASTER_KEY_ID_BYTES
from .key_store import KeyStore, new_key_id
from .secret_bytes import SecretBytes

VERSION = b"\x01"


class CaseKey:
    """An opened case key. Keep it no longer than the request that needs it.

    ``key_id`` is random and not secret. From the key itself come one key for fields,
    one for files and one for the reporter's address, none of which gives another.
    """

    def __init__(self, key_id: str, key: SecretBytes) -> None:
        self.key_id = key_id
        self._key = key

    @cached_property
    def field_key(self) -> SecretBytes:
        return derive_key(self._key, b"wbs case fields v1")

    @cached_property
    def file_key(self) -> SecretBytes:
        return derive_key(self._key, b"wbs case files v1")

    @cached_property
    def reply_address_key(self) -> SecretBytes:
        return derive_key(self._key, b"wbs reply address v1")

    def __repr__(self) -> str:
        return f"<CaseKey {self.key_id}>"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("A key is never pickled: it must not enter a queue or cache.")


def _place(key_id: str, master_key_id: str) -> bytes:
    return bind("wbs wrapped half", 1, key_id, master_key_id)


def _wrapping_key(folder: KeyFolder, master_key_id: str) -> SecretBytes:
    return derive_key(folder.master_key(master_key_id), b"wbs wrap case halves v1")


def _wrap(folder: KeyFolder, key_id: str, half: SecretBytes) -> bytes:
    master_key_id = folder.active_master_key_id
    key = _wrapping_key(folder, master_key_id)
    sealed = encrypt_bound(key, _place(key_id, master_key_id), half.reveal())
    return VERSION + bytes.fromhex(master_key_id) + sealed


def _unwrap(folder: KeyFolder, key_id: str, wrapped: bytes) -> SecretBytes:
    master_key_id = wrapping_master_key_id(wrapped)
    key = _wrapping_key(folder, master_key_id)
    sealed = wrapped[len(VERSION) + MASTER_KEY_ID_BYTES :]
    return SecretBytes(decrypt_bound(key, _place(key_id, master_key_id), sealed))


def _combine(key_id: str, half_a: SecretBytes, half_b: SecretBytes) -> CaseKey:
    both = SecretBytes(half_a.reveal() + half_b.reveal())
    return CaseKey(key_id, derive_key(both, bind("wbs case key", 1, key_id)))


def create_case_key(folder: KeyFolder, store: KeyStore) -> tuple[CaseKey, bytes]:
    """A new case key, and its wrapped half A for the database (70 bytes).

    The other half is on disk in the key store when this returns. Store ``key_id`` and
    the wrapped half with the case in the same transaction; if it rolls back, the file
    is an orphan that `KeyStore.sweep` removes. Raises `KeyStoreUnwritable`.
    """
    new = KeyBeingStored(folder, store)
    new.on_disk()
    return new.key, new.wrapped


class KeyBeingStored:
    """A new case key whose other half is on its way to disk, in a thread of its own.

    Forcing a file to disk is waiting; sealing can go on meanwhile. Nothing may be
    committed before `on_disk` has returned.
    """

    def __init__(self, folder: KeyFolder, store: KeyStore) -> None:
        key_id = new_key_id()
        half_a = SecretBytes.random(KEY_LENGTH)
        half_b = SecretBytes.random(KEY_LENGTH)
        self.wrapped = _wrap(folder, key_id, half_a)
        self.key = _combine(key_id, half_a, half_b)
        self._problem: BaseException | None = None
        self._thread = Thread(target=self._store, args=(store, key_id, half_b))
        self._thread.start()

    def _store(self, store: KeyStore, key_id: str, half: SecretBytes) -> None:
        try:
            store.put(key_id, half)
        except BaseException as problem:  # noqa: BLE001 (raised where it is waited for)
            self._problem = problem

    def on_disk(self) -> None:
        """Wait until the file is forced to disk. Raises `KeyStoreUnwritable`."""
        self._thread.join()
        if self._problem is not None:
            raise self._problem


def open_case_key(
    folder: KeyFolder, store: KeyStore, key_id: str, wrapped: bytes
) -> CaseKey:
    """The case key ``key_id``.

    Raises `MasterKeyMissing`, `CaseKeyMissing`, `CaseKeyDestroyed`, `CaseKeyDamaged`,
    or `ContentRefused` if the wrapped half is not the one made for ``key_id``.
    """
    return _combine(key_id, _unwrap(folder, key_id, wrapped), store.get(key_id))


def wrapping_master_key_id(wrapped: bytes) -> str:
    """Under which master key a half is wrapped; compare with the active one."""
    if wrapped[:1] != VERSION:
        raise ContentRefused
    return wrapped[1 : 1 + MASTER_KEY_ID_BYTES].hex()


def rewrap_case_key(folder: KeyFolder, key_id: str, wrapped: bytes) -> bytes:
    """The same half A under the active master key; content is not touched.

    Both wrappings open the same key, so readers never notice. Raises
    `MasterKeyMissing` or `ContentRefused`.
    """
    return _wrap(folder, key_id, _unwrap(folder, key_id, wrapped))
