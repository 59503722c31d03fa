"""A trial is kept as a test case: what was done, and where it led."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from odoo import models
from odoo.exceptions import UserError

from .. import engine

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    def modeling_keep_trial(
        self, xml: str = "", script: dict[str, Any] | None = None, name: str = ""
    ) -> dict[str, Any]:
        """Write a trial as a test case of the process. An RPC door, for its owners.

        The case does what the trial did, at the same minutes, and expects to end as
        the trial stands now: status, open tasks, and the people's tasks on the way.

        :param script: as ``modeling_try`` answered it
        :param name: a sentence that no other case of the process has
        :return: ``id`` of the case, and ``words``: what playing it at once showed
        :raise UserError: the drawing has errors, the name is missing or taken
        """
        self._modeling_check_right()
        self.env["bpmn.test.case"].check_access("create")
        self._check_name_of_case(name)
        process, run, trace = self._trial(xml, script)
        calendar = self.company_id.resource_calendar_id._bpmn_working_calendar()
        content = _case(name.strip(), process, run, trace, calendar.zone)
        case = self.env["bpmn.test.case"].create(
            {
                "process_id": self.id,
                "sequence": 10 + max(self.case_ids.mapped("sequence"), default=0),
                "content": json.dumps(content, indent=2, ensure_ascii=False),
            }
        )
        results = self._play(case, xml)
        return {
            "id": case.id,
            "passed": results[0]["passed"],
            "words": self._kept_in_words(results[0]),
        }

    def _check_name_of_case(self, name: str) -> None:
        if not name.strip():
            raise UserError(
                self.env._(
                    "Give the test case a name: a sentence that says what it shows."
                )
            )
        if name.strip() in self.case_ids.mapped("name"):
            raise UserError(
                self.env._(
                    "This process already has a test case “%s”: choose another name.",
                    name.strip(),
                )
            )

    def _kept_in_words(self, result: dict[str, Any]) -> str:
        if result["passed"]:
            return self.env._(
                "Kept as a test case: it is played before this drawing is put into "
                "force, and must end like this."
            )
        return self.env._(
            "Kept as a test case, but played step by step it ends otherwise: %s Open "
            "it on the page of the procedure, and say there what must be seen.",
            " ".join(item["message"] for item in result["mismatches"]),
        )


def _case(
    name: str,
    process: engine.CompiledProcess,
    run: engine.DryRun,
    trace: engine.Trace,
    zone: str,
) -> dict[str, Any]:
    written = run.to_data()
    case: dict[str, Any] = {"name": name, "starts": _minute(run.starts, zone)}
    if written["start_event"]:
        case["start_event"] = written["start_event"]
    if written["values"]:
        case["values"] = written["values"]
    people = _people(process)
    operations = [e for e in written["answers"] if e["element_id"] not in people]
    if operations:
        case["answers"] = {
            each["element_id"]: {"values": each["values"]} for each in operations
        }
    written["answers"] = [e for e in written["answers"] if e["element_id"] in people]
    done = sorted(_done(written, run.starts, trace), key=lambda item: item[0])
    case["steps"] = [
        {**step, "at": _minute(_up_to_minute(at), zone)} for at, step in done
    ]
    last = done[-1][0] if done else run.starts
    if run.until and trace.status == "running" and run.until > last:
        hours = (_up_to_minute(run.until) - _up_to_minute(last)) / _HOUR
        case["steps"].append({"wait": f"{hours:.10g} hours"})
    case["expect"] = _expected(process, trace)
    return case


def _people(process: engine.CompiledProcess) -> set[str]:
    """Elements that wait for somebody."""
    return {
        each.id for each in process.elements if each.kind in ("userTask", "manualTask")
    }


def _done(
    written: dict[str, Any], starts: datetime, trace: engine.Trace
) -> list[tuple[datetime, dict[str, Any]]]:
    """What people did and what arrived, each with its moment."""
    found: list[tuple[datetime, dict[str, Any]]] = []
    visits: Counter[str] = Counter()
    entered: dict[str, list[datetime]] = {}
    for line in trace.happened:
        if line.what == "entered":
            entered.setdefault(line.element_id, []).append(line.at)
    for answer in written["answers"]:
        element = answer["element_id"]
        opened = entered.get(element, [])[visits[element] :][:1]
        visits[element] += 1
        if opened:
            at = opened[0] + timedelta(seconds=answer["after"])
            found.append((at, _task_step(answer)))
    for arrival in written["arrivals"]:
        at = starts + timedelta(seconds=arrival["after"])
        step = {arrival["kind"]: arrival["name"]}
        if arrival["values"]:
            step["values"] = arrival["values"]
        found.append((at, step))
    return [item for item in found if item[0] <= trace.ended_at]


def _task_step(answer: dict[str, Any]) -> dict[str, Any]:
    step = {"task": answer["element_id"]}
    for theirs, ours in (("outcome", "outcome"), ("values", "values")):
        if answer[theirs]:
            step[ours] = answer[theirs]
    if answer["performer"]:
        step["by"] = answer["performer"]
    return step


def _expected(process: engine.CompiledProcess, trace: engine.Trace) -> dict[str, Any]:
    people = _people(process)
    expected: dict[str, Any] = {
        "status": trace.status,
        "open": [element for element in trace.waits_for if element in people],
    }
    path = [element for element in trace.path if element in people]
    return {**expected, "path": path} if path else expected


def _minute(at: datetime, zone: str) -> str:
    """As a case writes a moment: wall-clock time of the office."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _up_to_minute(at: datetime) -> datetime:
    """A case counts in minutes; what fell due before a step must stay before it."""
    rest = timedelta(seconds=at.second, microseconds=at.microsecond)
    return at - rest + _MINUTE if rest else at
