"""What the vault's records cost: codes that open nothing, looks at the same time."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from tools.bench.figure import Figure, judged

TRIES = 1000
ROUNDS = 10
READERS = 8
LOOKS = 25


def measure_in_odoo(env: Any) -> Iterable[Figure]:
    """Yield the figures of codes and of looks."""
    yield from codes(env)
    yield looks_at_once(env)


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
                wbs_sql.append_audit_entry(cr, entry, digest, now, False)

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
