"""Checkpoints and exports: what an auditor verifies without the database."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs_module.vault import (
    BEGINNING,
    AuditEntry,
    AuditFormatError,
    ChainedEntry,
    Checkpoint,
    Head,
    SecretBytes,
    Tampering,
    entry_hash,
    export_checkpoints,
    export_entries,
    make_checkpoint,
    read_checkpoints,
    read_entries,
    verify_all_chains,
    verify_checkpoints,
)

KEY = SecretBytes(bytes(range(32)))
START = datetime(2026, 1, 1, tzinfo=timezone.utc)


def log_of(lengths: dict[str, int]) -> list[ChainedEntry]:
    entries = []
    for chain, length in lengths.items():
        previous = BEGINNING
        for number in range(1, length + 1):
            entry = AuditEntry(chain, number, START, "user", "content.read", "record")
            previous = entry_hash(KEY, previous, entry)
            entries.append(ChainedEntry(entry, previous))
    return entries


def heads_of(entries: list[ChainedEntry]) -> dict[str, Head]:
    return {each.entry.chain: Head(each.entry.sequence, each.hash) for each in entries}


def series_of(days: int) -> list[Checkpoint]:
    checkpoints: list[Checkpoint] = []
    for day in range(1, days + 1):
        heads = heads_of(log_of({"a": day, "b": 2 * day}))
        before = checkpoints[-1] if checkpoints else None
        checkpoints.append(
            make_checkpoint(KEY, START + timedelta(days=day), heads, before)
        )
    return checkpoints


def test_a_log_that_grew_since_the_checkpoints_is_whole():
    assert verify_all_chains(KEY, log_of({"a": 9, "b": 9, "c": 1}), series_of(3)) == []


def test_each_touched_chain_is_named_and_the_others_are_not():
    entries = log_of({"a": 5, "b": 5, "c": 5, "d": 5})
    checkpoint = make_checkpoint(KEY, START, heads_of(entries))
    without_b = [each for each in entries if each.entry.chain != "b"]
    spoilt = [
        replace(each, entry=replace(each.entry, actor="nobody"))
        if (each.entry.chain, each.entry.sequence) == ("c", 4)
        else each
        for each in without_b
        if (each.entry.chain, each.entry.sequence) != ("d", 5)
    ]
    found = verify_all_chains(KEY, spoilt, [checkpoint])
    assert [(each.chain, each.tampering, each.sequence) for each in found] == [
        ("b", Tampering.CUT_OFF, 1),
        ("c", Tampering.CHANGED, 4),
        ("d", Tampering.CUT_OFF, 5),
    ]


def test_chains_may_lie_mixed_in_an_export():
    entries = log_of({"a": 3, "b": 3})
    mixed = [entries[index] for index in (3, 0, 4, 1, 2, 5)]
    assert verify_all_chains(KEY, mixed, series_of(1)) == []


def test_an_entry_moved_to_another_chain_is_missed_in_its_own():
    entries = log_of({"a": 3, "b": 3})
    entries[1] = replace(entries[1], entry=replace(entries[1].entry, chain="b"))
    found = verify_all_chains(KEY, entries)
    assert [(each.chain, each.sequence) for each in found] == [("a", 2), ("b", 1)]


def test_a_series_of_checkpoints_is_genuine_from_any_beginning():
    series = series_of(4)
    assert verify_checkpoints(KEY, series) is None
    assert verify_checkpoints(KEY, series[2:]) is None
    assert verify_checkpoints(KEY, []) is None


@pytest.mark.parametrize("position", [0, 1, 3])
@pytest.mark.parametrize(
    "change",
    [
        {"number": 9},
        {"time": START},
        {"heads": {}},
        {"previous": "f" * 64},
        {"hash": "f" * 64},
        {"hash": "\u00e9"},
    ],
)
def test_a_changed_checkpoint_is_named(position, change):
    series = series_of(4)
    series[position] = replace(series[position], **change)
    touched = verify_checkpoints(KEY, series)
    assert touched is not None
    assert touched.number == series[position].number
    assert "auditor's own copy" in touched.sentence


def test_a_checkpoint_left_out_or_moved_is_noticed():
    series = series_of(4)
    assert verify_checkpoints(KEY, [series[0], series[2]]) is not None
    assert verify_checkpoints(KEY, [series[1], series[0]]) is not None
    assert verify_checkpoints(SecretBytes.random(), series) is not None


@given(lengths=st.dictionaries(st.text("abc", min_size=1), st.integers(1, 4)))
def test_an_export_comes_back_as_it_was(lengths):
    entries = log_of(lengths)
    assert list(read_entries(export_entries(entries))) == entries


def test_a_file_of_checkpoints_comes_back_as_it_was():
    series = series_of(3)
    assert list(read_checkpoints(export_checkpoints(series))) == series


@pytest.mark.parametrize("reader", [read_entries, read_checkpoints])
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "Line 1 .* the file is empty"),
        ([b"hello"], "Line 1 .* not JSON"),
        ([b"[]"], "Line 1 .* not JSON"),
        ([b"\xff\xfe"], "Line 1 .* not JSON"),
        ([b'{"format": "other", "version": 1}'], "Line 1 .* does not begin"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_line(reader, lines, reason):
    with pytest.raises(AuditFormatError, match=reason):
        list(reader(lines))


@pytest.mark.parametrize("line", [b"{}", b'{"sequence": "1"}', b"{", b"null"])
def test_a_spoilt_line_is_named(line):
    entries = list(export_entries(log_of({"a": 2})))
    with pytest.raises(AuditFormatError, match="Line 3 of the export"):
        list(read_entries([*entries[:2], line, *entries[2:]]))
    checkpoints = list(export_checkpoints(series_of(2)))
    with pytest.raises(AuditFormatError, match="Line 3 of the checkpoint file"):
        list(read_checkpoints([*checkpoints[:2], line]))
