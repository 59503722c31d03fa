"""Put a drawing into force: its problems, what differs, a note."""

from __future__ import annotations

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.contract import Problem


class BpmnDeployment(models.TransientModel):
    _name = "bpmn.deployment"
    _description = "Put a Process into Force"

    process_id = fields.Many2one("bpmn.process", required=True, readonly=True)
    problems = fields.Html(compute="_compute_problems", sanitize=False)
    has_errors = fields.Boolean(compute="_compute_problems")
    changes = fields.Html("What differs", compute="_compute_changes", sanitize=False)
    running_words = fields.Text("Running instances", compute="_compute_running_words")
    cases = fields.Html("Test cases", compute="_compute_cases", sanitize=False)
    has_failures = fields.Boolean(compute="_compute_cases")
    despite_failures = fields.Boolean(
        "Put into force although test cases fail",
        help="The version's note then says that they failed.",
    )
    note = fields.Text(
        "What changed, and why", help="Kept with the version, for whoever asks later."
    )

    @api.depends("process_id")
    def _compute_problems(self):
        for wizard in self:
            problems = (
                wizard.process_id._problems() if wizard.process_id.drawing else ()
            )
            wizard.has_errors = any(item.severity == "error" for item in problems)
            wizard.problems = self._in_html(problems)

    @api.depends("process_id")
    def _compute_cases(self):
        for wizard in self:
            results = []
            if wizard.process_id.case_ids and not wizard.has_errors:
                results = wizard.process_id.run_test_cases()
            failed = [result for result in results if not result["passed"]]
            wizard.has_failures = bool(failed)
            wizard.cases = self.env["ir.qweb"]._render(
                "wbs_module.bpmn_deployment_cases",
                {
                    "count": len(results),
                    "failed": failed,
                    "words": wizard.process_id._results_in_words(results),
                },
            )

    @api.depends("process_id")
    def _compute_changes(self):
        for wizard in self:
            process = wizard.process_id
            version, changes = process.version_id, []
            if version and not wizard.has_errors:
                changes = process._changes_in_words(version.drawing, process.drawing)
            wizard.changes = self.env["ir.qweb"]._render(
                "wbs_module.bpmn_deployment_changes",
                {"version": version, "changes": changes},
            )

    @api.depends("process_id")
    def _compute_running_words(self):
        for wizard in self:
            wizard.running_words = "\n".join(
                self.env._(
                    "Version %(number)s: what runs stays on it (%(count)s).",
                    number=version.number,
                    count=version.running,
                )
                for version in wizard.process_id.version_ids
                if version.has_running
            ) or self.env._("Nothing runs on a former version.")

    def _in_html(self, problems: tuple[Problem, ...]) -> Markup:
        if not problems:
            return Markup("<p>%s</p>") % self.env._("The drawing has no problem.")
        called = self.process_id._called_in(self.process_id.drawing or "")
        rows = Markup("").join(
            Markup(
                '<li class="mb-2"><span class="badge text-bg-%s">%s</span> '
                '%s <span class="text-muted">%s %s</span></li>'
            )
            % (
                "danger" if problem.severity == "error" else "warning",
                self.env._("Error")
                if problem.severity == "error"
                else self.env._("Hint"),
                *self.env["bpmn.process"]._problem_words(problem, called),
                self.env._(" (line %(line)s)", line=problem.line)
                if problem.line
                else "",
            )
            for problem in problems
        )
        return Markup('<ul class="list-unstyled">%s</ul>') % rows

    def action_deploy(self):
        """Running instances stay on their version until they are migrated.

        :raise UserError: test cases fail, and nobody confirmed that it is meant
        """
        self.check_access("write")
        self.ensure_one()
        self.process_id.check_access("write")
        note = self.note or ""
        if self.has_failures:
            if not self.despite_failures:
                raise UserError(
                    self.env._(
                        "Test cases are not as expected. Mend the drawing or the "
                        "cases, or tick that it is to be put into force all the same."
                    )
                )
            note = self.env._("%s (test cases failed)", note)
        self.process_id._deploy(note)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
