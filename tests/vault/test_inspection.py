"""The check page: each thing that is wrong is said, and only that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from wbs_module.vault import (
    Finding,
    KeyFolder,
    Severity,
    Surroundings,
    activate_master_key,
    add_master_key,
    create_demo_keys,
    inspect_keys,
)

TODAY = date(2026, 11, 24)
LAYERS = ("custodians", "approvers")


@pytest.fixture
def around(key_folder: KeyFolder, key_store, tmp_path: Path) -> Surroundings:
    """An installation in which everything is in order."""
    for layer in LAYERS:
        key_folder.pin(layer, "fingerprint")
    (tmp_path / "data").mkdir()
    (tmp_path / "backup").mkdir()
    return Surroundings(
        key_folder=key_folder.path,
        key_store=key_store.path,
        today=TODAY,
        https=True,
        data_folders=[tmp_path / "data"],
        backup_folders=[tmp_path / "backup"],
        members=dict.fromkeys(LAYERS, 2),
        recovery_tested=dict.fromkeys(LAYERS, date(2026, 1, 1)),
    )


def wrong(around: Surroundings) -> list[Finding]:
    findings = inspect_keys(around)
    for finding in findings:
        assert finding.sentence.endswith(".") and "{" not in finding.sentence
    return [each for each in findings if each.severity is not Severity.IN_ORDER]


def test_where_all_is_in_order_nothing_is_wrong_and_that_is_said(around):
    assert wrong(around) == []
    assert {finding.code for finding in inspect_keys(around)} == {
        "key_folder_in_order",
        "key_store_in_order",
        "places_in_order",
        "https_in_order",
    }


def open_to_others(around: Surroundings) -> Surroundings:
    around.key_folder.chmod(0o755)
    return around


def store_open_to_others(around: Surroundings) -> Surroundings:
    around.key_store.chmod(0o750)
    return around


def rotated(around: Surroundings) -> Surroundings:
    folder = KeyFolder(around.key_folder)
    activate_master_key(folder, add_master_key(folder))
    return around


def unpinned(around: Surroundings) -> Surroundings:
    (around.key_folder / "pins.json").write_text('{"custodians": "x"}')
    return around


def store_inside_folder(around: Surroundings) -> Surroundings:
    inside = around.key_folder / "store"
    return replace(around, key_store=around.key_store.rename(inside))


@pytest.mark.parametrize(
    ("spoil", "code", "severity"),
    [
        (open_to_others, "key_folder_too_open", Severity.BLOCKS),
        (store_open_to_others, "key_store_too_open", Severity.BLOCKS),
        (rotated, "old_master_keys", Severity.WARNING),
        (unpinned, "no_generation", Severity.WARNING),
        (store_inside_folder, "key_store_inside_key_folder", Severity.WARNING),
        (lambda a: replace(a, https=False), "no_https", Severity.BLOCKS),
        (
            lambda a: replace(a, key_folder=Path("/nowhere")),
            "key_folder_missing",
            Severity.BLOCKS,
        ),
        (
            lambda a: replace(a, key_store=Path("/nowhere")),
            "key_store_missing",
            Severity.BLOCKS,
        ),
        (
            lambda a: replace(a, members={"custodians": 2, "approvers": 1}),
            "too_few_members",
            Severity.WARNING,
        ),
        (
            lambda a: replace(a, recovery_tested={"custodians": TODAY}),
            "recovery_untested",
            Severity.WARNING,
        ),
        (
            lambda a: replace(
                a, recovery_tested=dict.fromkeys(LAYERS, TODAY.replace(2025, 11, 23))
            ),
            "recovery_untested",
            Severity.WARNING,
        ),
    ],
)
def test_each_thing_that_is_wrong_is_said(
    around,
    spoil: Callable[[Surroundings], Surroundings],
    code: str,
    severity: Severity,
):
    found = wrong(spoil(around))
    assert {(each.code, each.severity) for each in found} == {(code, severity)}


@pytest.mark.parametrize("which", ["data_folders", "backup_folders"])
def test_keys_beside_what_they_protect_are_reported_through_a_link_too(
    around, tmp_path, which
):
    link = tmp_path / "link"
    link.symlink_to(around.key_folder.parent)
    found = wrong(replace(around, **{which: [link]}))
    code = "keys_inside_data" if which == "data_folders" else "keys_inside_backup"
    assert [each.code for each in found] == [code, code]
    assert {each.values["what"] for each in found} == {"key folder", "key store"}


def test_demo_keys_block_and_stand_first(around, tmp_path):
    made = datetime.now(timezone.utc)
    demo = create_demo_keys(tmp_path / "demo", tmp_path / "demo store", made)
    found = wrong(
        replace(around, key_folder=demo.path, key_store=tmp_path / "demo store")
    )
    assert [each.code for each in found] == ["demo_keys"]
    assert inspect_keys(replace(around, key_folder=demo.path))[0].code == "demo_keys"
