"""The wbs command, as whoever runs the server meets it; no database anywhere."""

import json
import shutil
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from wbs_module.vault import (
    BEGINNING,
    AuditEntry,
    ChainedEntry,
    Head,
    KeyFolder,
    KeyStore,
    create_case_key,
    entry_hash,
    export_checkpoints,
    export_entries,
    generation_from_record,
    make_checkpoint,
    new_age_identity,
    read_demo_people,
    run_command,
    seal_identity,
    verify_generation_chain,
)

NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)


class Office:
    """An office's folders, and its command with the places in the environment."""

    def __init__(self, path: Path) -> None:
        self.folder, self.store = path / "keys", path / "store"

    def run(self, *arguments: object) -> int:
        places = {"key_folder": str(self.folder), "key_store": str(self.store)}
        return run_command([str(each) for each in arguments], "wbs", places)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_init_makes_what_a_case_needs_and_never_twice(office, capsys):
    assert office.run("keys", "init") == 0
    assert "Back both up" in capsys.readouterr().out
    folder = KeyFolder.open(office.folder)
    assert not folder.is_demo
    assert create_case_key(folder, KeyStore(office.store, "x"))
    assert office.run("keys", "init") == 1
    assert "keys are never overwritten" in capsys.readouterr().err


def test_places_may_be_given_on_the_line(tmp_path, capsys):
    arguments = [
        "--key-folder",
        str(tmp_path / "k"),
        "--key-store",
        str(tmp_path / "s"),
    ]
    assert run_command(["keys", "init", *arguments]) == 0
    assert KeyFolder.open(tmp_path / "k")
    with pytest.raises(SystemExit):
        run_command(["keys", "init"])
    assert "--key-folder" in capsys.readouterr().err


def test_demo_keys_come_with_people_who_can_open(office):
    assert office.run("keys", "demo") == 0
    folder = KeyFolder.open(office.folder)
    assert folder.is_demo
    for layer, demo in read_demo_people(folder).items():
        pin = folder.pinned_fingerprint(layer)
        generation = demo.generation.generation
        assert verify_generation_chain(pin, [generation]) == generation


def test_check_prints_what_is_wrong_and_says_so_by_its_status(office, capsys):
    office.run("keys", "init")
    capsys.readouterr()
    assert office.run("keys", "check", "--https") == 0
    said = capsys.readouterr().out
    assert "✓ The key folder is complete" in said
    assert "! The custodians have no sealing key yet" in said
    assert office.run("keys", "check") == 1
    assert "✗ The site is not reached by HTTPS" in capsys.readouterr().out
    assert office.run("keys", "check", "--https", "--data", office.folder) == 0
    assert "where the data is that it protects" in capsys.readouterr().out
    assert office.run("keys", "check", "--https", "--backup", office.folder) == 0
    assert "which is backed up together" in capsys.readouterr().out


def test_rotation_in_one_step_or_in_two(office, capsys):
    office.run("keys", "init")
    first = KeyFolder.open(office.folder).active_master_key_id
    assert office.run("keys", "rotate") == 0
    second = KeyFolder.open(office.folder).active_master_key_id
    assert second != first
    capsys.readouterr()
    assert office.run("keys", "rotate", "--prepare") == 0
    assert KeyFolder.open(office.folder).active_master_key_id == second
    said = capsys.readouterr().out
    prepared = said.split("--activate ")[1].strip()
    assert office.run("keys", "rotate", "--activate", prepared) == 0
    assert KeyFolder.open(office.folder).active_master_key_id == prepared
    assert office.run("keys", "rotate", "--activate", "0" * 16) == 1
    assert "is not in the key folder" in capsys.readouterr().err


def test_only_an_older_master_key_is_retired_and_only_when_told_so(office, capsys):
    office.run("keys", "init")
    first = KeyFolder.open(office.folder).active_master_key_id
    assert office.run("keys", "retire", first, "--none-left") == 1
    assert "is the one in use" in capsys.readouterr().err
    office.run("keys", "rotate")
    with pytest.raises(SystemExit):
        office.run("keys", "retire", first)
    assert office.run("keys", "retire", first, "--none-left") == 0
    assert first not in KeyFolder.open(office.folder).master_key_ids


