"""An Odoo 19 to run on: the machine's own, or Debian's package unpacked in the cache.

The order: ``$ODOO_HOME``, ``odoo`` or ``odoo-bin`` on PATH, an unpacked or downloaded
package in the cache folder, Debian's package from unstable.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.places import CACHE, ODOO_TREE_RECORD
from tools.progress import Failure, run, step
from tools.setup.cache import cached_folder
from tools.setup.debian import download_packages

LAST_TESTED = "19.0.0+dfsg-1"
PACKAGE = "odoo-19"
# Files that the package replaces by links into other packages, and the suite whose
# version has those files (unstable's Font Awesome, for one, is three versions on).
LINKED_PACKAGES = (
    "fonts-font-awesome/bookworm",
    "fonts-glyphicons-halflings/bookworm",
    "fonts-inconsolata/bookworm",
    "fonts-roboto-unhinted/bookworm",
    "libjs-jquery/bookworm",
    "libjs-jquery-form/bookworm",
    "libjs-underscore/bookworm",
    "fonts-montserrat/sid",
    "fonts-ocr-b/sid",
)
# Debian cuts this file out as non-free; Odoo's pages ask for it all the same.
SEGMENTATION = "@mediapipe/selfie_segmentation@0.1.1675465747"
SEGMENTATION_FILE = "selfie_segmentation.js"
SEGMENTATION_SHA512 = (
    "IxYxNhwE5VwOm52L1yoFWYLP7q9Pd+NJjzOC5tlepfvE"
    "GaY3o9hslhUrx9BgseqdfZtKSDtd/4NfCSMjNzQalA=="
)
DIST_PACKAGES = "usr/lib/python3/dist-packages"


@dataclass(frozen=True)
class OdooTree:
    """An Odoo 19: ``python_path`` holds the package ``odoo``."""

    version: str
    python_path: Path
    addons_paths: tuple[Path, ...]

    def record(self) -> None:
        """Write down for the other tools which Odoo this checkout uses."""
        ODOO_TREE_RECORD.parent.mkdir(parents=True, exist_ok=True)
        ODOO_TREE_RECORD.write_text(json.dumps(asdict(self), default=str, indent=1))


def find_odoo_tree() -> OdooTree:
    """Return an Odoo 19, fetched where the machine has none.

    Raises ``Failure`` for another major version and where nothing can be fetched.
    """
    home = os.environ.get("ODOO_HOME")
    if home:
        tree = _tree_at(Path(home)) or _tree_at(Path(home) / DIST_PACKAGES)
        if not tree:
            raise Failure(
                f"ODOO_HOME is {home}, but no Odoo is there: neither odoo/release.py "
                f"nor {DIST_PACKAGES}/odoo/release.py. Correct or unset ODOO_HOME."
            )
        return tree
    return _tree_on_path() or _tree_in_cache()


def _tree_at(python_path: Path) -> OdooTree | None:
    release = python_path / "odoo" / "release.py"
    if not release.is_file():
        return None
    version = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.M)
    if not version or version.group(1) != "19":
        found = ".".join(version.groups()) if version else "of unknown version"
        raise Failure(
            f"The Odoo in {python_path} is {found}, and this module needs 19.0. Set "
            "ODOO_HOME to the folder of an Odoo 19 and start again."
        )
    # Debian's package keeps all addons in the first, a checkout of Odoo in both.
    candidates = (python_path / "odoo" / "addons", python_path / "addons")
    return OdooTree(
        version=".".join(version.groups()),
        python_path=python_path,
        addons_paths=tuple(path for path in candidates if path.is_dir()),
    )


def _tree_on_path() -> OdooTree | None:
    command = shutil.which("odoo") or shutil.which("odoo-bin")
    if not command:
        return None
    beside = _tree_at(Path(command).resolve().parent)
    if beside:
        return beside
    # Installed as a package: the command's own interpreter knows where it lies.
    first_line = Path(command).read_text(errors="replace").partition("\n")[0]
    interpreter = first_line.removeprefix("#!").split() or ["python3"]
    answer = subprocess.run(
        [*interpreter, "-c", "import odoo.release as r; print(r.__file__)"],
        capture_output=True,
        text=True,
    )
    if answer.returncode:
        return None
    return _tree_at(Path(answer.stdout.strip()).parent.parent)


def _tree_in_cache() -> OdooTree:
    packages = _packages()
    odoo_package = next(packages.glob(f"{PACKAGE}_*.deb"))
    version = odoo_package.name.split("_")[1].replace("%3a", ":")
    if version != LAST_TESTED:
        print(f"  Debian offers Odoo {version}; last tested with {LAST_TESTED}.")
    folder = cached_folder(
        f"odoo-{version}", lambda unfinished: _unpack(packages, unfinished)
    )
    tree = _tree_at(folder / DIST_PACKAGES)
    if not tree:
        raise Failure(f"{folder} holds no Odoo. Delete that folder and start again.")
    return tree


def _packages() -> Path:
    """Return the cache's folder of ``.deb`` files, filled where it is missing."""

    def fill(folder: Path) -> None:
        with step("Odoo 19 and its fonts from Debian (130 MB)"):
            kept = sorted(CACHE.glob(f"{PACKAGE}_*.deb"))
            wanted = LINKED_PACKAGES if kept else (f"{PACKAGE}/sid", *LINKED_PACKAGES)
            for package in kept[-1:]:
                shutil.copy(package, folder)
            download_packages(wanted, folder)

    return cached_folder("debian-packages", fill)


def _unpack(packages: Path, folder: Path) -> None:
    with step("Unpacking Odoo 19 (1.3 GB)"):
        for package in sorted(packages.glob("*.deb")):
            run(
                ["dpkg-deb", "-x", package, folder],
                on_failure=f"{package} could not be unpacked. Delete it and start "
                "again; it will be fetched anew.",
            )
        _point_links_inside(folder)
        _add_segmentation(folder)


def _point_links_inside(folder: Path) -> None:
    """Make the package's absolute links (``/usr/share/…``) point into ``folder``."""
    for link in (folder / DIST_PACKAGES).rglob("*"):
        if link.is_symlink() and not link.exists():
            target = os.readlink(link)
            inside = folder / target.lstrip("/")
            if os.path.isabs(target) and inside.exists():
                link.unlink()
                link.symlink_to(os.path.relpath(inside, link.parent))


def _add_segmentation(folder: Path) -> None:
    run(
        ["npm", "pack", "--silent", SEGMENTATION],
        on_failure=f"The npm package {SEGMENTATION} could not be fetched. Check the "
        "network and start again.",
        cwd=folder,
    )
    archive = next(folder.glob("*.tgz"))
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != SEGMENTATION_SHA512:
        raise Failure(
            f"The npm package {SEGMENTATION} is not the one that was tested: its "
            f"SHA-512 is {digest}. Nothing was installed."
        )
    place = folder / DIST_PACKAGES / "odoo/addons/mail/static/lib/selfie_segmentation"
    place.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as members:
        content = members.extractfile(f"package/{SEGMENTATION_FILE}")
        assert content is not None, "a regular file in an archive of known digest"
        (place / SEGMENTATION_FILE).write_bytes(content.read())
    archive.unlink()
