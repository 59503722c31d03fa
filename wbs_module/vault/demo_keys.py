"""Keys for a demonstration: everybody may know them, so no real report is taken.

Beside the key folder's own files there is ``demo-people.json`` with what in earnest
nobody keeps on a server: the private keys of a demo custodian, a demo approver and the
two recovery keys, so that a disclosure can be shown from beginning to end.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .age import AgeIdentity, new_age_identity
from .durable_file import write_durably
from .errors import KeyFolderDamaged
from .generation import LAYERS
from .generation_creation import NewGeneration, create_generation
from .generation_file import generation_from_record, generation_to_record
from .key_folder import KeyFolder
from .key_folder_creation import create_key_folder
from .key_store import create_key_store

PEOPLE = "demo-people.json"


@dataclass(frozen=True)
class DemoLayer:
    """One layer of the demonstration, private keys included."""

    generation: NewGeneration
    member: AgeIdentity
    recovery: AgeIdentity


def create_demo_keys(
    key_folder: str | os.PathLike[str],
    key_store: str | os.PathLike[str],
    created: datetime,
) -> KeyFolder:
    """A demo key folder with both layers pinned, and an empty key store.

    Raises `KeyFolderExists` or `KeyStoreExists`.
    """
    folder = create_key_folder(key_folder, demo=True)
    create_key_store(key_store)
    people = {}
    for layer in LAYERS:
        member, recovery = new_age_identity(), new_age_identity()
        made = create_generation(layer, [member.recipient], recovery.recipient, created)
        folder.pin(layer, made.generation.fingerprint)
        people[layer] = {
            "generation": generation_to_record(made),
            "member": [member.secret, member.recipient],
            "recovery": [recovery.secret, recovery.recipient],
        }
    write_durably(folder.path / PEOPLE, json.dumps(people, indent=1).encode())
    return folder


def read_demo_people(folder: KeyFolder) -> dict[str, DemoLayer]:
    """Layer → its generation and people. Raises `KeyFolderDamaged` if it is no demo."""
    people = _parse_people(folder.path / PEOPLE)
    if not folder.is_demo or people is None:
        raise KeyFolderDamaged(path=folder.path / PEOPLE)
    return people


def _parse_people(path: Path) -> dict[str, DemoLayer] | None:
    try:
        people = json.loads(path.read_bytes())
        return {
            layer: DemoLayer(
                generation_from_record(people[layer]["generation"]),
                AgeIdentity(*people[layer]["member"]),
                AgeIdentity(*people[layer]["recovery"]),
            )
            for layer in LAYERS
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None
