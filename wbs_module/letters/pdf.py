"""A PDF of a letter, where LibreOffice is installed.

LibreOffice works on files only. They stand in a private folder in memory
(``/dev/shm``) where the machine has one, and are overwritten and removed afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .errors import PdfFailed, PdfUnavailable

_MEMORY = Path("/dev/shm")
_PROGRAMS = ("soffice", "libreoffice")


def pdf_available() -> bool:
    """Whether this machine can make PDFs."""
    return _program() is not None


def docx_to_pdf(docx: bytes, *, timeout_seconds: float = 60.0) -> bytes:
    """The letter as a PDF.

    Raises :class:`PdfUnavailable` where LibreOffice is missing and
    :class:`PdfFailed` where it does not deliver within the time.
    """
    program = _program()
    if program is None:
        raise PdfUnavailable(
            "No PDF can be made here, because LibreOffice is not installed. Offer "
            "the Word file, or ask the administrator to install the package "
            "“libreoffice-writer-nogui”."
        )
    memory = str(_MEMORY) if os.access(_MEMORY, os.W_OK | os.X_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="letter-", dir=memory))
    try:
        return _convert(program, folder, docx, timeout_seconds)
    finally:
        _wipe(folder)


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def _convert(program: str, folder: Path, docx: bytes, timeout: float) -> bytes:
    source = folder / "letter.docx"
    source.write_bytes(docx)
    profile = folder / "profile"
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--nofirststartwizard",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    # Everything that LibreOffice writes beside its profile goes into the folder too.
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "LANG": "C.UTF-8",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # its children are ended with it
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(process)
    result = source.with_suffix(".pdf")
    if process.returncode != 0 or not result.is_file():
        raise PdfFailed(
            f"LibreOffice made no PDF within {timeout:g} seconds. Use the Word file, "
            "or try again later."
        )
    return result.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _wipe(folder: Path) -> None:
    """Overwrites every file before removing it, for folders that are not in memory."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            try:
                with path.open("r+b") as file:
                    file.write(bytes(path.stat().st_size))
            except OSError:
                continue  # removed below all the same
    shutil.rmtree(folder, ignore_errors=True)
