"""Complaints about a file as such, and about what other programs wrote into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..sentences import _lt

FILE_COMPLAINTS: Mapping[Literal["error", "warning"], Mapping[str, tuple[str, str]]] = {
    "error": {
        # --- The bytes
        "file_empty": (
            _lt("The file is empty."),
            _lt("Save the drawing again and choose that file."),
        ),
        "file_too_large": (
            _lt("The file is larger than {limit} MiB."),
            _lt(
                "Split the procedure with call activities, or take pictures out of it."
            ),
        ),
        "not_xml": (
            _lt("The file is not well-formed XML: {reason}."),
            _lt("Open it in the program that made it and save it as BPMN 2.0 XML."),
        ),
        "encoding_unknown": (
            _lt("The file says that it is in a character encoding that is not known."),
            _lt("Save it in UTF-8."),
        ),
        "doctype": (
            _lt("The file declares a document type (DOCTYPE) or entities."),
            _lt("Take the declaration out; a BPMN 2.0 file needs none."),
        ),
        "nested_too_deep": (
            _lt("Tags are nested more than {limit} deep here."),
            _lt("Move inner subprocesses into processes of their own and call them."),
        ),
        "attribute_too_long": (
            _lt("A tag has an attribute of more than {limit} characters."),
            _lt("Shorten it; long texts belong into the documentation."),
        ),
        "too_many_tags": (
            _lt("The file has more than {limit} tags and lines."),
            _lt("Split the procedure with call activities."),
        ),
        "too_many_elements": (
            _lt("{element} has more than {limit} elements."),
            _lt("Split the procedure with call activities."),
        ),
        # --- The document
        "not_bpmn": (
            _lt(
                "The file is XML, but not BPMN 2.0: its root is <{root}>, where "
                "<definitions> of http://www.omg.org/spec/BPMN/20100524/MODEL is "
                "needed."
            ),
            _lt("Export the drawing as BPMN 2.0 XML."),
        ),
        "no_executable_process": (
            _lt("No process of the file is marked as executable."),
            _lt(
                "Open the process's properties and tick Executable "
                '(isExecutable="true") on the one that is to run.'
            ),
        ),
        "several_executable": (
            _lt("More than one process is marked as executable: {processes}."),
            _lt(
                "Leave the mark on one; put the others into files of their own and "
                "call "
                "them with call activities, or draw their pools as black boxes."
            ),
        ),
        "id_missing": (
            _lt("An element of kind {kind} has no id."),
            _lt(
                "Open the file in a modelling program and save it again; it gives ids."
            ),
        ),
        "id_twice": (
            _lt("The id of {element} is used before, on line {first_line}."),
            _lt("Give one of the two another id."),
        ),
        "element_unknown": (
            _lt("{element} is a {kind}, which has no place in a process that runs."),
            _lt("Draw it with a task, a gateway, an event or a subprocess."),
        ),
        "reference_dangling": (
            _lt("{element}: {reference} names {target}, which is not in the drawing."),
            _lt("Draw the connection again, or choose an element that exists."),
        ),
        # --- Other languages and vendors
        "juel_translatable": (
            _lt(
                "{element}: {expression} is written in the expression language of "
                "another program."
            ),
            _lt("Write it in FEEL: {feel}"),
        ),
        "juel_refused": (
            _lt(
                "{element}: {expression} is written in the expression language of "
                "another program and has no plain counterpart."
            ),
            _lt("Write the condition in FEEL, with names of the procedure's own data."),
        ),
        "expression_language": (
            _lt("{element}: an expression is written in {language}."),
            _lt("Write it in FEEL and take the language attribute out."),
        ),
        "vendor_code": (
            _lt("{element} calls program code ({setting}: {code}), which is not here."),
            _lt(
                "Name one of the operations that this office offers in the task's "
                "settings."
            ),
        ),
        "vendor_field": (
            _lt(
                "{element}: the form field {field} of type {type} cannot be taken over."
            ),
            _lt(
                "Declare it in the task's settings with a name of letters, digits and "
                "_ "
                "and a known type."
            ),
        ),
        "vendor_mapping": (
            _lt("{element}: a data mapping ({setting}) has no counterpart here."),
            _lt(
                "Pass values as parameters of the operation or of the called process, "
                "or "
                "set them with a script task."
            ),
        ),
        "vendor_computed": (
            _lt("{element}: {setting} is computed while the procedure runs."),
            _lt("Write the name itself, so that it can be checked before deployment."),
        ),
    },
    "warning": {
        "too_many_problems": (
            _lt("There are more than {limit} problems; the others are not shown."),
            _lt("Solve these first, then check again."),
        ),
        "executable_assumed": (
            _lt(
                "{element} does not say whether it is executable; being the only "
                "process "
                "of the file, it is taken to be."
            ),
            _lt('Tick Executable (isExecutable="true") on the process.'),
        ),
        "not_in_diagram": (
            _lt(
                "{element} has no place in the diagram of this file: it runs, and "
                "nobody sees it."
            ),
            _lt(
                "Lay the file out anew in the program that it comes from, or take "
                "the element out."
            ),
        ),
        "vendor_ignored": (
            _lt(
                "{element} carries settings of {vendor} without meaning here: "
                "{settings}."
            ),
            _lt(
                "If the procedure relied on them, say it with the settings of this "
                "system; otherwise take them out."
            ),
        ),
        "assignment_ignored": (
            _lt(
                "{element} names its performers with {setting}; here the group of its "
                "lane says who does a task."
            ),
            _lt("Map the lane to a group and take the {setting} out."),
        ),
    },
}
