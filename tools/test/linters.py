"""The linters; each counts as one test."""

from pathlib import Path

from tools.places import MODULE, NODE_MODULES, ROOT, VIRTUAL_ENVIRONMENT
from tools.test.stage import StageResult, run_check

PROGRAMS = VIRTUAL_ENVIRONMENT / "bin"
ROOMS = [MODULE / room for room in ("engine", "vault", "letters")]
# What Odoo loads; the rooms are plain Python, and Odoo's habits are not theirs.
ODOO_PARTS = ("models", "controllers", "wizards", "cli", "tests", "hooks.py")
# Habits of repositories of the OCA: a README in reStructuredText, keys left out.
NOT_OURS = ("missing-readme", "manifest-superfluous-key")


def lint() -> StageResult:
    """Run all linters on the whole checkout."""
    odoo_parts = [MODULE / it for it in ODOO_PARTS if (MODULE / it).exists()]
    checks: dict[str, list[str | Path]] = {
        "ruff check": [PROGRAMS / "ruff", "check", "."],
        "ruff format": [PROGRAMS / "ruff", "format", "--check", "--diff", "."],
        "mypy on the rooms": [PROGRAMS / "mypy", *ROOMS],
        "mypy on the tools": [PROGRAMS / "mypy", ROOT / "tools"],
        "pylint-odoo": [
            *(PROGRAMS / "pylint", f"--disable={','.join(NOT_OURS)}"),
            *(MODULE / "__manifest__.py", *odoo_parts),
        ],
        "eslint": [NODE_MODULES / ".bin" / "eslint", "--max-warnings=0", "."],
    }
    result = StageResult()
    for name, command in checks.items():
        result.add(run_check(name, command))
    return result
