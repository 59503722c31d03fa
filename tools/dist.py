"""Writes ``dist/wbs_module-VERSION.zip`` for the addons path of another Odoo 19.

The browser bundles are inside, so no node is needed there. The same files give the same
bytes: sorted, with one date and plain permissions.
"""

import ast
import subprocess
import zipfile
from pathlib import Path

from tools.places import MODULE, ROOT
from tools.progress import Failure, stop_with

DIST = ROOT / "dist"
BUNDLES = "static/lib/*.bundle.*"
# The earliest date that a zip file can hold.
FIXED_DATE = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644


def make_zip() -> Path:
    """Write the zip and return its path."""
    manifest = ast.literal_eval((MODULE / "__manifest__.py").read_text())
    place = DIST / f"{MODULE.name}-{manifest['version']}.zip"
    DIST.mkdir(exist_ok=True)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in shipped_files():
            name = file.relative_to(ROOT).as_posix()
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.external_attr = PLAIN_FILE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return place


def shipped_files() -> list[Path]:
    """Return the module's files that git does not ignore, and the bundles."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", MODULE.name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    bundles = list(MODULE.glob(BUNDLES))
    if not bundles:
        raise Failure("The browser bundles are missing. Run: make setup")
    known = (ROOT / name for name in listed)
    return sorted({*(file for file in known if file.is_file()), *bundles})


if __name__ == "__main__":
    try:
        print(make_zip().relative_to(ROOT))
    except Failure as failure:
        stop_with(failure)
