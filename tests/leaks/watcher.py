"""Sees temporary files that are gone again: unlinked ones, and short-lived ones."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

PAUSE = 0.01  # seconds between two looks
LARGEST = 32 * 1024 * 1024


class Watcher:
    """Looks into a folder and at the open files of processes until it is stopped.

    :param folders: where temporary files are made
    :param processes: the process groups' leaders whose open files are looked at
    """

    def __init__(self, folders: list[Path]) -> None:
        self._folders = [str(folder) for folder in folders]
        self._seen: dict[str, bytes] = {}
        self._groups: list[int] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def start(self, group: int) -> None:
        """Begin to look, also at the open files of process group ``group``."""
        self._groups.append(group)
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
                        self._keep(os.path.join(where, name), "")
            for process in self._processes():
                with contextlib.suppress(OSError):
                    for name in os.listdir(f"/proc/{process}/fd"):
                        self._keep_open(f"/proc/{process}/fd/{name}")

    def _processes(self) -> Iterator[int]:
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError):
                    if os.getpgid(int(name)) in self._groups:
                        yield int(name)

    def _keep_open(self, path: str) -> None:
        with contextlib.suppress(OSError):
            target = os.readlink(path)
            if target.startswith((*self._folders, "/tmp/", "/var/tmp/")):
                self._keep(path, target)

    def _keep(self, path: str, known_as: str) -> None:
        with contextlib.suppress(OSError):
            if os.path.getsize(path) > LARGEST:
                return
            with open(path, "rb") as file:
                content = file.read()
            name = f"{known_as or path} (for a moment)"
            # Shorter later means overwritten: both are kept.
            if len(content) >= len(self._seen.get(name, b"")):
                self._seen[name] = content
            else:
                self._seen[f"{name}, {len(content)}"] = content
