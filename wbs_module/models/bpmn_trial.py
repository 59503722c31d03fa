"""A drawing is tried: played through with chosen answers; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .. import engine
from ..engine.errors import EngineError
from ..engine.time import (
    Amount,
    ClockDefinition,
    TimeError,
    Unit,
    due_at,
    start_deadline,
)
from .bpmn_time import UTC

MOST_LINES = 500
"""Lines of a trace that are shown; a trial of more than that goes round in a circle."""
MOST_REPEATED = 50
"""Answers of operations that one turn of a trial finds by itself."""


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    def modeling_try(
        self, xml: str = "", script: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Play a drawing as far as ``script`` goes. An RPC door, for process owners.

        :param script: the stored form of ``engine.DryRun``; ``starts`` may be missing,
            then it starts now
        :return: the script as it was played, and what it led to: ``at``, ``status``,
            ``open`` (tasks that wait), ``tokens``, ``done``, ``lines``, ``wake_at``
        :raise UserError: the drawing has errors, or the trial cannot start
        """
        self._modeling_check_right()
        process, run, trace = self._trial(xml, script)
        return {"script": run.to_data(), **self._trace_in_words(process, trace, run)}

    def _trial(
        self, xml: str, script: dict[str, Any] | None
    ) -> tuple[engine.CompiledProcess, engine.DryRun, engine.Trace]:
        process, _problems = self._compile_draft(xml)
        if process is None:
            raise UserError(
                self.env._(
                    "The drawing cannot be tried yet: mend the errors that are listed "
                    "under it first."
                )
            )
        # On the minute, as test cases count: a trial can be kept as one.
        now = self.env["bpmn.time"]._moment().replace(second=0, microsecond=0)
        script = {**(script or {}), "repeats": False}
        script["starts"] = script.get("starts") or now.isoformat()
        script["until"] = script.get("until") or script["starts"]
        try:
            run = engine.DryRun.from_data(script)
            clocks = self.env["bpmn.clock"]._definitions(self.company_id.id, run.starts)
            run, trace = self._played(process, run, clocks)
        except EngineError as error:
            raise UserError(str(error)) from None
        return process, run, trace

    def _played(
        self, process: engine.CompiledProcess, run: engine.DryRun, clocks: Any
    ) -> tuple[engine.DryRun, engine.Trace]:
        """Play it; what operations only repeat of their parameters, they answer."""
        trace = engine.dry_run(process, run, clocks=clocks)
        for _turn in range(MOST_REPEATED):
            answer = self._repeated_answer(run, trace)
            if answer is None:
                break
            run = replace(run, answers=(*run.answers, answer))
            trace = engine.dry_run(process, run, clocks=clocks)
        return run, trace

    def _repeated_answer(
        self, run: engine.DryRun, trace: engine.Trace
    ) -> engine.Answer | None:
        """What the first call that nobody answered yet repeats."""
        # sudo: names of results, not records
        repeated = self.env["bpmn.operation"].sudo()._repeated_results()
        answered = Counter(answer.element_id for answer in run.answers)
        for call in trace.calls:
            results = repeated.get(call.name) if call.kind == "operation" else None
            answered[call.element_id] -= 1
            if results and answered[call.element_id] < 0:
                values = {
                    result: call.parameters[parameter]
                    for result, parameter in results.items()
                    if parameter in call.parameters
                }
                return engine.Answer(call.element_id, values=values)
        return None

    def modeling_later(self, moment: str = "", working_days: int = 1) -> str:
        """The moment so many working days of this office after ``moment``, ISO 8601."""
        self._modeling_check_right()
        calendar = self.company_id.resource_calendar_id._bpmn_working_calendar()
        clock = ClockDefinition(
            "trial", Amount(working_days, Unit.WORKING_DAYS), calendar
        )
        try:
            at = datetime.fromisoformat(moment)
            later = due_at(start_deadline(clock, at), at)
        except (TimeError, ValueError) as error:
            raise UserError(str(error)) from None
        return later.isoformat()

    # --- in words ---------------------------------------------------------------------

    def _trace_in_words(
        self, process: Any, trace: engine.Trace, run: engine.DryRun
    ) -> dict[str, Any]:
        names = self._called_elements(process)
        names[process.process_id] = process.name or process.process_id
        tokens: dict[str, int] = {}
        for token in trace.tokens:
            tokens[token.element_id] = tokens.get(token.element_id, 0) + token.count
        at = run.until if trace.ended_because == "waiting" else trace.ended_at
        unnamed = {each.id for each in process.elements if not each.name}
        stuck = self._stuck(trace, names)
        lines = self._lines(trace, names, unnamed, stuck)
        return {
            "at": (at or trace.ended_at).isoformat(),
            "at_words": self._trial_moment(at or trace.ended_at),
            "status": trace.status,
            "because": trace.ended_because,
            "refusal": trace.refusal or False,
            "stuck": stuck,
            "open": self._open_tasks(process, trace, names),
            "tokens": tokens,
            "done": sorted(set(trace.path) - set(tokens)),
            "data": self._data_in_words(process, trace.data),
            "lines": lines[-MOST_LINES:],
            "wake_at": trace.wake_at.isoformat() if trace.wake_at else False,
            "wake_words": self._trial_moment(trace.wake_at),
        }

    def _data_in_words(
        self, process: Any, data: Mapping[str, Any]
    ) -> list[dict[str, str]]:
        """What the trial knows now, as people call it."""
        operations = self.env["bpmn.operation"].sudo()  # sudo: words, not records
        words = {
            field.name: (
                field.label,
                {item.value: item.label for item in field.choices},
            )
            for element in process.elements
            for field in element.fields
        }
        offered = self._offered_names(self._surroundings().names)
        for name, found in [
            *operations._result_words().items(),
            *((each["key"], each) for each in offered),
        ]:
            words[name] = (found["label"], dict(found["choices"]))
        # Which task that was, and what its outcomes are called, is told above.
        words["outcome"] = (self.env._("How the last task ended"), {})
        lines = []
        for name, value in data.items():
            label, choices = words.get(name, (name, {}))
            if not isinstance(value, dict):
                plain = self._plain(value)
                shown = choices.get(plain, plain)
                lines.append({"name": name, "label": label or name, "value": shown})
        return sorted(lines, key=lambda line: line["label"])

    def _stuck(
        self, trace: engine.Trace, names: dict[str, str]
    ) -> list[dict[str, str]]:
        """Where something failed, and why: the way does not go on there."""
        return [
            {
                "element_id": item.element_id,
                "name": names.get(item.element_id, item.element_id),
                "words": self._failure_words(item.code, item.message),
            }
            for item in trace.incidents
        ]

    def _open_tasks(
        self, process: Any, trace: engine.Trace, names: dict[str, str]
    ) -> list[dict[str, Any]]:
        elements = {each.id: each for each in process.elements}
        waiting: dict[str, int] = {}
        for element_id in trace.waits_for:
            waiting[element_id] = waiting.get(element_id, 0) + 1
        groups = self.env["res.groups"]._bpmn_groups()
        found = []
        for element_id, count in waiting.items():
            element = elements.get(element_id)
            if element is None or element.kind not in ("userTask", "manualTask"):
                continue
            entered = [
                line.at
                for line in trace.happened
                if line.element_id == element_id and line.what == "entered"
            ]
            due = [
                line.due_at
                for line in trace.deadlines
                if line.element_id == element_id and line.due_at
            ]
            found.append(
                {
                    "element_id": element_id,
                    "name": names[element_id],
                    "count": count,
                    "who": groups[element.group].name
                    if element.group in groups
                    else False,
                    # Which of its visits it is: answers are counted by them.
                    "visit": len(entered) - count,
                    "opened_at": entered[-count].isoformat(),
                    "due_words": self._trial_moment(due[-1] if due else None),
                    "fields": [self._field_to_try(item) for item in element.fields],
                    "outcomes": [
                        {"value": item.value, "label": item.label}
                        for item in element.outcomes
                    ],
                }
            )
        return found

    def _field_to_try(self, field: Any) -> dict[str, Any]:
        return {
            "name": field.name,
            "label": field.label,
            "type": field.type,
            "required": field.required,
            "content": field.is_content,
            "choices": [[item.value, item.label] for item in field.choices],
        }

    def _lines(
        self,
        trace: engine.Trace,
        names: dict[str, str],
        unnamed: set[str],
        stuck: list[dict[str, str]],
    ) -> list[dict[str, Any]]:
        """What happened, by time: elements, deadlines, calls and failures in one."""
        words = self._happening_words()
        found: list[tuple[datetime, str, str, str]] = [
            (line.at, line.element_id, line.what, words[line.what])
            for line in trace.happened
            # What has no name in the drawing tells nobody anything.
            if line.what in words and line.element_id not in unnamed
        ]
        found += [
            (line.at, line.element_id, line.what, self._deadline_words(line))
            for line in trace.deadlines
        ]
        found += [
            (trace.ended_at, item["element_id"], "failed", item["words"])
            for item in stuck
        ]
        lines = [
            (at, element_id, names.get(element_id, element_id), what, text)
            for at, element_id, what, text in found
        ]
        missed = self.env._("arrived, and nothing waits for it here")
        lines += [(at, "", name, "missed", missed) for at, name in trace.missed]
        lines.sort(key=lambda line: line[0])
        return [
            {
                "at_words": self._trial_moment(at),
                "element_id": element_id,
                "name": name,
                "what": what,
                "words": text,
            }
            for at, element_id, name, what, text in lines
        ]

    def _happening_words(self) -> dict[str, str]:
        return {
            "entered": self.env._("reached"),
            "left": self.env._("finished"),
            "cancelled": self.env._("called off"),
            "fired": self.env._("happened"),
            "failed": self.env._("failed"),
        }

    def _deadline_words(self, line: Any) -> str:
        clock = (
            self.env["bpmn.clock"]
            .search(
                [("company_id", "=", self.company_id.id), ("key", "=", line.clock)],
                limit=1,
            )
            .name
            or line.clock
        )
        about = {"clock": clock, "due": self._trial_moment(line.due_at)}
        words = {
            "started": self.env._("Clock “%(clock)s” starts, due %(due)s", **about),
            "paused": self.env._("Clock “%(clock)s” stands still", clock=clock),
            "resumed": self.env._("Clock “%(clock)s” goes on, due %(due)s", **about),
            "warned": self.env._("Clock “%(clock)s”: soon due (%(due)s)", **about),
            "due": self.env._(
                "Clock “%(clock)s” is due: late from now on", clock=clock
            ),
            "escalated": self.env._(
                "Clock “%(clock)s”: %(who)s is told",
                clock=clock,
                who=self._group_words(line.level),
            ),
            "met": self.env._("Clock “%(clock)s” was kept", clock=clock),
            "late": self.env._("Clock “%(clock)s” was not kept", clock=clock),
            "stopped": self.env._("Clock “%(clock)s” stops", clock=clock),
        }
        return words.get(line.what, f"{clock}: {line.what}")

    def _group_words(self, key: str | None) -> str:
        group = self.env["res.groups"]._bpmn_groups().get(key or "")
        return group.name if group else key or ""

    def _trial_moment(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        naive = fields.Datetime.to_datetime(
            moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        )
        return format_datetime(self.env, naive, dt_format="short")
