"""The vault: what keys, fields, receipts and looks cost; files beside plain copying."""

import shutil
import tempfile
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

from tools.bench.figure import Figure, Peer, compare, judged
from tools.bench.inside_odoo import figures_from_odoo
from tools.bench.vault_route import KINDS, Route
from wbs_module import vault

MEBIBYTES = 200
ROUNDS = 7
NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)
ACCOUNT = vault.FieldContext("0" * 32, "wbs.case", "account")


def measure() -> Iterable[Figure]:
    """Take the figures of the room; those of the records need Odoo."""
    folder = Path(tempfile.mkdtemp(prefix="wbs-bench-"))
    try:
        return [
            *measure_pieces(folder),
            *measure_files(folder),
            *figures_from_odoo("tools.bench.vault_records"),
        ]
    finally:
        shutil.rmtree(folder)


def measure_pieces(path: Path) -> list[Figure]:
    """What one report and one look cost in the vault."""
    folder = vault.create_demo_keys(path / "keys", path / "store", NOW)
    store = vault.KeyStore(path / "store", "bench")
    case_key, wrapped = vault.create_case_key(folder, store)
    layers = {
        layer: demo.generation.generation
        for layer, demo in vault.read_demo_people(folder).items()
    }
    text = bytes(4096)
    field = vault.encrypt_field(case_key, ACCOUNT, text)
    issued, never_issued = vault.new_receipt_code(), vault.new_receipt_code()
    pepper = folder.receipt_code_key
    entry = vault.AuditEntry("c" * 32, 7, NOW, "user:7", "content.read", "wbs.case/1")

    def look() -> None:
        vault.entry_hash(folder.audit_chain_key, vault.BEGINNING, entry)

    return [
        compare(
            "vault: new case key, on disk",
            lambda: vault.create_case_key(folder, store),
            None,
            kind="database",
            repeat=10,
        ),
        compare(
            "vault: open case key, read 4 kB",
            lambda: vault.decrypt_field(
                vault.open_case_key(folder, store, case_key.key_id, wrapped),
                ACCOUNT,
                field,
            ),
            None,
            repeat=100,
        ),
        compare(
            "vault: seal an identity of 4 kB",
            lambda: vault.seal_identity(
                text, layers[vault.CUSTODIANS], layers[vault.APPROVERS]
            ),
            None,
            repeat=50,
        ),
        compare("vault: hash of one look", look, None, repeat=1000),
        compare(
            "vault: hash of an issued receipt code",
            lambda: vault.receipt_code_hash(issued, pepper),
            Peer(
                "of a code never issued",
                lambda: vault.receipt_code_hash(never_issued, pepper),
            ),
            limit=1.2,
            repeat=1000,
        ),
    ]


def measure_files(path: Path) -> list[Figure]:
    """200 MB up and down through one HTTP route, encrypted and copied plainly.

    A limit of 2 says: at least half the speed of copying; 2.5: at least 0.4.
    """
    seconds: dict[tuple[str, str], list[float]] = {}
    with Route(path / "files") as route:
        for number in range(ROUNDS + 1):
            kinds = KINDS if number % 2 == 0 else tuple(reversed(KINDS))
            for kind in kinds:
                up, down = route.upload(kind, MEBIBYTES), route.download(kind)
                if number:  # the first round warms caches
                    seconds.setdefault((kind, "up"), []).append(up * 1000)
                    seconds.setdefault((kind, "down"), []).append(down * 1000)
    with Route(path / "memory") as route:
        route.upload("encrypted", 1)
        rest = route.peak_memory()
        route.upload("encrypted", MEBIBYTES)
        route.download("encrypted")
        above_rest = (route.peak_memory() - rest) / 1e6
    return [
        judged(
            f"vault: {MEBIBYTES} MiB {direction}load",
            "ms",
            seconds["encrypted", direction],
            ("plain copy, same route, forced to disk", seconds["plain", direction]),
            limit,
            "http",
        )
        for direction, limit in (("up", 2.0), ("down", 2.5))
    ] + [
        judged(
            "vault: memory above rest, up and down",
            "MB",
            [above_rest],
            None,
            32,
            "pure",
        )
    ]
