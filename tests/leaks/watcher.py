"""Sees temporary files that are gone again: unlinked ones, and short-lived ones."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from tools.server import Server

PAUSE = 0.02  # seconds between two looks
LARGEST = 32 * 1024 * 1024
TEMPORARY = ("/tmp/", "/var/tmp/")


class Watcher:
    """Looks into a folder and at a server's open files until it is stopped.

    :param folders: where temporary files are made
    """

    def __init__(self, folders: list[Path]) -> None:
        self._folders = [str(folder) for folder in folders]
        self._seen: dict[str, bytes] = {}
        self._versions: dict[str, tuple[int, int, int]] = {}
        self._stop = threading.Event()

    def start(self, server: Server) -> None:
        """Begin to look, also at the open files of all processes of ``server``."""
        self._server = server
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def seen(self) -> Iterator[tuple[str, bytes]]:
        """What stood in temporary files at any look."""
        yield from list(self._seen.items())

    def _look(self) -> None:
        while not self._stop.wait(PAUSE):
            for folder in self._folders:
                for where, _folders, names in os.walk(folder):
                    for name in names:
                        path = os.path.join(where, name)
                        self._keep(path, path)
            for process in self._server.children():
                with contextlib.suppress(OSError):
                    for name in os.listdir(f"/proc/{process}/fd"):
                        self._keep_open(f"/proc/{process}/fd/{name}")

    def _keep_open(self, path: str) -> None:
        with contextlib.suppress(OSError):
            target = os.readlink(path)
            if target.startswith((*self._folders, *TEMPORARY)):
                self._keep(path, target)

    def _keep(self, path: str, known_as: str) -> None:
        with contextlib.suppress(OSError):
            found = os.stat(path)
            version = (found.st_ino, found.st_size, found.st_mtime_ns)
            if found.st_size > LARGEST or self._versions.get(known_as) == version:
                return
            with open(path, "rb") as file:
                content = file.read()
            self._versions[known_as] = version
            name = f"{known_as} (for a moment)"
            # Shorter later means overwritten: both are kept.
            if len(content) >= len(self._seen.get(name, b"")):
                self._seen[name] = content
            else:
                self._seen[f"{name}, {len(content)}"] = content
