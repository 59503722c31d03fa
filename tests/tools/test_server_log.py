"""The log check finds what a server complains about, and nothing else."""

from pathlib import Path

from tools.test.server_log import bad_entries, check_logs

START = "2026-11-24 20:29:24,101 11703"


def written(folder: Path, *lines: str) -> Path:
    """Return a log with these lines."""
    log = folder / "server.log"
    log.write_text("\n".join(lines))
    return log


def test_a_traceback_belongs_to_its_error(tmp_path: Path) -> None:
    log = written(
        tmp_path,
        f"{START} ERROR db odoo.http: Exception during request",
        "Traceback (most recent call last):",
        "ValueError",
        f"{START} INFO db odoo.http: served",
        "a further line of information",
    )
    [entry] = bad_entries(log)
    assert entry.endswith("ValueError")
    assert check_logs([log]).failed == 1


def test_information_is_no_complaint(tmp_path: Path) -> None:
    log = written(tmp_path, f"{START} INFO db odoo.http: no ERROR, no WARNING")
    assert check_logs([log]).passed == 1


def test_a_known_line_of_odoo_is_let_through(tmp_path: Path) -> None:
    log = written(
        tmp_path,
        f"{START} ERROR ? odoo.sql_db: bad query: "
        "b'CREATE EXTENSION IF NOT EXISTS pg_trgm'",
    )
    assert check_logs([log]).passed == 1
