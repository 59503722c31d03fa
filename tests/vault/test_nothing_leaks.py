"""No error, repr, pickle or log line of the vault shows content or a key."""

import base64
import copy
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from datetime import datetime, timezone

import pytest

from wbs_module import vault
from wbs_module.vault import emergency_opening

CANARY = b"KENARI-7Q2X-isi-rahasia"
KEY_CANARY = b"KUNCI-KENARI-32-bytes-long-key-!"
PLACE = vault.FieldContext("record", "wbs.case", "account")
FILE = vault.FileContext("evidence", "original")
SECRET = vault.SecretBytes(KEY_CANARY)


def forms_of(secret: bytes) -> list[str]:
    return [
        secret.decode("latin-1"),
        secret.hex(),
        base64.b64encode(secret).decode().rstrip("="),
        base64.urlsafe_b64encode(secret).decode().rstrip("="),
        str(list(secret))[1:-1],
    ]


def assert_clean(text: str, *secrets: bytes) -> None:
    for secret in (CANARY, KEY_CANARY, *secrets):
        for form in forms_of(secret):
            assert form not in text


def everything_about(error: BaseException) -> str:
    """All that a log or a crash reporter could take from an error and its causes."""
    shown = "".join(traceback.format_exception_only(type(error), error))
    cause: BaseException | None = error
    while cause is not None:
        shown += f"{cause!r} {cause.args!r} {vars(cause)!r}"
        for name in ("doc", "object", "obj"):  # of JSON and Unicode errors
            shown += repr(getattr(cause, name, ""))
        cause = cause.__cause__ or cause.__context__
    return shown


def flip(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def spoilt_field(case_key: vault.CaseKey) -> object:
    sealed = vault.encrypt_field(case_key, PLACE, CANARY)
    return vault.decrypt_field(case_key, PLACE, flip(sealed))


def spoilt_address(case_key: vault.CaseKey) -> object:
    sealed = vault.encrypt_reply_address(case_key, PLACE, CANARY)
    return vault.decrypt_reply_address(case_key, PLACE, flip(sealed))


def spoilt_stream(case_key: vault.CaseKey) -> object:
    stream = vault.stream_encryption
    sealed = b"".join(stream.encrypt_stream(case_key, FILE, [CANARY]))
    return list(stream.decrypt_stream(case_key, FILE, io.BytesIO(flip(sealed))))


def too_large(case_key: vault.CaseKey) -> object:
    return vault.encrypt_file(case_key, FILE, [CANARY], "/tmp/x", SECRET, limit=3)


def mistyped_code(_case_key: vault.CaseKey) -> object:
    return vault.receipt_code_hash(CANARY.decode(), SECRET)


def spoilt_draft(_case_key: vault.CaseKey) -> object:
    key = vault.new_draft_key()
    return vault.decrypt_draft(key, flip(vault.encrypt_draft(key, CANARY, 9)), 0)


def odd_cookie(_case_key: vault.CaseKey) -> object:
    return vault.draft_key_from_cookie(CANARY.decode())


def private_key_as_recipient(_case_key: vault.CaseKey) -> object:
    now = datetime.now(timezone.utc)
    return vault.create_generation("custodians", [CANARY.decode()], "age1x", now)


def wrong_identity(_case_key: vault.CaseKey) -> object:
    return emergency_opening.open_with_identities(CANARY, [CANARY.decode()], [])


def odd_export(_case_key: vault.CaseKey) -> object:
    return list(vault.read_entries([CANARY]))


def odd_detail(_case_key: vault.CaseKey) -> object:
    now = datetime.now(timezone.utc)
    entry = vault.AuditEntry("c", 1, now, "u", "a", "s", {"size": [CANARY]})  # type: ignore[dict-item]
    return entry.canonical


FAILURES = [
    spoilt_field,
    spoilt_address,
    spoilt_stream,
    too_large,
    mistyped_code,
    spoilt_draft,
    odd_cookie,
    private_key_as_recipient,
    wrong_identity,
    odd_export,
    odd_detail,
]


@pytest.mark.parametrize("fail", FAILURES, ids=lambda fail: fail.__name__)
def test_no_failure_shows_content_or_key(
    fail: Callable[[vault.CaseKey], object], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    case_key = vault.CaseKey("0" * 32, SECRET)
    with pytest.raises((vault.VaultError, TypeError)) as raised:
        fail(case_key)
    assert_clean(everything_about(raised.value) + caplog.text)


@pytest.mark.parametrize("spoil", [lambda text: text[:-4], lambda text: text + "\xff"])
@pytest.mark.parametrize("purpose", ["audit-chain", "master"])
def test_damaged_key_files_do_not_show_their_key(key_folder, purpose, spoil):
    name = (
        f"master/{key_folder.active_master_key_id}" if purpose == "master" else purpose
    )
    path = key_folder.path / f"{name}.key"
    key = base64.b64decode(json.loads(path.read_text())["key"])
    path.write_text(spoil(path.read_text()), encoding="latin-1")
    with pytest.raises(vault.KeyFolderDamaged) as raised:
        vault.KeyFolder.open(key_folder.path)
    assert_clean(everything_about(raised.value), key)


def test_no_repr_shows_a_key(key_folder, key_store):
    case_key, _wrapped = vault.create_case_key(key_folder, key_store)
    draft_key = vault.new_draft_key()
    identity = vault.new_age_identity()
    keys = [
        key_folder.audit_chain_key.reveal(),
        key_folder.master_key(key_folder.active_master_key_id).reveal(),
        case_key.field_key.reveal(),
        case_key.file_key.reveal(),
        draft_key.file_key.reveal(),
        identity.secret.encode(),
    ]
    for thing in (key_folder, key_store, case_key, draft_key, identity, SECRET):
        for text in (repr(thing), str(thing), f"{thing}", repr([thing])):
            assert_clean(text, *keys)
            assert draft_key.cookie() not in text


@pytest.mark.parametrize(
    "key", [SECRET, vault.CaseKey("0" * 32, SECRET), vault.new_draft_key()]
)
def test_a_key_enters_no_queue_and_no_cache(key):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="never pickled"):
            pickle.dumps(key, protocol)
    with pytest.raises(TypeError, match="never pickled"):
        copy.deepcopy(key)


def test_keys_are_compared_in_constant_time_and_never_hashed():
    assert SECRET == vault.SecretBytes(KEY_CANARY)
    assert SECRET != vault.SecretBytes.random()
    assert SECRET != KEY_CANARY
    with pytest.raises(TypeError):
        hash(SECRET)


def test_every_error_is_a_sentence_with_a_code_of_its_own():
    def below(kind: type[vault.VaultError]) -> list[type[vault.VaultError]]:
        return [kind, *(each for sub in kind.__subclasses__() for each in below(sub))]

    kinds = below(vault.VaultError)
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.sentence.endswith((".", "').", "}."))
        assert kind.__name__ in vault.__all__
