"""The Debian mirror is read from the machine in both of apt's notations."""

from pathlib import Path

import pytest

from tools.progress import Failure
from tools.setup import debian


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty /etc/apt of a Debian 12."""
    (tmp_path / "sources.list.d").mkdir()
    monkeypatch.setattr(debian, "SOURCES", tmp_path)
    monkeypatch.setattr(debian, "_codename", lambda: "bookworm")
    return tmp_path


def test_one_line_with_options(sources: Path) -> None:
    (sources / "sources.list").write_text(
        "# deb http://commented.example/debian bookworm main\n"
        "deb [arch=amd64 signed-by=/a.gpg] http://mirror.example/debian bookworm main\n"
        "deb http://mirror.example/debian-security bookworm-security main\n"
    )
    assert debian.mirror() == "http://mirror.example/debian"


def test_deb822_with_several_suites(sources: Path) -> None:
    (sources / "sources.list.d" / "debian.sources").write_text(
        "Types: deb\n# http://snapshot.example/\nURIs: http://mirror.example/debian/\n"
        "Suites: bookworm bookworm-updates\nComponents: main\n contrib\n\n"
        "Types: deb\nURIs: http://mirror.example/debian-security\n"
        "Suites: bookworm-security\nComponents: main\n"
    )
    assert debian.mirror() == "http://mirror.example/debian/"


def test_another_vendors_archive_is_no_debian(sources: Path) -> None:
    (sources / "sources.list.d" / "a.list").write_text(
        "deb http://vendor.example/tools bookworm main\n"
        "deb http://mirror.example/debian bookworm main\n"
    )
    assert debian.mirror() == "http://mirror.example/debian"


def test_a_disabled_source_is_left_out_and_none_is_a_sentence(sources: Path) -> None:
    (sources / "sources.list.d" / "debian.sources").write_text(
        "Enabled: no\nTypes: deb\nURIs: http://mirror.example/debian\n"
        "Suites: bookworm\nComponents: main\n"
    )
    with pytest.raises(Failure, match="set ODOO_HOME"):
        debian.mirror()
