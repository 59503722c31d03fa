"""The zip installs into a database of its own beside another addon, and serves."""

import urllib.request
import zipfile
from collections.abc import Iterator

import pytest

from tools import database
from tools.dist import make_zip
from tools.free_port import free_port
from tools.odoo import must_run_odoo
from tools.places import BUILD, ODOO_CONFIGURATION
from tools.server import Server, serving
from tools.setup.peer import MODULE as PEER
from tools.setup.peer import peer_addons_path

DATABASE = "dist-tests"
LOGS = BUILD / "logs"
OFFICE = "uji"


@pytest.fixture(scope="module")
def addons_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The addons path of an Odoo with the unpacked zip and without this checkout."""
    folder = tmp_path_factory.mktemp("addons")
    with zipfile.ZipFile(make_zip()) as archive:
        archive.extractall(folder)
    configuration = ODOO_CONFIGURATION.read_text()
    line = next(it for it in configuration.splitlines() if it.startswith("addons_path"))
    odoo = line.partition("=")[2].strip().split(",")[:-1]
    return ",".join([*odoo, str(peer_addons_path()), str(folder)])


@pytest.fixture(scope="module")
def server(addons_path: str) -> Iterator[Server]:
    """A server on a database with both addons."""
    database.clone(database.template_of_dependencies(demo=False), DATABASE)
    must_run_odoo(
        ["-d", DATABASE, "-i", f"{PEER},wbs_module", "--stop-after-init", "--no-http"]
        + ["--addons-path", addons_path],
        LOGS / "dist-install.log",
        "Installing the zip",
    )
    database.query(
        DATABASE, f"UPDATE res_company SET wbs_public_name = '{OFFICE}' RETURNING id"
    )
    arguments = ["--addons-path", addons_path]
    log = LOGS / "dist-server.log"
    with serving(Server(DATABASE, free_port(), log, arguments)) as running:
        yield running
    database.drop(DATABASE)


def test_the_same_files_make_the_same_zip() -> None:
    assert make_zip().read_bytes() == make_zip().read_bytes()


def test_the_zip_holds_the_bundles_and_their_licences() -> None:
    with zipfile.ZipFile(make_zip()) as archive:
        names = archive.namelist()
    assert "wbs_module/static/lib/bpmn-viewer.bundle.js" in names
    assert "wbs_module/static/lib/bpmn-viewer.bundle.LICENSE.txt" in names
    assert not [name for name in names if "__pycache__" in name]


def test_both_addons_are_installed_from_where_they_were_put(server: Server) -> None:
    answer = database.query(
        server.database,
        "SELECT name FROM ir_module_module WHERE state = 'installed'"
        " AND name IN ('wbs_module', 'helpdesk_mgmt') ORDER BY name",
    )
    assert answer == [("helpdesk_mgmt",), ("wbs_module",)]


def test_the_reporters_page_answers_without_a_cookie(server: Server) -> None:
    address = f"{server.base_url}/layanan/{OFFICE}/id"
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
        assert "set-cookie" not in answer.headers
        assert f"/layanan/{OFFICE}/id/kode" in answer.read().decode()
