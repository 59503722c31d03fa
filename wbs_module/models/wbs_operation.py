"""What a drawing may call on the complaint side."""

from __future__ import annotations

from datetime import date
from typing import Any

from odoo import api, models

from .. import letters
from .bpmn_operation import BpmnError, operation
from .wbs_languages import installed

# What was decided → the status that staff and reporter read.
STATUS_OF_MEASURE = {
    "forward": "referred",
    "refer": "referred",
    "clarify": "clarifying",
    "special": "examining",
    "audit": "examining",
}


class BpmnOperation(models.AbstractModel):
    _inherit = "bpmn.operation"

    @operation("register_case", results=("named",))
    def _register_case(self, instance: models.Model) -> dict[str, Any]:
        """Give the next number of the register, and begin the intake check.

        Staff whose full name stands in the report under *who* lose sight of it at
        once. A report that did not come by the website, whose page shows the receipt,
        gets a letter of receipt.

        :return: ``named``: who was found, as the table of conflicts asks
        """
        case = instance._record()
        case._enter_register()
        case._set_status("checking")
        if case.channel in ("letter", "in_person"):
            self.env["wbs.letter"]._queue(case, "receipt")
        return {"named": case._exclude_who_is_named()}

    @operation(
        "exclude_named",
        parameters={"role": True, "people": False},
        results=("named",),
        errors=("nobody_matched",),
    )
    def _exclude_named(
        self, instance: models.Model, role: str, people: str | None = None
    ) -> dict[str, Any]:
        """Take the case from whoever has a conflict of interest.

        :param role: ``member`` (those whose names stand in the form field ``people``),
            ``team``, ``inspector`` or ``leadership`` (all who hold that role)
        :raise BpmnError: ``nobody_matched``: none of the names is one of the staff's
        """
        case = instance._record()
        if role != "member":
            case._exclude(case._holders_of(role))
            return {"named": role}
        users = case._staff_named_in(self._written(case, people or ""))
        if not users:
            raise BpmnError("nobody_matched")
        case._exclude(users)
        return {"named": case._role_named(users)}

    @operation("set_status", parameters={"status": True})
    def _set_status(self, instance: models.Model, status: str) -> dict[str, Any]:
        """Say where the case stands; only the main procedure does."""
        if instance.main:
            instance._record()._set_status(status)
        return {}

    @operation(
        "message_reporter",
        parameters={"text": False, "standard": False, "status": False, "letter": False},
        errors=("nothing_written",),
    )
    def _message_reporter(
        self,
        instance: models.Model,
        text: str | None = None,
        status: str | None = None,
        standard: str | None = None,
        letter: str | None = None,
    ) -> dict[str, Any]:
        """Send the reporter what somebody wrote into the form field named ``text``.

        :param standard: key of a standard sentence, sent where no field is named
        :param letter: key of a letter that is written beside it
        :raise BpmnError: ``nothing_written``, where nobody wrote into that field
        """
        case = instance._record()
        written = self._written(case, text or "")
        if not text and standard:
            written = self._standard_sentence(case, standard)
        if not written:
            raise BpmnError("nothing_written")
        self.env["wbs.message"]._send(case, "out", written)
        self.env["wbs.audit.entry"]._write_entry(
            case.uid, "message.sent", f"wbs.case/{case.uid}"
        )
        if letter:
            self.env["wbs.letter"]._queue(case, letter)
        if status:
            self._set_status(instance, status)
        return {}

    @operation(
        "record_decision",
        parameters={"decision": True, "text": False},
        results=("measure",),
        errors=("nothing_written",),
    )
    def _record_decision(
        self, instance: models.Model, decision: str, text: str | None = None
    ) -> dict[str, Any]:
        """Keep what was decided, and tell the reporter unless the case is archived:
        then the answer follows with the closing.

        :param decision: ``archive forward clarify special audit refer``
        """
        case = instance._record()
        case.measure = decision
        status = STATUS_OF_MEASURE.get(decision)
        if status and text:
            self._message_reporter(
                instance, text=text, status=status, letter="reporter_answer"
            )
        elif status:
            self._set_status(instance, status)
        return {"measure": decision}

    @operation("reopen_case")
    def _reopen_case(self, instance: models.Model) -> dict[str, Any]:
        """Open a closed case again; one that is still handled is left alone."""
        case = instance._record()
        if case.status in ("closed", "rejected"):
            case._reopen()
        return {}

    @operation("start_procedure", parameters={"procedure": True, "decided_by": False})
    def _start_procedure(
        self, instance: models.Model, procedure: str, decided_by: str | None = None
    ) -> dict[str, Any]:
        """Start a side procedure of the same case, which leaves its status alone.

        :param decided_by: who decides in the main procedure, where the side procedure
            asks for another reviewer
        """
        instance._record()._start_beside(procedure, decided_by)
        return {}

    @operation("record_bad_faith", parameters={"consequence": True})
    def _record_bad_faith(
        self, instance: models.Model, consequence: str
    ) -> dict[str, Any]:
        """Keep that bad faith was proven: the only door to a sanction for it."""
        instance._record().bad_faith = consequence
        return {}

    @operation("set_team", parameters={"people": True})
    def _set_team(self, instance: models.Model, people: str) -> dict[str, Any]:
        """Form the team of those named in the form field ``people``: of the examiners,
        only they see the case from now on. Nobody named is known: all examiners do.
        """
        case = instance._record()
        case.team_user_ids = case._staff_named_in(self._written(case, people))
        case._bpmn_refresh_access()
        return {}

    @operation("open_referral", parameters={"kind": True, "recipient": False})
    def _open_referral(
        self, instance: models.Model, kind: str, recipient: str | None = None
    ) -> dict[str, Any]:
        """Open a referral to the recipient named in the form field ``recipient``."""
        case = instance._record()
        self.env["wbs.referral"]._open(
            case, instance, kind, self._written(case, recipient or "")
        )
        self._set_status(instance, "referred")
        return {}

    @operation("bundle_referral")
    def _bundle_referral(self, instance: models.Model) -> dict[str, Any]:
        """Write the index of cleaned copies that goes with the open referral."""
        self.env["wbs.referral"]._current(instance)._bundle()
        return {}

    @operation("send_referral")
    def _send_referral(self, instance: models.Model) -> dict[str, Any]:
        """Note that the referral left the office."""
        self.env["wbs.referral"]._current(instance)._note_sent()
        return {}

    @operation("record_referral_answer", parameters={"answer": True, "outcome": True})
    def _record_referral_answer(
        self, instance: models.Model, answer: str, outcome: str
    ) -> dict[str, Any]:
        """Keep what the recipient answered, which stands in the field ``answer``."""
        written = self._written(instance._record(), answer)
        self.env["wbs.referral"]._current(instance)._note_answer(outcome, written)
        return {}

    # --- what operations share ----

    def _written(self, case: models.Model, field: str) -> str:
        """What was last written into a form field; empty where no field is named."""
        return self.env["wbs.note"]._latest(case, field) if field else ""

    def _standard_sentence(self, case: models.Model, key: str) -> str:
        """A sentence to the reporter that nobody has to write, in their language."""
        words = self.with_context(lang=installed(self.env, case.language))
        return words._standard_sentences()[key]

    def _standard_sentences(self) -> dict[str, str]:
        return {
            "evidence_needed": self.env._(
                "This office takes up a report once there is something to begin with. "
                "Please add a document, a picture or another lead, or tell us where "
                "we can find one."
            ),
            "lpsk_consent": self.env._(
                "We can ask the Witness and Victim Protection Agency (LPSK) to protect "
                "you, but only if you agree. Please answer with yes or no."
            ),
            "check_in": self.env._(
                "Are you well? Please tell us if you were transferred, threatened or "
                "treated worse since you reported."
            ),
            "good_faith_hearing": self.env._(
                "There is a question whether your report was made in good faith. You "
                "have the right to be heard before anything is decided: please write "
                "how you came to know what you reported."
            ),
            "objection_outside": self.env._(
                "Your objection cannot be reviewed inside this government. Please turn "
                "to the provincial inspectorate or to the Ombudsman."
            ),
            "referral_answered": self.env._(
                "The office that your report was handed to has answered. We are now "
                "looking at what came of it, and will write to you."
            ),
        }

    @api.model
    def _letter_keys(self, company):
        return super()._letter_keys(company) | frozenset(letters.LETTERS)

    @api.model
    def _letter(self, instance, key, call):
        letter = self.env["wbs.letter"]._queue(instance._record(), key)
        dates = {
            name: value.isoformat()
            for name, value in call.parameters.items()
            if isinstance(value, date)
        }
        if dates:
            letter.facts = dates
        return {}
