"""Complaints about settings, data, expressions and what a drawing names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..sentences import _lt

SETTING_COMPLAINTS: Mapping[
    Literal["error", "warning"], Mapping[str, tuple[str, str]]
] = {
    "error": {
        # --- The form of the settings
        "setting_outside": (
            _lt("{element}: {setting} stands outside <procedure:settings>."),
            _lt("Put it inside the one settings element of extensionElements."),
        ),
        "settings_twice": (
            _lt("{element} has settings twice."),
            _lt("Keep one <procedure:settings> for each element."),
        ),
        "setting_missing": (
            _lt("{element}: a {tag} in the settings has no {setting}."),
            _lt("Fill in the {setting}."),
        ),
        "setting_one_key": (
            _lt("{element}: {setting} takes one key, but says “{value}”."),
            _lt("Keep one key, without spaces."),
        ),
        "setting_boolean": (
            _lt("{element}: {setting} is true or false, not “{value}”."),
            _lt("Write true or false."),
        ),
        "text_language": (
            _lt("{element}: “{language}” is no language code."),
            _lt("Write a code such as en or id_ID."),
        ),
        # --- Forms
        "field_name": (
            _lt("{element}: “{field}” cannot be the name of a form field."),
            _lt("Use letters, digits and _, beginning with a letter."),
        ),
        "field_type": (
            _lt("{element}: the form field {field} has the unknown type {type}."),
            _lt("Choose one of: {types}."),
        ),
        "field_twice": (
            _lt("{element} has two form fields named {field}."),
            _lt("Give one of them another name."),
        ),
        "field_types_differ": (
            _lt(
                "{element}: the form field {field} is a {type} here and a {other_type} "
                "at "
                "{other}."
            ),
            _lt("Give both the same type, or one of them another name."),
        ),
        "choices_missing": (
            _lt("{element}: the selection {field} offers no choices."),
            _lt("Add its choices."),
        ),
        "choices_misplaced": (
            _lt(
                "{element}: the form field {field} is a {type} and cannot have choices."
            ),
            _lt("Make it a selection, or take the choices out."),
        ),
        "choice_twice": (
            _lt("{element}: {field} offers “{value}” twice."),
            _lt("Keep one of the two."),
        ),
        "outcome_twice": (
            _lt("{element} declares the outcome “{value}” twice."),
            _lt("Keep one of the two."),
        ),
        # --- Names of the surroundings
        "clock_unknown": (
            _lt("{element} names the clock “{clock}”, which the office does not have."),
            _lt("Choose one of: {known}."),
        ),
        "group_unknown": (
            _lt("{element} names the group “{group}”, which the office does not have."),
            _lt("Choose one of: {known}."),
        ),
        "letter_unknown": (
            _lt(
                "{element} names the letter “{letter}”, which the office does not have."
            ),
            _lt("Choose one of: {known}."),
        ),
        "operation_unknown": (
            _lt("{element} names the operation “{operation}”, which nobody offers."),
            _lt("Choose one of: {known}."),
        ),
        "operation_missing": (
            _lt("{element} is an automatic task, but no operation says what it does."),
            _lt(
                "Name an operation in its settings. They get lost when an element is "
                "copied, or its type changed, in another program."
            ),
        ),
        "operation_and_letter": (
            _lt("{element} names an operation and a letter."),
            _lt("Draw two tasks, one for each."),
        ),
        "send_task_empty": (
            _lt(
                "{element} sends, but neither a message, a letter nor an operation "
                "says "
                "what."
            ),
            _lt("Name one of them."),
        ),
        "parameter_unknown": (
            _lt("{element}: the operation {operation} has no parameter {parameter}."),
            _lt("Choose one of: {known}."),
        ),
        "parameter_missing": (
            _lt(
                "{element}: the operation {operation} needs the parameter {parameter}."
            ),
            _lt("Add it to the task's settings."),
        ),
        "parameter_twice": (
            _lt("{element} gives {parameter} twice."),
            _lt("Keep one of the two."),
        ),
        "separate_from_unknown": (
            _lt(
                "{element} must be done by somebody else than {target}, which is no "
                "task "
                "for people in this drawing."
            ),
            _lt("Name the id of a user task, or of the start event."),
        ),
        "separate_from_itself": (
            _lt("{element} must be done by somebody else than itself."),
            _lt("Name the id of another user task."),
        ),
        "user_task_without_lane": (
            _lt("{element} stands in no lane, so nobody is told to do it."),
            _lt(
                "Draw it into a lane that is mapped to a group, or name a group in its "
                "settings."
            ),
        ),
        "lane_without_group": (
            _lt("The lane of {element}, {lane}, is mapped to no group."),
            _lt("Choose a group in the lane's settings."),
        ),
        # --- Expressions and data
        "expression_wrong": (
            _lt("{element}: {what} cannot be read, column {feel_column}: {reason}"),
            _lt("{reason_advice}"),
        ),
        "expression_names": (
            _lt("{element}: {what}, column {feel_column}: {reason}"),
            _lt("{reason_advice}"),
        ),
        "name_is_content": (
            _lt(
                "{element}: {what} names {name}, a free text; what people write is "
                "content "
                "and never decides the way."
            ),
            _lt("Add a selection, number, date or yes/no to the form and use that."),
        ),
        "name_not_yet": (
            _lt("{element}: {what} names {name}, which no step before it brings."),
            _lt("{name} comes from {origin}; draw the flow so that it comes first."),
        ),
        "outcome_not_declared": (
            _lt(
                "{element}: {what} asks for the outcome “{outcome}”, which no user "
                "task "
                "before it declares."
            ),
            _lt(
                "Declared are: {known}. Outcomes get lost when a task is copied, or "
                "its "
                "type changed, in another program: declare them again."
            ),
        ),
        "script_missing": (
            _lt("{element} is a script task without a script."),
            _lt("Write one assignment a line, such as: overdue = days > 10"),
        ),
        "script_language": (
            _lt("{element} is written in {language}."),
            _lt("Write FEEL assignments, one a line, such as: overdue = days > 10"),
        ),
        "decision_missing": (
            _lt("{element} is a business rule task without a decision table."),
            _lt(
                "Name a decision in its settings. They get lost when an element is "
                "copied, or its type changed, in another program."
            ),
        ),
        "decision_unknown": (
            _lt(
                "{element} names the decision “{decision}”, which the office does not "
                "have."
            ),
            _lt("Choose one of: {known}."),
        ),
        "decision_broken": (
            _lt("{element}: the decision “{decision}” cannot be made: {reason}"),
            _lt("Correct the decision table, or bring the data that it asks for."),
        ),
        "called_process_missing": (
            _lt("{element} is a call activity that calls nothing."),
            _lt("Name the process to call."),
        ),
        "called_process_unknown": (
            _lt(
                "{element} calls the process “{process}”, which the office does not "
                "have."
            ),
            _lt("Choose one of: {known}."),
        ),
        "called_process_broken": (
            _lt("{element} calls the process “{process}”, which is itself wrong."),
            _lt("Correct that process first: {reason}"),
        ),
        "calls_in_circle": (
            _lt("{element} calls a process that calls this one again: {circle}."),
            _lt("Draw the repetition as a loop inside one process."),
        ),
        "timer_empty": (
            _lt("{element} is a timer that does not say when it fires."),
            _lt("Name a clock, or write an ISO 8601 duration such as P3D."),
        ),
        "timer_twice": (
            _lt("{element} says in more than one way when its timer fires."),
            _lt("Keep one: a clock, a date, a duration or a cycle."),
        ),
        "timer_wrong": (
            _lt("{element}: the timer's {kind} “{text}” cannot be read: {reason}"),
            _lt(
                "Write a duration such as P3D or PT2H, a date such as "
                "2026-12-31T16:00, or "
                "a cycle such as R3/P1D; or name one of the office's clocks."
            ),
        ),
        "loop_maximum": (
            _lt("{element}: the loop's maximum “{value}” is no number from 1."),
            _lt("Write how many times the activity may repeat at most."),
        ),
        "loop_data_missing": (
            _lt(
                "{element} runs several times, but neither a list nor a number says "
                "how "
                "often."
            ),
            _lt("Name a list to go through, or write how many times."),
        ),
        "loop_data_twice": (
            _lt(
                "{element} runs several times, and both a list and a number say how "
                "often."
            ),
            _lt("Keep one of the two."),
        ),
    },
    "warning": {
        "setting_unknown": (
            _lt("{element}: the setting {setting} is not known and has no effect."),
            _lt("Correct its spelling or take it out."),
        ),
        "setting_misplaced": (
            _lt("{element}: the setting {setting} has no effect on a {kind}."),
            _lt("Take it out, or move it to the element that it was meant for."),
        ),
        "text_twice": (
            _lt("{element} has two texts for the language {language}."),
            _lt("Keep one of the two."),
        ),
        "settings_lost": (
            _lt(
                "{element} has no settings, although other user tasks of this drawing "
                "do."
            ),
            _lt(
                "If it had some, they were lost when it was copied, or its type "
                "changed, "
                "in another program: fill them in again."
            ),
        ),
        "candidate_group_unknown": (
            _lt(
                "{element} names the candidate group “{group}”, which the office does "
                "not "
                "have; the group of its lane counts."
            ),
            _lt("Take the candidate group out, or name one of the office's groups."),
        ),
        "name_unproven": (
            _lt(
                "{element}: {what} names {name}, which only a message or a called "
                "process "
                "could bring."
            ),
            _lt(
                "Make sure that {origin} brings {name}; without it the condition does "
                "not "
                "hold."
            ),
        ),
    },
}
