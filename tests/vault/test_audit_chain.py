"""The audit chain: whatever is done to it, the first touched entry is named."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wbs_module.vault import (
    BEGINNING,
    AuditEntry,
    ChainedEntry,
    Head,
    SecretBytes,
    Tampering,
    entry_hash,
    verify_chain,
)

KEY = SecretBytes(bytes(range(32)))
START = datetime(2026, 1, 1, tzinfo=timezone.utc)


def chain_of(length: int, chain: str = "case 1") -> list[ChainedEntry]:
    entries, previous = [], BEGINNING
    for number in range(1, length + 1):
        entry = AuditEntry(
            chain=chain,
            sequence=number,
            time=START + timedelta(minutes=number),
            actor=f"user {number % 3}",
            action="content.read",
            subject=f"wbs.case/{number % 2}/account",
            detail={"reason": "assessment", "size": number, "again": number > 3},
        )
        previous = entry_hash(KEY, previous, entry)
        entries.append(ChainedEntry(entry, previous))
    return entries


def head_of(entries: list[ChainedEntry]) -> Head:
    return Head(len(entries), entries[-1].hash)


lengths = st.integers(1, 12)


def verify(entries, *heads):
    return verify_chain(KEY, "case 1", entries, heads)


@given(length=st.integers(0, 12))
def test_an_untouched_chain_is_whole(length):
    entries = chain_of(length)
    heads = [Head(number, entries[number - 1].hash) for number in range(1, length + 1)]
    assert verify(entries) is None
    assert verify(entries, Head(0, BEGINNING), *heads) is None


CHANGES = {
    "time": START - timedelta(days=1),
    "actor": "somebody else",
    "action": "content.read ",
    "subject": "wbs.case/9/account",
    "detail": {"reason": "curiosity"},
    "chain": "case 2",
    "sequence": 99,
}


@given(length=lengths, data=st.data())
def test_a_changed_entry_is_named(length, data):
    entries = chain_of(length)
    position = data.draw(st.integers(0, length - 1))
    what = data.draw(st.sampled_from([*CHANGES, "hash"]))
    touched = entries[position]
    if what == "hash":
        entries[position] = replace(touched, hash="0" * 64)
    else:
        changed = replace(touched.entry, **{what: CHANGES[what]})
        entries[position] = replace(touched, entry=changed)
    found = verify(entries)
    assert found is not None
    assert (found.tampering, found.sequence) == (Tampering.CHANGED, position + 1)
    assert f"Entry {position + 1} of chain case 1 was changed" in found.sentence


@given(length=st.integers(2, 12), data=st.data())
def test_a_removed_entry_is_named(length, data):
    entries = chain_of(length)
    position = data.draw(st.integers(0, length - 2))
    del entries[position]
    found = verify(entries)
    assert found is not None
    assert (found.tampering, found.sequence) == (Tampering.REMOVED, position + 1)


@given(length=lengths, renumbered=st.booleans(), data=st.data())
def test_an_inserted_entry_is_named(length, renumbered, data):
    """Forged without the key, or a genuine entry put in a second time."""
    entries = chain_of(length)
    position = data.draw(st.integers(0, length - 1))
    extra = data.draw(st.sampled_from(entries))
    if renumbered:
        forged = replace(extra.entry, sequence=position + 1, actor="nobody")
        extra = ChainedEntry(forged, entry_hash(SecretBytes.random(), "", forged))
    assume(extra.hash != entries[position].hash)
    entries.insert(position, extra)
    found = verify(entries)
    assert found is not None
    assert (found.tampering, found.sequence) == (Tampering.INSERTED, position + 1)


@given(length=lengths, data=st.data())
def test_an_entry_put_in_again_after_itself_is_named(length, data):
    entries = chain_of(length)
    position = data.draw(st.integers(0, length - 1))
    entries.insert(position + 1, entries[position])
    found = verify(entries)
    assert found is not None
    assert (found.tampering, found.sequence) == (Tampering.INSERTED, position + 2)


@given(length=lengths)
def test_a_forged_entry_at_the_end_is_named(length):
    entries = chain_of(length)
    forged = replace(entries[-1].entry, sequence=length + 1)
    entries.append(ChainedEntry(forged, entries[-1].hash))
    found = verify(entries, head_of(entries[:-1]))
    assert found is not None
    # That it never belonged there, or was changed, cannot be told apart.
    assert (found.tampering, found.sequence) == (Tampering.CHANGED, length + 1)


@given(length=st.integers(2, 12), data=st.data())
def test_two_swapped_entries_are_named(length, data):
    entries = chain_of(length)
    one, other = sorted(
        data.draw(
            st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)
        )
    )
    entries[one], entries[other] = entries[other], entries[one]
    found = verify(entries)
    assert found is not None
    assert (found.tampering, found.sequence) == (Tampering.REORDERED, one + 1)


@given(length=lengths, data=st.data())
def test_a_cut_off_tail_is_named_with_a_head(length, data):
    entries = chain_of(length)
    kept = data.draw(st.integers(0, length - 1))
    assert verify(entries[:kept]) is None, "without a head nobody can know"
    found = verify(entries[:kept], head_of(entries))
    assert found is not None
    assert (found.tampering, found.sequence) == (Tampering.CUT_OFF, kept + 1)


@given(length=st.integers(2, 12), data=st.data())
def test_a_chain_written_anew_with_the_key_is_told_by_a_head(length, data):
    honest = chain_of(length)
    position = data.draw(st.integers(0, length - 1))
    rewritten, previous = [], BEGINNING
    for index, each in enumerate(honest):
        entry = each.entry
        if index == position:
            entry = replace(entry, actor="somebody else")
        previous = entry_hash(KEY, previous, entry)
        rewritten.append(ChainedEntry(entry, previous))
    assert verify(rewritten) is None, "the chain alone cannot know"
    heads = [Head(number, honest[number - 1].hash) for number in range(1, length + 1)]
    found = verify(rewritten, *heads)
    assert found is not None
    assert (found.tampering, found.sequence) == (Tampering.REWRITTEN, position + 1)


def test_a_chain_of_another_case_is_no_chain_of_this_one():
    found = verify(chain_of(3, chain="case 2"))
    assert found is not None and found.sequence == 1


def test_another_key_verifies_nothing():
    found = verify_chain(SecretBytes.random(), "case 1", chain_of(3))
    assert found is not None and found.sequence == 1


def test_times_of_one_moment_are_one_time():
    in_jakarta = timezone(timedelta(hours=7))
    aware = datetime(2026, 1, 1, 19, tzinfo=in_jakarta)
    naive = datetime(2026, 1, 1, 12)
    one = chain_of(1)[0].entry
    assert replace(one, time=aware).canonical == replace(one, time=naive).canonical


def test_the_canonical_form_is_fixed():
    entry = AuditEntry(
        "c", 1, START, "u", "content.read", "s", {"z": None, "a": "\u00e9", "n": True}
    )
    assert entry.canonical == (
        b"wbs-audit-entry/1\n"
        b'{"action":"content.read","actor":"u","chain":"c",'
        b'"detail":{"a":"\\u00e9","n":true,"z":null},"sequence":1,"subject":"s",'
        b'"time":"2026-01-01T00:00:00.000000Z"}'
    )
    assert entry_hash(SecretBytes(bytes(32)), BEGINNING, entry) == (
        "b6c42c3b02bff2b82473dd3a628397ff5296199d9721164ad79cfdefcdd764f3"
    )


@pytest.mark.parametrize("value", [1.5, b"x", ["x"], {"x": 1}])
def test_a_detail_that_has_no_single_form_is_refused(value):
    with pytest.raises(TypeError, match="neither text nor number"):
        _ = AuditEntry("c", 1, START, "u", "a", "s", {"d": value}).canonical
