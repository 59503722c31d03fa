"""An entry of the cache is whole or absent, also when filling fails or races."""

import threading
from pathlib import Path

import pytest

from tools.setup import cache


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "CACHE", tmp_path)


def test_a_failed_filling_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        cache.cached_folder("entry", fail)
    assert not [it for it in tmp_path.iterdir() if it.is_dir()]


def test_two_set_ups_fill_an_entry_once() -> None:
    filled = []

    def fill(folder: Path) -> None:
        filled.append(folder)
        (folder / "whole").write_text("whole")

    threads = [
        threading.Thread(target=cache.cached_folder, args=("entry", fill))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(filled) == 1
