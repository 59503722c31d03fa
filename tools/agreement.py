"""Whether everything that a database holds of its cases agrees with itself.

Runs inside Odoo and reads only. Each instance's state is loaded by the engine, which
says what should be open and when it wakes; the records, the history, the log of looks
and the outbox have to say the same. What is lost, or stands there twice, shows as a
sentence with its place and without a value.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from lxml import etree

OURS = "urn:bpmn-procedure:1.0"


def contradictions(env: Any) -> list[str]:
    """Return a sentence for each thing that does not agree; empty where all does."""
    found: list[str] = []
    for instance in env["bpmn.instance"].search([], order="id"):
        found += [f"{instance}: {it}" for it in _of_instance(env, instance)]
    drawn = _drawn(env)
    for case in env["wbs.case"].search([], order="id"):
        found += [f"{case}: {it}" for it in _of_case(env, case, drawn)]
    found += _of_database(env)
    return found


# --- an instance: engine against records ------------------------------------------


def _of_instance(env: Any, instance: Any) -> Iterator[str]:
    procedure, outcome, open_tasks = _loaded(env, instance)
    if outcome.status != instance.status:
        yield f"is {instance.status}, and the engine says {outcome.status}"
    tasks = instance.task_ids
    open_records = tasks.filtered(lambda task: task.state == "open")
    yield from _differ(
        "open tasks", open_tasks, Counter(open_records.mapped("engine_id"))
    )
    running = instance.status == "running"
    if running:
        wake = env["bpmn.time"]._stored(outcome.wake_at)
        if wake != instance.wake_at and not instance.wake_failures:
            yield f"wakes at {instance.wake_at}, and the engine says {wake}"
    elif instance.wake_at:
        yield "has ended and still wakes"
    tokens = Counter((it.process_id, it.element_id) for it in outcome.tokens)
    kept = Counter((process, element) for process, element, _n in instance.tokens or [])
    yield from _differ("tokens", tokens, kept)
    working = instance.deadline_ids.filtered(
        lambda deadline: deadline.state in ("running", "paused")
    )
    yield from _differ(
        "deadlines",
        Counter(procedure.deadlines.running.keys()),
        Counter(working.mapped("engine_id")),
    )
    yield from _of_history(instance, tasks)


def _loaded(env: Any, instance: Any) -> tuple[Any, Any, Counter[str]]:
    """What the engine makes of the state: procedure, outcome, open tasks.

    Migrating to the very same version changes nothing, and says where all stands.
    """
    from odoo.addons.wbs_module import engine
    from odoo.addons.wbs_module.engine.state.format import read_state

    row = instance.with_context(bin_size=False)
    state, process = bytes(row.state), instance.version_id._compiled()
    moment = env["bpmn.time"]._moment()
    clocks = env["bpmn.clock"]._definitions(instance.company_id.id, moment)
    procedure = read_state(process, state, at=moment, clocks=clocks)
    same = engine.migrate(process, state, process, {}, at=moment, clocks=clocks)
    tasks = Counter(move.task_id for move in same.moves if move.task_id)
    return procedure, same.outcome, tasks


def _of_history(instance: Any, tasks: Any) -> Iterator[str]:
    lines = instance.history_ids
    ends = Counter(line.what for line in lines if not line.element_id)
    per_task = Counter((line.task_id.id, line.what) for line in lines if line.task_id)
    for task in tasks:
        if per_task[task.id, "entered"] != 1:
            yield f"{task} was reached {per_task[task.id, 'entered']} times"
        closed = sum(
            per_task[task.id, what] for what in ("left", "cancelled", "skipped")
        )
        if closed != (task.state != "open"):
            yield f"{task} is {task.state} and was ended {closed} times"
    if ends["started"] > 1 or ends["ended"] > 1:
        yield f"began {ends['started']} and ended {ends['ended']} times"


def _differ(what: str, engine: Counter[Any], records: Counter[Any]) -> Iterator[str]:
    if engine != records:
        yield (
            f"{what}: only the engine has {sorted((engine - records).items())}, "
            f"only the records have {sorted((records - engine).items())}"
        )


# --- a case: what its procedure did, once each ------------------------------------


def _drawn(env: Any) -> dict[tuple[str, ...], set[tuple[Any, str]]]:
    """What steps do: (setting, value) or (setting,) → where they are drawn.

    Settings of steps stand in the drawings alone. Versions of one process may give the
    same id to steps that do different things, so a step is known by its version; one of
    a drawing that is called, by the process that it is of.
    """
    found: dict[tuple[str, ...], set[tuple[Any, str]]] = defaultdict(set)
    for version in env["bpmn.process.version"].search([]):
        tree = etree.fromstring(version.drawing.encode())
        for settings in tree.iter(f"{{{OURS}}}settings"):
            element = str(settings.xpath("string(../../@id)"))
            places = {(version.id, element), (version.process_id.key, element)}
            for name in ("operation", "letter"):
                if value := settings.get(name):
                    found[name, value] |= places
                    found[name,] |= places
            for parameter in settings.iter(f"{{{OURS}}}parameter"):
                if parameter.get("name") == "letter":
                    found["letter",] |= places
    return found


def _place(element: Any) -> tuple[Any, str]:
    """Where a step is drawn, as `_drawn` knows it."""
    version = element.version_id
    own = element.process_key == version.process_id.key
    return (version.id if own else element.process_key, element.key)


def _of_case(
    env: Any, case: Any, drawn: dict[tuple[str, ...], set[tuple[Any, str]]]
) -> Iterator[str]:
    main = case.bpmn_instance_ids.filtered("main")
    if len(main) != 1:
        yield f"has {len(main)} main procedures"
    for model in ("wbs.receipt", "wbs.case.key"):
        count = env[model].search_count([("case_id", "=", case.id)])
        if count != 1:
            yield f"has {count} of {model}"
    done = Counter(
        line.element_id.key for line in main.history_ids if line.what == "left"
    )
    registered = done["RegisterReport"]
    if registered > 1 or bool(registered) != bool(case.register_number):
        yield f"was registered {registered} times, number {bool(case.register_number)}"
    steps = Counter(
        _place(line.element_id)
        for line in case.bpmn_instance_ids.history_ids
        if line.what == "left"
    )
    # A decision is told to the reporter with a letter, unless it archives the case.
    decided = 0
    if case.measure not in ("none", "archive"):
        decided = sum(steps[key] for key in drawn["operation", "record_decision"])
    told = decided + sum(steps[key] for key in drawn["operation", "message_reporter"])
    sent = case.message_ids.filtered(lambda message: message.direction == "out")
    if told != len(sent):
        yield f"told the reporter {told} times, and {len(sent)} messages are there"
    wrote = decided + sum(steps[key] for key in drawn["letter",])
    # The receipt of a report on paper comes with its number, without a step of its own.
    letters = case.letter_ids.filtered(lambda letter: letter.kind != "receipt")
    if wrote != len(letters):
        yield f"wrote {wrote} letters, and has {len(letters)}"
    for letter in case.letter_ids:
        rows = env["bpmn.outbox"].search_count(
            [("res_model", "=", "wbs.letter"), ("res_id", "=", letter.id)]
        )
        if rows != 1:
            yield f"{letter} stands in {rows} rows of the outbox"
    ended = main.filtered(lambda instance: instance.status == "completed")
    # A procedure may follow up after closing; it never ends before.
    if ended and case.status not in ("closed", "rejected"):
        yield f"is {case.status}, and its procedure is {main.mapped('status')}"
    yield from _opens(env, case)


def _opens(env: Any, case: Any) -> Iterator[str]:
    """Key, account, messages and notes can be opened, as a handler's look would."""
    try:
        key = env["wbs.vault"]._open_key(case)
        if not case._unseal(key)[case.uid].get("what"):
            yield "has no account"
        case.message_ids._opened(key)
        env["wbs.note"]._of_case(case)._opened(key)
    except Exception as problem:  # noqa: BLE001 (whatever it is, it is a finding)
        yield f"cannot be opened: {type(problem).__name__}"


# --- the whole database -----------------------------------------------------------


def _of_database(env: Any) -> list[str]:
    found = [f"log of looks: {touched}" for touched in env["wbs.audit.entry"]._verify()]
    numbers = Counter(
        (case.company_id.id, case.register_number)
        for case in env["wbs.case"].search([("register_number", "!=", False)])
    )
    found += [f"register number {it} was given {n} times" for it, n in numbers.items()
              if n > 1]  # fmt: skip
    audited = Counter(
        entry.subject
        for entry in env["wbs.audit.entry"].search([("action", "=", "task.completed")])
    )
    done = env["bpmn.task"].search(
        [("state", "=", "completed"), ("closed_by_id", "!=", False)]
    )
    done = done.filtered(lambda task: task.res_model == "wbs.case")
    expected = Counter(f"bpmn.task/{task.id}" for task in done)
    found += list(_differ("finished tasks in the log of looks", expected, audited))
    return found
