"""The rendering process: reads a job, answers, waits for the next.

Started by :class:`~.renderer.LetterRenderer` only. It can write no file (a limit of
the kernel), uses bounded memory, leaves no core dump, and answers failures with
sentences that carry no content. A message is a length of eight bytes, big-endian, and
that many bytes: a JSON head, a zero byte, and raw bytes.
"""

from __future__ import annotations

import json
import os
import resource
import select
import struct
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from . import errors
from .check import check_template
from .render import LetterMetadata, render_letter
from .shapes import shape_from_json

LENGTH = struct.Struct(">Q")
_PARENT_LOOK = 30.0  # seconds between looks whether the parent still lives


def pack_message(head: Mapping[str, Any], body: bytes) -> bytes:
    """One message of the protocol, for both directions."""
    text = json.dumps(head, ensure_ascii=True).encode()
    return LENGTH.pack(len(text) + 1 + len(body)) + text + b"\0" + body


def unpack_message(payload: bytes) -> tuple[dict[str, Any], bytes]:
    """Head and body of a message without its length."""
    text, _, body = payload.partition(b"\0")
    head: dict[str, Any] = json.loads(text)
    return head, body


def main(memory_bytes: int, idle_seconds: float) -> None:
    """Serves jobs on standard input until it closes, or nothing came for long."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # a stray print cannot spoil the protocol
    sys.dont_write_bytecode = True
    _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    jobs = os.fdopen(0, "rb", buffering=0)
    while (payload := _next_job(jobs, idle_seconds)) is not None:
        try:
            answer, spent = _answer(payload), False
        except MemoryError:
            answer, spent = _memory_is_spent(), True
        answers.write(answer)
        answers.flush()
        if spent:
            return  # remembered templates may fill the memory; a new process has none


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)  # the server may be limited more tightly already
    resource.setrlimit(kind, (value, value))


def _next_job(jobs: BinaryIO, idle_seconds: float) -> bytes | None:
    parent, waited = os.getppid(), 0.0
    while not select.select([jobs], [], [], min(_PARENT_LOOK, idle_seconds))[0]:
        waited += min(_PARENT_LOOK, idle_seconds)
        # A copy of the pipe in a sister process can keep it open after the parent's
        # end, so its closing alone does not tell.
        if waited >= idle_seconds or os.getppid() != parent:
            return None
    length = _read(jobs, LENGTH.size)
    return _read(jobs, LENGTH.unpack(length)[0]) if length else None


def _read(jobs: BinaryIO, size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = jobs.read(min(size - len(pieces), 2**20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def _answer(payload: bytes) -> bytes:
    try:
        return _do(*unpack_message(payload))
    except errors.TemplateRefused as error:
        problems = [problem.as_json() for problem in error.problems]
        return pack_message({"error": "TemplateRefused", "problems": problems}, b"")
    except errors.MissingValues as error:
        return pack_message({"error": "MissingValues", "names": error.names}, b"")
    except errors.LetterError as error:
        head = {"error": type(error).__name__, "sentence": str(error)}
        return pack_message(head, b"")
    except MemoryError:
        raise
    except Exception:  # its text may quote the letter, so it ends here
        sentence = "The letter could not be made. Check the template again."
        return pack_message({"error": "RenderingFailed", "sentence": sentence}, b"")


def _memory_is_spent() -> bytes:
    sentence = (
        "The letter needs more memory than it may use. Look for very large "
        "pictures, or for a loop inside a loop, in the template."
    )
    return pack_message({"error": "RenderingFailed", "sentence": sentence}, b"")


def _do(head: dict[str, Any], body: bytes) -> bytes:
    if head["job"] == "check":
        problems = check_template(body, shape_from_json(head["names"]))
        return pack_message({"problems": [item.as_json() for item in problems]}, b"")
    metadata = LetterMetadata(
        title=head["title"],
        author=head["author"],
        written_on=date.fromisoformat(head["written_on"]),
        language=head["language"],
    )
    logo, template = body[: head["logo_bytes"]], body[head["logo_bytes"] :]
    letter = render_letter(template, head["values"], metadata, logo=logo or None)
    return pack_message({}, letter)
