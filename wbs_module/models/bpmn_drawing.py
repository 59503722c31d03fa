"""The drawing of an instance with the place where it stands, for the browser."""

from __future__ import annotations

from typing import Any

from lxml import etree

from odoo import models

SETTINGS = (
    "{http://www.omg.org/spec/BPMN/20100524/MODEL}extensionElements"
    "/{urn:bpmn-procedure:1.0}settings"
)
TEXT = "{urn:bpmn-procedure:1.0}text"


def _in_language(drawing: str, language: str) -> str:
    """The drawing with the names that it gives for a language, where it gives any."""
    root = etree.fromstring(drawing.encode())
    for text in root.iter(TEXT):
        settings = text.getparent()
        element = settings.getparent().getparent() if settings is not None else None
        # Texts of form fields and outcomes stand deeper, and are no names of elements.
        if (
            text.get("lang") == language
            and text.get("name")
            and element is not None
            and element.find(SETTINGS) is settings
        ):
            element.set("name", text.get("name"))
    return etree.tostring(root, encoding="unicode")


class BpmnInstance(models.Model):
    _inherit = "bpmn.instance"

    def get_drawing(self) -> dict[str, Any]:
        """What the viewer shows. An RPC door on purpose; nothing of the record in it.

        :return: ``xml``, its names in the reader's language; ``tokens`` (element id →
            how many); ``done`` and ``late`` (element ids); ``names`` (element id → name
            in the reader's language). Elements of a called process are written
            ``process/element``.
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the drawing of an instance whose read was checked
        version = self.version_id.sudo()
        late = self.task_ids.filtered(lambda task: task.urgency == "late")
        tokens: dict[str, int] = {}
        names: dict[str, str] = {}
        drawn = self.process_id.sudo().key
        elements = {
            (element.process_key, element.key): element
            for element in version.element_ids
        }
        for process_key, element_id, count in self.sudo().tokens or []:
            # Elements of a called process are told in words: they are not drawn here,
            # and their ids may be those of others that are.
            own = process_key == drawn
            place = element_id if own else f"{process_key}/{element_id}"
            tokens[place] = tokens.get(place, 0) + count
            if not own:
                element = elements.get((process_key, element_id))
                names[place] = (element and element.display_name) or element_id
        history = self.sudo().history_ids.filtered(lambda line: line.what == "left")
        left = history.element_id.filtered(lambda item: item.process_key == drawn)
        late_here = late.sudo().element_id
        return {
            "xml": _in_language(version.drawing, (self.env.lang or "")[:2]),
            "tokens": tokens,
            "done": sorted(set(left.mapped("key")) - set(tokens)),
            "late": [
                item.key
                if item.process_key == drawn
                else f"{item.process_key}/{item.key}"
                for item in late_here
            ],
            "names": names
            | {
                element.key: element.display_name
                for element in version.element_ids
                if element.process_key == drawn
            },
        }
