"""Rules about single files of the module: length, names, SQL, sudo, process side."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from source_tree import MODULE, ROOT, python_files, syntax_tree

LONGEST_FILE = 500
HAND_WRITTEN = (".py", ".js", ".mjs", ".xml", ".css", ".scss", ".md")
# Where SQL may stand: one named file a side, and what runs at install and upgrade.
SQL_FILES = ("models/bpmn_sql.py", "models/wbs_sql.py", "hooks.py")
SQL_FOLDERS = ("migrations", "tests")
SQL_METHODS = {"execute", "executemany", "execute_values", "execute_query"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
COMPLAINTS = re.compile(r"\bwbs\.[a-z]|complaint|whistleblow|pengaduan|accused", re.I)
MODELS_OF_COMPLAINTS = re.compile(r"\bwbs\.[a-z]|whistleblow|pengaduan|accused", re.I)


def where(file: Path, line: int) -> str:
    """Return ``path:line`` as editors open it."""
    return f"{file.relative_to(ROOT)}:{line}"


def hand_written_files() -> Iterator[Path]:
    """Yield the files that people write, in the module and beside it."""
    for folder in ("wbs_module", "tools", "tests", "docs"):
        for file in sorted((ROOT / folder).rglob("*")):
            generated = "static/lib" in file.as_posix() or "__pycache__" in file.parts
            if file.suffix in HAND_WRITTEN and not generated:
                yield file


def test_a_file_holds_one_idea_in_at_most_500_lines() -> None:
    lengths = {
        file: file.read_text(encoding="utf-8").count("\n")
        for file in hand_written_files()
    }
    long = [f"{where(it, 1)} has {n}" for it, n in lengths.items() if n > LONGEST_FILE]
    assert not long, "\n".join(["Longer than 500 lines; split by idea:", *long])


def test_a_file_is_named_after_what_it_holds() -> None:
    empty = [where(it, 1) for it in hand_written_files() if it.stem in EMPTY_NAMES]
    assert not empty, "\n".join(["Named after nothing:", *empty])


def test_sql_stands_in_named_files_only() -> None:
    strangers = []
    for file in python_files():
        place = file.relative_to(MODULE)
        if place.as_posix() in SQL_FILES or place.parts[0] in SQL_FOLDERS:
            continue
        strangers += [where(file, line) for line in sql_calls(file)]
    assert not strangers, "\n".join([f"SQL stands in {SQL_FILES} only:", *strangers])


def sql_calls(file: Path) -> Iterator[int]:
    """Yield the lines where a file sends SQL."""
    for node in ast.walk(syntax_tree(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in SQL_METHODS:
                yield node.lineno


def test_each_sudo_says_why() -> None:
    silent = []
    for file in python_files():
        if "tests" in file.relative_to(MODULE).parts:
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        for line, first_of_function in sudo_calls(syntax_tree(file), 1):
            if not says_why(lines, line, first_of_function):
                silent.append(where(file, line))
    assert not silent, "\n".join(
        [
            "sudo() says why in a comment on its line or the one before, or once for a "
            "function in a comment that starts with `# sudo:`. These do not:",
            *silent,
        ]
    )


def sudo_calls(tree: ast.AST, first: int) -> Iterator[tuple[int, int]]:
    """Yield the lines that take superuser rights, and where their functions start."""
    for node in ast.iter_child_nodes(tree):
        start = node.lineno if isinstance(node, ast.FunctionDef) else first
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "sudo":
                # The attribute stands where its value ends, which may be lines on.
                yield node.func.end_lineno or node.lineno, start
        yield from sudo_calls(node, start)


def says_why(lines: list[str], line: int, first_of_function: int) -> bool:
    """Say whether a reason stands at the call or, for the function, before it."""
    at_the_call = lines[max(line - 2, 0) : line]
    before = lines[first_of_function - 1 : line]
    return any("# " in it for it in at_the_call) or any(
        "# sudo:" in it for it in before
    )


def test_the_process_side_knows_no_complaints() -> None:
    said = [*lines_with(COMPLAINTS, sorted(MODULE.rglob("bpmn_*.*")))]
    # The engine's FEEL parser has complaints of its own, about expressions.
    said += lines_with(MODELS_OF_COMPLAINTS, python_files("engine"))
    assert not said, "\n".join(["The process side serves any procedure:", *said])


def lines_with(pattern: re.Pattern[str], files: list[Path]) -> Iterator[str]:
    """Yield where a pattern stands in Python, XML or JavaScript of the module."""
    for file in files:
        if (
            file.suffix not in (".py", ".xml", ".js")
            or "tests" in file.relative_to(MODULE).parts
        ):
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if pattern.search(line):
                yield where(file, number)


def test_browsers_keep_no_rows_of_what_an_action_shows() -> None:
    """Odoo's web client stores them on the device, and shows them before it asks."""
    keeping = []
    for file in sorted(MODULE.rglob("*.xml")):
        if "static" in file.parts:
            continue
        for record in etree.parse(file).iter("record"):
            if record.get("model") == "ir.actions.act_window":
                told = record.find("field[@name='cache']")
                if told is None or told.get("eval") != "False":
                    keeping.append(where(file, record.sourceline or 0))
    assert not keeping, "\n".join(["Add <field name=cache eval=False>:", *keeping])
