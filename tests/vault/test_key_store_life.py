"""Any history of cases, crashes, clones, backups: no living case loses its key."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from wbs_module.vault import (
    CaseKeyDestroyed,
    CaseKeyMissing,
    KeyStore,
    SecretBytes,
    create_key_store,
)

LONGEST_TRANSACTION = 100.0


class KeyStoreLife(RuleBasedStateMachine):
    """A database as a set of key ids, beside the store; time only moves forward."""

    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        create_key_store(self.folder / "store")
        self.store = KeyStore(self.folder / "store", "production")
        self.clone = KeyStore(self.folder / "store", "clone")
        self.halves: dict[str, SecretBytes] = {}
        self.database: set[str] = set()
        self.destroyed: set[str] = set()
        self.clone_knows: set[str] = set()
        self.sweeps_later = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def put(self) -> str:
        key_id = f"{len(self.halves):032x}"
        self.halves[key_id] = SecretBytes.random()
        self.store.put(key_id, self.halves[key_id])
        return key_id

    @rule(target=keys)
    def a_case_is_taken(self) -> str:
        key_id = self.put()
        self.database.add(key_id)
        return key_id

    @rule()
    def a_crash_comes_between_file_and_commit(self) -> None:
        self.put()

    @rule()
    def the_database_is_cloned(self) -> None:
        self.clone_knows = set(self.database)

    @rule(old=st.booleans())
    def production_sweeps(self, old: bool) -> None:
        now = 1e11 if old else 0.0
        report = self.store.sweep(self.database, LONGEST_TRANSACTION, now=now)
        assert not set(report.removed) & self.database
        if old:
            comparison = self.store.compare(self.database, self.destroyed)
            assert not (comparison.unknown or comparison.returned)

    @rule(old=st.booleans())
    def the_clone_sweeps(self, old: bool) -> None:
        now = 1e11 if old else 0.0
        report = self.clone.sweep(self.clone_knows, LONGEST_TRANSACTION, now=now)
        assert report.removed == []

    @rule(key_id=keys)
    def a_case_is_destroyed(self, key_id: str) -> None:
        self.store.destroy(key_id)
        self.database.discard(key_id)
        self.destroyed.add(key_id)

    @invariant()
    def living_cases_open_and_destroyed_ones_never(self) -> None:
        for key_id in self.database:
            assert self.store.get(key_id) == self.halves[key_id]
        for key_id in self.destroyed:
            try:
                self.store.get(key_id)
            except (CaseKeyDestroyed, CaseKeyMissing):
                continue
            raise AssertionError("a destroyed key was found again")
        assert self.store.compare(self.database).missing == []


KeyStoreLife.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None
)
test_any_history_keeps_living_keys_and_ends_dead_ones = KeyStoreLife.TestCase
