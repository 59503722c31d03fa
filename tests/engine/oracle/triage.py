"""The one decision that cases may ask: an amount over 10 is high, any other low."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "triage"
FILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
             id="Definitions_triage" name="triage" namespace="urn:test">
  <decision id="triage" name="triage">
    <decisionTable id="table" hitPolicy="UNIQUE">
      <input id="input"><inputExpression id="expression" typeRef="number">
        <text>amount</text></inputExpression></input>
      <output id="output" name="level" typeRef="string"/>
      <rule id="high"><inputEntry id="i1"><text>&gt; 10</text></inputEntry>
        <outputEntry id="o1"><text>"high"</text></outputEntry></rule>
      <rule id="low"><inputEntry id="i2"><text>&lt;= 10</text></inputEntry>
        <outputEntry id="o2"><text>"low"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


def decide(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"level": "high" if data["amount"] > 10 else "low"}
