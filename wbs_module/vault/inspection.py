"""What is in order with the keys and what is not, in plain words.

Each finding has a code and values for translation, a severity, and an English sentence.
The caller tells what the vault cannot know: where data and backups lie, how many
members each layer has, when a recovery key was last tried, whether the site has HTTPS.
"""

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from pathlib import Path

from .errors import KeyFolderError
from .generation import LAYERS
from .key_folder import KeyFolder
from .key_store import MANIFEST as KEY_STORE_MANIFEST

RECOVERY_TEST_LASTS = timedelta(days=365)


class Severity(Enum):
    """``BLOCKS``: real reports cannot be taken, or are not protected."""

    BLOCKS = "blocks"
    WARNING = "warning"
    IN_ORDER = "in order"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``sentence`` is ``text`` with ``values`` in it."""

    code: str
    severity: Severity
    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True)
class Surroundings:
    """What the vault cannot see by itself.

    ``data_folders``: Odoo's data folder, file store, evidence, a database's folder;
    ``backup_folders``: what the nightly backup takes; ``members``: layer → how many
    people; ``recovery_tested``: layer → when its recovery key was last tried.
    """

    key_folder: Path
    key_store: Path
    today: date
    https: bool
    data_folders: Sequence[Path] = ()
    backup_folders: Sequence[Path] = ()
    members: Mapping[str, int] = field(default_factory=dict)
    recovery_tested: Mapping[str, date] = field(default_factory=dict)


def inspect_keys(around: Surroundings) -> list[Finding]:
    """All findings, the blocking ones first. Changes nothing, raises nothing."""
    findings = [
        *_key_folder(around),
        *_key_store(around),
        *_places(around),
        *_people(around),
        *_https(around),
    ]
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _key_folder(around: Surroundings) -> Iterator[Finding]:
    try:
        folder = KeyFolder(around.key_folder)
        old_master_keys = len(folder.master_key_ids) - 1
        pins = folder.pins
    except KeyFolderError as error:
        yield Finding(error.code, Severity.BLOCKS, error.sentence, error.values)
        return
    yield Finding(
        "key_folder_in_order",
        Severity.IN_ORDER,
        "The key folder is complete and readable by its own account only.",
    )
    if folder.is_demo:
        yield Finding(
            "demo_keys",
            Severity.BLOCKS,
            "These are demonstration keys, which protect nobody. Real reports are not "
            "taken. Make real ones with 'wbs keys init'.",
        )
    if old_master_keys:
        yield Finding(
            "old_master_keys",
            Severity.WARNING,
            "{count} older master key(s) are still kept. When all case keys are "
            "rewrapped under the active one, retire them.",
            {"count": old_master_keys},
        )
    for layer in LAYERS:
        if layer not in pins:
            yield Finding(
                "no_generation",
                Severity.WARNING,
                "The {layer} have no sealing key yet. Until both layers have one, only "
                "anonymous reports are taken.",
                {"layer": layer},
            )


def _key_store(around: Surroundings) -> Iterator[Finding]:
    path = around.key_store
    try:
        present = (path / KEY_STORE_MANIFEST).is_file()
        mode = stat.S_IMODE(path.stat().st_mode) if present else 0
    except OSError:
        present, mode = False, 0
    if not present:
        yield Finding(
            "key_store_missing",
            Severity.BLOCKS,
            "There is no key store at {path}, or this account cannot read it. No case "
            "can be taken or opened.",
            {"path": path},
        )
    elif mode & 0o077:
        yield Finding(
            "key_store_too_open",
            Severity.BLOCKS,
            "The key store {path} can be read by other accounts of this machine. Run "
            "'chmod 0700 {path}'.",
            {"path": path},
        )
    else:
        yield Finding(
            "key_store_in_order",
            Severity.IN_ORDER,
            "The key store is there and readable by its own account only.",
        )


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _places(around: Surroundings) -> Iterator[Finding]:
    kept = {"key folder": around.key_folder, "key store": around.key_store}
    apart = True
    for code, folders, why in (
        (
            "keys_inside_data",
            around.data_folders,
            "The {what} lies inside {folder}, where the data is that it protects: "
            "whoever copies one has both. Move it elsewhere.",
        ),
        (
            "keys_inside_backup",
            around.backup_folders,
            "The {what} lies inside {folder}, which is backed up together with the "
            "data: the backup then opens itself. Back keys up apart.",
        ),
    ):
        for what, path in kept.items():
            for folder in folders:
                if _lies_in(path, folder):
                    apart = False
                    values = {"what": what, "folder": folder}
                    yield Finding(code, Severity.WARNING, why, values)
    if _lies_in(around.key_store, around.key_folder):
        apart = False
        yield Finding(
            "key_store_inside_key_folder",
            Severity.WARNING,
            "The key store lies inside the key folder, so long-lived backups of the "
            "key folder would bring destroyed case keys back. Move it out.",
        )
    if apart:
        yield Finding(
            "places_in_order",
            Severity.IN_ORDER,
            "Key folder, key store and data lie apart from each other.",
        )


def _people(around: Surroundings) -> Iterator[Finding]:
    for layer in LAYERS:
        count = around.members.get(layer, 0)
        if count < 2:
            yield Finding(
                "too_few_members",
                Severity.WARNING,
                "The {layer} are {count} person(s). With fewer than two, one illness "
                "or forgotten passphrase keeps identities closed to everybody. Name "
                "another one.",
                {"layer": layer, "count": count},
            )
        tested = around.recovery_tested.get(layer)
        if tested is None or around.today - tested > RECOVERY_TEST_LASTS:
            yield Finding(
                "recovery_untested",
                Severity.WARNING,
                "The recovery key of the {layer} was not tried within a year. A key "
                "that nobody tried may be a sheet of paper only. Try it, as the manual "
                "of the keys says, and enter the day below.",
                {"layer": layer},
            )


def _https(around: Surroundings) -> Iterator[Finding]:
    if around.https:
        yield Finding(
            "https_in_order", Severity.IN_ORDER, "The site is reached by HTTPS."
        )
    else:
        yield Finding(
            "no_https",
            Severity.BLOCKS,
            "The site is not reached by HTTPS: reports would cross the network in "
            "clear, and browsers refuse to seal and open. Put a proxy with a "
            "certificate before Odoo and set web.base.url to its https address.",
        )
