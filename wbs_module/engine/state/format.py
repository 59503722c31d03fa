"""The stored form of an instance, and nothing but what still lives.

One JSON list: format, digest of the process, ``{store, ids, status, …}``, and one flat
row for each live token: id, node, parent, state, data, what the node remembers. No
specification, no finished task and no prediction is in it, so its size follows the
tokens and the data, never the past.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from ..errors import StateUnreadable
from ..feel.json_form import from_json, to_json
from ..running.deadlines import Running
from ..running.token import Token
from ..running.workflow import Procedure
from ..time import ClockDefinition, Deadline

if TYPE_CHECKING:
    from ..compiling.compiled import CompiledProcess

FORMAT = 1
"""Version of this form. A newer engine reads every older one (``_OLDER``)."""

_OLDER: dict[int, Callable[[list[Any]], list[Any]]] = {}
"""Format → what makes the next format of it."""

_MOMENTS = ("due", "armed")
_VALUES = ("local", "outer", "names", "items", "gathered")


# --- Writing ----------------------------------------------------------------------


def write_state(workflow: Procedure) -> bytes:
    """The bytes to keep."""
    definitions: dict[str, str] = {}
    head: dict[str, Any] = {"n": workflow.last_id}
    if workflow.status != "running":
        head["s"] = workflow.status
    if workflow.data:
        head["d"] = _values(workflow.data)
    if workflow.performers:
        head["p"] = workflow.performers
    if workflow.deadlines.running:
        head["t"] = [
            [
                item.key,
                item.owner,
                item.element_id,
                item.process_id,
                item.scope,
                _deadline(item.deadline, definitions),
            ]
            for item in workflow.deadlines.running.values()
        ]
    rows = [_row(token, definitions) for token in workflow.tasks.values()]
    if definitions:
        head["c"] = definitions
    whole = [FORMAT, workflow.process.digest, head, rows]
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode()


def _row(token: Token, definitions: dict[str, str]) -> list[Any]:
    row: list[Any] = [token.id, token.task_spec.name, token._parent, token._state]
    if token.data or token.internal_data:
        row.append(_values(token.data) if token.data else 0)
    if token.internal_data:
        row.append(
            {
                key: _kept(key, value, definitions)
                for key, value in token.internal_data.items()
            }
        )
    return row


def _kept(key: str, value: Any, definitions: dict[str, str]) -> Any:
    if key in _MOMENTS:
        return None if value is None else value.isoformat()
    if key in _VALUES:
        return to_json(value)
    if key == "clock":
        return _deadline(value, definitions)
    if key == "incident":
        due = value["next"]
        return {**value, "next": None if due is None else due.isoformat()}
    return value


def _deadline(deadline: Deadline, definitions: dict[str, str]) -> dict[str, Any]:
    data = deadline.to_data()
    if data["clock"] not in definitions:
        definitions[data["clock"]] = _definition_text(deadline.definition)
    return data


@lru_cache(maxsize=256)
def _definition_text(definition: ClockDefinition) -> str:
    return json.dumps(definition.to_data(whole=True), separators=(",", ":"))


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}


# --- Reading ----------------------------------------------------------------------


def read_state(
    process: CompiledProcess,
    state: bytes,
    *,
    at: datetime,
    clocks: Mapping[str, ClockDefinition],
) -> Procedure:
    """The instance that a state holds. Raises :class:`StateUnreadable`."""
    head, rows = parse_state(state, process.digest)
    try:
        return restore(Procedure(process, at=at, clocks=clocks), head, rows)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise _damaged() from None


def parse_state(state: bytes, digest: str) -> tuple[dict[str, Any], list[Any]]:
    """Head and rows of a state in the present format."""
    try:
        whole = json.loads(state)
        version, owner = int(whole[0]), whole[1]
    except (ValueError, IndexError, TypeError, KeyError):
        raise StateUnreadable(
            "The stored state is no state of this engine. Restore it from a backup."
        ) from None
    while version in _OLDER:
        whole = _OLDER[version](whole)
        version = int(whole[0])
    if version != FORMAT:
        raise StateUnreadable(
            f"The stored state has the format {version!r}, and this engine reads up to "
            f"{FORMAT}. Update the module."
        )
    if owner != digest:
        raise StateUnreadable(
            "The stored state belongs to another version of the process. Step it with "
            "that version, or migrate it."
        )
    if len(whole) != 4:
        raise _damaged()
    return whole[2], whole[3]


def _damaged() -> StateUnreadable:
    return StateUnreadable("The stored state is damaged. Restore it from a backup.")


def restore(
    workflow: Procedure, head: dict[str, Any], rows: list[list[Any]]
) -> Procedure:
    """Fill a workflow with what :func:`parse_state` gave."""
    workflow.last_id = head["n"]
    workflow.status = head.get("s", "running")
    workflow.data = {name: from_json(v) for name, v in head.get("d", {}).items()}
    workflow.performers = head.get("p", {})
    texts = head.get("c", {})
    specs = workflow.spec.task_specs
    for row in rows:
        token = Token(workflow, specs[row[1]], id=row[0])
        token._parent, token._state = row[2], row[3]
        if row[2] is not None:
            workflow.tasks[row[2]]._children.append(token.id)
        if len(row) > 4 and row[4]:
            token.data = {name: from_json(value) for name, value in row[4].items()}
        if len(row) > 5:
            token.internal_data = {
                key: _read_kept(key, value, texts) for key, value in row[5].items()
            }
        _register(workflow, token)
    workflow.task_tree = workflow.tasks[1]
    for key, owner, element_id, process_id, scope, data in head.get("t", ()):
        deadline = _read_deadline(data, texts)
        workflow.deadlines.add(
            Running(key, owner, element_id, process_id, scope, deadline)
        )
    return workflow


def _register(workflow: Procedure, token: Token) -> None:
    kept, spec = token.internal_data, token.task_spec
    if "incident" in kept:
        workflow.incidents.of_token[token.id] = token
    if token._state == TaskState.WAITING:
        if "due" in kept or "clock" in kept or "deadline" in kept:
            workflow.timing.waiting[token.id] = token
        elif spec.is_joining:
            workflow.joining[token.id] = token
    if spec.element.pauses and "in" in kept:
        workflow.deadlines.pausing[token.id] = spec.element.pauses


def _read_kept(key: str, value: Any, texts: dict[str, str]) -> Any:
    if key in _MOMENTS:
        return None if value is None else datetime.fromisoformat(value)
    if key in _VALUES:
        return from_json(value)
    if key == "clock":
        return _read_deadline(value, texts)
    if key == "incident" and value["next"] is not None:
        return {**value, "next": datetime.fromisoformat(value["next"])}
    return value


def _read_deadline(data: dict[str, Any], texts: dict[str, str]) -> Deadline:
    key = data["clock"]
    return Deadline.from_data(data, {key: _read_definition(key, texts[key])})


@lru_cache(maxsize=256)
def _read_definition(content_hash: str, text: str) -> ClockDefinition:
    return ClockDefinition.from_data(json.loads(text))
