"""What was changed of a clock, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_date

# In the order in which ``bpmn.clock._described`` writes them.
PARTS = (
    "amount",
    "unit",
    "warn_percent",
    "pausable",
    "longest_extension",
    "legal_basis",
    "valid_from",
    "active",
    "calendar",
    "steps",
)
WRITTEN = re.compile(
    "".join(
        rf"(?:(?:^|, ){part} (?P<{part}>.*?)(?=, (?:{'|'.join(PARTS[at:])}) |$))?"
        for at, part in enumerate(PARTS, 1)
    ),
    re.DOTALL,
)
STEP = re.compile(r"\+(?P<after>[^:]*): (?P<who>.*)", re.DOTALL)


class BpmnClockChange(models.Model):
    _inherit = "bpmn.clock.change"

    in_words = fields.Text("What changed, in words", compute="_compute_in_words")

    who = fields.Char("By whom", compute="_compute_who")

    @api.depends("user_id")
    @api.depends_context("lang")
    def _compute_who(self):
        for change in self:
            by_module = change.user_id.id == SUPERUSER_ID
            came = self.env._("Came with the module")
            change.who = came if by_module else change.user_id.name

    @api.depends("clock_id.change_ids", "before", "after")
    @api.depends_context("lang")
    def _compute_in_words(self):
        lengths = self._lengths()
        for change in self:
            old, new = _parts(change.before), _parts(change.after)
            before, after = lengths.get(change.id, ({}, {}))
            change.in_words = "\n".join(
                change._lines(
                    change._described(old, before), change._described(new, after)
                )
            )

    def _lengths(self) -> dict[int, tuple[dict[str, str], dict[str, str]]]:
        """Change → amount and unit of the clock before and after it.

        A row tells only what changed itself; the rest the clock knows as it is now,
        and so backwards.
        """
        found = {}
        for clock in self.clock_id:
            after = {"amount": str(clock.amount), "unit": clock.unit}
            for change in clock.change_ids.sorted("id", reverse=True):
                old, new = _parts(change.before), _parts(change.after)
                after = {part: new.get(part, after[part]) for part in after}
                before = {part: old.get(part, after[part]) for part in after}
                found[change.id] = (before, after)
                after = before
        return found

    def _lines(self, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
        labels = self._labels()
        if not old:
            yield self.env._("The clock was made")
        for part, value in new.items():
            if not old and value == "–":
                continue
            label, before = labels[part], old.get(part, "–")
            yield f"{label}: {before} → {value}" if old else f"{label}: {value}"

    def _labels(self) -> dict[str, str]:
        return {
            "amount": self.env._("Duration"),
            "warn_percent": self.env._("Reminder"),
            "pausable": self.env._("May stand still"),
            "longest_extension": self.env._("Longest extension"),
            "legal_basis": self.env._("Legal basis"),
            "valid_from": self.env._("Valid from"),
            "active": self.env._("In use"),
            "calendar": self.env._("Working time"),
            "steps": self.env._("Who is told when it is late"),
        }

    def _described(
        self, parts: Mapping[str, str], length: Mapping[str, str]
    ) -> dict[str, str]:
        """Part → its value in words, duration and unit as one."""
        words = dict(
            self.env["bpmn.clock"]._fields["unit"]._description_selection(self.env)
        )
        unit = length.get("unit", "")
        counted = words.get(unit, unit).lower()
        described = {}
        for part, value in parts.items():
            if part in ("amount", "unit"):
                described["amount"] = f"{_number(length['amount'])} {counted}"
            else:
                described[part] = self._value_in_words(part, value, counted)
        return described

    def _value_in_words(self, part: str, value: str, counted: str) -> str:
        if part in ("pausable", "active"):
            return self.env._("yes") if value == "True" else self.env._("no")
        if value in ("", "-", "0", "0.0", "False"):
            return "–"
        if part == "valid_from":
            return format_date(self.env, value)
        if part == "warn_percent":
            return self.env._("after %s%% of the time", _number(value))
        if part == "longest_extension":
            return f"{_number(value)} {counted}"
        if part == "steps":
            steps = (STEP.fullmatch(each) for each in value.split("; "))
            return ", ".join(
                f"{step['who']} (+{step['after']} {counted})"
                if _number(step["after"]) != "0"
                else self.env._("%s (at once)", step["who"])
                for step in steps
                if step
            )
        return value


def _parts(text: str | None) -> dict[str, str]:
    """What a row of the log holds: part → value as it was written."""
    found = WRITTEN.match(text or "")
    return {
        part: value for part, value in found.groupdict().items() if value is not None
    }


def _number(text: str) -> str:
    try:
        return f"{float(text):g}"
    except ValueError:
        return text
