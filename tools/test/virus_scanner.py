"""clamd with one signature of our own: the EICAR test file, which harms nobody.

The real signatures are 200 MB and change by the hour; tests need neither.
"""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools.progress import Failure

# Split, so that no scanner takes this file for the test file itself.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE_NAME = "Eicar-Test"
PATIENCE_SECONDS = 20


@contextlib.contextmanager
def virus_scanner(folder: Path) -> Iterator[Path]:
    """Run clamd with its files in ``folder`` (a short path); yield its socket."""
    program = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise Failure("clamd is not installed. Run: make setup-test")
    socket = folder / "clamd.socket"
    # Extended signature: name, any type of file, any offset, the bytes.
    (folder / "eicar.ndb").write_text(f"{SIGNATURE_NAME}:0:*:{EICAR.hex()}\n")
    settings = {
        "DatabaseDirectory": folder,
        "LocalSocket": socket,
        "Foreground": "yes",
        "LogFile": folder / "clamd.log",
        "TemporaryDirectory": folder,
        "StreamMaxLength": "256M",
    }
    configuration = folder / "clamd.conf"
    configuration.write_text("".join(f"{k} {v}\n" for k, v in settings.items()))
    process = subprocess.Popen(
        [program, f"--config-file={configuration}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not socket.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                log = folder / "clamd.log"
                said = log.read_text() if log.exists() else ""
                raise Failure(f"clamd did not start. {said}")
            time.sleep(0.05)
        yield socket
    finally:
        process.terminate()
        process.wait()
