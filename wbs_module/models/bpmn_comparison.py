"""What differs between a drawing and the version in force, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import models
from odoo.exceptions import UserError

from .. import engine
from ..engine.errors import EngineError

_BY = {"fields": "name", "outcomes": "value", "parameters": "name", "results": "name"}
"""Lists of a task's settings, and what their items are known by."""


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    def modeling_compare(self, xml: str = "") -> dict[str, Any]:
        """What differs from the version in force. An RPC door, for process owners.

        :return: ``in_force`` (false: nothing is yet), its ``xml``, and ``changes``:
            element, what (``added``, ``removed``, ``changed``), and lines in words
        """
        self._modeling_check_right()
        if not self.version_id:
            return {"in_force": False, "xml": False, "changes": []}
        return {
            "in_force": self._modeling_in_force(),
            "xml": self.version_id.drawing,
            "changes": self._changes_in_words(self.version_id.drawing, xml),
        }

    def _changes_in_words(self, before: str, after: str) -> list[dict[str, Any]]:
        try:
            found = engine.differences(before.encode(), after.encode())
        except EngineError:
            raise UserError(
                self.env._(
                    "These drawings cannot be compared yet: mend the problems that "
                    "are listed under the drawing first."
                )
            ) from None
        words = self._element_kinds()
        named = self._named_things(before, after)
        elements = named["source"]
        return [
            {
                "element_id": each.element_id,
                "what": each.what,
                "kind": words.get(each.kind, each.kind),
                "name": each.name or elements.get(each.element_id, each.element_id),
                "lines": [
                    line
                    for change in each.changes
                    for line in self._change_in_words(change, named)
                ],
            }
            for each in found
        ]

    def _change_in_words(
        self, change: engine.Change, named: dict[str, dict[str, str]]
    ) -> Iterator[str]:
        name = change.name.removeprefix("settings.")
        label = self._property_in_words(change.name)
        if name in _BY:
            yield from self._items_in_words(label, change, _BY[name])
            return
        before, after = (
            self._plain(_by_name(value, named.get(name, {})))
            for value in (change.before, change.after)
        )
        if before and after:
            yield self.env._(
                "%(label)s: was “%(before)s”, is now “%(after)s”",
                label=label,
                before=before,
                after=after,
            )
        elif after:
            yield self.env._("%(label)s: now “%(after)s”", label=label, after=after)
        else:
            yield self.env._(
                "%(label)s: no longer (was “%(before)s”)", label=label, before=before
            )

    def _named_things(self, before: str, after: str) -> dict[str, dict[str, str]]:
        """Property → what its keys and ids are called where people read them."""
        elements = self._called_in(before) | self._called_in(after)
        offer = self._modeling_offer()

        def names(kind: str) -> dict[str, str]:
            return {each["key"]: each["name"] for each in offer[kind]}

        clocks = names("clocks")
        return {
            **dict.fromkeys(
                (
                    "lane_id",
                    "parent_id",
                    "default",
                    "attached_to",
                    "source",
                    "target",
                    "separate_from",
                ),
                elements,
            ),
            "clock": clocks,
            "pauses": clocks,
            "group": names("groups"),
            "letter": names("letters"),
            "operation": names("operations"),
            "decision": names("decisions"),
            "called_element": names("processes"),
            "shows": names("contents"),
        }

    def _items_in_words(
        self, label: str, change: engine.Change, key: str
    ) -> Iterator[str]:
        def title(item: dict[str, Any]) -> str:
            return item.get("label") or item[key]

        before = {item[key]: item for item in change.before or ()}
        after = {item[key]: item for item in change.after or ()}
        for name, item in after.items():
            if name not in before:
                yield self.env._(
                    "%(label)s: “%(item)s” is new", label=label, item=title(item)
                )
            elif before[name] != item:
                parts = [
                    self._property_in_words(part)
                    for part in item
                    if item[part] != before[name].get(part)
                ]
                yield self.env._(
                    "%(label)s: “%(item)s” changed (%(parts)s)",
                    label=label,
                    item=title(item),
                    parts=", ".join(parts).lower(),
                )
        for name, item in before.items():
            if name not in after:
                yield self.env._(
                    "%(label)s: “%(item)s” is gone", label=label, item=title(item)
                )
        if list(before) != list(after) and set(before) == set(after):
            yield self.env._("%(label)s: in another order", label=label)

    def _plain(self, value: Any) -> str:
        """A value of a drawing as a short text."""
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if isinstance(value, dict):
            if "drawn" in value or "text" in value:
                return str(value.get("drawn") or value.get("text") or "")
            parts = (self._plain(item) for item in value.values())
            return ", ".join(part for part in parts if part)
        if isinstance(value, list):
            return ", ".join(part for part in map(self._plain, value) if part)
        return "" if value is None else str(value)

    def _property_in_words(self, name: str) -> str:
        name = name.removeprefix("settings.")
        return {
            "name": self.env._("Name"),
            "names": self.env._("Name in other languages"),
            "label": self.env._("Label"),
            "labels": self.env._("Label in other languages"),
            "help": self.env._("Help"),
            "helps": self.env._("Help in other languages"),
            "type": self.env._("Type"),
            "required": self.env._("Required"),
            "visible": self.env._("Shown when"),
            "required_if": self.env._("Required when"),
            "choices": self.env._("Choices"),
            "documentation": self.env._("Instruction"),
            "documentations": self.env._("Instruction in other languages"),
            "kind": self.env._("Kind of element"),
            "lane_id": self.env._("Lane"),
            "parent_id": self.env._("Subprocess"),
            "default": self.env._("Way when no condition holds"),
            "events": self.env._("What it waits for"),
            "message": self.env._("Message"),
            "attached_to": self.env._("Sits on"),
            "cancel_activity": self.env._("Ends its activity"),
            "is_interrupting": self.env._("Interrupts"),
            "loop": self.env._("Repetition"),
            "called_element": self.env._("Called procedure"),
            "script": self.env._("Assignments"),
            "source": self.env._("Comes from"),
            "target": self.env._("Leads to"),
            "condition": self.env._("Condition"),
            "group": self.env._("Who"),
            "clock": self.env._("By when"),
            "pauses": self.env._("Clocks that stand still"),
            "separate_from": self.env._("Not by who did"),
            "shows": self.env._("Content shown"),
            "fields": self.env._("Form field"),
            "outcomes": self.env._("Outcome"),
            "operation": self.env._("Operation"),
            "letter": self.env._("Letter"),
            "decision": self.env._("Decision table"),
            "result": self.env._("Name of the answer"),
            "parameters": self.env._("Parameter"),
            "results": self.env._("Result"),
            "value": self.env._("Value"),
            "literal": self.env._("Value"),
            "expression": self.env._("Value"),
        }.get(name, name.replace("_", " "))

    def _element_kinds(self) -> dict[str, str]:
        return {
            "process": self.env._("Procedure"),
            "lane": self.env._("Lane"),
            "sequenceFlow": self.env._("Flow"),
            "userTask": self.env._("Task for a person"),
            "manualTask": self.env._("Manual task"),
            "task": self.env._("Task without a kind"),
            "serviceTask": self.env._("Operation"),
            "sendTask": self.env._("Sending"),
            "receiveTask": self.env._("Waiting for a message"),
            "scriptTask": self.env._("Assignments"),
            "businessRuleTask": self.env._("Decision"),
            "subProcess": self.env._("Subprocess"),
            "callActivity": self.env._("Called procedure"),
            "exclusiveGateway": self.env._("Choice of one way"),
            "parallelGateway": self.env._("All ways at once"),
            "inclusiveGateway": self.env._("All ways that apply"),
            "eventBasedGateway": self.env._("Whatever happens first"),
            "startEvent": self.env._("Start"),
            "endEvent": self.env._("End"),
            "boundaryEvent": self.env._("Event on an activity"),
            "intermediateCatchEvent": self.env._("Waiting"),
            "intermediateThrowEvent": self.env._("Event thrown"),
        }


def _by_name(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_by_name(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value
