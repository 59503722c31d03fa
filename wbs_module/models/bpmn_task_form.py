"""The form of a task: from the drawing to the browser, and back with checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .. import engine
from ..engine.contract import CONTENT_TYPES
from ..engine.errors import ValuesRefused
from .bpmn_time import UTC


class FieldsRefused(UserError):
    """What does not fit, told beside each field; ``context`` takes it to the browser.

    Sentences say what a field asks for, never what was entered: they reach the log.
    """

    def __init__(self, fields: dict[str, str], labels: dict[str, str]) -> None:
        lines = (f"{labels[name]}: {text}" for name, text in fields.items())
        super().__init__("\n".join(lines))
        self.context = {"fields": fields}


class BpmnTask(models.Model):
    _inherit = "bpmn.task"

    def _compute_form(self):
        # sudo: fields of the drawing, for whoever sees the task
        for task in self:
            form = task.element_id.sudo().form or {}
            fields = form.get("fields", ())
            unasked = task.sudo()._unasked(fields)
            task.form = {
                "fields": [
                    self._field_in_words(item)
                    for item in fields
                    if item["name"] not in unasked
                ],
                "outcomes": [
                    {
                        "value": choice["value"],
                        "label": self._in_my_language(choice, "label", "labels"),
                    }
                    for choice in form.get("outcomes", ())
                ],
            }

    def _unasked(self, fields: Iterable[dict[str, Any]]) -> tuple[str, ...]:
        """Fields that this open task leaves out, because of how its matter stands.

        For a record with all rights; only names of fields come out.
        """
        if self.state != "open" or not any(field["visible"] for field in fields):
            return ()
        # What reads a page asks for the size of binary fields instead.
        instance = self.instance_id.with_context(bin_size=False)
        record = instance._record()
        moment = self.env["bpmn.time"]._moment()
        return engine.unasked(
            instance.version_id._compiled(),
            bytes(instance.state),
            self.engine_id,
            record._bpmn_values() if record is not None else {},
            at=moment,
            clocks=self.env["bpmn.clock"]._definitions(instance.company_id.id, moment),
        )

    def _field_in_words(self, field: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": field["name"],
            "type": field["type"],
            "label": self._in_my_language(field, "label", "labels"),
            "help": self._in_my_language(field, "help", "helps"),
            "required": field["required"],
            "visible": field["visible"],
            "required_if": field["required_if"],
            "content": field["type"] in CONTENT_TYPES,
            "expected": self._expected(field),
            "choices": [
                [choice["value"], self._in_my_language(choice, "label", "labels")]
                for choice in field["choices"]
            ],
        }

    def _expected(self, field: dict[str, Any]) -> str:
        """What may be entered, told where something else was."""
        if field["type"] == "selection":
            labels = (
                self._in_my_language(choice, "label", "labels")
                for choice in field["choices"]
            )
            return self.env._("Choose one of: %s.", ", ".join(labels))
        return {
            "integer": self.env._("Write a whole number in digits, such as 12."),
            "amount": self.env._(
                "Write a number in digits, without dots between thousands, such as "
                "1500000."
            ),
            "date": self.env._("Choose a day that exists: day, month and year."),
            "datetime": self.env._(
                "Choose a day that exists and a time: day, month, year, hour and "
                "minute."
            ),
        }.get(field["type"], "")

    def _label_of(self, field_name: str) -> str:
        """What the form calls a field, in the reader's language."""
        for field in self.form.get("fields", ()):
            if field["name"] == field_name:
                return field["label"]
        return ""

    def _in_my_language(self, source: dict[str, Any], text: str, texts: str) -> str:
        """A text of the drawing in the reader's language, else as it was drawn."""
        language = self.env.lang or ""
        found = source.get(texts) or {}
        short = language.partition("_")[0]
        return found.get(language) or found.get(short) or source.get(text) or ""

    def _split_values(
        self, values: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """(data for the engine, free text for the record) out of a client's JSON.

        :raise UserError: a field that the form does not have
        :raise FieldsRefused: values of the wrong type
        """
        # sudo: fields of the drawing, for whoever sees the task
        form = self.element_id.sudo()._form_of(self.element_id.id)
        fields = {field["name"]: field for field in form.get("fields", ())}
        data: dict[str, Any] = {}
        texts: dict[str, str] = {}
        unreadable: list[str] = []
        for name, value in values.items():
            if name not in fields:
                raise UserError(
                    self.env._("The form of this task changed: load the page again.")
                )
            field = fields[name]
            if value in (None, False, "") and field["type"] != "boolean":
                continue
            if field["type"] in CONTENT_TYPES:
                if str(value).strip():
                    texts[name] = str(value)
                continue
            try:
                data[name] = _READERS[field["type"]](value)
            except (TypeError, ValueError, InvalidOperation):
                unreadable.append(name)
        if unreadable:
            raise self._fields_refused((), unreadable)
        return data, texts

    def _refusal(self, error: ValuesRefused) -> UserError:
        """What the engine refused, in the words of the form."""
        if error.missing or error.wrong:
            return self._fields_refused(error.missing, error.wrong)
        return UserError(
            self.env._("Please choose one of the buttons to finish this task.")
        )

    def _fields_refused(
        self, missing: Iterable[str], wrong: Iterable[str]
    ) -> FieldsRefused:
        # sudo: labels of the drawing, for whoever sees the task
        form = self.element_id.sudo().form or {}
        told: dict[str, str] = {}
        for field in form.get("fields", ()):
            if field["name"] in missing:
                told[field["name"]] = self._is_missing(field)
            elif field["name"] in wrong:
                told[field["name"]] = self._expected(field)
        labels = {name: self._label_of(name) for name in told}
        return FieldsRefused(told, labels)

    def _is_missing(self, field: dict[str, Any]) -> str:
        if field["type"] == "selection":
            return self.env._("Nothing is chosen yet. %s", self._expected(field))
        return self.env._("Nothing is entered here yet.")

    def get_explanation(self) -> str:
        """Why the task is due when it is due."""
        # sudo: read access is checked first
        self.check_access("read")
        deadline = self.sudo().deadline_id
        return deadline._explained() if deadline else ""

    def _due_in_words(self) -> str:
        return format_datetime(self.env, self.due_at) if self.due_at else ""


def _as_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _as_boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


_READERS = {
    "selection": str,
    "boolean": _as_boolean,
    "integer": int,
    "amount": lambda value: Decimal(str(value)),
    "date": lambda text: date.fromisoformat(text[:10]),
    "datetime": _as_moment,
}
