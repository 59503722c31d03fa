"""What is wrong with a decision table (DMN), in the reader's language.

The English is that of the engine, which knows no languages; a test holds the two
together.
"""

from __future__ import annotations

import re

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..engine.contract import Problem

_lt = LazyTranslate(__name__)

# Code → (what is wrong, what to do).
SENTENCES = {
    "file_too_large": (
        _lt("The file is larger than {limit} MiB."),
        _lt("Split it into several files."),
    ),
    "file_empty": (
        _lt("The file is empty."),
        _lt("Save it again in the editor."),
    ),
    "not_xml": (
        _lt("The file is not well-formed XML: {reason}."),
        _lt("Open it in the program that made it and save it as DMN."),
    ),
    "encoding_unknown": (
        _lt("The file says that it is in a character encoding that is not known."),
        _lt("Save it in UTF-8."),
    ),
    "doctype": (
        _lt("The file declares a document type (DOCTYPE) or entities."),
        _lt("Take the declaration out; a DMN file needs none."),
    ),
    "nested_too_deep": (
        _lt("Tags are nested more than {limit} deep here."),
        _lt("Simplify the file."),
    ),
    "attribute_too_long": (
        _lt("A tag has an attribute of more than {limit} characters."),
        _lt("Shorten it."),
    ),
    "too_many_tags": (
        _lt("The file has more than {limit} tags and lines."),
        _lt("Split it into several files."),
    ),
    "not_dmn": (
        _lt("The file is XML, but not DMN 1.1, 1.2 or 1.3: its root is <{root}>."),
        _lt("Save it as DMN in an editor such as dmn-js or Camunda Modeler."),
    ),
    "no_decision": (
        _lt("The file holds no decision."),
        _lt("Draw a decision table or a literal expression."),
    ),
    "too_many_problems": (
        _lt("There are more than {limit} problems; the others are not shown."),
        _lt("Solve these first, then check again."),
    ),
    "id_missing": (
        _lt("A decision has no id."),
        _lt("Save the file again in an editor, or give it an id."),
    ),
    "id_twice": (
        _lt("The id '{id}' stands for two decisions."),
        _lt("Give one of them another id."),
    ),
    "import_refused": (
        _lt("The file imports another file, which is not supported."),
        _lt("Copy what it needs into this file."),
    ),
    "logic_missing": (
        _lt("{decision} says nowhere how it is made."),
        _lt("Give it a decision table or a literal expression."),
    ),
    "logic_refused": (
        _lt("{decision} is a boxed '{kind}', which is not supported."),
        _lt("Use a decision table or a literal expression."),
    ),
    "knowledge_refused": (
        _lt("{decision} uses a business knowledge model, which is not supported."),
        _lt("Make the knowledge model a decision of its own and require that."),
    ),
    "service_unused": (
        _lt("Decision services are not offered; the decisions in them are."),
        _lt("Call the decision itself."),
    ),
    "language_refused": (
        _lt("{decision} has an expression in the language '{language}'."),
        _lt("Write it in FEEL and set the expression language to FEEL."),
    ),
    "requirement_unknown": (
        _lt("{decision} requires '{required}', which is not in the file."),
        _lt("Draw the requirement again, or remove it."),
    ),
    "requirement_circle": (
        _lt("{decision} requires itself, by way of: {circle}."),
        _lt("Take one of these requirements out."),
    ),
    "hit_policy_unknown": (
        _lt("{decision} has the hit policy '{policy}', which DMN does not know."),
        _lt("Choose one of U, A, P, F, R, O, C."),
    ),
    "aggregation_unknown": (
        _lt("{decision} has the aggregation '{aggregation}', which DMN does not know."),
        _lt("Choose SUM, MIN, MAX, COUNT or none."),
    ),
    "aggregation_without_collect": (
        _lt("{decision} aggregates, but its hit policy is {policy}."),
        _lt("Choose the hit policy Collect, or no aggregation."),
    ),
    "aggregation_of_several": (
        _lt("{decision} aggregates a table with several outputs."),
        _lt("Leave one output, or take the aggregation out."),
    ),
    "priority_without_values": (
        _lt(
            "{decision} orders by priority, but the output '{output}' lists no values."
        ),
        _lt(
            "List the output's values, the most important first, or choose "
            "another hit policy."
        ),
    ),
    "no_output": (
        _lt("{decision} has no output."),
        _lt("Add an output column."),
    ),
    "no_rule": (
        _lt("{decision} has no rule."),
        _lt("Add a rule."),
    ),
    "cell_count": (
        _lt("Rule {rule} of {decision} has {found} {kind} cells for {needed} columns."),
        _lt("Save the file again in an editor, or add the missing cells."),
    ),
    "output_name_missing": (
        _lt("An output of {decision} has no name, and there are several."),
        _lt("Name each output."),
    ),
    "output_name_twice": (
        _lt("{decision} has two outputs named '{output}'."),
        _lt("Give one of them another name."),
    ),
    "output_empty": (
        _lt("Rule {rule} of {decision} gives no value for the output '{output}'."),
        _lt("Write the value, or null if it is meant."),
    ),
    "type_unknown": (
        _lt("{decision} uses the type '{type}', which is not defined."),
        _lt("Choose one of FEEL's types, or define it in the file."),
    ),
    "allowed_values": (
        _lt("The allowed values of '{column}' in {decision} are no list of values."),
        _lt('Write them like "high", "low".'),
    ),
    "output_not_allowed": (
        _lt(
            "Rule {rule} of {decision} gives '{output}' a value that is not "
            "among the allowed ones."
        ),
        _lt("Correct the cell, or add the value to the allowed ones."),
    ),
    "text_without_quotes": (
        _lt(
            "Rule {rule} of {decision}: {text} under “{column}” is read as a name, "
            "because it has no quotation marks."
        ),
        _lt('If it is a text, write "{text}".'),
    ),
    "rules_overlap": (
        _lt(
            "Rules {first} and {second} of {decision} can both match, which "
            "the hit policy Unique forbids."
        ),
        _lt("Tell them apart, or choose another hit policy such as First."),
    ),
    "overlap_unchecked": (
        _lt(
            "{decision} has more than {limit} rules; whether they overlap "
            "was not checked."
        ),
        _lt("Split the table, or see to it that only one rule matches."),
    ),
}
CELL = re.compile(
    r"(?:Rule (?P<number>\d+), )?(?P<side>input|output|Input|Output) “(?P<label>.*)”"
)

WITH_ID = re.compile(r"^(“.+”) \(\S+\)$")


class BpmnDecision(models.Model):
    _inherit = "bpmn.decision"

    @api.model
    def _problem_words(self, problem: Problem) -> tuple[str, str]:
        """(what is wrong, what to do) in the reader's language."""
        parameters = problem.parameters
        if problem.code == "expression":
            words = self.env["bpmn.process"]._expression_words
            where = self._cell_words(parameters["column"])
            return f"{where}: {words(parameters['message'])}", words(
                parameters["advice"]
            )
        message, advice = SENTENCES[problem.code]
        if parameters.get("decision"):
            # The id of a table is for programs.
            named = WITH_ID.sub(r"\1", parameters["decision"])
            parameters = {**parameters, "decision": named}
        return (
            self.env._(message).format_map(parameters),
            self.env._(advice).format_map(parameters),
        )

    @api.model
    def _cell_words(self, column: str) -> str:
        found = CELL.fullmatch(column)
        if not found:
            return column
        number, label = found["number"], found["label"]
        if found["side"].lower() == "input":
            where = self.env._("input “%s”", label)
        else:
            where = self.env._("output “%s”", label)
        if not number:
            return where
        return self.env._("Rule %(number)s, %(where)s", number=number, where=where)
