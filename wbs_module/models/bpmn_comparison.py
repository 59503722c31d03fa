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

    def modeling_compare(self, xml: str) -> dict[str, Any]:
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
        return [
            {
                "element_id": each.element_id,
                "what": each.what,
                "kind": words.get(each.kind, each.kind),
                "name": each.name or each.element_id,
                "lines": [
                    line
                    for change in each.changes
                    for line in self._change_in_words(change)
                ],
            }
            for each in found
        ]

    def _change_in_words(self, change: engine.Change) -> Iterator[str]:
        name = change.name.removeprefix("settings.")
        label = self._property_in_words(change.name)
        if name in _BY:
            yield from self._items_in_words(label, change, _BY[name])
            return
        before, after = self._plain(change.before), self._plain(change.after)
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
        _ = self.env._
        name = name.removeprefix("settings.")
        return {
            "name": _("Name"),
            "names": _("Name in other languages"),
            "label": _("Label"),
            "labels": _("Label in other languages"),
            "help": _("Help"),
            "helps": _("Help in other languages"),
            "type": _("Type"),
            "required": _("Required"),
            "visible": _("Shown when"),
            "required_if": _("Required when"),
            "choices": _("Choices"),
            "documentation": _("Instruction"),
            "documentations": _("Instruction in other languages"),
            "kind": _("Kind of element"),
            "lane_id": _("Lane"),
            "parent_id": _("Subprocess"),
            "default": _("Way when no condition holds"),
            "events": _("What it waits for"),
            "message": _("Message"),
            "attached_to": _("Sits on"),
            "cancel_activity": _("Ends its activity"),
            "is_interrupting": _("Interrupts"),
            "loop": _("Repetition"),
            "called_element": _("Called procedure"),
            "script": _("Assignments"),
            "source": _("Comes from"),
            "target": _("Leads to"),
            "condition": _("Condition"),
            "group": _("Who"),
            "clock": _("By when"),
            "pauses": _("Clocks that stand still"),
            "separate_from": _("Not by who did"),
            "shows": _("Content shown"),
            "fields": _("Form field"),
            "outcomes": _("Outcome"),
            "operation": _("Operation"),
            "letter": _("Letter"),
            "decision": _("Decision table"),
            "result": _("Name of the answer"),
            "parameters": _("Parameter"),
            "results": _("Result"),
            "value": _("Value"),
            "literal": _("Value"),
            "expression": _("Value"),
        }.get(name, name.replace("_", " "))

    def _element_kinds(self) -> dict[str, str]:
        _ = self.env._
        return {
            "process": _("Procedure"),
            "lane": _("Lane"),
            "sequenceFlow": _("Flow"),
            "userTask": _("Task for a person"),
            "manualTask": _("Manual task"),
            "task": _("Task without a kind"),
            "serviceTask": _("Operation"),
            "sendTask": _("Sending"),
            "receiveTask": _("Waiting for a message"),
            "scriptTask": _("Assignments"),
            "businessRuleTask": _("Decision"),
            "subProcess": _("Subprocess"),
            "callActivity": _("Called procedure"),
            "exclusiveGateway": _("Choice of one way"),
            "parallelGateway": _("All ways at once"),
            "inclusiveGateway": _("All ways that apply"),
            "eventBasedGateway": _("Whatever happens first"),
            "startEvent": _("Start"),
            "endEvent": _("End"),
            "boundaryEvent": _("Event on an activity"),
            "intermediateCatchEvent": _("Waiting"),
            "intermediateThrowEvent": _("Event thrown"),
        }
