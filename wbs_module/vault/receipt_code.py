"""Receipt codes: what an anonymous reporter keeps to come back.

17 random characters of Crockford's alphabet (85 bits) and a check character, written
in six groups of three: ``7K3-QX9-M2T-4WZ-H8E-N5P``. The alphabet has no I, L, O or U,
so that what looks alike or is heard alike stands for the same character. The check
character is a weighted sum in the field of 32 elements: it finds every single wrong
character and every swap of two characters, and misses one random text in 32.

A code is kept nowhere; the database holds its keyed hash. Looking one up is one hash
and one equality search, the same for wrong, expired and never issued codes.
"""

import re
import secrets
import unicodedata

from .derivation import keyed_hash
from .errors import ReceiptCodeTypingError
from .secret_bytes import SecretBytes

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 17
CODE_LENGTH = RANDOM_CHARACTERS + 1
GROUP_LENGTH = 3
FRAGMENTS = 3
FRAGMENT_LENGTH = CODE_LENGTH // FRAGMENTS
FRAGMENT_NUMBERS = 1 << 16
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
# Enough of both kinds that a code is told from a date, a staff number or a sentence.
MINIMUM_DIGITS = MINIMUM_LETTERS = 2

_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over two elements
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212._/,:;]+")
_NO_CHARACTER = re.compile(r"[^0-9A-Za-z]+")
_CHARACTER = "[0-9A-Za-z]"
_SPACED = re.compile(  # a look-ahead, so that overlapping places are tried too
    rf"(?<!{_CHARACTER})(?=((?:{_CHARACTER}{{3}}[^0-9A-Za-z]{{0,3}}){{5}}"
    rf"{_CHARACTER}{{3}})(?!{_CHARACTER}))"
)
_JOINED = re.compile(r"([0-9A-Za-z]+(?:[\-\u2010-\u2015\u2212._/][0-9A-Za-z]+)*)")


def _double(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled & 0b100000 else doubled


def check_character(characters: str) -> str:
    """What follows the random characters, so that typing errors are noticed."""
    total = 0
    for character in characters:
        total = _double(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _can_be_told_from_text(characters: str) -> bool:
    digits = sum(character.isdigit() for character in characters)
    letters = len(characters) - digits
    return digits >= MINIMUM_DIGITS and letters >= MINIMUM_LETTERS


def new_receipt_code() -> str:
    """A fresh code as the reporter sees it, in groups."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
        if _can_be_told_from_text(drawn):
            return format_receipt_code(drawn + check_character(drawn))


def format_receipt_code(code: str) -> str:
    """A normalised code in groups of three."""
    groups = (code[i : i + GROUP_LENGTH] for i in range(0, len(code), GROUP_LENGTH))
    return "-".join(groups)


def normalise_receipt_code(text: str) -> str:
    """The 18 characters meant by what was typed.

    Forgives lower case, spaces, dashes and dots, full-width forms, and O for 0, I or L
    for 1, U for V. Raises `ReceiptCodeTypingError`, which repeats nothing of ``text``,
    for a wrong length, a foreign character or a failed check.
    """
    if len(text) > 10 * CODE_LENGTH:
        raise ReceiptCodeTypingError
    code = _compact(text).translate(LOOKALIKES)
    if len(code) != CODE_LENGTH or any(character not in ALPHABET for character in code):
        raise ReceiptCodeTypingError
    if check_character(code[:-1]) != code[-1]:
        raise ReceiptCodeTypingError
    return code


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def receipt_code_length(text: str) -> int:
    """How many characters were typed, for who is told what is wrong with a code."""
    return len(_compact(text))


def receipt_code_hash(text: str, key: SecretBytes) -> str:
    """What the database keeps and searches: 64 hexadecimal digits.

    ``key``: `KeyFolder.receipt_code_key`. Raises `ReceiptCodeTypingError`.
    """
    code = normalise_receipt_code(text)
    return keyed_hash(key, b"wbs receipt code v1:" + code.encode()).hex()


def receipt_code_fragments(text: str, key: SecretBytes) -> tuple[int, ...]:
    """Three numbers, one for each third of a code, to count wrong tries by.

    Two codes that agree in a third share its number; strangers share one in about
    65,000. The numbers are keyed and short: they lead back to no code. Raises
    `ReceiptCodeTypingError`.
    """
    code = normalise_receipt_code(text)
    numbers = []
    for third in range(FRAGMENTS):
        piece = code[third * FRAGMENT_LENGTH : (third + 1) * FRAGMENT_LENGTH]
        digest = keyed_hash(key, b"wbs receipt try v1:%d:" % third + piece.encode())
        numbers.append(third * FRAGMENT_NUMBERS + int.from_bytes(digest[:2], "big"))
    return tuple(numbers)


def find_receipt_code(text: str) -> str | None:
    """The first receipt code that stands in a message, in groups, or None.

    Finds it alone or within a sentence, in one piece, in groups of three with spaces,
    or in any groups joined by dashes, dots or slashes. Sentences, dates and the 18
    digits of a civil servant's number are not taken for codes.
    """
    plain = unicodedata.normalize("NFKC", text)
    for pattern in (_SPACED, _JOINED):
        for found in pattern.finditer(plain):
            characters = _NO_CHARACTER.sub("", found.group(1))
            if not _can_be_told_from_text(characters):
                continue
            try:
                return format_receipt_code(normalise_receipt_code(characters))
            except ReceiptCodeTypingError:
                continue
    return None
