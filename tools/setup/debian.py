"""Debian packages: those of the machine, and files of packages from unstable."""

import os
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from tools.progress import Failure, run, step
from tools.setup.cache import cache_lock

# address, suites, components
Source = tuple[str, list[str], list[str]]

SOURCES = Path("/etc/apt")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def installed(package: str) -> bool:
    """Say whether dpkg knows the package as installed."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", package],
        capture_output=True,
        text=True,
    )
    return answer.returncode == 0 and answer.stdout == "installed"


def install_missing(packages: Iterable[str], purpose: str) -> None:
    """Install what is missing of ``packages``, through sudo where not root.

    Raises ``Failure`` with the command for an administrator where that is impossible.
    """
    missing = [package for package in packages if not installed(package)]
    if not missing:
        return
    by_hand = f"sudo apt-get install --no-install-recommends {' '.join(missing)}"
    as_root: list[str] = []
    if os.geteuid() != 0:
        # -n: never wait for a password where nobody may be there to type it.
        as_root = ["sudo", "-n"]
        if not _may(as_root):
            raise Failure(
                f"Debian packages for {purpose} are missing, and this user may "
                f"not install any. Ask an administrator to run:\n    {by_hand}\n"
                "  Then start the same command again."
            )
    apt_get = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    failed = (
        f"Debian packages for {purpose} could not be installed. Check the network and "
        f"/etc/apt, or run by hand:\n    {by_hand}"
    )
    with step(f"Debian packages: {' '.join(missing)}"), cache_lock("debian-packages"):
        run([*apt_get, "-q", "update"], on_failure=failed)
        run(
            [*apt_get, "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "install"]
            + ["--no-install-recommends", *missing],
            on_failure=failed,
        )


def _may(as_root: list[str]) -> bool:
    if not shutil.which(as_root[0]):
        return False
    return subprocess.run([*as_root, "true"], capture_output=True).returncode == 0


def download_packages(packages: Collection[str], folder: Path) -> None:
    """Put the ``.deb`` files of ``packages`` (``name/suite``) into ``folder``.

    The system's own package lists stay as they are. apt checks the archive's signature
    against Debian's keyring and each file against the signed list.
    """
    if not KEYRING.exists():
        raise Failure(
            f"{KEYRING} is missing, so packages cannot be verified. "
            "Install debian-archive-keyring and start again."
        )
    private = folder / "apt"
    for name in ("lists/partial", "archives/partial"):
        (private / name).mkdir(parents=True)
    suites = sorted({package.partition("/")[2] for package in packages})
    (private / "sources.list").write_text(
        "".join(f"deb [signed-by={KEYRING}] {mirror()} {it} main\n" for it in suites)
    )
    apt_get = ["apt-get", "-q"]
    for option in (
        f"Dir::Etc::sourcelist={private}/sources.list",
        "Dir::Etc::sourceparts=/dev/null",
        f"Dir::State::lists={private}/lists",
        f"Dir::Cache={private}",
        f"Dir::Cache::archives={private}/archives",
        "Acquire::Languages=none",
        "Acquire::Retries=3",
        # The folder is this user's; apt's own sandbox user cannot write into it.
        "APT::Sandbox::User=root",
    ):
        apt_get += ["-o", option]
    failed = (
        "Debian's packages could not be fetched. Check the network, or put "
        "an odoo-19 .deb into the cache folder (see README) and start again."
    )
    run([*apt_get, "update"], on_failure=failed)
    run([*apt_get, "download", *packages], on_failure=failed, cwd=folder)
    shutil.rmtree(private)


def mirror() -> str:
    """Return the address of the Debian archive that this machine uses.

    Reads one-line (``.list``) and deb822 (``.sources``) source files.
    """
    suites_of_debian = {_codename(), "stable", "testing", "unstable", "sid"}
    addresses = [
        address
        for address, suites, components in [*_one_line_sources(), *_deb822_sources()]
        if "main" in components and suites_of_debian.intersection(suites)
    ]
    if not addresses:
        raise Failure(
            f"No Debian archive is named in {SOURCES}, so Odoo 19 cannot be fetched. "
            "Name one there, or set ODOO_HOME to the folder of an Odoo 19, and start "
            "again."
        )
    # Other vendors' archives may use Debian's suite names; Debian's own end like this.
    return min(addresses, key=lambda it: not it.rstrip("/").endswith("/debian"))


def _codename() -> str:
    for line in Path("/etc/os-release").read_text().splitlines():
        name, _, value = line.partition("=")
        if name == "VERSION_CODENAME":
            return value.strip('"')
    return "stable"


def _one_line_sources() -> Iterator[Source]:
    files = [SOURCES / "sources.list", *sorted(SOURCES.glob("sources.list.d/*.list"))]
    for file in files:
        for line in file.read_text().splitlines() if file.exists() else ():
            words = line.split("#")[0].split()
            if not words or words[0] != "deb":
                continue
            if words[1].startswith("["):
                end = next(i for i, word in enumerate(words) if word.endswith("]"))
                words = [words[0], *words[end + 1 :]]
            yield words[1], words[2:3], words[3:]


def _deb822_sources() -> Iterator[Source]:
    for file in sorted(SOURCES.glob("sources.list.d/*.sources")):
        for paragraph in file.read_text().split("\n\n"):
            fields: dict[str, str] = {}
            name = ""
            for line in paragraph.splitlines():
                if line.startswith("#"):
                    continue
                if line[:1].isspace():
                    fields[name] = f"{fields.get(name, '')} {line.strip()}"
                elif ":" in line:
                    name, _, value = line.partition(":")
                    name = name.strip().lower()
                    fields[name] = value.strip()
            if "deb" not in fields.get("types", "").split():
                continue
            if fields.get("enabled", "yes").lower() in ("no", "false"):
                continue
            suites = fields.get("suites", "").split()
            for address in fields.get("uris", "").split():
                yield address, suites, fields.get("components", "").split()
