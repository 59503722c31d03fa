"""The linters; each counts as one test."""

from pathlib import Path

from tools.places import MODULE, NODE_MODULES, ROOT, VIRTUAL_ENVIRONMENT
from tools.test.stage import StageResult, run_check

PROGRAMS = VIRTUAL_ENVIRONMENT / "bin"
ROOMS = [MODULE / room for room in ("engine", "vault", "letters", "screening")]
# What Odoo loads; the rooms are plain Python, and Odoo's habits are not theirs.
ODOO_PARTS = ("models", "controllers", "wizards", "cli", "tests", "hooks.py")
# Checks that do not fit this module, each for its reason.
NOT_OURS = (
    "missing-readme",  # ours is written in Markdown
    "manifest-superfluous-key",
    "attribute-string-redundant",  # a label that is also the name stays its label
    "attribute-deprecated",  # takes a field named "length" for an old attribute
    "consider-merging-classes-inherited",  # a file holds one idea
    "method-required-super",  # records that only grow refuse, streams have no super
    "no-raise-unlink",  # the same refusal
    "missing-return",  # Odoo's own _post_dispatch returns nothing
    "no-search-all",  # chains and key stores are verified and swept whole
)


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
