"""Put a drawing into force: its problems, what differs, a note."""

from __future__ import annotations

from markupsafe import Markup

from odoo import api, fields, models

from ..engine.contract import Problem


class BpmnDeployment(models.TransientModel):
    _name = "bpmn.deployment"
    _description = "Put a Process into Force"

    process_id = fields.Many2one("bpmn.process", required=True, readonly=True)
    problems = fields.Html(compute="_compute_problems", sanitize=False)
    has_errors = fields.Boolean(compute="_compute_problems")
    running_count = fields.Integer(
        "Running instances", related="process_id.version_id.instance_count"
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

    def _in_html(self, problems: tuple[Problem, ...]) -> Markup:
        if not problems:
            return Markup("<p>%s</p>") % self.env._("The drawing has no problem.")
        rows = Markup("").join(
            Markup(
                '<li class="mb-2"><span class="badge text-bg-%s">%s</span> '
                "<b>%s</b>%s: %s %s</li>"
            )
            % (
                "danger" if problem.severity == "error" else "warning",
                self.env._("Error")
                if problem.severity == "error"
                else self.env._("Hint"),
                problem.element_name or problem.element_id or "",
                self.env._(" (line %(line)s)", line=problem.line)
                if problem.line
                else "",
                problem.message,
                problem.advice,
            )
            for problem in problems
        )
        return Markup('<ul class="list-unstyled">%s</ul>') % rows

    def action_deploy(self):
        """Running instances stay on their version until they are migrated."""
        self.process_id.check_access("write")
        self.process_id._deploy(self.note or "")
        return {"type": "ir.actions.client", "tag": "soft_reload"}
