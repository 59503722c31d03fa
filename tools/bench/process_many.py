"""Lists and sweeps where there are very many rows, against few."""

import statistics
import subprocess
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from tools.bench.crowd import Crowd
from tools.bench.figure import Figure, judged
from tools.bench.inside_odoo import another_odoo
from tools.bench.office import Office
from tools.bench.web_client import list_request

SAMPLES = 25
TIMERS = 300_000
DUE_AT_ONCE = 1_000
FEW, MANY = 1_000, 100_000
WORKERS = 2


def figures(env: Any, office: Office) -> Iterable[Figure]:
    """Yield the figures. Few rows are measured first, then tables are filled."""
    yield from _at_once(env, office)
    yield from _lists(env, office)
    yield from _sweeps(env, office)


# --- Lists ------------------------------------------------------------------------


def _lists(env: Any, office: Office) -> Iterable[Figure]:
    case = office.case()
    instance = office.start(case)
    crowd = Crowd(env)
    tasks = _my_tasks(env, office)
    crowd.cases(case.id, instance.id, FEW)
    few = _samples(tasks)
    crowd.cases(case.id, instance.id, MANY - FEW)
    peer = (f"ours of {FEW:,}", few)
    name = f"my tasks of {MANY:,} cases"
    yield judged(name, "ms", _samples(tasks), peer, 1.5, "database")


def _my_tasks(env: Any, office: Office) -> Callable[[], object]:
    """The list with its count, and the counter beside it, as the web client asks."""
    view = "wbs_module.bpmn_task_view_list"
    listed = list_request(env, office.worker, view, [("mine", "=", True)])
    counter = env["bpmn.task"].with_user(office.worker)

    def request() -> None:
        listed()
        counter.count_mine()
        env.cr.commit()

    return request


def _samples(work: Callable[[], object]) -> list[float]:
    """Milliseconds of each of many turns, warm."""
    for _ in range(3):
        work()
    taken = []
    for _ in range(SAMPLES):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


# --- Sweeps -----------------------------------------------------------------------


def _sweeps(env: Any, office: Office) -> Iterable[Figure]:
    instances = env["bpmn.instance"]
    instances._sweep(commit=True)  # what demo data left due
    template = office.start()
    crowd = Crowd(env)
    crowd.instances(template.id, TIMERS, "1 day")
    crowd.settle()

    def sweep() -> None:
        assert instances._sweep() == 0

    name = f"sweep, {TIMERS:,} timers waiting"
    yield judged(f"{name}, none due", "ms", _samples(sweep), None, 2, "database")
    crowd.instances(template.id, 100, "-1 hour")
    crowd.settle()

    def look() -> None:
        assert len(instances._due([])) == 100
        env.cr.rollback()

    samples = _samples(look)
    yield judged(f"{name}, 100 due: found", "ms", samples, None, 10, "database")


def _at_once(env: Any, office: Office) -> Iterable[Figure]:
    """Real deadlines that were all due while no server ran; then two workers start."""
    from odoo.addons.wbs_module.models.bpmn_time import time_set_to

    now = env["bpmn.time"]._moment()
    with time_set_to(now - timedelta(days=90)) as clock:
        instances = []
        for _ in range(DUE_AT_ONCE):
            instances.append(office.start().id)
            clock.advance(minutes=1)
    command, program = another_odoo(env.cr.dbname), b"env['bpmn.instance']._sweep(True)"
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdin
        worker.stdin.write(program)
        worker.stdin.close()
    assert not any(worker.wait() for worker in workers)
    env.cr.commit()
    env.cr.execute(
        """SELECT instance_id, min(id), extract(epoch FROM max(at) - min(min(at))
                  OVER ()) FROM bpmn_history
            WHERE instance_id = ANY(%s) AND what = 'deadline_warned'
            GROUP BY instance_id ORDER BY min(id)""",
        [instances],
    )
    rows = env.cr.fetchall()
    yield judged(
        f"{DUE_AT_ONCE:,} timers due at once, {WORKERS} workers: not fired",
        "timers",
        [DUE_AT_ONCE - len(rows)],
        None,
        0,
        "pure",
    )
    seconds = float(max(row[2] for row in rows))
    name = f"{DUE_AT_ONCE:,} timers due at once, {WORKERS} workers"
    yield judged(f"{name}: all fired", "s", [seconds], None, 60, "pure")
    place = {instance: number for number, instance in enumerate(instances)}
    moved = [abs(place[row[0]] - number) for number, row in enumerate(rows)]
    late = statistics.quantiles(moved, n=100)[-1]
    # Two at work at a time: one may write its line before the other.
    yield judged(f"{name}: places out of order", "places", [late], None, 2, "pure")
