"""A server without workers begins anew by itself, as when a request took too long."""

from __future__ import annotations

import time

from tools.clients import Staff
from tools.free_port import free_port
from tools.server import Server, serving

from .conftest import DATABASE, LOGS, Office, insist

SECONDS = 60
BEGUN = "HTTP service (werkzeug) running"


def test_a_server_that_begins_anew_answers_again(office: Office) -> None:
    log = LOGS / "reloading.log"
    log.unlink(missing_ok=True)
    with serving(Server(DATABASE, free_port(), log)) as server:
        assert begun(server) == 1
        server.reload()
        end = time.monotonic() + SECONDS
        while begun(server) < 2:
            assert time.monotonic() < end, log.read_text()[-2000:]
            time.sleep(0.5)
        secretariat = Staff(server.base_url, office.database, "secretariat")
        insist(secretariat.log_in)


def begun(server: Server) -> int:
    return server.log.read_text(errors="replace").count(BEGUN)
