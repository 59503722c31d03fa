"""Reads what an event waits for or does, and when a timer fires."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from ..checking.complaints import Complaints, Drawn
from .document import Tag
from .drawing import EventDefinition, EventKind, Settings, Timer
from .feel_text import expression, expression_in, refuse_language
from .settings import SettingsReader
from .vendors import VendorReader

KINDS: Mapping[str, EventKind] = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "linkEventDefinition": "link",
    "terminateEventDefinition": "terminate",
    "conditionalEventDefinition": "conditional",
    "compensateEventDefinition": "compensate",
    "cancelEventDefinition": "cancel",
}
_REFERENCES: Mapping[EventKind, str] = {
    "message": "messageRef",
    "signal": "signalRef",
    "error": "errorRef",
    "escalation": "escalationRef",
    "compensate": "activityRef",
}
_TIMES: Mapping[str, Literal["date", "duration", "cycle"]] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}
_LITERAL = re.compile(r"-?P[\dT]|R\d*/|\d{4}-|\d+(\s|$)|\*\s|0\s")
_QUOTED = re.compile(r"""(["'])(?P<inside>[^"']*)\1$""")


def reference(value: str | None) -> str | None:
    """The id behind a reference, which the standard lets be written with a prefix."""
    if not value:
        return None
    return value.strip().rpartition(":")[2] or None


class EventReader:
    """Reads the event definitions of one event.

    :param shared: definitions that stand at the root of the file, by id
    :param settings: of the event itself; a clock there is the timer's
    """

    def __init__(
        self,
        owner: Drawn,
        settings: Settings,
        shared: Mapping[str, Tag],
        complaints: Complaints,
    ) -> None:
        self._owner = owner
        self._settings = settings
        self._shared = shared
        self._complaints = complaints

    def read(self, tag: Tag) -> tuple[EventDefinition, ...]:
        return tuple(self._definition(child) for child in self._definitions(tag))

    def _definitions(self, tag: Tag) -> Iterator[Tag]:
        for child in tag.relatives:
            if child.name in KINDS:
                yield child
            elif child.name == "eventDefinitionRef":
                wanted = reference(child.text) or ""
                if wanted in self._shared:
                    yield self._shared[wanted]
                else:
                    self._complaints.add(
                        "reference_dangling",
                        self._owner,
                        child.place,
                        reference="eventDefinitionRef",
                        target=wanted or "?",
                    )

    def _definition(self, tag: Tag) -> EventDefinition:
        kind = KINDS[tag.name]
        extensions = tag.first("extensionElements")
        vendors = VendorReader(self._owner, tag.name, self._complaints)
        vendors.read(tag, extensions)
        attribute = _REFERENCES.get(kind)
        return EventDefinition(
            kind=kind,
            event_id=self._owner.id,
            reference=reference(tag.get(attribute)) if attribute else None,
            name=tag.get("name") if kind == "link" else None,
            timer=self._timer(tag, extensions) if kind == "timer" else None,
            condition=expression_in(
                tag.first("condition"), self._owner, self._complaints
            ),
            place=tag.place,
        )

    def _timer(self, tag: Tag, extensions: Tag | None) -> Timer:
        own = SettingsReader(self._owner, tag.name, self._complaints).read(extensions)
        clock = own.clock or self._settings.clock
        bodies = [
            child
            for child in tag.relatives
            if child.name in _TIMES and child.text.strip()
        ]
        if len(bodies) + bool(clock) > 1:
            self._complaints.add("timer_twice", self._owner, tag.place)
        if clock:
            return Timer(clock=clock, place=tag.place)
        if not bodies:
            return Timer(place=tag.place)
        return self._time(bodies[0])

    def _time(self, body: Tag) -> Timer:
        kind = _TIMES[body.name]
        refuse_language(body.get("language"), body, self._owner, self._complaints)
        text = body.text.strip()
        quoted = _QUOTED.match(text)
        if quoted:
            text = quoted["inside"].strip()
        if quoted or _LITERAL.match(text):
            return Timer(kind, literal=text, place=body.text_place)
        return Timer(
            kind,
            expression=expression(text, body.text_place, self._owner, self._complaints),
            place=body.text_place,
        )
