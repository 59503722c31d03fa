"""The command finds the database that Odoo's arguments name."""

import pytest

from tools.odoo_command import database_of


@pytest.mark.parametrize(
    "arguments",
    [
        ["-d", "wbs"],
        ["-dwbs"],
        ["shell", "--database", "wbs", "--no-http"],
        ["--dev=xml", "--database=wbs"],
    ],
)
def test_a_database_in_any_of_the_usual_forms(arguments: list[str]) -> None:
    assert database_of(arguments) == "wbs"


def test_no_database() -> None:
    assert database_of(["--help"]) is None
    assert database_of(["--dev=xml", "--data-dir=d"]) is None
