"""One step: starting, completing, early and late, its bytes; checking a drawing."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tools.bench.crowd import Crowd
from tools.bench.figure import Figure, Peer, compare, judged
from tools.bench.inside_odoo import counted, stage_changed, ticket_created
from tools.bench.office import Office
from tools.bench.web_client import form_request

REPEAT = 10
ROUNDS = 15
MAIN = "wbs_main"
EARLY, LATE = 10, 10_000
MEASURED_TASKS = 300


def figures(env: Any, office: Office) -> Iterable[Figure]:
    """Yield the figures; every task is one of a case, with its audit."""
    yield from _beside_helpdesk(env, office)
    yield _late_step(env, office)
    yield _bytes(env, office)
    yield _deploy_check(env, office)


def _beside_helpdesk(env: Any, office: Office) -> Iterable[Figure]:
    tasks = _tasks(office, REPEAT * ROUNDS + 4)
    works: list[tuple[str, Callable[[], object], Peer]] = [
        ("start an instance", lambda: office.start(), ticket_created(env)),
        (
            "complete a task of a case",
            lambda: office.complete(next(tasks)),
            stage_changed(env),
        ),
    ]
    for name, ours, peer in works:
        yield compare(
            name,
            ours,
            peer,
            limit=1.0,
            kind="database",
            repeat=REPEAT,
            rounds=ROUNDS,
        )
        yield from counted(name, env, ours, peer)
    yield _page(env, office)


def _tasks(office: Office, count: int) -> Iterator[int]:
    """Open tasks of many instances, of one case each ten."""
    case = None
    found = []
    for number in range(count):
        case = office.case() if number % 10 == 0 else case
        found.append(office.open_task_of(office.start(case).id))
    return iter(found)


def _page(env: Any, office: Office) -> Figure:
    """The page of a task beside the page of a ticket, both as the web client asks."""
    task = office.open_task_of(office.start(office.case()).id)
    ticket = env["helpdesk.ticket"].create({"name": "Page", "description": "Page"})
    env.cr.commit()
    theirs = form_request(env, env.user, "helpdesk_mgmt.ticket_view_form", ticket.id)
    return compare(
        "open the page of a task",
        form_request(env, office.worker, "wbs_module.bpmn_task_view_form", task),
        Peer("helpdesk_mgmt: open a ticket", theirs),
        limit=1.5,
        kind="database",
        repeat=REPEAT,
    )


def _late_step(env: Any, office: Office) -> Figure:
    """The same task of the same drawing, 10,000 tasks later: engine, tables, all."""
    case = office.case()
    instances = [office.start(case) for _ in range(2)]
    for instance in instances:
        for _ in range(EARLY - 1):
            office.complete(office.open_task_of(instance.id))
    early, late = instances
    _go_on(env, office, late, LATE - EARLY)

    def work(instance: Any) -> Callable[[], None]:
        return lambda: office.complete(office.open_task_of(instance.id))

    return compare(
        f"complete a task: step {LATE:,} against step {EARLY}",
        work(late),
        Peer(f"ours at {EARLY}", work(early)),
        limit=1.2,
        kind="database",
        repeat=REPEAT // 2,
        rounds=ROUNDS,
    )


def _go_on(env: Any, office: Office, instance: Any, tasks: int) -> None:
    """Complete ``tasks`` more: the engine in memory, the rows as copies."""
    from odoo.addons.wbs_module import engine
    from odoo.addons.wbs_module.engine.contract import CompleteTask

    process = instance.version_id._compiled()
    moment = env["bpmn.time"]._moment()
    clocks = env["bpmn.clock"]._definitions(office.company.id, moment)
    task = env["bpmn.task"].browse(office.open_task_of(instance.id))
    state, task_id, deadline_id = bytes(instance.state), task.engine_id, ""
    for _ in range(tasks):
        command = CompleteTask(
            task_id=task_id,
            outcome="again",
            values={"cost": 1500},
            performer=str(office.worker.id),
        )
        outcome = engine.step(process, state, command, at=moment, clocks=clocks)
        state, (opened,) = outcome.state, outcome.opened
        task_id, deadline_id = opened.task_id, opened.deadline_id
    Crowd(env).past(instance.id, tasks)
    task.deadline_id.engine_id = deadline_id
    task.engine_id = task_id
    instance.state = state
    env.cr.commit()


def _bytes(env: Any, office: Office) -> Figure:
    """What the database holds more when many tasks were completed, indexes included.

    Tables are rewritten before each look, so that it counts what is kept and not the
    room that old versions of rows leave to new ones.
    """
    tasks = list(_tasks(office, 10))
    before = _kept_bytes(env)
    for _ in range(MEASURED_TASKS // len(tasks)):
        tasks = [_next(office, task) for task in tasks]
    grown = _kept_bytes(env) - before
    return judged(
        "database bytes of a completed task, with history and audit",
        "kB",
        [grown / MEASURED_TASKS / 1000],
        None,
        1.5,
        "pure",
    )


def _deploy_check(env: Any, office: Office) -> Figure:
    """All that is wrong with the main procedure's drawing, as its page asks for it."""
    process = env["bpmn.process"].search(
        [("key", "=", MAIN), ("company_id", "=", office.company.id)]
    )

    def check() -> None:
        env.invalidate_all()
        errors = [it for it in process._problems() if it.severity == "error"]
        assert not errors, errors

    name = "check the main procedure before it is put into force"
    return compare(name, check, None, limit=300, kind="database")


def _next(office: Office, task_id: int) -> int:
    office.complete(task_id)
    instance = office.env["bpmn.task"].browse(task_id).instance_id
    return office.open_task_of(instance.id)


def _kept_bytes(env: Any) -> int:
    """The size of our tables with their indexes, without room for old rows."""
    env.cr.execute(
        "SELECT tablename FROM pg_tables WHERE tablename ~ '^(bpmn|wbs)_' ORDER BY 1"
    )
    tables = [name for (name,) in env.cr.fetchall()]
    env.cr.commit()
    connection = env.cr.connection
    connection.autocommit = True  # VACUUM refuses a transaction
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM FULL {', '.join(tables)}")
    finally:
        connection.autocommit = False
    env.cr.execute(
        "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s) AS name",
        [tables],
    )
    return int(env.cr.fetchone()[0])
