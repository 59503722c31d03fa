"""Files that a reporter sends: typed by content, scanned, encrypted as they arrive."""

from __future__ import annotations

import uuid
from typing import Any

from odoo.exceptions import UserError

from .. import vault
from ..models.wbs_draft import draft_folder
from ..models.wbs_evidence import UNSCANNED
from ..models.wbs_evidence_scan import ANSWERS
from ..models.wbs_intake import IncomingFile
from .form_stream import FilePart, FormRefused, clean_name, drain
from .raw_dispatcher import body_stream
from .reporter_pieces import (
    SNIFF_LENGTH,
    DraftUpload,
    draft_limit,
    over,
    pieces_blocks,
    room_of,
    too_large,
    type_of,
)
from .reporter_request import ReporterRequest

DRAFT = "draft"


def draft_blocks(key: Any, file: dict[str, Any]) -> Any:
    """The plaintext of a file of the draft, in blocks."""
    if file.get("pieces"):
        return pieces_blocks(key, file["uid"])
    return vault.decrypt_file(
        key,
        vault.FileContext(file["uid"], DRAFT),
        draft_folder(key.key_id) / file["uid"],
    )


def incoming_files(key: Any, files: list[dict[str, Any]]) -> tuple[IncomingFile, ...]:
    """The files of a draft as the intake takes them."""
    return tuple(
        IncomingFile(
            file["name"],
            file["type"],
            draft_blocks(key, file),
            file.get("scan", UNSCANNED),
        )
        for file in files
    )


def receive_files(
    here: ReporterRequest, key: Any, most: int
) -> tuple[list[dict[str, Any]], str]:
    """Encrypt the files of the form under ``key``; (kept, sentence if not all)."""
    kept, problem = here.once(lambda: _receive_all(here, key, most))
    return list(kept), problem


def _receive_all(
    here: ReporterRequest, key: Any, most: int
) -> tuple[list[dict[str, Any]], str]:
    kept: list[dict[str, Any]] = []
    problem = ""
    try:
        for part in here.parts():
            if not isinstance(part, FilePart) or not part.name:
                continue
            if len(kept) >= most:
                problem = too_many(here, most)
                continue
            try:
                kept.append(receive_file(here, key, part))
            except vault.FileTooLarge:
                drain(body_stream())
                return kept, too_large(here, part.name)
            except UserError as refused:
                problem = str(refused)
    except FormRefused:
        problem = over(here)
    if not kept and not problem:
        problem = here.env._("Choose a file first, then send it.")
    return kept, problem


def told_of_file(here: ReporterRequest) -> str:
    """What the page calls the file that is complete; empty for an odd request."""
    try:
        return here.fields().get("berkas", "")
    except FormRefused:
        return ""


def too_many(here: ReporterRequest, most: int) -> str:
    return here.env._("At most %s files can come with a report.", most)


def _empty(here: ReporterRequest, name: str) -> str:
    return here.env._("“%s” is empty and was not kept: choose another file.", name)


def finish_pieces(
    here: ReporterRequest, key: Any, told: str
) -> tuple[dict[str, Any] | None, str]:
    """The file whose pieces have all arrived, or why it is not taken; scanned."""
    try:
        upload = DraftUpload(here, key, told)
    except FormRefused:
        return None, over(here)
    name = clean_name(upload.name)
    if not upload.size:
        return None, _empty(here, name)
    if upload.received() != upload.size:
        return None, over(here)
    evidence = here.env["wbs.evidence"]
    said = evidence._scan_of(upload.blocks())
    refused = evidence._refused_after_scan(said, here.company)
    if refused:
        upload.discard()
        return None, refused
    return {
        "uid": upload.uid,
        "name": name,
        "type": type_of(next(upload.blocks())),
        "size": upload.size,
        "scan": said,
        "pieces": True,
    }, ""


def receive_file(here: ReporterRequest, key: Any, part: FilePart) -> dict[str, Any]:
    """Encrypt one file under ``key`` as it comes; what the draft remembers of it.

    :raise UserError: it is not taken, and why
    :raise FileTooLarge: nothing of it was kept
    """
    blocks = part.blocks
    head = b""
    for block in blocks:
        head += block
        if len(head) >= SNIFF_LENGTH:
            break
    media_type = type_of(head)
    evidence = here.env["wbs.evidence"]
    name = clean_name(part.name)
    refused = evidence._refused_because(media_type, name)
    if not head:
        refused = _empty(here, name)
    if refused:
        raise UserError(refused)
    uid = uuid.uuid4().hex
    target = draft_folder(key.key_id) / uid
    scanner = evidence._scanner()
    scan = scanner.begin() if scanner else None

    def all_blocks():
        yield head
        yield from blocks

    stored = vault.encrypt_file(
        key,
        vault.FileContext(uid, DRAFT),
        scan.passing(all_blocks()) if scan else all_blocks(),
        target,
        here.env["wbs.vault"]._key_folder().plaintext_hash_key,
        min(evidence._limit(), max(0, draft_limit(here) - room_of(target.parent))),
    )
    said = ANSWERS[scan.verdict()] if scan else UNSCANNED
    refused = evidence._refused_after_scan(said, here.company)
    if refused:
        target.unlink()
        raise UserError(refused)
    return {
        "uid": uid,
        "name": clean_name(part.name),
        "type": media_type,
        "size": stored.size,
        "scan": said,
    }


__all__ = [
    "draft_blocks",
    "finish_pieces",
    "incoming_files",
    "receive_file",
    "receive_files",
    "told_of_file",
    "too_many",
]
