"""The drawing of an instance with the place where it stands, for the browser."""

from __future__ import annotations

from typing import Any

from odoo import models


class BpmnInstance(models.Model):
    _inherit = "bpmn.instance"

    def get_drawing(self) -> dict[str, Any]:
        """What the viewer shows. An RPC door on purpose; nothing of the record in it.

        :return: ``xml``; ``tokens`` (element id → how many); ``done`` and ``late``
            (element ids); ``names`` (element id → name in the reader's language)
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the drawing of an instance whose read was checked
        version = self.version_id.sudo()
        late = self.task_ids.filtered(lambda task: task.urgency == "late")
        tokens: dict[str, int] = {}
        for _process, element_id, count in self.sudo().tokens or []:
            tokens[element_id] = tokens.get(element_id, 0) + count
        left = self.sudo().history_ids.filtered(lambda line: line.what == "left")
        return {
            "xml": version.drawing,
            "tokens": tokens,
            "done": sorted(set(left.element_id.mapped("key")) - set(tokens)),
            "late": late.sudo().element_id.mapped("key"),
            "names": {
                element.key: element.name or element.key
                for element in version.element_ids
            },
        }
