"""Complaints about settings, data, expressions and what a drawing names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

SETTING_COMPLAINTS: Mapping[
    Literal["error", "warning"], Mapping[str, tuple[str, str]]
] = {
    "error": {
        # --- The form of the settings
        "setting_outside": (
            "{element}: {setting} stands outside <procedure:settings>.",
            "Put it inside the one settings element of extensionElements.",
        ),
        "settings_twice": (
            "{element} has settings twice.",
            "Keep one <procedure:settings> for each element.",
        ),
        "setting_missing": (
            "{element}: a {tag} in the settings has no {setting}.",
            "Fill in the {setting}.",
        ),
        "setting_one_key": (
            "{element}: {setting} takes one key, but says “{value}”.",
            "Keep one key, without spaces.",
        ),
        "setting_boolean": (
            "{element}: {setting} is true or false, not “{value}”.",
            "Write true or false.",
        ),
        "text_language": (
            "{element}: “{language}” is no language code.",
            "Write a code such as en or id_ID.",
        ),
        # --- Forms
        "field_name": (
            "{element}: “{field}” cannot be the name of a form field.",
            "Use letters, digits and _, beginning with a letter.",
        ),
        "field_type": (
            "{element}: the form field {field} has the unknown type {type}.",
            "Choose one of: {types}.",
        ),
        "field_twice": (
            "{element} has two form fields named {field}.",
            "Give one of them another name.",
        ),
        "field_types_differ": (
            "{element}: the form field {field} is a {type} here and a {other_type} at "
            "{other}.",
            "Give both the same type, or one of them another name.",
        ),
        "choices_missing": (
            "{element}: the selection {field} offers no choices.",
            "Add its choices.",
        ),
        "choices_misplaced": (
            "{element}: the form field {field} is a {type} and cannot have choices.",
            "Make it a selection, or take the choices out.",
        ),
        "choice_twice": (
            "{element}: {field} offers “{value}” twice.",
            "Keep one of the two.",
        ),
        "outcome_twice": (
            "{element} declares the outcome “{value}” twice.",
            "Keep one of the two.",
        ),
        # --- Names of the surroundings
        "clock_unknown": (
            "{element} names the clock “{clock}”, which the office does not have.",
            "Choose one of: {known}.",
        ),
        "group_unknown": (
            "{element} names the group “{group}”, which the office does not have.",
            "Choose one of: {known}.",
        ),
        "letter_unknown": (
            "{element} names the letter “{letter}”, which the office does not have.",
            "Choose one of: {known}.",
        ),
        "operation_unknown": (
            "{element} names the operation “{operation}”, which nobody offers.",
            "Choose one of: {known}.",
        ),
        "operation_missing": (
            "{element} is an automatic task, but no operation says what it does.",
            "Name an operation in its settings. They get lost when an element is "
            "copied, or its type changed, in another program.",
        ),
        "operation_and_letter": (
            "{element} names an operation and a letter.",
            "Draw two tasks, one for each.",
        ),
        "send_task_empty": (
            "{element} sends, but neither a message, a letter nor an operation says "
            "what.",
            "Name one of them.",
        ),
        "parameter_unknown": (
            "{element}: the operation {operation} has no parameter {parameter}.",
            "Choose one of: {known}.",
        ),
        "parameter_missing": (
            "{element}: the operation {operation} needs the parameter {parameter}.",
            "Add it to the task's settings.",
        ),
        "parameter_twice": (
            "{element} gives {parameter} twice.",
            "Keep one of the two.",
        ),
        "separate_from_unknown": (
            "{element} must be done by somebody else than {target}, which is no task "
            "for people in this drawing.",
            "Name the id of a user task.",
        ),
        "separate_from_itself": (
            "{element} must be done by somebody else than itself.",
            "Name the id of another user task.",
        ),
        "user_task_without_lane": (
            "{element} stands in no lane, so nobody is told to do it.",
            "Draw it into a lane that is mapped to a group, or name a group in its "
            "settings.",
        ),
        "lane_without_group": (
            "The lane of {element}, {lane}, is mapped to no group.",
            "Choose a group in the lane's settings.",
        ),
        # --- Expressions and data
        "expression_wrong": (
            "{element}: {what} cannot be read, column {feel_column}: {reason}",
            "{reason_advice}",
        ),
        "expression_names": (
            "{element}: {what}, column {feel_column}: {reason}",
            "{reason_advice}",
        ),
        "name_is_content": (
            "{element}: {what} names {name}, a free text; what people write is content "
            "and never decides the way.",
            "Add a selection, number, date or yes/no to the form and use that.",
        ),
        "name_not_yet": (
            "{element}: {what} names {name}, which no step before it brings.",
            "{name} comes from {origin}; draw the flow so that it comes first.",
        ),
        "outcome_not_declared": (
            "{element}: {what} asks for the outcome “{outcome}”, which no user task "
            "before it declares.",
            "Declared are: {known}. Outcomes get lost when a task is copied, or its "
            "type changed, in another program: declare them again.",
        ),
        "script_missing": (
            "{element} is a script task without a script.",
            "Write one assignment a line, such as: overdue = days > 10",
        ),
        "script_language": (
            "{element} is written in {language}.",
            "Write FEEL assignments, one a line, such as: overdue = days > 10",
        ),
        "decision_missing": (
            "{element} is a business rule task without a decision table.",
            "Name a decision in its settings. They get lost when an element is "
            "copied, or its type changed, in another program.",
        ),
        "decision_unknown": (
            "{element} names the decision “{decision}”, which the office does not "
            "have.",
            "Choose one of: {known}.",
        ),
        "decision_broken": (
            "{element}: the decision “{decision}” cannot be made: {reason}",
            "Correct the decision table, or bring the data that it asks for.",
        ),
        "called_process_missing": (
            "{element} is a call activity that calls nothing.",
            "Name the process to call.",
        ),
        "called_process_unknown": (
            "{element} calls the process “{process}”, which the office does not have.",
            "Choose one of: {known}.",
        ),
        "called_process_broken": (
            "{element} calls the process “{process}”, which is itself wrong.",
            "Correct that process first: {reason}",
        ),
        "calls_in_circle": (
            "{element} calls a process that calls this one again: {circle}.",
            "Draw the repetition as a loop inside one process.",
        ),
        "timer_empty": (
            "{element} is a timer that does not say when it fires.",
            "Name a clock, or write an ISO 8601 duration such as P3D.",
        ),
        "timer_twice": (
            "{element} says in more than one way when its timer fires.",
            "Keep one: a clock, a date, a duration or a cycle.",
        ),
        "timer_wrong": (
            "{element}: the timer's {kind} “{text}” cannot be read: {reason}",
            "Write a duration such as P3D or PT2H, a date such as 2026-12-31T16:00, or "
            "a cycle such as R3/P1D; or name one of the office's clocks.",
        ),
        "loop_maximum": (
            "{element}: the loop's maximum “{value}” is no number from 1.",
            "Write how many times the activity may repeat at most.",
        ),
        "loop_data_missing": (
            "{element} runs several times, but neither a list nor a number says how "
            "often.",
            "Name a list to go through, or write how many times.",
        ),
        "loop_data_twice": (
            "{element} runs several times, and both a list and a number say how often.",
            "Keep one of the two.",
        ),
    },
    "warning": {
        "setting_unknown": (
            "{element}: the setting {setting} is not known and has no effect.",
            "Correct its spelling or take it out.",
        ),
        "setting_misplaced": (
            "{element}: the setting {setting} has no effect on a {kind}.",
            "Take it out, or move it to the element that it was meant for.",
        ),
        "text_twice": (
            "{element} has two texts for the language {language}.",
            "Keep one of the two.",
        ),
        "settings_lost": (
            "{element} has no settings, although other user tasks of this drawing do.",
            "If it had some, they were lost when it was copied, or its type changed, "
            "in another program: fill them in again.",
        ),
        "candidate_group_unknown": (
            "{element} names the candidate group “{group}”, which the office does not "
            "have; the group of its lane counts.",
            "Take the candidate group out, or name one of the office's groups.",
        ),
        "name_unproven": (
            "{element}: {what} names {name}, which only a message or a called process "
            "could bring.",
            "Make sure that {origin} brings {name}; without it the condition does not "
            "hold.",
        ),
    },
}
