"""Reads the module's source for the checks beside this file."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE = ROOT / "wbs_module"


@dataclass(frozen=True)
class Import:
    """One imported module by its full name, and where it is imported."""

    name: str
    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.name}"


def python_files(*folders: str) -> list[Path]:
    """Return the module's Python files, or those under ``folders`` of it."""
    places = [MODULE / folder for folder in folders] or [MODULE]
    return sorted(
        file
        for place in places
        for file in place.rglob("*.py")
        if "__pycache__" not in file.parts
    )


@cache
def syntax_tree(file: Path) -> ast.Module:
    """Return the parsed file; each file is parsed once."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def dotted_name(file: Path) -> str:
    """Return the import name of a file: ``wbs_module.engine.reading``."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(file: Path, *, when_loaded: bool = False) -> Iterator[Import]:
    """Yield what a file imports, relative names resolved.

    ``from package import name`` yields ``package.name`` where that is a module of ours,
    else ``package``. With ``when_loaded`` imports inside functions, and those for type
    checkers only, are left out.
    """
    for node in _nodes(syntax_tree(file), when_loaded):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, file, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            package = _absolute(node, file)
            for alias in node.names:
                inner = f"{package}.{alias.name}"
                name = inner if _is_ours(inner) else package
                yield Import(name, file, node.lineno)


def _nodes(tree: ast.AST, when_loaded: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if when_loaded and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if when_loaded and isinstance(node, ast.If) and _for_type_checkers(node):
            continue
        yield node
        yield from _nodes(node, when_loaded)


def _for_type_checkers(node: ast.If) -> bool:
    return "TYPE_CHECKING" in ast.unparse(node.test)


def _absolute(node: ast.ImportFrom, file: Path) -> str:
    if not node.level:
        return node.module or ""
    folder = file.parent
    for _ in range(node.level - 1):
        folder = folder.parent
    package = ".".join(folder.relative_to(ROOT).parts)
    return f"{package}.{node.module}" if node.module else package


def _is_ours(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()
