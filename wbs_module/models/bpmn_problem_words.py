"""Problems, failures and refusals of the engine, in the reader's language, by code.

Sentences about drawings stand once, in the engine, and are translated by themselves;
what the engine says in the middle of a run stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from .. import engine
from ..engine.contract import Problem
from ..engine.errors import EngineError
from .bpmn_element_words import with_names

_lt = LazyTranslate(__name__)

FAILURES = {
    "call_failed": _lt(
        "What this step does by itself could not be done. It is tried again a few "
        "times, with growing pauses. If it keeps failing, ask whoever maintains the "
        "system, or go on without it."
    ),
    "calls_too_deep": _lt(
        "Processes call each other too deeply. Look for a process that calls itself "
        "without end."
    ),
    "clock": _lt(
        "The clock of this step cannot be counted. Check the clock, the working time "
        "and the holidays, then try again."
    ),
    "clock_unknown": _lt(
        "The drawing names a clock that the office does not have. Define it, then try "
        "again."
    ),
    "condition_not_boolean": _lt(
        "A condition gives neither true nor false. Correct the data that it compares, "
        "or the condition in the drawing."
    ),
    "decision": _lt(
        "The decision table gave no single row of results. Correct the table, then try "
        "again."
    ),
    "decision_unknown": _lt(
        "The drawing asks a decision that its table does not have. Correct the table."
    ),
    "engine": _lt(
        "The procedure itself could not go on. Nothing is lost: it is tried again, "
        "with growing pauses. Ask whoever maintains the system if it stays so."
    ),
    "error_uncaught": _lt(
        "An error was thrown that nothing in the drawing catches. Draw an error event "
        "for it, or go on without this step."
    ),
    "expression": _lt(
        "A condition or value could not be computed. Correct the data that it reads, "
        "then try again."
    ),
    "no_flow": _lt(
        "No condition on the ways out of this step holds, and none is the default. "
        "Correct the data, or draw a default flow."
    ),
    "no_rule_matches": _lt(
        "No rule of the decision table fits the data. Add a rule, or correct the data."
    ),
    "not_a_count": _lt(
        "How often this step is to run is not a whole number of zero or more. Correct "
        "the data."
    ),
    "not_a_list": _lt(
        "What this step is to run through is not a list. Correct the data."
    ),
    "runs_in_circles": _lt(
        "The procedure ran in circles without waiting for anybody. Correct the data "
        "that keeps it going, or the drawing."
    ),
    "script": _lt(
        "A script of this step could not be computed. Correct the data that it reads, "
        "or the script in the drawing."
    ),
    "several_rules_match": _lt(
        "More than one rule of the decision table fits, where only one may. Correct "
        "the table."
    ),
    "timer": _lt(
        "A timer of this step cannot be read. Correct the data that it reads, or the "
        "timer in the drawing."
    ),
    "too_many_instances": _lt(
        "This step would run too many times. Correct the data that says how often."
    ),
    "too_many_tokens": _lt(
        "The procedure split too often. Look for a loop in the drawing that splits and "
        "never joins."
    ),
    "value_not_allowed": _lt(
        "A value is not among those that the decision table allows. Correct the data, "
        "or the table."
    ),
    "waits_in_vain": _lt(
        "The procedure waits here for branches that can no longer come. Go on with "
        "those that are here, and correct the drawing."
    ),
}
# Parameters of a sentence that say which elements it is about.
OF_ELEMENTS = {"element", "origin", "source", "target", "other"}
# Failures of which the engine says what the expression lacked.
EXPRESSIONS = ("expression", "script")
REFUSALS = {
    "decision": _lt("The decision cannot be made: correct its table."),
    "not_in_this_state": _lt(
        "This is over already, or is not possible as the procedure stands now: load "
        "the page again."
    ),
    "separation_of_duties": _lt(
        "You took part in the steps that this task judges. The procedure asks somebody "
        "else to do it."
    ),
    "state_unreadable": _lt(
        "The procedure's state cannot be read by this release. Ask whoever maintains "
        "the system; nothing has changed."
    ),
    "task_not_open": _lt("This task is not open any more: load the page again."),
    "values_refused": _lt("Something in the form is missing or does not fit."),
}


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    @api.model
    def _problem_words(
        self, problem: Problem, names: Mapping[str, str] | None = None
    ) -> tuple[str, str]:
        """(what is wrong, what to do) in the reader's language.

        :param names: id → name of the drawing's elements, as ``_called_in`` tells them
        """
        entry = engine.SENTENCES.get(problem.code)
        if entry is None:
            failure = FAILURES.get(problem.code.removeprefix("migration_"))
            if failure is None:
                return problem.message, problem.advice
            return self.env._(failure), ""
        parameters = {"element": problem.element_name or problem.element_id or "-"}
        parameters |= problem.parameters
        for name in OF_ELEMENTS & set(parameters):
            parameters[name] = with_names(parameters[name], names or {})
        for name in ("what", "reason", "reason_advice"):
            if name in parameters:
                parameters[name] = self._expression_words(parameters[name])
        return tuple(
            self.env._(sentence).format_map(parameters)
            for sentence in (entry.message, entry.advice)
        )

    @api.model
    def _problem_lines(
        self, problems: Iterable[Problem], names: Mapping[str, str] | None = None
    ) -> list[str]:
        """Each problem as a line: what is wrong, what to do."""
        return ["• " + " ".join(self._problem_words(item, names)) for item in problems]

    @api.model
    def _failure_words(self, code: str, message: str) -> str:
        """Why a step failed and what to do; of an expression also what it lacked.

        :param message: the engine's own sentence, which holds no value of a case
        """
        words = FAILURES.get(code)
        if words is None:
            return message
        if code not in EXPRESSIONS:
            return self.env._(words)
        return f"{self.env._(words)} ({self._expression_words(message)})"

    @api.model
    def _refusal_words(self, error: EngineError) -> str:
        """Why the engine refused a command, in the reader's language."""
        words = REFUSALS.get(error.code)
        return self.env._(words) if words else str(error)


class BpmnIncident(models.Model):
    _inherit = "bpmn.incident"

    explanation = fields.Text(
        "What happened, and what to do", compute="_compute_explanation"
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for incident in self:
            incident.explanation = self.env["bpmn.process"]._failure_words(
                incident.code, incident.message or ""
            )
