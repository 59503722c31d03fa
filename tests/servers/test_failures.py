"""A cut connection, a full disk: nothing is lost, and the person reads what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools.clients import Refused, in_words
from tools.database_files import environment_of

from .conftest import DATABASE, Finishing, Office, open_task, task_state

STORE_BYTES = 512 * 1024


@pytest.fixture(scope="module", autouse=True)
def servers(office: Office) -> None:
    office.serve()


def test_a_connection_cut_in_a_step_changes_nothing_and_the_person_reads_what_to_do(
    office: Office,
) -> None:
    secretariat = office.staff("secretariat")
    task, instance = open_task(secretariat)
    work = Finishing(secretariat, task)
    with office.connection() as cursor:
        cursor.execute(f"SELECT 1 FROM bpmn_instance WHERE id = {instance} FOR UPDATE")
        work.start()
        office.cut_who_waits()
        work.join()
    assert len(work.said) == 1
    assert "Basis data berhenti menjawab" in work.said[0]
    assert task_state(office, task) == "open"
    secretariat.call("bpmn.task", "complete", [task], "accept", {})
    assert task_state(office, task) == "completed"
    assert office.contradictions() == []


def test_a_reporter_whose_connection_is_cut_keeps_what_was_saved(
    office: Office,
) -> None:
    reporter = office.reporter()
    reporter.post("/mulai")
    reporter.post("/lapor/category", category="corruption")
    reporter.post("/lapor/what", what="Laporan di tengah gangguan.")
    draft = office.rows("SELECT key_id FROM wbs_draft ORDER BY id DESC LIMIT 1")[0][0]
    answers: list[tuple[int, bytes]] = []

    def answer() -> None:
        path = "/layanan/malang/id/lapor/where"
        kind = "application/x-www-form-urlencoded"
        answers.append(reporter._send(path, b"where=Loket", kind))

    with office.connection() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock(hashtextextended('{draft}', 0))")
        work = threading.Thread(target=answer)
        work.start()
        office.cut_who_waits()
        work.join()
    status, page = answers[0]
    assert status == 503
    assert "Yang sudah Anda simpan tetap ada" in in_words(page.decode())
    assert "Laporan di tengah gangguan." in in_words(reporter.post("/lapor/check"))
    assert reporter.code_on(reporter.post("/kirim"))


@contextmanager
def full_disk(folder: Path) -> Iterator[Path]:
    """``folder`` on a small disk of its own, full; yields the file that fills it."""
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    owner = f"size={STORE_BYTES},mode=0700,uid={os.geteuid()},gid={os.getegid()}"
    mount = [*as_root, "mount", "-t", "tmpfs", "-o", owner, "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    try:
        shutil.copytree(copy, folder, dirs_exist_ok=True)
        filler = folder.parent / "key-store" / "filler"
        with filler.open("wb", buffering=0) as file:
            with pytest.raises(OSError, match="No space left"):
                while True:
                    file.write(b"\0" * 512)
        yield filler
        shutil.rmtree(copy)
        shutil.copytree(folder, copy)
    finally:
        subprocess.run([*as_root, "umount", "-l", str(folder)], check=True)
        shutil.copytree(copy, folder, dirs_exist_ok=True)
        shutil.rmtree(copy)


def test_a_full_key_store_takes_no_half_report_and_the_reporter_sends_again(
    office: Office,
) -> None:
    store = Path(environment_of(DATABASE)["WBS_KEY_STORE"])
    count = "SELECT count(*) FROM wbs_case"
    before = office.rows(count)
    with full_disk(store) as filler:
        reporter = office.reporter()
        reporter.post("/mulai")
        reporter.post("/lapor/what", what="Laporan saat penyimpanan penuh.")
        with pytest.raises(Refused, match="belum dapat disimpan") as refusal:
            reporter.post("/kirim")
        assert "key-store" not in str(refusal.value)
        assert office.rows(count) == before
        filler.unlink()
        code = reporter.code_on(reporter.post("/kirim"))
    assert office.rows(count) == [(before[0][0] + 1,)]
    assert "Pesan" in in_words(office.reporter().open(code))
    assert office.contradictions() == []
