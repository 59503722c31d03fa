"""Staff and reporters at work on all servers, who write down what they were told."""

import itertools
import math
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tools.clients import Refused, Staff, Unreachable, WebReporter
from tools.kill.cluster import Cluster

PEOPLE = ("secretariat", "secretariat", "handler", "handler", "inspector", "deputy")
REPORTERS = 3
LONGEST_THOUGHT = 0.5  # seconds, after a colleague was faster
PATIENCE_SECONDS = 120
DECISIONS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "IntakeCheck": (
        ("accept", {}),
        ("accept", {}),
        ("ask", {"question": "Kapan terjadi?"}),
        ("ask", {"question": "Di mana terjadi?"}),
        ("reject", {"reason": "Bukan kewenangan kami."}),
    ),
    "Assess": (("propose", {"assessment": "Telaah.", "answer": "Jawaban."}),),
    "ApproveClosure": (
        ("approve", {}),
        ("send_back", {"send_back_reason": "Kurang lengkap."}),
    ),
}


@dataclass
class Ledger:
    """What people were told; text → whether the server acknowledged it."""

    reports: dict[str, bool] = field(default_factory=dict)
    messages: dict[str, bool] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)


class Crowd:
    """Everybody works in a thread of their own until ``steps`` were taken.

    Or until ``longest`` seconds are over.
    """

    def __init__(
        self,
        cluster: Cluster,
        database: str,
        version: int,
        steps: int,
        chance: random.Random,
        longest: float = math.inf,
    ) -> None:
        self.ledger = Ledger()
        self._end = time.monotonic() + longest
        self._addresses = [server.base_url for server in cluster.servers]
        self._database = database
        # Demonstration cases go by another version, with tasks that nobody knows here.
        self._tasks = [("mine", "=", True), ("element_id.version_id", "=", version)]
        self._steps = steps
        self._chance = chance
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._last_step = time.monotonic()
        self._failure: BaseException | None = None

    @property
    def taken(self) -> int:
        """Steps so far: what a person sent and the server did or refused in words."""
        told = self.ledger.told
        return sum(told[what] for what in ("reported", "wrote", "finished"))

    def work(self) -> None:
        """Work until all steps are taken. Raises what went wrong in a thread."""
        works: list[tuple[Any, str]] = [(self._staff, login) for login in PEOPLE]
        works += [(self._reporter, "")] * REPORTERS
        threads = [
            threading.Thread(target=self._guarded, args=work, daemon=True)
            for work in works
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._failure is not None:
            raise self._failure

    def _guarded(self, work: Any, argument: str) -> None:
        try:
            work(argument)
        except BaseException as failure:  # noqa: BLE001 (told in the main thread)
            self._failure = failure

    def _goes_on(self) -> bool:
        if time.monotonic() - self._last_step > PATIENCE_SECONDS:
            raise AssertionError(f"Nothing went on for {PATIENCE_SECONDS} s.")
        if time.monotonic() > self._end:
            return False
        return self.taken < self._steps and self._failure is None

    def _tell(self, what: str) -> None:
        with self._lock:
            self.ledger.told[what] += 1
            if what in ("reported", "wrote", "finished"):
                self._last_step = time.monotonic()

    # --- staff ----

    def _staff(self, login: str) -> None:
        person = Staff(self._chance.choice(self._addresses), self._database, login)
        self._insist(person.log_in)
        while self._goes_on():
            person.base_url = self._chance.choice(self._addresses)
            try:
                self._finish_one(person)
            except Refused:
                self._tell("refused in words")  # a colleague was faster
                time.sleep(self._chance.uniform(0, LONGEST_THOUGHT))
            except Unreachable:
                self._tell("without an answer")

    def _finish_one(self, person: Staff) -> None:
        tasks = person.call(
            "bpmn.task", "search_read", self._tasks, ["element_id"], limit=40
        )
        if not tasks:
            time.sleep(1)
            return
        task = self._chance.choice(tasks)
        choices = DECISIONS[self._key_of(person, task["element_id"][0])]
        outcome, values = self._chance.choice(choices)
        person.call("bpmn.task", "complete", [task["id"]], outcome, values)
        with self._lock:
            self.ledger.completed.append(task["id"])
        self._tell("finished")

    _keys: dict[int, str] = {}

    def _key_of(self, person: Staff, element: int) -> str:
        if element not in self._keys:
            form = person.call(
                "bpmn.process.version.element", "read", [element], ["key"]
            )
            self._keys[element] = form[0]["key"]
        return self._keys[element]

    # --- reporters ----

    def _reporter(self, _argument: str) -> None:
        codes: list[str] = []
        while self._goes_on():
            try:
                if len(codes) < 3 or self._chance.random() < 0.4:
                    codes.append(self._report())
                else:
                    self._write(self._chance.choice(codes))
            except Unreachable:
                self._tell("without an answer")

    def _report(self) -> str:
        text = f"Laporan {next(self._numbers)}"
        self.ledger.reports[text] = False
        reporter = WebReporter(self._chance.choice(self._addresses))
        self._insist(lambda: reporter.post("/mulai"))
        self._insist(lambda: reporter.post("/lapor/category", category="corruption"))
        self._insist(lambda: reporter.post("/lapor/what", what=text))
        # Whoever gets no answer sends again: the second time finds the first receipt.
        code = reporter.code_on(self._insist(lambda: reporter.post("/kirim")))
        with self._lock:
            self.ledger.reports[text] = True
            self.ledger.codes.append(code)
        self._tell("reported")
        return code

    def _write(self, code: str) -> None:
        text = f"Pesan {next(self._numbers)}"
        self.ledger.messages[text] = False
        reporter = WebReporter(self._chance.choice(self._addresses))
        self._insist(lambda: reporter.open(code))
        self._insist(lambda: reporter.write(text))
        self.ledger.messages[text] = True
        self._tell("wrote")

    def _insist(self, send: Any) -> Any:
        """Send until an answer comes, as people do."""
        while True:
            try:
                return send()
            except Unreachable:
                self._tell("without an answer")
                time.sleep(0.2)
                if not self._goes_on() and self._failure is not None:
                    raise
