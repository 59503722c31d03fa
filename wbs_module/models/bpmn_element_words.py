"""What people call the elements of a drawing, those without a name too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from odoo import api, models

from .. import engine

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    @api.model
    def _called(self, kind: str, name: str, element_id: str) -> str:
        """An element's name, or the words for its kind: its id is for programs."""
        if name and name != element_id:
            return " ".join(name.split())
        words = self._element_kinds()
        if kind not in words:
            return element_id
        return self.env._("%s without a name", words[kind])

    @api.model
    def _called_elements(self, process: engine.CompiledProcess) -> dict[str, str]:
        """Id → what each element of a compiled drawing is called."""
        return {
            each.id: self._called(each.kind, each.name, each.id)
            for each in process.elements
        }

    @api.model
    def _called_in(self, drawing: str) -> dict[str, str]:
        """Id → what each thing of a BPMN file is called; a flow without a name, from
        where it leads to where. Of what is no file, nothing."""
        try:
            root = etree.fromstring(drawing.encode(), _PARSER)
        except etree.XMLSyntaxError:
            return {}
        names = {}
        for each in root.iter(etree.Element):
            key, name = each.get("id"), each.get("name", "")
            kind = etree.QName(each).localname
            if key and kind != "sequenceFlow":
                called = self._called(kind, name, key)
                if called != key or name:
                    names[key] = called
        for flow in root.iter("{*}sequenceFlow"):
            ends = (flow.get("sourceRef"), flow.get("targetRef"))
            way = " → ".join(names.get(end, end) for end in ends if end)
            names[flow.get("id")] = " ".join(flow.get("name", "").split()) or way
        return names


class BpmnProcessVersionElement(models.Model):
    _inherit = "bpmn.process.version.element"

    @api.depends("name", "kind", "key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for element in self:
            element.display_name = self.env["bpmn.process"]._called(
                element.kind, element.name, element.key
            )


def with_names(text: str, names: Mapping[str, Any]) -> str:
    """What a sentence calls elements, by their names: ids help nobody who reads it."""
    for key, name in names.items():
        text = text.replace(f"“{name}” ({key})", f"“{name}”")
    return ", ".join(
        f"“{names[each]}”" if each in names else each for each in text.split(", ")
    )
