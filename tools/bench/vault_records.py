"""What the vault's records cost: codes that open nothing, looks at the same time, and
long lists of cases."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from lxml import etree

from tools.bench.figure import Figure, Peer, compare, judged
from tools.bench.inside_odoo import statements

TRIES = 1000
ROUNDS = 10
READERS = 8
LOOKS = 25
MOST_STATEMENTS = 3  # of one look
FEW, MANY = 1_000, 10_000
# What the browser asks for when the list of cases opens.
COLUMNS = ("name", "register_number", "category", "channel", "status", "received_at")


def measure_in_odoo(env: Any) -> Iterable[Figure]:
    """Yield the figures of codes, of looks and of lists."""
    yield from codes(env)
    yield statements_of_a_look(env)
    yield looks_at_once(env)
    yield long_lists(env)


def codes(env: Any) -> Iterator[Figure]:
    """Wrong and expired codes beside those never issued, 1,000 tries of each.

    A limit of 1.1 judges the median; whoever measures from outside sees less.
    """
    # Only inside Odoo does the addon have this name.
    from odoo.addons.wbs_module import vault
    from odoo.addons.wbs_module.vault.receipt_code import check_character

    case = env["wbs.case"].search([], limit=1)

    def issued(to: Any) -> str:
        code: str = vault.new_receipt_code()
        env["wbs.receipt"].create(env["wbs.receipt"]._row(to, code))
        return code

    running = [issued(case) for _ in range(TRIES)]
    closed = case.search([("id", "!=", case.id)], limit=1)
    closed.write({"closed_at": env["bpmn.time"]._now() - timedelta(days=4000)})
    expired = [issued(closed) for _ in range(TRIES)]
    env.cr.commit()

    def mistaken(code: str) -> str:
        """Another code of the same beginning that no typing error explains."""
        random = code.replace("-", "")[:14] + "ABC"
        return str(random + check_character(random))

    kinds = {
        "wrong": [mistaken(code) for code in running],
        "expired": expired,
        "never issued": [vault.new_receipt_code() for _ in range(TRIES)],
    }
    samples: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(ROUNDS):
        order = list(kinds) if number % 2 == 0 else list(reversed(kinds))
        share = slice(number * TRIES // ROUNDS, (number + 1) * TRIES // ROUNDS)
        for kind in order:
            samples[kind].append(
                per_try(env, kinds[kind][share], closed.company_id) * 1000
            )
    peer = ("a code never issued", samples["never issued"])
    for kind in ("wrong", "expired"):
        name = f"vault: look up a code, {kind}"
        yield judged(name, "ms", samples[kind], peer, 1.1, "database")


def per_try(env: Any, tried: list[str], office: Any) -> float:
    """Seconds a code, each in a request's own transaction."""
    started = time.perf_counter()
    for code in tried:
        env.invalidate_all()
        if env["wbs.receipt"]._find_case(code, office):
            raise RuntimeError("A code opened that should not.")
        env.cr.commit()
    return (time.perf_counter() - started) / len(tried)


def statements_of_a_look(env: Any) -> Figure:
    """How many statements log one look at a case."""
    case = env["wbs.case"].search([], limit=1)
    entries = env["wbs.audit.entry"]

    def look() -> None:
        entries._write_entry(case.uid, "content.read", f"wbs.case/{case.uid}")

    sent = statements(env, look)
    env.cr.rollback()
    return Figure(
        name="vault: a look, SQL statements",
        median=sent,
        spread=0,
        unit="statements",
        limit=MOST_STATEMENTS,
        met=sent <= MOST_STATEMENTS,
    )


