"""What differs between two drawings of one procedure: for whoever approves a version.

Elements are the same when their ids are. Where they stand in the file or on the canvas
is no difference; what they say and how they are connected is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from .drawing import Drawing, Flow, Lane, Node, Place

Plain = Any
"""``None``, bool, number, text, and lists and dicts of them."""
_NOT_COMPARED = frozenset({"place", "script_place", "process_id", "drawn", "declared"})


@dataclass(frozen=True)
class Change:
    """One property of an element, such as ``name`` or ``settings.clock``."""

    name: str
    before: Plain
    after: Plain


@dataclass(frozen=True)
class Difference:
    """One element that was added, removed or changed.

    :param kind: BPMN local name; for a changed element that of the new drawing
    :param name: as the new drawing calls it, or the old one if it is gone
    :param changes: for a changed element, in the order of the properties
    """

    element_id: str
    kind: str
    name: str
    what: Literal["added", "removed", "changed"]
    changes: tuple[Change, ...] = ()


def compare_drawings(old: Drawing, new: Drawing) -> list[Difference]:
    """Differences of the executable process: those of the new drawing in the order of
    its file, then what is gone. Messages, signals, errors and escalations are compared
    where events name them."""
    before, after = _elements(old), _elements(new)
    found: list[Difference] = []
    for element_id, (kind, name, properties) in after.items():
        if element_id not in before:
            found.append(Difference(element_id, kind, name, "added"))
            continue
        changes = tuple(_changes(before[element_id][2], properties))
        if changes:
            found.append(Difference(element_id, kind, name, "changed", changes))
    found += [
        Difference(element_id, kind, name, "removed")
        for element_id, (kind, name, _properties) in before.items()
        if element_id not in after
    ]
    return found


_Described = tuple[str, str, Mapping[str, Plain]]


def _elements(drawing: Drawing) -> dict[str, _Described]:
    process = drawing.process
    of_process = {
        "name": process.name,
        "documentation": process.documentation,
        **_settings(_plain(process.settings)),
    }
    found: dict[str, _Described] = {process.id: ("process", process.name, of_process)}
    parts: Iterable[Lane | Node | Flow] = (
        *process.lanes,
        *process.nodes,
        *process.flows,
    )
    for part in parts:
        found.setdefault(part.id, (_kind(part), part.name, _properties(drawing, part)))
    return found


def _kind(part: Lane | Node | Flow) -> str:
    if isinstance(part, Node):
        return part.kind
    return "lane" if isinstance(part, Lane) else "sequenceFlow"


def _properties(drawing: Drawing, part: Lane | Node | Flow) -> dict[str, Plain]:
    properties: dict[str, Plain] = _plain(part)
    del properties["id"]
    if "settings" in properties:
        properties |= _settings(properties.pop("settings"))
    # Which lane an element stands in is said by the element, once.
    properties.pop("members", None)
    if isinstance(part, Node):
        properties["message"] = _named(drawing, part.message)
        for event in properties["events"]:
            event["reference"] = _named(drawing, event["reference"])
            del event["event_id"]
    return properties


def _settings(settings: Mapping[str, Plain]) -> dict[str, Plain]:
    return {f"settings.{name}": value for name, value in settings.items()}


def _named(drawing: Drawing, reference: str | None) -> Plain:
    """What an event refers to, as its name and code instead of an id."""
    for table in (
        drawing.messages,
        drawing.signals,
        drawing.errors,
        drawing.escalations,
    ):
        definition = table.get(reference or "")
        if definition is not None:
            return {"name": definition.name, "code": definition.code}
    return reference


def _changes(
    before: Mapping[str, Plain], after: Mapping[str, Plain]
) -> Iterable[Change]:
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Change(name, old, new)


def _plain(value: Any) -> Plain:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: _plain(getattr(value, each.name))
            for each in fields(value)
            if each.name not in _NOT_COMPARED
            and not isinstance(getattr(value, each.name), Place)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value
