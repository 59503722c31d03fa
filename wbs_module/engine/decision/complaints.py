"""What can be wrong with a DMN file, in words: code → (what is wrong, what to do)."""

from __future__ import annotations

from ..contract import Problem
from ..feel import FeelProblem, FeelSyntaxError
from ..reading.drawing import NOWHERE, Place
from .model import Cell

MOST_PROBLEMS = 200

CATALOGUE: dict[str, tuple[str, str]] = {
    "file_too_large": (
        "The file is larger than {limit} MiB.",
        "Split it into several files.",
    ),
    "file_empty": ("The file is empty.", "Save it again in the editor."),
    "not_xml": (
        "The file is not well-formed XML: {reason}.",
        "Open it in the program that made it and save it as DMN.",
    ),
    "encoding_unknown": (
        "The file says that it is in a character encoding that is not known.",
        "Save it in UTF-8.",
    ),
    "doctype": (
        "The file declares a document type (DOCTYPE) or entities.",
        "Take the declaration out; a DMN file needs none.",
    ),
    "nested_too_deep": (
        "Tags are nested more than {limit} deep here.",
        "Simplify the file.",
    ),
    "attribute_too_long": (
        "A tag has an attribute of more than {limit} characters.",
        "Shorten it.",
    ),
    "too_many_tags": (
        "The file has more than {limit} tags and lines.",
        "Split it into several files.",
    ),
    "not_dmn": (
        "The file is XML, but not DMN 1.1, 1.2 or 1.3: its root is <{root}>.",
        "Save it as DMN in an editor such as dmn-js or Camunda Modeler.",
    ),
    "no_decision": (
        "The file holds no decision.",
        "Draw a decision table or a literal expression.",
    ),
    "too_many_problems": (
        "There are more than {limit} problems; the others are not shown.",
        "Solve these first, then check again.",
    ),
    "id_missing": (
        "A decision has no id.",
        "Save the file again in an editor, or give it an id.",
    ),
    "id_twice": (
        "The id '{id}' stands for two decisions.",
        "Give one of them another id.",
    ),
    "import_refused": (
        "The file imports another file, which is not supported.",
        "Copy what it needs into this file.",
    ),
    "logic_missing": (
        "{decision} says nowhere how it is made.",
        "Give it a decision table or a literal expression.",
    ),
    "logic_refused": (
        "{decision} is a boxed '{kind}', which is not supported.",
        "Use a decision table or a literal expression.",
    ),
    "knowledge_refused": (
        "{decision} uses a business knowledge model, which is not supported.",
        "Make the knowledge model a decision of its own and require that.",
    ),
    "service_unused": (
        "Decision services are not offered; the decisions in them are.",
        "Call the decision itself.",
    ),
    "language_refused": (
        "{decision} has an expression in the language '{language}'.",
        "Write it in FEEL and set the expression language to FEEL.",
    ),
    "requirement_unknown": (
        "{decision} requires '{required}', which is not in the file.",
        "Draw the requirement again, or remove it.",
    ),
    "requirement_circle": (
        "{decision} requires itself, by way of: {circle}.",
        "Take one of these requirements out.",
    ),
    "hit_policy_unknown": (
        "{decision} has the hit policy '{policy}', which DMN does not know.",
        "Choose one of U, A, P, F, R, O, C.",
    ),
    "aggregation_unknown": (
        "{decision} has the aggregation '{aggregation}', which DMN does not know.",
        "Choose SUM, MIN, MAX, COUNT or none.",
    ),
    "aggregation_without_collect": (
        "{decision} aggregates, but its hit policy is {policy}.",
        "Choose the hit policy Collect, or no aggregation.",
    ),
    "aggregation_of_several": (
        "{decision} aggregates a table with several outputs.",
        "Leave one output, or take the aggregation out.",
    ),
    "priority_without_values": (
        "{decision} orders by priority, but the output '{output}' lists no values.",
        "List the output's values, the most important first, or choose another "
        "hit policy.",
    ),
    "no_output": ("{decision} has no output.", "Add an output column."),
    "no_rule": ("{decision} has no rule.", "Add a rule."),
    "cell_count": (
        "Rule {rule} of {decision} has {found} {kind} cells for {needed} columns.",
        "Save the file again in an editor, or add the missing cells.",
    ),
    "output_name_missing": (
        "An output of {decision} has no name, and there are several.",
        "Name each output.",
    ),
    "output_name_twice": (
        "{decision} has two outputs named '{output}'.",
        "Give one of them another name.",
    ),
    "output_empty": (
        "Rule {rule} of {decision} gives no value for the output '{output}'.",
        "Write the value, or null if it is meant.",
    ),
    "type_unknown": (
        "{decision} uses the type '{type}', which is not defined.",
        "Choose one of FEEL's types, or define it in the file.",
    ),
    "allowed_values": (
        "The allowed values of '{column}' in {decision} are no list of values.",
        'Write them like "high", "low".',
    ),
    "output_not_allowed": (
        "Rule {rule} of {decision} gives '{output}' a value that is not among the "
        "allowed ones.",
        "Correct the cell, or add the value to the allowed ones.",
    ),
    "text_without_quotes": (
        "Rule {rule} of {decision}: {text} under “{column}” is read as a name, because "
        "it has no quotation marks.",
        'If it is a text, write "{text}".',
    ),
    "rules_overlap": (
        "Rules {first} and {second} of {decision} can both match, which the hit "
        "policy Unique forbids.",
        "Tell them apart, or choose another hit policy such as First.",
    ),
    "overlap_unchecked": (
        "{decision} has more than {limit} rules; whether they overlap was not checked.",
        "Split the table, or see to it that only one rule matches.",
    ),
    "expression": ("{column}: {message}", "{advice}"),
}


def called(name: str, identifier: str) -> str:
    """What a sentence calls a decision."""
    name = " ".join(name.split())[:120]
    return f"“{name}” ({identifier})" if name else f"Decision '{identifier}'"


class Complaints:
    """Problems in the order in which they were found."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(
        self,
        code: str,
        element_id: str | None = None,
        element_name: str | None = None,
        place: Place = NOWHERE,
        severity: str = "error",
        **parameters: str,
    ) -> None:
        """Report a problem of the catalogue at a place of the file."""
        if len(self._problems) > MOST_PROBLEMS:
            return
        if len(self._problems) == MOST_PROBLEMS:
            code, parameters = "too_many_problems", {"limit": str(MOST_PROBLEMS)}
        message, advice = CATALOGUE[code]
        self._problems.append(
            Problem(
                severity="warning" if severity == "warning" else "error",
                code=code,
                message=message.format(**parameters),
                advice=advice.format(**parameters),
                element_id=element_id or None,
                element_name=element_name or None,
                line=place.line or None,
                column=place.column or None,
                parameters=parameters,
            )
        )

    def add_feel(
        self,
        found: FeelProblem | FeelSyntaxError,
        cell: Cell,
        element_name: str | None,
        column: str,
    ) -> None:
        """Report a problem of an expression at its place in the file."""
        if isinstance(found, FeelSyntaxError):
            found = found.as_problem()
        place = cell.place
        if place.line:
            shift = place.column - 1 if found.line == 1 else 0
            place = Place(place.line + found.line - 1, found.column + shift)
        self.add(
            "expression",
            cell.id,
            element_name,
            place,
            column=column,
            message=found.message,
            advice=found.advice,
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems so far."""
        return tuple(self._problems)

    @property
    def has_errors(self) -> bool:
        """Whether anything found forbids the file's use."""
        return any(problem.severity == "error" for problem in self._problems)
