"""What a browser makes by the README alone fits what the vault makes, both ways."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from wbs_module.vault import generation_from_record, verify_generation_chain
from wbs_module.vault.emergency_opening import open_generation, open_with_identities

FILE = Path(__file__).parent / "data" / "made_with_javascript.json"


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def test_a_browser_opens_what_the_server_sealed(made):
    assert made["from_javascript"]["opened"] == "Siti – pelapor"


def test_a_generation_made_in_a_browser_follows_one_made_by_the_command(made):
    first = generation_from_record(made["from_python"]["generations"]["custodians"])
    second = generation_from_record(made["from_javascript"]["next"])
    pin = first.generation.fingerprint
    chain = [first.generation, second.generation]
    assert verify_generation_chain(pin, chain) == second.generation


def test_what_a_browser_sealed_opens_with_the_recovered_keys(made):
    secret = made["from_python"]["secret"]
    records = [
        made["from_javascript"]["next"],
        made["from_python"]["generations"]["approvers"],
    ]
    keys = []
    for record in records:
        each = generation_from_record(record)
        keys.append(open_generation(each.generation, each.sealed_private, [secret])[0])
    sealed = base64.b64decode(made["from_javascript"]["sealed"])
    opened = open_with_identities(sealed, keys[:1], keys[1:])
    assert opened.decode() == "dari peramban"