def test_a_layer_is_set_up_and_opened_in_an_emergency(office, tmp_path, capfdbinary):
    """From printed recovery keys to an opened identity, with commands only."""
    office.run("keys", "init")
    capfdbinary.readouterr()
    current = {}
    for layer in ("custodians", "approvers"):
        assert office.run("keys", "recovery") == 0
        page = capfdbinary.readouterr().out
        printed = page.decode().splitlines()
        recipient = printed[-2].removeprefix("# public key: ")
        (tmp_path / f"{layer}.key").write_text("\n".join(printed[-2:]))
        member = new_age_identity().recipient
        output = tmp_path / f"{layer}.json"
        arguments = ["--member", member, "--recovery", recipient, "--output", output]
        assert office.run("keys", "generation", layer, *arguments) == 0
        assert office.run("keys", "generation", layer, *arguments) == 1, "pinned once"
        made = generation_from_record(json.loads(output.read_bytes()))
        pin = KeyFolder.open(office.folder).pinned_fingerprint(layer)
        current[layer] = verify_generation_chain(pin, [made.generation])
        assert pin.encode() in capfdbinary.readouterr().out
    sealed = tmp_path / "sealed"
    sealed.write_bytes(
        seal_identity(b"Siti", current["custodians"], current["approvers"])
    )
    layers = [
        each
        for layer in ("custodians", "approvers")
        for each in (
            f"--{layer}",
            tmp_path / f"{layer}.json",
            tmp_path / f"{layer}.key",
        )
    ]
    assert office.run("emergency-open", sealed, *layers) == 0
    assert capfdbinary.readouterr().out == b"Siti"
    swapped = [*layers[:2], layers[5], *layers[3:5], layers[2]]
    assert office.run("emergency-open", sealed, *swapped) == 1
    captured = capfdbinary.readouterr()
    assert captured.out == b"" and b"cannot be opened" in captured.err


# -- verify --------------------------------------------------------------------------


@pytest.fixture
def log(office: Office, tmp_path: Path) -> list[ChainedEntry]:
    """An export of four entries and a checkpoint of it, as files beside the keys."""
    office.run("keys", "init")
    key = KeyFolder.open(office.folder).audit_chain_key
    entries, previous = [], BEGINNING
    for number in range(1, 5):
        entry = AuditEntry("case 1", number, NOW, "user 7", "content.read", "account")
        previous = entry_hash(key, previous, entry)
        entries.append(ChainedEntry(entry, previous))
    checkpoint = make_checkpoint(key, NOW, {"case 1": Head(4, previous)})
    (tmp_path / "export").write_bytes(b"".join(export_entries(entries)))
    (tmp_path / "checkpoint").write_bytes(b"".join(export_checkpoints([checkpoint])))
    return entries


def verify(office: Office, *more: object) -> int:
    folder = office.folder.parent
    files = ["--export", folder / "export", "--checkpoint", folder / "checkpoint"]
    return office.run("verify", *files, *more)


def test_verify_needs_only_export_checkpoint_and_key(office, log, capsys):
    assert verify(office) == 0
    assert "4 entries in 1 chains" in capsys.readouterr().out
    copied = shutil.copy(office.folder / "audit-chain.key", office.folder.parent / "k")
    shutil.rmtree(office.folder)
    assert verify(office, "--audit-key", copied) == 0
    assert verify(office) == 1
    assert "no key folder at" in capsys.readouterr().err


def test_verify_names_the_first_touched_entry(office, log, tmp_path, capsys):
    changed = replace(log[2], entry=replace(log[2].entry, actor="user 8"))
    touched = [*log[:2], changed, log[3]]
    (tmp_path / "export").write_bytes(b"".join(export_entries(touched)))
    assert verify(office) == 1
    assert "Entry 3 of chain case 1 was changed" in capsys.readouterr().err
    (tmp_path / "export").write_bytes(b"".join(export_entries(log[:2])))
    assert verify(office) == 1
    assert "cut off: entry 3 is missing" in capsys.readouterr().err
    assert office.run("verify", "--export", tmp_path / "export") == 0
    assert "nobody can tell whether a tail" in capsys.readouterr().out


def test_verify_passes_over_chains_that_the_export_leaves_out(
    office, log, tmp_path, capsys
):
    (tmp_path / "export").write_bytes(b"".join(export_entries([], ["case 1"])))
    assert verify(office) == 0
    assert "1 chains of other offices are not in this file" in capsys.readouterr().out


def test_verify_excuses_no_chain_that_the_export_holds(office, log, tmp_path, capsys):
    cut = export_entries(log[:2], ["case 1"])
    (tmp_path / "export").write_bytes(b"".join(cut))
    assert verify(office) == 1
    assert "cut off: entry 3 is missing" in capsys.readouterr().err


def test_verify_refuses_a_first_line_that_names_no_list(office, log, tmp_path, capsys):
    lines = list(export_entries([]))
    lines[0] = lines[0].replace(b"}", b',"left_out":5}')
    (tmp_path / "export").write_bytes(b"".join(lines))
    assert verify(office) == 1
    assert "Line 1 of the export" in capsys.readouterr().err


def test_verify_says_which_file_it_cannot_read(office, log, tmp_path, capsys):
    (tmp_path / "checkpoint").write_bytes(b"hello")
    assert verify(office) == 1
    assert "Line 1 of the checkpoint file" in capsys.readouterr().err
    (tmp_path / "checkpoint").unlink()
    assert verify(office) == 1
    assert "checkpoint: No such file or directory." in capsys.readouterr().err
    assert office.run("verify", "--export", tmp_path, "--audit-key", tmp_path) == 1
    assert "Is a directory" in capsys.readouterr().err
