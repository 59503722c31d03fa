"""The virtual environment of this checkout, filled by uv from hashed locks."""

import hashlib
import os
import shutil
import sys
import venv
from pathlib import Path

from tools.places import BUILD, CACHE, ROOT, VIRTUAL_ENVIRONMENT
from tools.progress import Failure, run, step
from tools.setup.cache import cached_folder
from tools.setup.debian import install_missing
from tools.setup.odoo_tree import OdooTree

OLDEST_PYTHON = (3, 10)
UV_LOCK = ROOT / "requirements-uv.txt"
RUN_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "requirements-test.txt"


def require_python() -> None:
    """Raise ``Failure`` where this interpreter is too old."""
    if sys.version_info < OLDEST_PYTHON:
        raise Failure(
            f"Python {sys.version.split()[0]} is too old: Odoo 19 needs 3.10 or later. "
            "Put a newer python3 first on PATH and start again."
        )


def make_environment(odoo: OdooTree, locks: tuple[Path, ...]) -> None:
    """Make or refresh ``build/venv`` so that it holds just what ``locks`` name."""
    content = [sys.version, sys.executable, str(odoo.python_path)]
    content += [lock.read_text() for lock in (UV_LOCK, *locks)]
    state = hashlib.sha256("\0".join(content).encode()).hexdigest()
    record = VIRTUAL_ENVIRONMENT / "made-from"
    if record.exists() and record.read_text() == state:
        return
    uv = uv_command()
    environment = {
        **os.environ,
        "UV_CACHE_DIR": str(CACHE / "uv"),
        "VIRTUAL_ENV": str(VIRTUAL_ENVIRONMENT),
        # The cache folder may be on another disk, where links are impossible.
        "UV_LINK_MODE": "hardlink" if _same_disk() else "copy",
    }
    failed = (
        "Python packages could not be installed. Check the network and start again."
    )
    with step(f"Python packages ({', '.join(lock.name for lock in locks)})"):
        shutil.rmtree(VIRTUAL_ENVIRONMENT, ignore_errors=True)
        run(
            [uv, "venv", "-q", "--python", sys.executable, VIRTUAL_ENVIRONMENT],
            on_failure=failed,
            environment=environment,
        )
        install = [uv, "pip", "install", "-q", "--require-hashes"]
        for lock in locks:
            install += ["-r", str(lock)]
        run(install, on_failure=failed, environment=environment)
        packages = next(VIRTUAL_ENVIRONMENT.glob("lib/python3*/site-packages"))
        (packages / "odoo-tree.pth").write_text(f"{odoo.python_path}\n")
        record.write_text(state)


def _same_disk() -> bool:
    return BUILD.stat().st_dev == CACHE.stat().st_dev


def uv_command() -> Path:
    """Return uv, installed into the cache by pip from its own hashed lock."""

    def fill(folder: Path) -> None:
        with step("uv, the installer of Python packages"):
            _require_venv()
            venv.create(folder / "bootstrap", with_pip=True)
            run(
                [folder / "bootstrap/bin/python", "-m", "pip", "install", "-q"]
                + ["--require-hashes", "--target", folder / "uv", "-r", UV_LOCK],
                on_failure="uv could not be fetched. Check the network and pip's "
                "configuration, and start again.",
            )
            shutil.rmtree(folder / "bootstrap")

    digest = hashlib.sha256(UV_LOCK.read_bytes()).hexdigest()[:12]
    return cached_folder(f"uv-command-{digest}", fill) / "uv" / "bin" / "uv"


def _require_venv() -> None:
    try:
        import ensurepip  # noqa: F401 (Debian splits it from python3)
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install_missing([f"python{version}-venv"], "Python's virtual environments")
