"""Files that a reporter sends: typed by content, scanned, encrypted as they arrive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from odoo import api
from odoo.exceptions import UserError
from odoo.http import request

from .. import vault
from ..models.wbs_draft import draft_folder
from ..models.wbs_evidence import UNSCANNED
from ..models.wbs_evidence_scan import ANSWERS
from ..models.wbs_intake import IncomingFile
from . import reporter_answers as answers_of
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
    too_large_together,
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


Sentence = Callable[[api.Environment], str]


class FileRefused(UserError):
    """A file is not taken; ``why`` says so in any language."""

    def __init__(self, env: api.Environment, why: Sentence) -> None:
        super().__init__(why(env))
        self.why = why


@dataclass
class Sent:
    """What came with a form: its fields, its files encrypted, and what was refused."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    refused_file: Sentence | None = None
    broken: FormRefused | None = None


def receive_form(here: ReporterRequest, key: Any, most: int) -> Sent:
    """The form of the request; its files are encrypted under ``key`` as they come.

    Without a key, because what it belonged to has ended, files are passed over.
    """
    return here.once(lambda: _receive(here, key, most))


def _receive(here: ReporterRequest, key: Any, most: int) -> Sent:
    sent = Sent()
    try:
        if request.httprequest.mimetype != "multipart/form-data":
            sent.fields = here.read_fields()
            return sent
        for part in here.parts():
            if not isinstance(part, FilePart):
                sent.fields[part[0]] = part[1]
            elif key is None:
                continue
            elif part.name and len(sent.files) >= most:
                sent.refused_file = lambda env: too_many(env, most)
            elif part.name and not _receive_into(sent, here, key, part):
                return sent
    except FormRefused as broken:
        sent.broken = broken
    return sent


def _receive_into(sent: Sent, here: ReporterRequest, key: Any, part: FilePart) -> bool:
    """Take one file of the form; false where the rest cannot be read any more."""
    name = part.name
    try:
        sent.files.append(receive_file(here, key, part))
    except vault.FileTooLarge:
        drain(body_stream())
        left = draft_limit(here) - room_of(draft_folder(key.key_id))
        if left < here.env["wbs.evidence"]._limit():
            sent.refused_file = too_large_together
        else:
            sent.refused_file = lambda env: too_large(env, name)
        return False
    except FileRefused as refused:
        sent.refused_file = refused.why
    return True


def told(env: api.Environment, sent: Sent) -> dict[str, str]:
    """What is wrong with a form that may have brought files."""
    if sent.broken:
        return {"form": answers_of.form_problem(env, sent.broken)}
    return {"files": sent.refused_file(env)} if sent.refused_file else {}


def told_of_file(here: ReporterRequest) -> str:
    """What the page calls the file that is complete; empty for an odd request."""
    try:
        return here.fields().get("berkas", "")
    except FormRefused:
        return ""


def too_many(env: api.Environment, most: int) -> str:
    return env._("At most %s files can come with a report.", most)


def no_file(env: api.Environment) -> str:
    return env._("Choose a file first, then send it.")


def _empty(env: api.Environment, name: str) -> str:
    return env._("“%s” is empty and was not kept: choose another file.", name)


def finish_pieces(
    here: ReporterRequest, key: Any, told: str
) -> tuple[dict[str, Any] | None, str]:
    """The file whose pieces have all arrived, or why it is not taken; scanned."""
    try:
        upload = DraftUpload(here, key, told)
    except FormRefused:
        return None, over(here.env)
    name = clean_name(upload.name)
    if not upload.size:
        return None, _empty(here.env, name)
    if upload.received() != upload.size:
        return None, over(here.env)
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

    :raise FileRefused: it is not taken, and why
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
    if not head:
        raise FileRefused(here.env, lambda env: _empty(env, name))
    if evidence._refused_because(media_type, name):
        raise FileRefused(
            here.env,
            lambda env: evidence.with_env(env)._refused_because(media_type, name),
        )
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
    if evidence._refused_after_scan(said, here.company):
        target.unlink()
        raise FileRefused(
            here.env,
            lambda env: evidence.with_env(env)._refused_after_scan(said, here.company),
        )
    return {
        "uid": uid,
        "name": name,
        "type": media_type,
        "size": stored.size,
        "scan": said,
    }


__all__ = [
    "Sent",
    "draft_blocks",
    "finish_pieces",
    "incoming_files",
    "no_file",
    "receive_file",
    "receive_form",
    "told",
    "told_of_file",
    "too_many",
]
