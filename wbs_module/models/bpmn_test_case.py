"""Test cases of a process: kept beside its drawing, played before it is in force."""

from __future__ import annotations

import json
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import engine

EXAMPLE = """{
  "name": "",
  "starts": "2026-03-02 09:00",
  "steps": [],
  "expect": {"status": "running"}
}
"""


class BpmnTestCase(models.Model):
    """One case of a process owner; docs/test-cases.md describes its text."""

    _name = "bpmn.test.case"
    _description = "Test Case of a Process"
    _order = "process_id, sequence, id"

    process_id = fields.Many2one(
        "bpmn.process", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    content = fields.Text(
        "Case (JSON)",
        required=True,
        default=EXAMPLE,
        help="How it starts, what is done, and what must be seen. Never names, or "
        "accounts of what happened: it stands in clear.",
    )
    name = fields.Char(compute="_compute_name", store=True)
    description = fields.Text(compute="_compute_name", store=True)
    last_run_at = fields.Datetime("Last run", readonly=True, copy=False)
    state = fields.Selection(
        [("passed", "As expected"), ("failed", "Not as expected")],
        "Result",
        readonly=True,
        copy=False,
    )
    result = fields.Json("Result in full", readonly=True, copy=False)
    table = fields.Html("What was seen", compute="_compute_table", sanitize=False)

    _name_unique = models.UniqueIndex(
        "(process_id, name)", "This process already has a test case of this name."
    )

    @api.depends("content")
    def _compute_name(self):
        for case in self:
            try:
                data = json.loads(case.content or "")
            except ValueError:
                data = {}
            data = data if isinstance(data, dict) else {}
            case.name = str(data.get("name") or "-")
            case.description = str(data.get("description") or "")

    @api.constrains("content", "process_id")
    def _check_content(self):
        for case in self:
            if case.name == "-":
                raise ValidationError(self.env._("Give the test case a name."))
            case._read()

    @api.depends("result")
    @api.depends_context("lang", "tz")
    def _compute_table(self):
        for case in self:
            case.table = self.env["ir.qweb"]._render(
                "wbs_module.bpmn_test_case_table", {"result": case.result or {}}
            )

    def write(self, vals):
        if "content" in vals:
            vals = {"state": False, "result": False, "last_run_at": False, **vals}
        return super().write(vals)

    def _read(self) -> engine.LockstepCase:
        """:raise ValidationError: the text is no case; the message names the place"""
        self.ensure_one()
        file = f'{{"format": 1, "process": "-", "cases": [{self.content}]}}'
        try:
            (case,) = engine.read_case_file(file).cases
        except engine.CaseFileRefused as error:
            raise ValidationError(str(error)) from None
        except ValueError:
            raise ValidationError(
                self.env._("Write one case in each record.")
            ) from None
        return case

    def action_run(self):
        """Play the cases on the drawing as it stands now."""
        self.check_access("write")
        for process, cases in self.grouped("process_id").items():
            process._play(cases)


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    case_ids = fields.One2many(
        "bpmn.test.case",
        "process_id",
        "Test cases",
        groups="wbs_module.group_bpmn_process_owner",
    )

    def run_test_cases(self, drawing: str | None = None) -> list[dict[str, Any]]:
        """Play all test cases of the process. An RPC door on purpose.

        :param drawing: BPMN 2.0 XML to play them on; ``None``: the draft, and the
            results are kept with the cases
        :return: for each case what ``engine.CaseResult.to_data`` says, with ``id``
            and each mismatch's ``message`` in the reader's language
        """
        self.check_access("write")
        self.ensure_one()
        self.case_ids.check_access("read")
        return self._play(self.case_ids, drawing)

    def action_run_test_cases(self):
        """Play them, and show the table of results."""
        self.check_access("write")
        self.ensure_one()
        results = self.run_test_cases()
        failed = [result for result in results if not result["passed"]]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self._results_in_words(results),
                "type": "warning" if failed else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _results_in_words(self, results: list[dict[str, Any]]) -> str:
        failed = [result for result in results if not result["passed"]]
        if not failed:
            return self.env._(
                "%(count)s test cases were played: all as expected.",
                count=len(results),
            )
        return self.env._(
            "%(failed)s of %(count)s test cases are not as expected: open them to see "
            "where.",
            failed=len(failed),
            count=len(results),
        )

    def _play(
        self, cases: models.Model, drawing: str | None = None
    ) -> list[dict[str, Any]]:
        # sudo: clocks and calendar of the office count as they do in a real step
        self.ensure_one()
        if not cases:
            return []
        draft = self if drawing is None else self.new({"drawing": drawing}, origin=self)
        compilation = engine.compile(
            (draft.drawing or "").encode(), draft._surroundings()
        )
        if compilation.process is None:
            raise UserError(self._refusal(compilation.problems))
        company = self.company_id
        moment = self.env["bpmn.time"]._moment()
        clocks = self.env["bpmn.clock"]._definitions(company.id, moment)
        calendar = company.sudo().resource_calendar_id._bpmn_working_calendar()
        results = []
        for case in cases:
            played = engine.play(
                compilation.process, case._read(), clocks=clocks, calendar=calendar
            )
            result = self._in_words(played, compilation.process, calendar.zone)
            if drawing is None:
                case.write(
                    {
                        "result": result,
                        "state": "passed" if played.passed else "failed",
                        "last_run_at": self.env["bpmn.time"]._now(),
                    }
                )
            results.append({"id": case.id, **result})
        return results

    # --- files ---------------------------------------------------------------------

    def _case_file(self) -> str:
        """The process's cases as the text of a ``.cases.json`` file."""
        self.ensure_one()
        cases = tuple(case._read() for case in self.case_ids)
        return engine.write_case_file(engine.CaseFile(self.key, cases))

    @api.model
    def _process_of_cases(self, content: str) -> str:
        """Key of the process that a ``.cases.json`` file is of."""
        try:
            return engine.read_case_file(content).process
        except engine.CaseFileRefused as error:
            raise UserError(str(error)) from None

    def _load_cases(self, content: str, *, replace: bool = False) -> models.Model:
        """Bring in the cases of a ``.cases.json`` file.

        :param replace: whether a case of the same name is replaced, or stays
        :return: the cases that came in
        :raise UserError: the file is no such file, or is of another process
        """
        self.ensure_one()
        try:
            file = engine.read_case_file(content)
        except engine.CaseFileRefused as error:
            raise UserError(str(error)) from None
        if file.process != self.key:
            raise UserError(
                self.env._(
                    "These test cases are of the process %(found)s, not of %(key)s.",
                    found=file.process,
                    key=self.key,
                )
            )
        known = {case.name: case for case in self.case_ids}
        came = self.env["bpmn.test.case"]
        for number, case in enumerate(file.cases):
            single = engine.write_case_file(engine.CaseFile(self.key, (case,)))
            text = json.dumps(
                json.loads(single)["cases"][0], indent=2, ensure_ascii=False
            )
            if case.name not in known:
                came |= came.create(
                    {"process_id": self.id, "sequence": 10 + number, "content": text}
                )
            elif replace and known[case.name].content != text:
                known[case.name].content = text
                came |= known[case.name]
        return came
