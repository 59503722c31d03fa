"""Forms read from the stream, part by part, with nothing in clear on any disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from multipart import MultipartError, PushMultipartParser

READ_LENGTH = 1024 * 1024
# Room for all answers at their longest, in UTF-8 and percent-encoded.
TEXT_LIMIT = 8 * 1024 * 1024


class FormRefused(Exception):
    """The form arrived broken; or, ``too_large``, holds more than is taken."""

    def __init__(self, too_large: bool = False) -> None:
        super().__init__()
        self.too_large = too_large


@dataclass
class FilePart:
    """A file in a form; ``blocks`` must be read before the next part is asked for."""

    field: str
    name: str
    blocks: Iterator[bytes]


def read_fields(stream: Any, media_type: str, length: int) -> dict[str, str]:
    """All fields of a form without files. Raises `FormRefused`."""
    if media_type != "application/x-www-form-urlencoded":
        raise FormRefused
    if length > TEXT_LIMIT:
        drain(stream)
        raise FormRefused(too_large=True)
    body = stream.read(length)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except ValueError:
        raise FormRefused from None


def read_parts(
    stream: Any, boundary: str, length: int
) -> Iterator[FilePart | tuple[str, str]]:
    """The parts of a form with files, in order: (field, text) pairs and files.

    Raises `FormRefused`, also when the sender broke off.
    """
    events = _events(stream, boundary, length)
    try:
        for segment in events:
            if segment.filename is None:
                yield segment.name, _text_of(events)
                continue
            blocks = _blocks_of(events)
            yield FilePart(segment.name, segment.filename, blocks)
            for _rest in blocks:
                pass
    except MultipartError:
        raise FormRefused from None


def _events(stream: Any, boundary: str, length: int) -> Iterator[Any]:
    with PushMultipartParser(boundary, content_length=length) as parser:
        while not parser.closed:
            # An empty block is the end: the parser closes, or says what is missing.
            yield from parser.parse(stream.read(READ_LENGTH))


def _blocks_of(events: Iterator[Any]) -> Iterator[bytes]:
    for event in events:
        if not event:
            return
        yield bytes(event)


def _text_of(events: Iterator[Any]) -> str:
    text = b""
    for block in _blocks_of(events):
        text += block
        if len(text) > TEXT_LIMIT:
            raise FormRefused(too_large=True)
    return text.decode(errors="replace")


def drain(stream: Any, most: int = 2 * 1024**3) -> None:
    """Read on and forget, so that the browser lives to see the answer."""
    while most > 0 and (block := stream.read(READ_LENGTH)):
        most -= len(block)


def clean_name(name: str) -> str:
    """The last part of a file name, without anything that a path or a header means."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", last)[:120] or "berkas"


__all__ = [
    "FilePart",
    "FormRefused",
    "clean_name",
    "drain",
    "read_fields",
    "read_parts",
]