def looks_at_once(env: Any) -> Figure:
    """Eight readers of different cases beside one who does it all in a row."""
    from odoo.addons.wbs_module import vault
    from odoo.addons.wbs_module.models import wbs_sql

    key, now = vault.SecretBytes.random(), env["bpmn.time"]._now()

    def read(chain: str, count: int) -> None:
        for _look in range(count):
            with env.registry.cursor() as cr:
                sequence, previous = wbs_sql.lock_chain_head(cr, chain)
                entry = vault.AuditEntry(chain, sequence + 1, now, "user:2", "read", "")
                digest = vault.entry_hash(key, previous or vault.BEGINNING, entry)
                wbs_sql.append_audit_entry(cr, entry, digest)

    def together(number: int) -> None:
        threads = [
            threading.Thread(target=read, args=(f"at once {number} {it}", LOOKS))
            for it in range(READERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def timed(work: Callable[[], None]) -> float:
        started = time.perf_counter()
        work()
        return (time.perf_counter() - started) * 1000 / (READERS * LOOKS)

    together(-1)
    pairs = [
        (
            timed(lambda n=n: together(n)),  # type: ignore[misc]
            timed(lambda n=n: read(f"in a row {n}", READERS * LOOKS)),  # type: ignore[misc]
        )
        for n in range(ROUNDS)
    ]
    return judged(
        f"vault: a look, {READERS} readers at once",
        "ms",
        [mine for mine, _theirs in pairs],
        ("one reader in a row", [theirs for _mine, theirs in pairs]),
        1.0,
        "database",
    )


def long_lists(env: Any) -> Figure:
    """The list of 10,000 cases beside that of 1,000, as the secretariat opens it.

    Opening a key or decrypting anything ends the measurement.
    """
    from odoo.addons.wbs_module import vault

    def opener(count: int) -> Callable[[], object]:
        reader = secretary_of_a_register(env, count)
        cases = env["wbs.case"].with_user(reader).with_company(reader.company_id)
        columns: dict[str, dict[str, object]] = {column: {} for column in COLUMNS}
        # Beyond the list's own limit the browser shows “1000+”, and counts on a click.
        view = etree.fromstring(env.ref("wbs_module.wbs_case_view_list").arch)
        most = int(view.get("count_limit", "")) + 1

        def open_list() -> None:
            env.invalidate_all()
            found = cases.web_search_read([], columns, limit=80, count_limit=most)
            if (len(found["records"]), found["length"]) != (80, min(count, most)):
                raise RuntimeError(f"The list has {found['length']} of {count} cases.")

        return open_list

    few = opener(FEW)
    many = opener(MANY)
    refusal = RuntimeError("A list of cases decrypted something.")
    with (
        patch.object(vault, "open_case_key", side_effect=refusal),
        patch.object(vault, "decrypt_field", side_effect=refusal),
    ):
        return compare(
            f"vault: open the list of {MANY:,} cases",
            many,
            Peer(f"of {FEW:,} cases", few),
            limit=1.5,
            kind="database",
            repeat=10,
        )


def secretary_of_a_register(env: Any, count: int) -> Any:
    """Somebody of the secretariat of a new office, who sees its ``count`` cases."""
    office = env["res.company"].create({"name": f"Office of {count} cases"})
    groups = env.ref("base.group_user") | env.ref("wbs_module.group_secretariat")
    reader = env["res.users"].create(
        {
            "name": "Secretary",
            "login": f"secretary_{count}",
            "company_id": office.id,
            "company_ids": office.ids,
            "group_ids": groups.ids,
        }
    )
    env.flush_all()
    env.cr.execute(
        """WITH made AS (
               INSERT INTO wbs_case (name, uid, company_id, channel, category, language,
                                     status, measure, register_number, received_at)
               SELECT format('%%s-%%s', %(office)s, n), md5(random()::text),
                      %(office)s, 'web', 'corruption', 'id', 'checking', 'none',
                      format('700/2026/%%s', n), %(now)s - n * interval '7 minutes'
                 FROM generate_series(1, %(count)s) AS n RETURNING id
           ) INSERT INTO wbs_case_user_rel (case_id, user_id)
             SELECT id, %(reader)s FROM made""",
        {
            "office": office.id,
            "reader": reader.id,
            "count": count,
            "now": env["bpmn.time"]._now(),
        },
    )
    env.cr.commit()
    env.cr.execute("ANALYZE wbs_case, wbs_case_user_rel")
    return reader
