"""Which room may import what, as docs and README describe the rooms."""

from pathlib import Path

import pytest
from source_tree import MODULE, ROOT, Import, dotted_name, imports, python_files

ROOMS = ("engine", "vault", "letters", "screening")
# A library that only one room may import, and that room.
OWNERS = {
    "SpiffWorkflow": "engine",
    "lark": "engine",
    "pyrage": "vault",
    "cryptography": "vault",
    "docxtpl": "letters",
    "docx": "letters",
}
# A room's own package is its door; these modules are published beside it.
DOORS = {
    "engine": ("contract", "errors", "time"),
    "vault": (),
    "letters": (),
    "screening": (),
}


def room_of(file: Path) -> str:
    """Return the folder of the module that a file lies in."""
    return file.relative_to(MODULE).parts[0]


def imports_of(*folders: str) -> list[Import]:
    """Return all imports of the files under the folders."""
    return [it for file in python_files(*folders) for it in imports(file)]


def broken(found: list[Import], rule: str) -> str:
    """Return a message that lists what breaks a rule."""
    return "\n".join([rule, *sorted({f"  {it}" for it in found})])


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_neither_odoo_nor_its_neighbours(room: str) -> None:
    inside = f"wbs_module.{room}"
    foreign = [
        it
        for it in imports_of(room)
        if it.name.split(".")[0] == "odoo"
        or (
            it.name.startswith("wbs_module")
            and not f"{it.name}.".startswith(f"{inside}.")
        )
    ]
    assert not foreign, broken(foreign, f"{room} stands alone and needs no Odoo:")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_its_own_modules_relatively(room: str) -> None:
    absolute = [
        it
        for file in python_files(room)
        for it in imports(file)
        if it.name.startswith("wbs_module") and "wbs_module" in line_of(it)
    ]
    assert not absolute, broken(absolute, "Odoo loads the rooms under another name:")


def line_of(found: Import) -> str:
    """Return the source line of an import."""
    return found.file.read_text(encoding="utf-8").splitlines()[found.line - 1]


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_has_one_room(library: str) -> None:
    strangers = [
        it
        for it in imports_of()
        if it.name.split(".")[0] == library
        and room_of(it.file) not in (OWNERS[library], "tests")
    ]
    assert not strangers, broken(strangers, f"Only {OWNERS[library]} uses {library}:")


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_reaches_past_the_door_of_a_room(room: str) -> None:
    door = f"wbs_module.{room}"
    doors = [f"{door}.{name}" for name in DOORS[room]]
    past = [
        it
        for it in imports_of()
        if it.name.startswith(f"{door}.")
        and it.name not in doors
        and room_of(it.file) not in (room, "tests")
    ]
    assert not past, broken(past, f"Import from {door} itself:")


def test_imports_make_no_circle() -> None:
    graph = {
        dotted_name(file): {
            it.name
            for it in imports(file, when_loaded=True)
            if it.name.startswith("wbs_module.")
        }
        for file in python_files()
        if "tests" not in file.relative_to(ROOT).parts
    }
    circles = [" → ".join([*circle, circle[0]]) for circle in circles_of(graph)]
    assert not circles, "\n".join(["Modules that import each other:", *circles])


def circles_of(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return one circle for each module from which a circle is met."""
    found: list[list[str]] = []
    finished: set[str] = set()

    def visit(name: str, way: list[str]) -> None:
        if name in way:
            found.append(way[way.index(name) :])
        elif name not in finished:
            # A package imports its parts to offer them: its door is no circle with
            # a part that imports a sibling through `from . import sibling`.
            for target in sorted(graph.get(name, ()) - {name}):
                visit(target, [*way, name])
            finished.add(name)

    for name in sorted(graph):
        visit(name, [])
    return found
