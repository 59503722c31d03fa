"""Complaints about a file as such, and about what other programs wrote into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

FILE_COMPLAINTS: Mapping[Literal["error", "warning"], Mapping[str, tuple[str, str]]] = {
    "error": {
        # --- The bytes
        "file_empty": (
            "The file is empty.",
            "Save the drawing again and choose that file.",
        ),
        "file_too_large": (
            "The file is larger than {limit} MiB.",
            "Split the procedure with call activities, or take pictures out of it.",
        ),
        "not_xml": (
            "The file is not well-formed XML: {reason}.",
            "Open it in the program that made it and save it as BPMN 2.0 XML.",
        ),
        "encoding_unknown": (
            "The file says that it is in a character encoding that is not known.",
            "Save it in UTF-8.",
        ),
        "doctype": (
            "The file declares a document type (DOCTYPE) or entities.",
            "Take the declaration out; a BPMN 2.0 file needs none.",
        ),
        "nested_too_deep": (
            "Tags are nested more than {limit} deep here.",
            "Move inner subprocesses into processes of their own and call them.",
        ),
        "attribute_too_long": (
            "A tag has an attribute of more than {limit} characters.",
            "Shorten it; long texts belong into the documentation.",
        ),
        "too_many_tags": (
            "The file has more than {limit} tags and lines.",
            "Split the procedure with call activities.",
        ),
        "too_many_elements": (
            "{element} has more than {limit} elements.",
            "Split the procedure with call activities.",
        ),
        # --- The document
        "not_bpmn": (
            "The file is XML, but not BPMN 2.0: its root is <{root}>, where "
            "<definitions> of http://www.omg.org/spec/BPMN/20100524/MODEL is needed.",
            "Export the drawing as BPMN 2.0 XML.",
        ),
        "no_executable_process": (
            "No process of the file is marked as executable.",
            "Open the process's properties and tick Executable "
            '(isExecutable="true") on the one that is to run.',
        ),
        "several_executable": (
            "More than one process is marked as executable: {processes}.",
            "Leave the mark on one; put the others into files of their own and call "
            "them with call activities, or draw their pools as black boxes.",
        ),
        "id_missing": (
            "An element of kind {kind} has no id.",
            "Open the file in a modelling program and save it again; it gives ids.",
        ),
        "id_twice": (
            "The id of {element} is used before, on line {first_line}.",
            "Give one of the two another id.",
        ),
        "element_unknown": (
            "{element} is a {kind}, which has no place in a process that runs.",
            "Draw it with a task, a gateway, an event or a subprocess.",
        ),
        "reference_dangling": (
            "{element}: {reference} names {target}, which is not in the drawing.",
            "Draw the connection again, or choose an element that exists.",
        ),
        # --- Other languages and vendors
        "juel_translatable": (
            "{element}: {expression} is written in the expression language of "
            "another program.",
            "Write it in FEEL: {feel}",
        ),
        "juel_refused": (
            "{element}: {expression} is written in the expression language of "
            "another program and has no plain counterpart.",
            "Write the condition in FEEL, with names of the procedure's own data.",
        ),
        "expression_language": (
            "{element}: an expression is written in {language}.",
            "Write it in FEEL and take the language attribute out.",
        ),
        "vendor_code": (
            "{element} calls program code ({setting}: {code}), which is not here.",
            "Name one of the operations that this office offers in the task's "
            "settings.",
        ),
        "vendor_field": (
            "{element}: the form field {field} of type {type} cannot be taken over.",
            "Declare it in the task's settings with a name of letters, digits and _ "
            "and a known type.",
        ),
        "vendor_mapping": (
            "{element}: a data mapping ({setting}) has no counterpart here.",
            "Pass values as parameters of the operation or of the called process, or "
            "set them with a script task.",
        ),
        "vendor_computed": (
            "{element}: {setting} is computed while the procedure runs.",
            "Write the name itself, so that it can be checked before deployment.",
        ),
    },
    "warning": {
        "too_many_problems": (
            "There are more than {limit} problems; the others are not shown.",
            "Solve these first, then check again.",
        ),
        "executable_assumed": (
            "{element} does not say whether it is executable; being the only process "
            "of the file, it is taken to be.",
            'Tick Executable (isExecutable="true") on the process.',
        ),
        "vendor_ignored": (
            "{element} carries settings of {vendor} without meaning here: {settings}.",
            "If the procedure relied on them, say it with the settings of this "
            "system; otherwise take them out.",
        ),
        "assignment_ignored": (
            "{element} names its performers with {setting}; here the group of its "
            "lane says who does a task.",
            "Map the lane to a group and take the {setting} out.",
        ),
    },
}
