"""Starting an instance and completing a task, beside OCA's helpdesk."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tools.bench.figure import Figure, compare
from tools.bench.inside_odoo import (
    counted,
    figures_from_odoo,
    stage_changed,
    ticket_created,
)

DRAWING = Path(__file__).with_name("again.bpmn")
REPEAT = 10


def measure() -> Iterable[Figure]:
    """Measure inside Odoo."""
    return figures_from_odoo(__name__)


def measure_in_odoo(env: Any) -> Iterable[Figure]:
    """Yield the figures, taken by a person of the lane and not by the superuser."""
    office, person = _office(env)
    _process(env, office)
    works: list[tuple[str, Callable[[], object], Any]] = [
        ("start an instance", _start(env, office), ticket_created(env)),
        ("complete a task", _complete(env, office, person), stage_changed(env)),
    ]
    for name, ours, peer in works:
        yield compare(name, ours, peer, limit=1.0, kind="database", repeat=REPEAT)
        yield from counted(name, env, ours, peer)


def _office(env: Any) -> tuple[Any, Any]:
    office = env["res.company"].create({"name": "Office of the bench"})
    group = env["res.groups"].create(
        {
            "name": "Worker",
            "bpmn_key": "bench_worker",
            "implied_ids": env.ref("wbs_module.group_bpmn_user").ids,
        }
    )
    person = env["res.users"].create(
        {
            "name": "Worker",
            "login": "bench_worker",
            "company_id": office.id,
            "company_ids": office.ids,
            "group_ids": [*env.ref("base.group_user").ids, group.id],
        }
    )
    env["bpmn.clock"].create(
        {
            "name": "Bench",
            "key": "bench",
            "company_id": office.id,
            "amount": 5,
            "unit": "working_days",
            "warn_percent": 50,
            "legal_basis": "None",
        }
    )
    return office, person


def _process(env: Any, office: Any) -> None:
    process = env["bpmn.process"].create(
        {
            "name": "Again",
            "key": "again",
            "company_id": office.id,
            "drawing": DRAWING.read_text(encoding="utf-8"),
        }
    )
    process._deploy("For the bench")
    env.cr.commit()


def _start(env: Any, office: Any) -> Callable[[], object]:
    def work() -> None:
        env["bpmn.instance"]._start("again", company=office)
        env.cr.commit()

    return work


def _complete(env: Any, office: Any, person: Any) -> Callable[[], object]:
    instance = env["bpmn.instance"]._start("again", company=office)
    env.cr.commit()
    tasks = env["bpmn.task"].with_user(person)

    def work() -> None:
        # As a request does: nothing in memory but what is cached for all.
        env.invalidate_all()
        task = tasks.search([("instance_id", "=", instance.id), ("state", "=", "open")])
        task.complete("again", values={"cost": 1500})
        env.cr.commit()

    return work
