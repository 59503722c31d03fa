"""Makes letters in a warm process of its own, which is ended when it takes too long."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from . import errors
from .problems import TemplateProblem
from .render import LetterMetadata
from .shapes import JSON, Shape, shape_to_json
from .values import plain_values
from .worker import LENGTH, pack_message, unpack_message

_ADDON = Path(__file__).resolve().parents[1]
_START = (
    "import sys; sys.path.append({addons!r}); "
    "from {addon}.letters.worker import main; main({memory}, {idle})"
)
_SENTENCE_ERRORS = {
    "RenderingFailed": errors.RenderingFailed,
    "ValuesRefused": errors.ValuesRefused,
}


class LetterRenderer:
    """A rendering process that is started when needed and again after a failure.

    ``timeout_seconds`` limits one job, ``memory_bytes`` the address space of the
    process; after ``idle_seconds`` without a job it ends by itself. Jobs from several
    threads wait for each other; after a fork, each process starts its own.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float = 20.0,
        memory_bytes: int = 1024 * 2**20,
        idle_seconds: float = 300.0,
    ) -> None:
        self._timeout = timeout_seconds
        self._memory = memory_bytes
        self._idle = idle_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def __enter__(self) -> LetterRenderer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The rendering process, if one was started by this process and not ended."""
        process = self._process if self._owner == os.getpid() else None
        return process.pid if process else None

    def close(self) -> None:
        """Ends the rendering process; the next job starts a new one."""
        self._leave_the_parent()
        with self._lock:
            self._end()

    def render(
        self,
        template: bytes,
        values: Mapping[str, JSON],
        metadata: LetterMetadata,
        *,
        logo: bytes | None = None,
    ) -> bytes:
        """As :func:`~.render.render_letter`, limited in time and memory.

        Raises what that raises, :class:`RenderingTimedOut`, or
        :class:`RendererCrashed`.
        """
        head = {
            "job": "render",
            "values": plain_values(values),
            "title": metadata.title,
            "author": metadata.author,
            "written_on": metadata.written_on.isoformat(),
            "language": metadata.language,
            "logo_bytes": len(logo or b""),
        }
        return self._work(head, (logo or b"") + template)[1]

    def check(
        self, docx: bytes, known_names: Mapping[str, Shape]
    ) -> list[TemplateProblem]:
        """As :func:`~.check.check_template`, limited in time and memory."""
        head = {"job": "check", "names": shape_to_json(known_names)}
        answer, _ = self._work(head, docx)
        return [TemplateProblem(**problem) for problem in answer["problems"]]

    def warm_up(self) -> None:
        """Starts the process and waits until it answers, to spare the first letter."""
        metadata = LetterMetadata("", "", date(2000, 1, 1))
        try:
            self.render(b"", {}, metadata)
        except errors.TemplateRefused:
            pass  # an empty file is no template: the process answered

    def _work(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        message = pack_message(head, body)
        self._leave_the_parent()
        with self._lock:
            payload = self._exchange(message)
        answer, result = unpack_message(payload)
        if "error" in answer:
            raise _as_error(answer)
        return answer, result

    def _exchange(self, message: bytes) -> bytes:
        fresh = self._ensure_process()
        payload = self._talk(message)
        if payload is None and not fresh:
            # It may have ended itself while idle, just before this job.
            self._ensure_process()
            payload = self._talk(message)
        if payload is None:
            raise errors.RendererCrashed(
                "The letter was not made, because the rendering process ended "
                "unexpectedly. Try again; if it happens again with the same template, "
                "check the template."
            )
        return payload

    def _leave_the_parent(self) -> None:
        """After a fork, the process and a lock that may be held are the parent's."""
        if self._owner != os.getpid():
            self._process, self._lock = None, threading.Lock()
            self._owner = os.getpid()

    def _ensure_process(self) -> bool:
        """Whether a process had to be started."""
        if self._process is not None and self._process.poll() is None:
            return False
        self._end()
        command = _START.format(
            addons=str(_ADDON.parent),
            addon=_ADDON.name,
            memory=self._memory,
            idle=self._idle,
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", command],
            # Nothing of the server's environment, which may hold passwords.
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        return True

    def _talk(self, message: bytes) -> bytes | None:
        """The answer to a message, or None if the process ended without one.

        Whatever interrupts the talk ends the process too: its next answer could
        belong to the interrupted job.
        """
        payload = None
        try:
            payload = self._converse(message, time.monotonic() + self._timeout)
        finally:
            if payload is None:
                self._end()
        return payload

    def _converse(self, message: bytes, deadline: float) -> bytes | None:
        process = self._process
        assert process and process.stdin and process.stdout
        unsent, answer = memoryview(message), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdin, selectors.EVENT_WRITE)
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                ready = selector.select(max(deadline - time.monotonic(), 0))
                if not ready:
                    raise errors.RenderingTimedOut(
                        f"The letter was stopped after {self._timeout:g} seconds. "
                        "Look for a loop inside a loop in the template."
                    )
                for key, _ in ready:
                    if key.fileobj is process.stdin:
                        try:
                            sent = os.write(key.fd, unsent[:65536])
                        except BrokenPipeError:
                            return None
                        unsent = unsent[sent:]
                        if not unsent:
                            selector.unregister(process.stdin)
                        continue
                    piece = os.read(key.fd, 65536)
                    if not piece:
                        return None
                    answer += piece
                    if len(answer) >= LENGTH.size:
                        (length,) = LENGTH.unpack_from(answer)
                        if len(answer) == LENGTH.size + length:
                            return bytes(answer[LENGTH.size :])

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _as_error(answer: dict[str, Any]) -> errors.LetterError:
    if answer["error"] == "TemplateRefused":
        problems = [TemplateProblem(**problem) for problem in answer["problems"]]
        return errors.TemplateRefused(problems)
    if answer["error"] == "MissingValues":
        return errors.MissingValues(answer["names"])
    kind = _SENTENCE_ERRORS.get(answer["error"], errors.RenderingFailed)
    return kind(answer["sentence"])
