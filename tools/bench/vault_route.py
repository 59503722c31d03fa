"""A route that takes and gives files as Odoo's server does, encrypted or plain.

Werkzeug's server, which Odoo uses, in a process of its own; the client sits in another,
so that neither waits for the other's interpreter.
"""

import http.client
import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from wbs_module import vault

KINDS = ("plain", "encrypted")
PIECE = 256 << 10
KEY = vault.SecretBytes(bytes(32))
CASE_KEY = vault.CaseKey("0" * 32, KEY)
CONTEXT = vault.FileContext("bench", "original")


class _QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing of requests."""


def _take(kind: str, request: Request, file: Path) -> None:
    file.unlink(missing_ok=True)
    if kind == "encrypted":
        vault.encrypt_file(CASE_KEY, CONTEXT, request.stream, file, KEY)
        return
    with file.open("wb") as target:
        while piece := request.stream.read(PIECE):
            target.write(piece)
        # Ours answers when the file is on disk, so the copy does too.
        target.flush()
        os.fsync(target.fileno())


def _pieces_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _serve(folder: Path, port: Connection) -> None:
    @Request.application
    def route(request: Request) -> Response:
        kind = request.path.strip("/")
        file = folder / kind
        if request.method == "POST":
            _take(kind, request, file)
            return Response(status=204)
        blocks: Iterable[bytes] = (
            vault.decrypt_file(CASE_KEY, CONTEXT, file)
            if kind == "encrypted"
            else _pieces_of(file)
        )
        return Response(blocks, direct_passthrough=True)

    server = make_server(
        "127.0.0.1", 0, route, threaded=True, request_handler=_QuietHandler
    )
    port.send(server.port)
    server.serve_forever()


class Route:
    """The server with its folder, for as long as a ``with`` lasts."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(folder, theirs), daemon=True
        )
        self._process.start()
        self._port = ours.recv()

    def __enter__(self) -> "Route":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.join()

    def _ask(self, method: str, kind: str, body: Iterable[bytes], size: int) -> float:
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        headers = {"Content-Length": str(size)} if method == "POST" else {}
        started = time.perf_counter()
        connection.request(method, f"/{kind}", body if size else None, headers)
        answer = connection.getresponse()
        room = bytearray(1 << 20)
        while answer.readinto(room):
            pass
        seconds = time.perf_counter() - started
        connection.close()
        if answer.status not in (200, 204):
            raise RuntimeError(f"The route answered {answer.status}.")
        return seconds

    def upload(self, kind: str, mebibytes: int) -> float:
        """Send a file; returns the seconds that it took."""
        piece = bytes(range(256)) * 4096
        pieces = (piece for _ in range(mebibytes))
        return self._ask("POST", kind, pieces, mebibytes << 20)

    def download(self, kind: str) -> float:
        """Fetch the last file sent; returns the seconds that it took."""
        return self._ask("GET", kind, (), 0)

    def peak_memory(self) -> int:
        """The largest resident size of the server so far, in bytes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(it for it in status.splitlines() if it.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
