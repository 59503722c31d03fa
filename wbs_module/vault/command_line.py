"""The ``wbs`` command: keys and audit, without a database.

``wbs keys init|demo|check|rotate|retire|recovery|generation``, ``wbs verify`` and
``wbs emergency-open``. Exit status 0: done, in order; 1: something is wrong, with a
sentence; 2: the command was not understood.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path

from . import command_actions as actions
from .errors import VaultError
from .generation import LAYERS


def _add_places(parser: argparse.ArgumentParser, defaults: Mapping[str, str]) -> None:
    for name, what in (
        ("key_folder", "where the key folder lies"),
        ("key_store", "where the key store lies"),
    ):
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            dest=name,
            type=Path,
            default=Path(defaults[name]) if defaults.get(name) else None,
            required=not defaults.get(name),
            help=f"{what} (default: WBS_{name.upper()} of the environment, or "
            f"wbs_{name} in section [wbs] of Odoo's configuration)",
        )


def _keys_parser(keys: argparse.ArgumentParser, defaults: Mapping[str, str]) -> None:
    commands = keys.add_subparsers(dest="action", required=True, metavar="ACTION")
    init = commands.add_parser("init", help="make a key folder and a key store")
    demo = commands.add_parser("demo", help="make demonstration keys")
    check = commands.add_parser("check", help="say what is in order and what is not")
    known = [Path(defaults["data_folder"])] if defaults.get("data_folder") else []
    for name, folders, what in (
        ("--data", known, "a folder with data that the keys protect"),
        ("--backup", [], "a folder that the backup of the data takes along"),
    ):
        check.add_argument(
            name,
            type=Path,
            action="append",
            default=folders,
            metavar="FOLDER",
            help=what,
        )
    check.add_argument("--https", action="store_true", help="the site has HTTPS")
    rotate = commands.add_parser("rotate", help="change the master key")
    step = rotate.add_mutually_exclusive_group()
    step.add_argument("--prepare", action="store_true", help="only make the new key")
    step.add_argument("--activate", metavar="ID", help="use a prepared key")
    retire = commands.add_parser(
        "retire", help="destroy an older master key that nothing needs any more"
    )
    retire.add_argument("master_key_id", metavar="ID")
    retire.add_argument(
        "--none-left",
        action="store_true",
        required=True,
        help="you asked the check page: no case key is wrapped under it any more, "
        "and no backup of the database from before has to be restored",
    )
    commands.add_parser("recovery", help="print a new recovery key, kept nowhere")
    generation = commands.add_parser(
        "generation", help="make and pin the first sealing key of a layer"
    )
    generation.add_argument("layer", choices=LAYERS)
    generation.add_argument("--member", action="append", required=True)
    generation.add_argument("--recovery", required=True)
    generation.add_argument("--output", type=Path, required=True)
    for parser in (init, demo, check, rotate, retire, generation):
        _add_places(parser, defaults)


def build_parser(program: str, defaults: Mapping[str, str]) -> argparse.ArgumentParser:
    """The command's arguments; ``defaults`` as in `run_command`."""
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _keys_parser(commands.add_parser("keys", help="keys of the installation"), defaults)
    verify = commands.add_parser("verify", help="verify an export of the audit log")
    verify.add_argument("--export", type=Path, required=True)
    verify.add_argument("--checkpoint", type=Path, help="kept outside by the auditor")
    verify.add_argument(
        "--audit-key",
        type=Path,
        help="a copy of audit-chain.key (default: the one in the key folder)",
    )
    verify.add_argument(
        "--key-folder", type=Path, default=defaults.get("key_folder") or None
    )
    emergency = commands.add_parser(
        "emergency-open",
        help="open a sealed identity with recovered keys, on a machine apart",
    )
    emergency.add_argument("sealed", type=Path)
    for layer in LAYERS:
        emergency.add_argument(
            f"--{layer}",
            nargs=2,
            type=Path,
            required=True,
            metavar=("GENERATION", "KEY"),
            help=f"the generation of the {layer} to which it was sealed, as written by "
            "'keys generation' or exported, and a member's or the recovery key",
        )
    return parser


def run_command(
    arguments: Sequence[str],
    program: str = "wbs",
    defaults: Mapping[str, str] | None = None,
) -> int:
    """Run ``wbs`` with ``arguments``; prints to standard output and error.

    ``defaults`` may name ``key_folder``, ``key_store`` and ``data_folder``.

    Returns the exit status; raises `SystemExit` only for arguments it cannot read.
    """
    asked = build_parser(program, defaults or {}).parse_args(arguments)
    now = datetime.now(timezone.utc)
    try:
        if asked.command == "verify":
            return actions.verify(
                asked.export, asked.checkpoint, asked.audit_key, asked.key_folder
            )
        if asked.command == "emergency-open":
            return actions.emergency_open(
                asked.sealed, tuple(asked.custodians), tuple(asked.approvers)
            )
        if asked.action == "init":
            return actions.init(asked.key_folder, asked.key_store)
        if asked.action == "demo":
            return actions.demo(asked.key_folder, asked.key_store, now)
        if asked.action == "check":
            return actions.check(
                asked.key_folder,
                asked.key_store,
                now.date(),
                asked.https,
                asked.data,
                asked.backup,
            )
        if asked.action == "rotate":
            return actions.rotate(asked.key_folder, asked.prepare, asked.activate)
        if asked.action == "retire":
            return actions.retire(asked.key_folder, asked.master_key_id)
        if asked.action == "recovery":
            return actions.recovery()
        return actions.generation(
            asked.key_folder,
            asked.layer,
            asked.member,
            asked.recovery,
            asked.output,
            now,
        )
    except VaultError as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        print(f"{problem.filename or 'Disk'}: {problem.strerror}.", file=sys.stderr)
    return 1
