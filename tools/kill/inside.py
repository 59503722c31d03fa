"""What ``tools.kill`` does inside Odoo, before the run and after it."""

from collections import Counter
from typing import Any

from tools.agreement import contradictions
from tools.kill.drawing import MESSAGES, hurried

CHANNEL = "kill_probe"


def prepare(env: Any, address: str) -> int:
    """Install the probe, put the hurried drawing into force, say where the outside is.

    In one process, because starting Odoo takes longer than all of it.

    :return: the version that is in force now
    """
    modules = env["ir.module.module"]
    modules.update_list()
    modules.search([("name", "=", "kill_probe")]).button_immediate_install()
    env["ir.config_parameter"].set_param("kill_probe.address", address)
    office = env.ref("wbs_module.demo_office_malang")
    process = env["bpmn.process"].search(
        [("key", "=", "wbs_main"), ("company_id", "=", office.id)]
    )
    process.drawing = hurried()
    process._deploy("For the killing")
    env.cr.commit()
    version: int = process.version_id.id
    return version


def verdict(env: Any, ledger: dict[str, Any]) -> list[str]:
    """Return what is lost, twice, or does not agree: database, outside, people.

    :param ledger: what the people saw, and what the outside counted
    """
    return [
        *contradictions(env),
        *_of_people(env, ledger),
        *_of_outbox(env, ledger),
        *_not_done(env),
    ]


def _of_people(env: Any, ledger: dict[str, Any]) -> list[str]:
    found = []
    accounts: Counter[str] = Counter()
    messages: Counter[str] = Counter()
    for case in env["wbs.case"].search([]):
        key = env["wbs.vault"]._open_key(case)
        accounts[case._unseal(key)[case.uid].get("what", "")] += 1
        messages.update(it["text"] for it in case.message_ids._opened(key))
    for what, texts, counted in (
        ("report", ledger["reports"], accounts),
        ("message", ledger["messages"], messages),
    ):
        for text, acknowledged in texts.items():
            if counted[text] > 1 or (acknowledged and not counted[text]):
                found.append(
                    f"the {what} “{text}”, acknowledged: {acknowledged}, "
                    f"is there {counted[text]} times"
                )
    for code in ledger["codes"]:
        if not env["wbs.receipt"]._find_case(code):
            found.append("a code that a reporter was given opens nothing")
    tasks = env["bpmn.task"].browse(ledger["completed"])
    undone = tasks.filtered(lambda task: task.state != "completed")
    if undone:
        found.append(f"finished by a person, and not completed: {undone}")
    return found


def _of_outbox(env: Any, ledger: dict[str, Any]) -> list[str]:
    delivered, once_uncertain = ledger["delivered"], set(ledger["uncertain"])
    rows = env["bpmn.outbox"].search([("channel", "=", CHANNEL)])
    found = [f"{row} is {row.state}" for row in rows if row.state != "sent"]
    for row in rows:
        count = delivered.get(row.key, 0)
        if not count:
            found.append(f"{row} is {row.state} and never arrived")
        # A connection that broke is tried again; beside that only what was uncertain.
        if count > 1 and row.key not in once_uncertain:
            found.append(f"{row} arrived {count} times and never was uncertain")
    unknown = delivered.keys() - set(rows.mapped("key"))
    if unknown:
        found.append(f"{len(unknown)} messages arrived that no row tells of")
    asked = env["bpmn.history"].search_count(
        [("what", "=", "left"), ("element_id.key", "in", [it[1] for it in MESSAGES])]
    )
    if asked != len(rows):
        found.append(f"{asked} steps asked for a message, and {len(rows)} rows stand")
    return found


def _not_done(env: Any) -> list[str]:
    """What should have happened by itself by now."""
    now = env["bpmn.time"]._now()
    found = []
    overdue = env["bpmn.instance"].search(
        [("status", "=", "running"), ("wake_at", "<", now)]
    )
    if overdue:
        found.append(f"due and not woken: {overdue}")
    incidents = env["bpmn.incident"].search([("state", "=", "open")])
    if incidents:
        found.append(f"open incidents: {incidents.mapped('code')}")
    queued = env["wbs.letter"].search([("state", "in", ("queued", "failed"))])
    if queued:
        found.append(f"letters not written: {queued}")
    return found
