"""What the play of a test case showed, in the reader's language."""

from __future__ import annotations

from typing import Any

from odoo import models
from odoo.tools.translate import LazyTranslate

from .. import engine

_lt = LazyTranslate(__name__)

WORDS = {
    "case_expects_nothing": _lt(
        "The case expects nothing, so it could not fail: say what must be seen."
    ),
    "case_unknown_element": _lt("The drawing has no element {element}."),
    "case_task_not_open": _lt("No task {element} is open; open are: {open}."),
    "case_refused": _lt("{element} was refused: {reason}"),
    "case_not_refused": _lt("{element} was taken, but had to be refused with {error}."),
    "case_not_awaited": _lt("Nothing waited for {name}."),
    "case_too_early": _lt("The step is to happen at {at}, before the step before it."),
    "case_too_long": _lt("It did not come to rest after {count} steps of the engine."),
    "case_status": _lt("The procedure is {seen}; expected: {expected}."),
    "case_open": _lt("Open tasks are {seen}; expected: {expected}."),
    "case_incidents": _lt("Open incidents stand at {seen}; expected: {expected}."),
    "case_path": _lt(
        "{element} was not entered when it was expected; entered were: {seen}."
    ),
    "case_entered": _lt("{element} was entered, which was not to happen."),
    "case_call": _lt(
        "{name} was not called when it was expected; called were: {seen}."
    ),
    "case_data": _lt("The value of {name} is {seen}; expected: {expected}."),
    "case_no_deadline": _lt("No deadline of the clock {clock} began."),
    "case_due": _lt("{clock} is due on {seen}; expected: {expected}."),
    "case_deadline_state": _lt("{clock} is {seen}; expected: {expected}."),
    "case_deadline_was": _lt("{clock} was not {expected}; it was: {seen}."),
}
# Here ``seen`` and ``expected`` list elements too.
LISTING_ELEMENTS = {"case_open", "case_incidents", "case_path"}


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    def _in_words(
        self, played: engine.CaseResult, process: engine.CompiledProcess, zone: str
    ) -> dict[str, Any]:
        """Plain JSON of a result, moments in the office's zone, elements by name."""
        names = self._called_elements(process)
        data = played.to_data()
        for moment, source in zip(data["moments"], played.moments, strict=True):
            moment["when"] = self.env["bpmn.time"]._in_words(source.at, zone)
            for key in ("entered", "open"):
                moment[f"{key}_names"] = [names.get(e, e) for e in moment[key]]
            moment["did_name"] = names.get(source.did, source.did)
        for mismatch in data["mismatches"]:
            words = self.env._(WORDS[mismatch["code"]])
            mismatch["message"] = words.format_map(_with_names(mismatch, names))
        return data


def _with_names(mismatch: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """The parameters of a difference, elements by their names in the drawing."""

    def named(elements: str) -> str:
        return ", ".join(
            f"“{names[each]}”" if each in names else each
            for each in elements.split(", ")
        )

    of_elements = {"element", "open"}
    if mismatch["code"] in LISTING_ELEMENTS:
        of_elements |= {"seen", "expected"}
    return {
        key: named(text) if key in of_elements else text
        for key, text in mismatch["parameters"].items()
    }
