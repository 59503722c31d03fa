"""What every test of the vault needs: a key folder, a key store, a case key."""

from pathlib import Path

import pytest

from wbs_module.vault import (
    CaseKey,
    KeyFolder,
    KeyStore,
    create_case_key,
    create_key_folder,
    create_key_store,
)


@pytest.fixture
def key_folder(tmp_path: Path) -> KeyFolder:
    return create_key_folder(tmp_path / "keys")


@pytest.fixture
def key_store(tmp_path: Path) -> KeyStore:
    create_key_store(tmp_path / "store")
    return KeyStore(tmp_path / "store", "this installation")


@pytest.fixture
def case_key(key_folder: KeyFolder, key_store: KeyStore) -> CaseKey:
    return create_case_key(key_folder, key_store)[0]
