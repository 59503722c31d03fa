"""Node, the locked npm packages, and the browser bundles built from them."""

import hashlib
import os
import shutil
import subprocess

from tools.places import BUILD, CACHE, MODULE, NODE_MODULES, ROOT
from tools.progress import Failure, run, step
from tools.setup.debian import install_missing

OLDEST_NODE = 18
BUNDLER = ROOT / "tools" / "bundle"
DESCRIPTOR = MODULE / "static" / "src" / "modeler" / "procedure_moddle.json"
LIBRARY = MODULE / "static" / "lib"


def require_node() -> None:
    """Make sure that node and npm are there, from Debian where they are missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        install_missing(["nodejs", "npm"], "building the browser's scripts")
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True)
    version = answer.stdout.strip()
    if int(version.removeprefix("v").split(".")[0] or 0) < OLDEST_NODE:
        raise Failure(
            f"Node {version} is too old: {OLDEST_NODE} or later is needed. Put a newer "
            "node first on PATH (or remove it, Debian's is taken then) and start again."
        )


def install_npm_packages() -> None:
    """Install just what ``package-lock.json`` names into ``node_modules``."""
    lock = (ROOT / "package-lock.json").read_bytes()
    state = hashlib.sha256(lock).hexdigest()
    record = NODE_MODULES / ".made-from"
    if record.exists() and record.read_text() == state:
        return
    with step("npm packages"):
        run(
            ["npm", "ci", "--no-audit", "--no-fund"],
            on_failure="npm packages could not be installed. Check the network and "
            "start again.",
            cwd=ROOT,
            environment={**os.environ, "npm_config_cache": str(CACHE / "npm")},
        )
        record.write_text(state)


def build_bundles() -> None:
    """Build ``static/lib/*.bundle.*`` where what they are made from has changed."""
    sources = [ROOT / "package-lock.json", DESCRIPTOR, *sorted(BUNDLER.rglob("*.*"))]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources))
    record = BUILD / "bundles-made-from"
    built = LIBRARY.is_dir() and any(LIBRARY.glob("*.bundle.js"))
    if built and record.exists() and record.read_text() == digest.hexdigest():
        return
    with step("Browser bundles"):
        run(
            ["node", BUNDLER / "build.mjs"],
            on_failure="The browser bundles could not be built.",
            cwd=ROOT,
        )
        record.write_text(digest.hexdigest())
