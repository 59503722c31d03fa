"""A decision table in the making: where it begins, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from odoo import api, models
from odoo.exceptions import UserError

from .. import engine
from .bpmn_modeling import LARGEST_DRAWING

_NEW_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" \
id="definitions_{key}" name="{name}" namespace="urn:decisions">
  <decision id="{key}" name="{name}">
    <decisionTable id="table_{key}" hitPolicy="UNIQUE">
      <input id="input_{key}" label="">
        <inputExpression id="expression_{key}" typeRef="string"><text></text>\
</inputExpression>
      </input>
      <output id="output_{key}" label="" name="answer" typeRef="string"/>
    </decisionTable>
  </decision>
</definitions>
"""


class BpmnDecision(models.Model):
    _inherit = "bpmn.decision"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("table"):
                vals["table"] = self._new_table(
                    vals.get("key") or "", vals.get("name") or ""
                )
        return super().create(vals_list)

    @api.model
    def _new_table(self, key: str, name: str) -> str:
        def quoted(text: str) -> str:
            text = text.replace("&", "&amp;").replace("<", "&lt;")
            return text.replace('"', "&quot;")

        return _NEW_TABLE.format(key=quoted(key), name=quoted(name))

    @api.model
    def modeling_check(self, table: str = "") -> list[dict[str, Any]]:
        """Every problem of a table that is not kept yet. An RPC door, for owners.

        :raise AccessError: the user may not write decision tables
        """
        self.check_access("write")
        if len(table) > LARGEST_DRAWING:
            raise UserError(
                self.env._(
                    "This table is too large to be edited here: change it in a "
                    "DMN editor and upload it."
                )
            )
        found = []
        for problem in engine.problems_of_decisions(table.encode()):
            message, advice = self._problem_words(problem)
            found.append(
                {
                    "severity": problem.severity,
                    "code": problem.code,
                    "message": message,
                    "advice": advice,
                }
            )
        return found
