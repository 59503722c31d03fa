"""What a drawing may call on the complaint side."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from .. import letters
from .bpmn_operation import BpmnError, operation


class BpmnOperation(models.AbstractModel):
    _inherit = "bpmn.operation"

    @operation("register_case")
    def _register_case(self, instance: models.Model) -> dict[str, Any]:
        """Give the next number of the register, and begin the intake check."""
        case = instance._record()
        case._enter_register()
        case._set_status("checking")
        return {}

    @operation("set_status", parameters={"status": True})
    def _set_status(self, instance: models.Model, status: str) -> dict[str, Any]:
        """Say where the case stands; only the main procedure does."""
        if instance.main:
            instance._record()._set_status(status)
        return {}

    @operation(
        "message_reporter",
        parameters={"text": True, "status": False},
        errors=("nothing_written",),
    )
    def _message_reporter(
        self, instance: models.Model, text: str, status: str | None = None
    ) -> dict[str, Any]:
        """Send the reporter what somebody wrote into the form field named ``text``.

        :raise BpmnError: ``nothing_written``, where nobody wrote into that field
        """
        case = instance._record()
        written = self.env["wbs.note"]._latest(case, text)
        if not written:
            raise BpmnError("nothing_written")
        self.env["wbs.message"]._send(case, "out", written)
        self.env["wbs.audit.entry"]._write_entry(
            case.uid, "message.sent", f"wbs.case/{case.uid}"
        )
        if status:
            self._set_status(instance, status)
        return {}

    @api.model
    def _letter_keys(self, company):
        return super()._letter_keys(company) | frozenset(letters.LETTERS)

    @api.model
    def _letter(self, instance, key, call):
        self.env["wbs.letter"]._queue(instance._record(), key)
        return {}
