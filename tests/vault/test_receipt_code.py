"""Receipt codes: written down and typed in by a frightened person on a telephone."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wbs_module.vault import (
    ReceiptCodeTypingError,
    SecretBytes,
    find_receipt_code,
    format_receipt_code,
    new_receipt_code,
    normalise_receipt_code,
    receipt_code_hash,
)
from wbs_module.vault.receipt_code import (
    ALPHABET,
    RANDOM_CHARACTERS,
    check_character,
)

KEY = SecretBytes.random()


def is_issued(drawn: str) -> bool:
    return 2 <= sum(character.isdigit() for character in drawn) <= 15


codes = (
    st.text(ALPHABET, min_size=RANDOM_CHARACTERS, max_size=RANDOM_CHARACTERS)
    .filter(is_issued)
    .map(lambda drawn: format_receipt_code(drawn + check_character(drawn)))
)


def test_a_code_has_at_least_80_random_bits_in_groups_of_three():
    assert RANDOM_CHARACTERS * 5 >= 80
    for _ in range(200):
        assert re.fullmatch(
            r"([0-9A-HJKMNP-TV-Z]{3}-){5}[0-9A-HJKMNP-TV-Z]{3}", (new_receipt_code())
        )


def test_every_character_occurs_and_no_code_twice():
    drawn = [new_receipt_code() for _ in range(2000)]
    assert len(set(drawn)) == 2000
    assert set("".join(drawn)) - {"-"} == set(ALPHABET)


@given(code=codes, data=st.data())
def test_what_people_make_of_a_code_is_forgiven(code, data):
    typed = ""
    for character in code.replace("-", ""):
        alike = {"0": "0Oo", "1": "1IiLl", "V": "VvUu"}
        typed += data.draw(st.sampled_from(alike.get(character, character)))
        typed += data.draw(st.sampled_from(["", "", " ", "-", ".", "\u2013", "\n"]))
    typed = data.draw(st.sampled_from([typed, typed.lower(), f"  {typed}\t"]))
    assert normalise_receipt_code(typed) == code.replace("-", "")
    assert receipt_code_hash(typed, KEY) == receipt_code_hash(code, KEY)


@given(code=codes, data=st.data())
def test_one_wrong_character_is_a_typing_error(code, data):
    compact = code.replace("-", "")
    position = data.draw(st.integers(0, len(compact) - 1))
    other = data.draw(st.sampled_from(ALPHABET))
    assume(other != compact[position])
    with pytest.raises(ReceiptCodeTypingError):
        normalise_receipt_code(compact[:position] + other + compact[position + 1 :])


@given(code=codes, data=st.data())
def test_two_swapped_characters_are_a_typing_error(code, data):
    compact = list(code.replace("-", ""))
    one = data.draw(st.integers(0, len(compact) - 1))
    other = data.draw(st.integers(0, len(compact) - 1))
    assume(compact[one] != compact[other])
    compact[one], compact[other] = compact[other], compact[one]
    with pytest.raises(ReceiptCodeTypingError):
        normalise_receipt_code("".join(compact))


@given(text=st.text(max_size=300))
def test_any_other_text_is_a_typing_error_that_repeats_nothing(text):
    try:
        normalise_receipt_code(text)
    except ReceiptCodeTypingError as error:
        assert error.values == {}


def test_the_hash_needs_the_key():
    code = new_receipt_code()
    assert receipt_code_hash(code, KEY) != receipt_code_hash(code, SecretBytes.random())
    assert re.fullmatch("[0-9a-f]{64}", receipt_code_hash(code, KEY))


# -- a code within a message ---------------------------------------------------------


@given(code=codes, data=st.data())
def test_a_code_typed_into_a_message_is_found(code, data):
    compact = code.replace("-", "")
    typed = data.draw(
        st.sampled_from(
            [
                code,
                code.lower(),
                code.replace("-", " "),
                code.replace("-", "  "),
                code.replace("-", " - "),
                compact,
                compact.lower(),
                f"{compact[:6]}-{compact[6:12]}-{compact[12:]}",
                "\n".join(code.split("-")),
            ]
        )
    )
    before = data.draw(st.sampled_from(["", "kode saya: ", "nomornya (", "abc def "]))
    after = data.draw(st.sampled_from(["", ".", " terima kasih", ") begitu", " dan"]))
    found = find_receipt_code(before + typed + after)
    # Words of three letters before it may, one time in 32, look like its beginning.
    assert found == code if before != "abc def " else found is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pada 12 Mei 2024 bendahara menerima Rp 100 000 000 000 000 000 tunai.",
        "NIP 198001012005012001, juga ditulis 19800101 200501 2 001.",
        "Ada apa itu dan ini tak ada apa apa kok bisa ada dia itu dan ibu kos.",
        "nomor surat 700/123/ITKO/2024 tanggal 1-2-2024 dan 3-4-2024",
        "B 1234 ABC, D 5678 EFG, F 9012 HIJ",
    ],
)
def test_sentences_dates_and_staff_numbers_are_no_codes(text):
    assert find_receipt_code(text) is None


@given(number=st.integers(10**17, 10**18 - 1))
def test_no_number_of_a_civil_servant_is_taken_for_a_code(number):
    assert find_receipt_code(f"NIP {number}") is None
