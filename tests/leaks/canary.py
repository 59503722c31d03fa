"""Marked strings, and the forms in which they could stand somewhere.

All strings of a run begin with one random mark, so that a search for the mark finds any
of them, whole or in part; hashes are searched for each string.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

HEX_RUN = re.compile(rb"[0-9a-fA-F]{32,}")
DIGESTS = ("md5", "sha1", "sha256")


def base64_forms(text: bytes) -> Iterator[bytes]:
    """The parts of base64 that stay the same whatever stands before and behind."""
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + text)
        begin = (0, 2, 3)[shift]
        whole = (shift + len(text)) // 3 * 4
        yield encoded[begin:whole]


def forms_of(text: str) -> dict[str, bytes]:
    """The name of each form → its bytes."""
    plain = text.encode()
    forms = {
        "UTF-8": plain,
        "UTF-16LE": text.encode("utf-16-le"),
        "UTF-16BE": text.encode("utf-16-be"),
        "hexadecimal": plain.hex().encode(),
        "HEXADECIMAL": plain.hex().upper().encode(),
        # As pg_dump writes bytes.
        "hexadecimal UTF-16LE": text.encode("utf-16-le").hex().encode(),
        "hexadecimal UTF-16BE": text.encode("utf-16-be").hex().encode(),
        "URL": urllib.parse.quote(text, safe="").encode(),
        "reversed": plain[::-1],
    }
    for number, encoded in enumerate(base64_forms(plain)):
        forms[f"base64 at {number}"] = encoded
    return forms


@dataclass
class Canaries:
    """The strings of one run, by what they were put into."""

    mark: str = field(default_factory=lambda: f"kq{secrets.token_hex(8)}z")
    given: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def new(self, what: str) -> str:
        """A string for ``what``: a sentence as people write it, not ASCII only."""
        said = f"{self.mark}-{len(self.given):02d} café di {what}"
        self.given[what] = said
        return said

    def token(self, what: str) -> str:
        """The part of the string for ``what`` that any writer of files keeps."""
        return self.given[what].partition(" ")[0]

    def also(self, what: str, secret: str) -> None:
        """Search for a secret that the product made itself, a receipt code."""
        self.codes[what] = secret

    def patterns(self) -> dict[str, bytes]:
        """Name → bytes, for all that is searched as it stands."""
        found = {f"mark, {name}": it for name, it in forms_of(self.mark).items()}
        for what, secret in self.codes.items():
            for spelling in (secret, secret.replace("-", "")):
                for name, it in forms_of(spelling).items():
                    found[f"{what}, {name} of {len(spelling)}"] = it
        return found

    def digests(self) -> dict[bytes, str]:
        """Plain hashes of every string and code, in hexadecimal → their name."""
        texts = {**self.given, **self.codes}
        texts |= {f"{k}, joined": v.replace("-", "") for k, v in self.codes.items()}
        return {
            hashlib.new(kind, text.encode()).hexdigest().encode(): f"{kind} of {what}"
            for what, text in texts.items()
            for kind in DIGESTS
        }

    def search(self, pieces: Iterable[tuple[str, bytes]]) -> list[str]:
        """What was found in ``pieces`` (place, content), as sentences."""
        return list(search(pieces, self.patterns(), self.digests()))


def search(
    pieces: Iterable[tuple[str, bytes]],
    patterns: Mapping[str, bytes],
    digests: Mapping[bytes, str],
) -> Iterator[str]:
    """Yield a sentence for each pattern or digest that stands in a piece."""
    raw = {bytes.fromhex(it.decode()): name for it, name in digests.items()}
    for place, content in pieces:
        for name, pattern in patterns.items():
            at = content.find(pattern)
            if at >= 0:
                around = content[max(0, at - 60) : at + 80]
                yield f"{place}: {name} at {at}: {around!r}"
        for run in HEX_RUN.finditer(content):
            said = run[0].lower()
            for digest, name in digests.items():
                if digest in said:
                    yield f"{place}: {name} at {run.start()}"
        for digest, name in raw.items():
            if digest in content:
                yield f"{place}: {name}, as bytes"
