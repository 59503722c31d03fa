"""A database of each tagged version, with cases in flight, comes to its end today.

The dumps hold what those versions really wrote. Each is restored, the module upgraded,
a server started; then its people and reporters go on through the doors that they have.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools import database
from tools.clients import Staff, WebReporter, in_words
from tools.fixture.storing import cases_of, fixtures, restore
from tools.free_port import free_port
from tools.inside_odoo import call_in_odoo
from tools.odoo import must_run_odoo
from tools.places import BUILD, MODULE
from tools.server import Server, serving

DATABASE = "upgrade-test"
LOGS = BUILD / "logs"
TIMER_SECONDS = 90
ANSWER = "Jawaban setelah pemutakhiran."


@dataclass
class Upgraded:
    """A running server on the upgraded database, and what its fixture says."""

    server: Server
    environment: dict[str, str]
    cases: list[dict[str, Any]]
    staff: dict[str, Staff]

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [case for case in self.cases if case["kind"] in kinds]

    def status(self, case: dict[str, Any]) -> str:
        rows = self.staff["inspector"].call(
            "wbs.case", "read", [case["id"]], ["status"]
        )
        return str(rows[0]["status"])

    def finish(self, case: dict[str, Any], login: str, outcome: str, **values: Any):
        """Finish the case's open task as the web client does."""
        tasks = self.staff[login].call(
            "bpmn.task",
            "search",
            [("res_id", "=", case["id"]), ("state", "=", "open"), ("mine", "=", True)],
        )
        assert len(tasks) == 1, (case, login, tasks)
        self.staff[login].call("bpmn.task", "complete", tasks, outcome, values)

    def finish_to_the_end(self, case: dict[str, Any]) -> None:
        """From wherever it stands, over everybody's desk, until it is closed."""
        if self.status(case) == "checking":
            self.finish(case, "secretariat", "accept")
        if self.status(case) == "assessing":
            self.finish(
                case, "handler", "propose", assessment="Selesai.", answer=ANSWER
            )
        self.finish(case, "inspector", "approve")


@pytest.fixture(scope="module", params=fixtures(), ids=lambda path: path.name)
def upgraded(request: pytest.FixtureRequest) -> Iterator[Upgraded]:
    fixture: Path = request.param
    environment = restore(fixture, DATABASE)
    must_run_odoo(
        ["-d", DATABASE, "-u", MODULE.name, "--stop-after-init", "--no-http"],
        LOGS / f"upgrade-from-{fixture.name}.log",
        f"The upgrade from {fixture.name}",
        environment,
    )
    log = LOGS / f"upgraded-from-{fixture.name}.log"
    with serving(Server(DATABASE, free_port(), log, environment=environment)) as server:
        staff = {
            login: Staff(server.base_url, DATABASE, login)
            for login in ("secretariat", "handler", "inspector", "owner")
        }
        for person in staff.values():
            person.log_in()
        yield Upgraded(server, environment, cases_of(fixture), staff)
    database.drop(DATABASE)


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(1)


def test_there_is_a_fixture_of_the_first_tag() -> None:
    assert "19.0.0.1.0" in [fixture.name for fixture in fixtures()]


def test_the_upgraded_tables_are_those_of_a_new_installation(
    upgraded: Upgraded,
) -> None:
    """Odoo adds what a model declares, and leaves what it declares no more."""
    new = database.template_of_module(demo=False)
    wanted, found = (
        {tuple(line) for line in call_in_odoo(name, "tools.schema", "shape", **where)}
        for name, where in (
            (new, {}),
            (DATABASE, {"environment": upgraded.environment}),
        )
    )
    assert len(wanted) > 500
    assert found == wanted


def test_every_case_is_whole_after_the_upgrade(upgraded: Upgraded) -> None:
    assert contradictions(upgraded) == []


def test_what_fell_due_while_no_server_was_up_happens_by_itself(
    upgraded: Upgraded,
) -> None:
    """Timers of silent reporters, retries of failed steps."""
    waiting = upgraded.of("overdue", "incident")
    assert waiting
    wait_until(
        lambda: all(upgraded.status(case) == "checking" for case in waiting),
        TIMER_SECONDS,
    )


def test_letters_that_waited_are_written_and_an_uncertain_one_asks(
    upgraded: Upgraded,
) -> None:
    inspector = upgraded.staff["inspector"]
    closed = [case["id"] for case in upgraded.of("closed")]
    outbox = [("res_model", "=", "wbs.letter")]

    def states() -> dict[int, str]:
        rows = inspector.call(
            "wbs.letter", "search_read", [("case_id", "in", closed)], ["state"]
        )
        return {row["id"]: row["state"] for row in rows}

    wait_until(lambda: "ready" in states().values(), TIMER_SECONDS)
    uncertain = inspector.call(
        "bpmn.outbox", "search_read", [*outbox, ("state", "=", "uncertain")], ["key"]
    )
    assert len(uncertain) == 1
    inspector.call("bpmn.outbox", "action_retry", [uncertain[0]["id"]])
    wait_until(lambda: set(states().values()) == {"ready"}, TIMER_SECONDS)
    again = inspector.call("bpmn.outbox", "read", [uncertain[0]["id"]], ["key"])
    assert again[0]["key"] == uncertain[0]["key"]
    for letter in states():
        assert inspector.download(f"/wbs/letter/{letter}").startswith(b"PK")


def test_reporters_still_get_in_and_their_word_moves_the_case(
    upgraded: Upgraded,
) -> None:
    for case in upgraded.of("waiting"):
        reporter = WebReporter(upgraded.server.base_url)
        reporter.open(case["code"])
        assert "Hari Senin, jam sembilan." in in_words(
            reporter.write("Hari Senin, jam sembilan.")
        )
        assert upgraded.status(case) == "checking"


def test_an_extension_given_before_still_counts(upgraded: Upgraded) -> None:
    for case in upgraded.of("extended"):
        tasks = upgraded.staff["handler"].call(
            "bpmn.task",
            "search_read",
            [("res_id", "=", case["id"]), ("state", "=", "open")],
            ["due_at"],
        )
        assert [task["due_at"] for task in tasks] == [case["due_at"]]


def test_the_drawing_in_force_stays_and_so_does_the_owners_draft(
    upgraded: Upgraded,
) -> None:
    processes = upgraded.staff["owner"].call(
        "bpmn.process",
        "search_read",
        [("key", "=", "wbs_main")],
        ["has_draft", "drawing", "version_id"],
    )
    assert len(processes) == 1
    assert processes[0]["has_draft"]
    assert "Telaah (rancangan)" in processes[0]["drawing"]


def test_every_case_is_finished_by_its_people_and_read_by_its_reporter(
    upgraded: Upgraded,
) -> None:
    running = [
        case for case in upgraded.cases if case["kind"] not in ("closed", "rejected")
    ]
    for case in running:
        upgraded.finish_to_the_end(case)
        assert upgraded.status(case) == "closed"
        page = WebReporter(upgraded.server.base_url).open(case["code"])
        expected = "Laporan Saudara" if case["kind"] == "approving" else ANSWER
        assert expected in in_words(page)
        content = upgraded.staff["inspector"].call(
            "wbs.case", "open_content", [case["id"]]
        )
        assert content["account"][0]["text"] == case["account"]
    assert contradictions(upgraded) == []


def contradictions(upgraded: Upgraded) -> list[str]:
    found: list[str] = call_in_odoo(
        DATABASE,
        "tools.agreement",
        "contradictions",
        environment=upgraded.environment,
    )
    return found
