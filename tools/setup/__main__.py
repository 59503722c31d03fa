"""Sets up this checkout: ``python3 -m tools.setup [--for-tests]``."""

import os
import sys

from tools.places import BUILD, CACHE, SETUP_LOG
from tools.progress import Failure, stop_with
from tools.setup.configuration import write_configuration
from tools.setup.debian import install_missing
from tools.setup.demo_keys import make_demo_keys
from tools.setup.node import build_bundles, install_npm_packages, require_node
from tools.setup.odoo_tree import find_odoo_tree
from tools.setup.python_environment import (
    RUN_LOCK,
    TEST_LOCK,
    make_environment,
    require_python,
)

RUN_PACKAGES = ("libmagic1", "mat2")
TEST_PACKAGES = (
    "chromium",
    "clamav-daemon",
    "libatomic1",  # of the node inside Playwright's wheel
    "libreoffice-writer-nogui",
    "poppler-utils",
)


def set_up(for_tests: bool) -> None:
    """Bring this checkout to where it can run, and with ``for_tests`` be tested."""
    require_python()
    # PostgreSQL's user reads what root makes here, whatever root's own umask.
    os.umask(0o022)
    BUILD.mkdir(exist_ok=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    SETUP_LOG.unlink(missing_ok=True)
    install_missing(RUN_PACKAGES, "running the module")
    if for_tests:
        install_missing(TEST_PACKAGES, "the tests")
    require_node()
    odoo = find_odoo_tree()
    odoo.record()
    # One environment for both: linters and tests add 3 s once, and switching between
    # `make run` and `make test` rebuilds nothing.
    make_environment(odoo, (RUN_LOCK, TEST_LOCK))
    write_configuration(odoo)
    make_demo_keys()
    install_npm_packages()
    build_bundles()
    print(f"✓ Set up: Odoo {odoo.version} from {odoo.python_path}", flush=True)


if __name__ == "__main__":
    try:
        set_up(for_tests="--for-tests" in sys.argv[1:])
    except Failure as failure:
        stop_with(failure)
