"""Writes the hashed locks anew: ``python3 -m tools.setup.lock``."""

import os
import shutil
import tempfile
from pathlib import Path

from tools.places import CACHE, ROOT
from tools.progress import Failure, run, step, stop_with
from tools.setup.python_environment import OLDEST_PYTHON, uv_command

LOCKS = ("requirements-uv", "requirements", "requirements-test", "requirements-peer")
# What addons' packages ask for (Odoo itself, for one) is there already.
WITHOUT_DEPENDENCIES = ("requirements-peer",)


def write_locks() -> None:
    """Resolve each ``NAME.in`` into ``NAME.txt`` for Python 3.10 and later.

    uv reads no pip configuration, so no address of a mirror gets into a lock.
    """
    compile_lock: list[str | Path] = [uv_command(), "pip", "compile", "-q"]
    compile_lock += ["--universal", "--generate-hashes", "--no-annotate", "--no-header"]
    compile_lock += ["--python-version", ".".join(str(it) for it in OLDEST_PYTHON)]
    for name in LOCKS:
        with step(f"{name}.txt"), tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / f"{name}.txt"
            run(
                [*compile_lock, f"{name}.in", "-o", fresh]
                + (["--no-deps"] if name in WITHOUT_DEPENDENCIES else []),
                on_failure=f"{name}.in could not be resolved.",
                cwd=ROOT,
                environment={**os.environ, "UV_CACHE_DIR": str(CACHE / "uv")},
            )
            shutil.copyfile(fresh, ROOT / f"{name}.txt")


if __name__ == "__main__":
    try:
        write_locks()
    except Failure as failure:
        stop_with(failure)
