"""Reads ``<procedure:settings>``, the one child that we put into ``extensionElements``.

``SHAPES`` is the whole language: the reader refuses to know more, the modeler's
descriptor and README.md are held to it by tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from ..checking.complaints import Complaints, Drawn
from ..contract import NAMESPACE, Choice, FieldType, FormField
from .document import Tag
from .drawing import (
    ACTIVITIES,
    NO_SETTINGS,
    SUBPROCESSES,
    TASKS,
    Parameter,
    Settings,
)
from .feel_text import expression

PEOPLE = frozenset({"userTask", "manualTask"})
CALLERS = frozenset({"serviceTask", "sendTask"})
THROWERS = frozenset({"intermediateThrowEvent", "endEvent"})
TIMED = ACTIVITIES | {
    "process",
    "startEvent",
    "intermediateCatchEvent",
    "boundaryEvent",
    "timerEventDefinition",
}
WAITING = (TASKS | SUBPROCESSES | {"callActivity", "intermediateCatchEvent"}) | {
    "eventBasedGateway"
}

Kinds = frozenset[str]
EVERYWHERE: Kinds = frozenset()


@dataclass(frozen=True)
class Shape:
    """One tag of the namespace.

    :param attributes: name → BPMN elements on which it means something; an empty set:
        wherever the tag stands
    :param children: tag name → the same
    :param required: attributes that must be there
    """

    attributes: Mapping[str, Kinds]
    children: Mapping[str, Kinds] = field(default_factory=dict)
    required: tuple[str, ...] = ()


SHAPES: Mapping[str, Shape] = {
    "settings": Shape(
        attributes={
            "group": frozenset({"lane"}) | PEOPLE,
            "clock": TIMED,
            "pauses": WAITING,
            "separateFrom": PEOPLE,
            "shows": PEOPLE,
            "operation": CALLERS,
            "letter": CALLERS,
            "decision": frozenset({"businessRuleTask"}),
            "result": frozenset({"businessRuleTask"}),
        },
        children={
            "field": PEOPLE,
            "outcome": PEOPLE,
            "parameter": CALLERS | THROWERS | {"businessRuleTask", "callActivity"},
            "result": frozenset({"callActivity"}),
            "text": EVERYWHERE,
        },
    ),
    "field": Shape(
        attributes=dict.fromkeys(
            ("name", "label", "type", "required", "help", "visible", "requiredIf"),
            EVERYWHERE,
        ),
        children={"choice": EVERYWHERE, "text": EVERYWHERE},
        required=("name", "type"),
    ),
    "choice": Shape(
        attributes={"value": EVERYWHERE, "label": EVERYWHERE},
        children={"text": EVERYWHERE},
        required=("value",),
    ),
    "outcome": Shape(
        attributes={"value": EVERYWHERE, "label": EVERYWHERE},
        children={"text": EVERYWHERE},
        required=("value",),
    ),
    "parameter": Shape(
        attributes={"name": EVERYWHERE, "value": EVERYWHERE},
        required=("name", "value"),
    ),
    "result": Shape(
        attributes={"name": EVERYWHERE, "value": EVERYWHERE},
        required=("name", "value"),
    ),
    "text": Shape(
        attributes=dict.fromkeys(
            ("lang", "name", "documentation", "label", "help"), EVERYWHERE
        ),
        required=("lang",),
    ),
}

_TEXTS_OF = {
    "settings": ("name", "documentation"),
    "field": ("label", "help"),
    "choice": ("label",),
    "outcome": ("label",),
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*(@[a-z]+)?$")
_NAME = re.compile(r"[^\W\d]\w*$")
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)


class SettingsReader:
    """Reads the settings of one element; complaints name that element."""

    def __init__(self, owner: Drawn, kind: str, complaints: Complaints) -> None:
        self._owner = owner
        self._kind = kind
        self._complaints = complaints

    def read(self, extensions: Tag | None) -> Settings:
        """Settings among an element's ``extensionElements``, if there are any."""
        if extensions is None:
            return NO_SETTINGS
        ours = [tag for tag in extensions.children if tag.namespace == NAMESPACE]
        wanted = [tag for tag in ours if tag.name == "settings"]
        for tag in ours:
            if tag.name != "settings":
                self._complain("setting_outside", tag, setting=tag.name)
        if not wanted:
            return NO_SETTINGS
        for tag in wanted[1:]:
            self._complain("settings_twice", tag)
        return self._settings(wanted[0])

    def _settings(self, tag: Tag) -> Settings:
        self._hold_to_shape(tag)
        keys = self._keys
        return Settings(
            declared=True,
            group=self._key(tag, "group"),
            clock=self._key(tag, "clock"),
            pauses=keys(tag, "pauses"),
            separate_from=keys(tag, "separateFrom"),
            shows=keys(tag, "shows"),
            fields=self._all(tag, "field", self._field),
            outcomes=self._all(tag, "outcome", self._choice),
            operation=self._key(tag, "operation"),
            letter=self._key(tag, "letter"),
            decision=self._key(tag, "decision"),
            result=self._key(tag, "result"),
            parameters=self._all(tag, "parameter", self._parameter),
            results=self._all(tag, "result", self._parameter),
            names=self._texts(tag, "name"),
            documentations=self._texts(tag, "documentation"),
            place=tag.place,
        )

    def _all(self, tag: Tag, name: str, read: Callable[[Tag], Any]) -> tuple[Any, ...]:
        found = (read(child) for child in tag.every(name) if self._applies(tag, name))
        return tuple(item for item in found if item is not None)

    def _applies(self, tag: Tag, child: str) -> bool:
        kinds = SHAPES[tag.name].children[child]
        return not kinds or self._kind in kinds

    def _key(self, tag: Tag, name: str) -> str | None:
        value = tag.get(name)
        kinds = SHAPES["settings"].attributes[name]
        if not value or (kinds and self._kind not in kinds):
            return None
        if len(value.split()) > 1:
            self._complain("setting_one_key", tag, setting=name, value=value)
        return value

    def _keys(self, tag: Tag, name: str) -> tuple[str, ...]:
        kinds = SHAPES["settings"].attributes[name]
        if kinds and self._kind not in kinds:
            return ()
        return tuple(dict.fromkeys((tag.get(name) or "").split()))

    def _field(self, tag: Tag) -> FormField | None:
        self._hold_to_shape(tag)
        name, kind = tag.get("name"), tag.get("type")
        if not name or not kind:
            return None
        if not _NAME.match(name):
            self._complain("field_name", tag, field=name)
            return None
        if kind not in FIELD_TYPES:
            types = ", ".join(FIELD_TYPES)
            self._complain("field_type", tag, field=name, type=kind, types=types)
            return None
        return FormField(
            name=name,
            label=tag.get("label") or name,
            type=kind,  # type: ignore[arg-type]
            required=self._boolean(tag, "required"),
            help=tag.get("help") or "",
            visible=self._condition(tag, "visible"),
            required_if=self._condition(tag, "requiredIf"),
            choices=self._all(tag, "choice", self._choice),
            labels=self._texts(tag, "label"),
            helps=self._texts(tag, "help"),
        )

    def _choice(self, tag: Tag) -> Choice | None:
        self._hold_to_shape(tag)
        value = tag.get("value")
        if not value:
            return None
        return Choice(value, tag.get("label") or value, self._texts(tag, "label"))

    def _parameter(self, tag: Tag) -> Parameter | None:
        self._hold_to_shape(tag)
        name, value = tag.get("name"), tag.get("value")
        if not name or value is None:
            return None
        if not value.startswith("="):
            return Parameter(name, literal=value, place=tag.place)
        read = expression(value, tag.place, self._owner, self._complaints)
        return Parameter(name, expression=read, place=tag.place)

    def _condition(self, tag: Tag, name: str) -> str | None:
        read = expression(tag.get(name) or "", tag.place, self._owner, self._complaints)
        return read.text if read else None

    def _boolean(self, tag: Tag, name: str) -> bool:
        value = tag.get(name)
        if value not in (None, "", "true", "false", "1", "0"):
            self._complain("setting_boolean", tag, setting=name, value=value or "")
        return value in ("true", "1")

    def _texts(self, tag: Tag, name: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for text in tag.every("text"):
            language = text.get("lang")
            value = text.get(name)
            if language and value:
                if language in found:
                    self._complain("text_twice", text, language=language)
                found[language] = value
        return found

    def _hold_to_shape(self, tag: Tag) -> None:
        shape = SHAPES[tag.name]
        for name in tag.attributes:
            if name not in shape.attributes:
                self._complain("setting_unknown", tag, setting=_local(name))
            else:
                self._hold_to_place(tag, name, shape.attributes[name])
        for child in tag.children:
            known = child.namespace == NAMESPACE and child.name in shape.children
            if not known:
                self._complain("setting_unknown", child, setting=child.name)
            else:
                self._hold_to_place(child, child.name, shape.children[child.name])
        for name in shape.required:
            if not tag.get(name):
                self._complain("setting_missing", tag, tag=tag.name, setting=name)
        for text in tag.every("text"):
            self._hold_text(tag, text)

    def _hold_to_place(self, tag: Tag, name: str, kinds: Kinds) -> None:
        if kinds and self._kind not in kinds:
            self._complain("setting_misplaced", tag, setting=name, kind=self._kind)

    def _hold_text(self, around: Tag, tag: Tag) -> None:
        language = tag.get("lang")
        if not language:
            self._complain("setting_missing", tag, tag="text", setting="lang")
        elif not _LANGUAGE.match(language):
            self._complain("text_language", tag, language=language)
        for name in tag.attributes:
            if name != "lang" and name not in _TEXTS_OF[around.name]:
                self._complain("setting_unknown", tag, setting=_local(name))

    def _complain(self, code: str, tag: Tag, /, **parameters: str) -> None:
        self._complaints.add(code, self._owner, tag.place, **parameters)


def _local(attribute: str) -> str:
    return attribute.rpartition(" ")[2]
