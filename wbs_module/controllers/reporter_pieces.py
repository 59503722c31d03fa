"""Files that come in small pieces, from a page with script; resumable per file.

A piece is a short request, so that slow telephones do not hold a worker between their
pieces. Each is encrypted into a file of its own as it comes. What a browser calls a
file (name, size, time of change) travels in a header, never in an address, and lies
nowhere: the names on disk come from it under the key of the draft.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import magic

from odoo import api
from odoo.http import Response, request

from .. import vault
from ..models.wbs_draft import draft_folder
from .form_stream import clean_name, drain
from .raw_dispatcher import body_stream
from .reporter_request import FormRefused, ReporterRequest

HEADER, OFFSET = "X-Berkas", "X-Mulai"
LARGEST_PIECE = 1 << 20
# Smaller ones (but the last of a file) would fill the disk with names.
SMALLEST_PIECE = 16 << 10
SNIFF_LENGTH = 4096
# Bytes of all that a draft holds, unfinished files included.
DRAFT_LIMIT = 1 << 30


class PieceRefused(Exception):
    """The file is not taken; the text is a sentence for the reporter."""


class DraftUpload:
    """One file of a draft on its way in."""

    def __init__(self, here: ReporterRequest, key: Any, told: str) -> None:
        """``told``: what the page calls the file: ``name|size|changed``, encoded."""
        try:
            name, size, _changed = unquote(told).rsplit("|", 2)
            self.name, self.size = name, int(size)
        except ValueError:
            raise FormRefused from None
        self._here, self._key = here, key
        self.uid = key.upload_uid(told)
        self._folder = draft_folder(key.key_id)

    def received(self) -> int:
        """How many bytes are here, without a gap from the beginning."""
        return sum(size for _offset, size, _path in pieces_of(self._folder, self.uid))

    def add(self, offset: int, content: bytes) -> None:
        """Keep a piece. Raises `PieceRefused`, `FormRefused`."""
        here, evidence = self._here, self._here.env["wbs.evidence"]
        limit = evidence._limit()
        if self.size > limit:
            raise PieceRefused(too_large(here.env, self.name))
        is_last = offset + len(content) == self.size
        small = len(content) < SMALLEST_PIECE and not is_last
        if small or offset + len(content) > self.size:
            raise FormRefused
        if room_of(self._folder) + len(content) > draft_limit(here):
            raise PieceRefused(too_large_together(here.env))
        if offset == 0:
            media_type, name = type_of(content), clean_name(self.name)
            refused = evidence._refused_because(media_type, name)
            if refused:
                raise PieceRefused(refused)
        vault.encrypt_file(
            self._key,
            vault.FileContext(self.uid, f"draft piece {offset}"),
            [content],
            self._folder / f"{self.uid}.{offset}-{len(content)}",
            here.env["wbs.vault"]._key_folder().plaintext_hash_key,
        )

    def blocks(self) -> Iterator[bytes]:
        """What has arrived so far."""
        return pieces_blocks(self._key, self.uid)

    def discard(self) -> None:
        remove_draft_file(self._key, self.uid)


def pieces_of(folder: Path, uid: str) -> list[tuple[int, int, Path]]:
    """(offset, size, path) of the pieces that follow each other from the beginning."""
    found: dict[int, tuple[int, Path]] = {}
    for path in folder.glob(f"{uid}.*-*"):
        offset, _dash, size = path.name.partition(".")[2].partition("-")
        found[int(offset)] = (int(size), path)
    row, reached = [], 0
    while reached in found and found[reached][0]:
        size, path = found[reached]
        row.append((reached, size, path))
        reached += size
    return row


def pieces_blocks(key: Any, uid: str) -> Iterator[bytes]:
    """The plaintext of a file that came in pieces."""
    return chain.from_iterable(
        vault.decrypt_file(key, vault.FileContext(uid, f"draft piece {offset}"), path)
        for offset, _size, path in pieces_of(draft_folder(key.key_id), uid)
    )


def remove_draft_file(key: Any, uid: str) -> None:
    """Forget a file of the draft, whole or in pieces. ``uid`` is one of ours."""
    folder = draft_folder(key.key_id)
    (folder / uid).unlink(missing_ok=True)
    for path in folder.glob(f"{uid}.*-*"):
        path.unlink(missing_ok=True)


def room_of(folder: Path) -> int:
    """Bytes that a draft takes."""
    total = 0
    for path in folder.iterdir():
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


def draft_limit(here: ReporterRequest) -> int:
    """Largest draft in bytes."""
    parameters = here.env["ir.config_parameter"]
    return int(parameters.get_param("wbs_module.draft_limit") or DRAFT_LIMIT)


def type_of(head: bytes) -> str:
    """The media type by content."""
    return magic.from_buffer(head[:SNIFF_LENGTH], mime=True) if head else ""


def too_large(env: api.Environment, name: str) -> str:
    return env._(
        "“%(name)s” is larger than %(limit)s MB and was not kept. Send it in parts, or "
        "describe what it shows; the office can ask for it later.",
        name=name,
        limit=env["wbs.evidence"]._limit() // 1024**2,
    )


def too_large_together(env: api.Environment) -> str:
    return env._(
        "All files together are too large for one report. Send the report with those "
        "that have arrived, and add others later with your code."
    )


def told_by_page(status: int, **values: Any) -> Response:
    """An answer for the script."""
    body = json.dumps(values)
    return Response(body, status=status, content_type="application/json; charset=utf-8")


def take_piece(here: ReporterRequest, kind: str) -> Response:
    """Keep the piece of the running request, and say how far the file has come.

    A piece that does not follow what is here is left alone (409): the page goes on from
    the place that the answer names. An empty body asks for that place. ``took`` is what
    the server needed, in seconds, so that the page does not blame the line for it.
    """
    sent = request.httprequest
    found = here.draft(kind)
    length = sent.content_length or 0
    gone = found is None or bool(found[1].get("code"))  # with a code: already sent
    if gone or length > LARGEST_PIECE:
        drain(body_stream(), 2 * LARGEST_PIECE)
        if gone:
            return told_by_page(404, problem=closed(here.env))
        return told_by_page(413, problem=over(here.env))
    key = found[0]
    try:
        upload = DraftUpload(here, key, sent.headers.get(HEADER, ""))
        offset = int(sent.headers.get(OFFSET, "0"))
        content = here.once(lambda: body_stream().read(length)) if length else b""
        arrived = time.monotonic()
        received = upload.received()
        if not content:
            return told_by_page(200, received=received)
        # What a broken line or a second try of the same request cut off.
        if len(content) != length or offset != received:
            return told_by_page(409, received=received)
        upload.add(offset, content)
    except PieceRefused as refused:
        upload.discard()
        return told_by_page(422, problem=str(refused))
    except (FormRefused, ValueError):
        return told_by_page(400, problem=over(here.env))
    here.prolong(kind)
    took = round(time.monotonic() - arrived, 2)
    return told_by_page(200, received=offset + len(content), took=took)


def over(env: api.Environment) -> str:
    return env._(
        "The file did not arrive whole and was not kept. Send it once more; your "
        "answers are still here."
    )


def closed(env: api.Environment) -> str:
    return env._(
        "The file was not kept, because what you had open here has ended. Reload this "
        "page: it says how to go on."
    )
