"""What each letter says: facts of the case, and what staff wrote into named fields.

Nothing of the reporter's identity is reachable from here. Each method answers the names
that ``letters/fields.py`` lists for its kind.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from odoo import fields, models

from .wbs_languages import installed

# How the handling ended, in the words of an official letter.
OUTCOMES = {
    "id": {
        "stopped": "penanganan dihentikan",
        "forward": "diteruskan",
        "refer": "dilimpahkan",
        "": "penanganan selesai",
        "told": "sebagaimana diuraikan di bawah ini",
    },
    "en": {
        "stopped": "stopped",
        "forward": "forwarded",
        "refer": "referred",
        "": "completed",
        "told": "as set out below",
    },
}
# Steps in which somebody is heard, and in which a report is assessed.
HEARINGS = ("Hear", "HearAgain")
ASSESSMENTS = ("Assess",)
# Nobody is guilty yet when an assessment is written.
SUSPECTED = "Dugaan %s"
# How civil servants name the zones of the country.
ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
NO_PERSON = {"name": "", "rank": "", "employee_number": "", "position": ""}


class WbsLetter(models.Model):
    # What letters say is an idea of its own, apart from how they are kept.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "wbs.letter"

    facts = fields.Json(
        "Dates of the procedure",
        readonly=True,
        help="Dates that the drawing hands to the letter; no free text.",
    )

    # --- to the reporter ----

    def _values_receipt(self) -> dict[str, Any]:
        case = self.case_id
        return {
            "receipt": {
                "channel": self._words("channel", case.channel),
                "evidence_count": len(case.evidence_ids),
                "answer_by": self._due("first_answer"),
            }
        }

    def _values_additional_data_request(self) -> dict[str, Any]:
        operations = self.env["bpmn.operation"]
        question = self._note("question") or operations._standard_sentence(
            self.case_id, "evidence_needed"
        )
        return {
            "request": {
                "items": _lines(question),
                "answer_by": self._day_after("extra_data_wait"),
            }
        }

    def _values_refusal(self) -> dict[str, Any]:
        return {
            "decision": {
                "reason": self._note("reason"),
                "legal_basis": "",
                "other_office": "",
                "objection_by": self._objection_by(),
            }
        }

    def _values_reporter_answer(self) -> dict[str, Any]:
        return {
            "answer": {
                "text": self._note("answer"),
                "next_answer_by": "",
                "objection_by": self._objection_by(),
            }
        }

    def _values_closure_notice(self) -> dict[str, Any]:
        case = self.case_id
        return {
            "closure": {
                "decided_on": self._day(case.closed_at),
                "outcome": self._outcome_words(),
                "reason": self._note("withdrawal_answer") or self._note("answer"),
                "objection_by": self._objection_by(),
            }
        }

    def _outcome_words(self) -> str:
        words = OUTCOMES[self._language(self.case_id, self.kind)]
        if self._note("withdrawal_answer"):
            return words["stopped"]
        told = "told" if self._note("answer") else ""
        return words.get(self.case_id.measure, words[told])

    # --- inside the office, and to other offices ----

    def _values_forwarding(self) -> dict[str, Any]:
        return {
            "recipient": {
                "name": self._note("recipient_name"),
                "address": self._note("recipient_address"),
            },
            "forwarding": {
                "summary": self._note("referral_summary"),
                "measures": _lines(self._note("measures_asked")),
                "answer_by": self._day_after("referral_answer"),
            },
        }

    def _values_assessment_report(self) -> dict[str, Any]:
        """Signed by whoever assessed, and seen by whoever signs for the office."""
        category = self._words("category", self.case_id.category)
        known = self.case_id.category != "other"
        approver = self._signatory()
        assessor = self._who_did(ASSESSMENTS, "Penelaah")
        return {
            **({"signatory": assessor[0]} if assessor else {}),
            "report": {
                "subject": SUSPECTED % category.lower() if known else category,
                "issue": self._note("issue"),
                "legal_bases": _lines(self._note("legal_bases")),
                "facts": _lines(self._note("facts")),
                "analysis": self._note("assessment"),
                "conclusion": self._note("conclusion"),
                "recommendations": _lines(self._note("recommendations")),
            },
            "approver": approver if assessor else dict(NO_PERSON),
        }

    def _values_assignment_letter(self) -> dict[str, Any]:
        return {
            "assignment": {
                "legal_bases": _lines(self._note("legal_bases")),
                "members": self._people("assigned_members"),
                "tasks": _lines(self._note("assignment_tasks")),
                "from_date": self._date("from_date"),
                "until_date": self._date("until_date"),
                "budget": self._note("budget"),
            }
        }

    def _values_clarification_invitation(self) -> dict[str, Any]:
        return {
            "recipient": {
                "name": self._note("invited_name"),
                "address": self._note("invited_address"),
            },
            "invitation": {
                "date": self._date("meeting_date"),
                "time": self._hour("meeting_time"),
                "place": self._note("meeting_place"),
                "agenda": self._note("agenda"),
                "documents": _lines(self._note("documents")),
            },
        }

    def _values_clarification_minutes(self) -> dict[str, Any]:
        spoken = _lines(self._note("statements"))
        pairs = zip(spoken[::2], [*spoken[1::2], ""], strict=False)
        return {
            "minutes": {
                "date": self._date("meeting_date"),
                "from_time": self._hour("from_time"),
                "until_time": self._hour("until_time"),
                "place": self._note("meeting_place"),
                "examiners": self._people("assigned_members")
                or self._who_did(HEARINGS, "Pemeriksa"),
                "heard": {
                    **NO_PERSON,
                    "name": self._note("heard_name"),
                    "position": self._note("heard_position"),
                },
                "statements": [
                    {"question": question, "answer": answer}
                    for question, answer in pairs
                ],
            }
        }

    # --- where it stands ----

    def _note(self, field: str) -> str:
        """What was last written into a form field when the letter was asked for: it is
        written a little later, and the procedure may have gone on by then."""
        until = self.asked_at or None
        return self.env["wbs.note"]._latest(self.case_id, field, until)

    def _words(self, field: str, value: str) -> str:
        """A choice of the case, in the language of the letter and of no person."""
        language = installed(self.env, self._language(self.case_id, self.kind))
        case = self.case_id.with_context(lang=language)
        return dict(case._fields[field]._description_selection(case.env))[value]

    def _attachments(self) -> str:
        """The bundle of cleaned copies goes with a referral, and nothing else does."""
        if self.kind != "forwarding":
            return "-"
        bundled = self.case_id.referral_ids.filtered("bundled_on")[-1:]
        return "1 (satu) berkas" if bundled.copy_count else "-"

    def _who_did(self, steps: tuple[str, ...], position: str) -> list[dict[str, str]]:
        """Who finished the last of these steps, where no team was assigned."""
        tasks = self._instances().task_ids.filtered(
            lambda task: task.state == "completed" and task.element_id.key in steps
        )
        person = tasks.sorted("closed_at")[-1:].closed_by_id
        return (
            [{**NO_PERSON, "name": person.name, "position": position}] if person else []
        )

    def _hour(self, field: str) -> str:
        """A time of day as it was written, and the zone that was left out."""
        text = self._note(field).strip()
        if text.lower().startswith("pukul "):
            text = text[len("pukul ") :].strip()
        # sudo: the zone of the office
        calendar = self.company_id.sudo().resource_calendar_id
        zone = ZONES.get(calendar.tz, "")
        if not text or not text[-1:].isdigit() or not zone:
            return text
        return f"{text} {zone}"

    def _people(self, field: str) -> list[dict[str, str]]:
        """People, one a line: name; rank; employee number; position."""
        people = []
        for line in _lines(self._note(field)):
            parts = [part.strip() for part in line.split(";")] + [""] * 3
            people.append(dict(zip(NO_PERSON, parts, strict=False)))
        return people

    def _date(self, name: str) -> str:
        """A date that the drawing handed over; empty where it did not."""
        return (self.facts or {}).get(name) or ""

    def _day(self, moment: datetime | bool) -> str:
        """The date of a moment at the office; empty where there is none."""
        if not moment:
            return ""
        return fields.Date.to_string(self.company_id._wbs_day(moment))

    def _due(self, clock: str) -> str:
        """The day on which the latest deadline of a clock of this case is due."""
        # sudo: a date of the procedure; the letter is the system's own work
        deadline = (
            self.env["bpmn.deadline"]
            .sudo()
            .search(
                [
                    ("instance_id", "in", self._instances().ids),
                    ("clock_key", "=", clock),
                ],
                order="started_at desc, id desc",
                limit=1,
            )
        )
        return self._day(deadline.due_at)

    def _day_after(self, clock: str) -> str:
        """The day on which a clock that begins with this letter is due."""
        return self._day(self.case_id._clock_end(clock))

    def _instances(self) -> models.Model:
        # sudo: all procedures of the case, for the system's own work
        return self.env["bpmn.instance"].sudo()._of_record(self.case_id)

    def _objection_by(self) -> str:
        return self._day(self.case_id._objection_until())


def _lines(text: str) -> list[str]:
    return [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]
