"""What the engine says of an expression (FEEL), and what kinds of values it names."""

from __future__ import annotations

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Each as the engine says it, with a name where it puts in a word of its own.
SENTENCES = (
    _lt("The expression is not finished."),
    _lt("The expression is empty."),
    _lt("'{sign}' cannot stand here."),
    _lt("A text that starts here does not end."),
    _lt('Texts stand between straight double quotes: "like this".'),
    _lt("The sign '{sign}' has no meaning in an expression."),
    _lt("Correct the expression."),
    _lt("The expression is longer than {count} characters."),
    _lt("The expression is nested more than {count} levels deep."),
    _lt("Split it into several steps."),
    _lt("The script is longer than {count} characters."),
    _lt("Split it into several script tasks."),
    _lt("The script assigns nothing."),
    _lt("This is no assignment."),
    _lt("Write lines such as: total = first payment + 5"),
    _lt("Functions cannot be defined in an expression."),
    _lt("Functions of other languages cannot be called."),
    _lt("{function}() has no such arguments."),
    _lt("It is called as {forms}."),
    _lt("The number has more than {count} digits or a huge exponent."),
    _lt("{function}() gets one argument twice."),
    _lt("'{kind}' is not a type."),
    _lt("Types are: {kinds}, Any."),
    _lt("{function}() mixes arguments with and without names."),
    _lt("Name all of them or none."),
    _lt("{function}() cannot take {count} arguments."),
    _lt("The number is too large."),
    _lt("There is no such character."),
    _lt("This is no date, time or duration."),
    _lt('Write for example @"2026-12-31", @"14:30:00" or @"P2D".'),
    _lt("The key '{key}' stands here twice."),
    _lt("This escape sequence is unknown."),
    _lt("Write \\\\ for a backslash. Known are \\n \\t \\r \\\" \\' \\uXXXX."),
    _lt("'{sign}' has no meaning between a {left} and a {right}."),
    _lt(
        "Turn one of them into the other's type, for example with string() or number()."
    ),
    _lt("'{value}' is none of the values that can stand here."),
    _lt("Possible are: {values}."),
    _lt("There is no '{name}' in a {kind}."),
    _lt("{function}(): '{name}' must be a {kind}, but this is a {found}."),
    _lt("Give it a {kind}."),
    _lt("The result is a {found}, where a {kind} is needed."),
    _lt("Write an expression that gives a {kind}."),
    _lt("The name '{name}' is not known here."),
    _lt("{name} stands here as a name, but nothing is called so."),
    _lt('If it is a text, write it between quotation marks: "{name}".'),
    _lt('It is a text: write "{name}", with quotation marks. Possible are: {values}.'),
    _lt("Texts stand between quotation marks. Possible are: {values}."),
    _lt("'-' has no meaning before a {kind}."),
    _lt("Put a number or a duration there."),
    _lt("'{sign}' compares a {left} with a {right}; that is never true."),
    _lt("Compare values of one type."),
    _lt("'{sign}' joins conditions, but this is a {found}."),
    _lt("'{sign}' asks for conditions, but this is a {found}."),
    _lt("Write a comparison, or a value that is true or false."),
    _lt("A filter asks for a condition or a place, but this is a {found}."),
    _lt("Write for example [item > 3] or [1]."),
    _lt("'{sign}' cannot order a {kind}."),
    _lt("Compare numbers, texts, dates, times or durations."),
    # Of a function that is called with values from which it makes nothing.
    _lt("Correct the values between the brackets."),
    _lt("The text is not a {kind}."),
    _lt("It must look like {form}."),
    _lt("There is no such time."),
    _lt("There is no such day."),
    _lt("The text is not a number."),
    _lt("The list is empty."),
    _lt("The list must hold numbers, at least one."),
    _lt("The positions lie outside of the list."),
    _lt("The position lies outside of the list."),
    _lt("The positions lie outside of the text."),
    _lt("The duration is too long."),
    _lt("Division by zero."),
    _lt("Did you mean '{close}'?"),
    _lt("Nothing is known here by name."),
    _lt("Known here are: {names}."),
    _lt("The published functions stand in the manual."),
    _lt("There is no function '{function}'."),
    _lt("It is left out on purpose: patterns can be made to run for ever."),
    _lt("It is left out on purpose: it needs a function as its argument."),
    _lt(
        "Line {line}, column {column}: the name '{name}' has no value here. Give it "
        "one first, or ask with 'is defined({same})'."
    ),
    _lt("The name '{name}' holds {problem}, which FEEL does not know."),
    _lt(
        "The expression was stopped: it takes too many steps. Shorten its lists or its "
        "nested loops."
    ),
    _lt("The expression was stopped: it makes a list of more than {count} items."),
    _lt("The expression was stopped: it makes a text of more than {count} characters."),
    _lt("The expression was stopped: its result is too large."),
    _lt("The expression was stopped: it or its values are nested too deeply."),
)
KINDS = {
    "boolean": _lt("yes or no"),
    "context": _lt("group of values"),
    "date": _lt("date"),
    "date and time": _lt("date and time"),
    "days and time duration": _lt("duration in days and hours"),
    "list": _lt("list"),
    "null": _lt("nothing"),
    "number": _lt("number"),
    "range": _lt("range"),
    "string": _lt("text"),
    "time": _lt("time of day"),
    "years and months duration": _lt("duration in years and months"),
}
KINDS_OF_VALUES = ("kind", "found", "left", "right")
"""Names in the sentences that stand for a kind of values."""
