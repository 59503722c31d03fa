"""What the operations and letters are called where a drawing chooses them."""

from __future__ import annotations

from odoo import api, models

from .. import letters


class BpmnOperation(models.AbstractModel):
    _inherit = "bpmn.operation"

    @api.model
    def _operation_names(self):
        return super()._operation_names() | {
            "register_case": self.env._("Enter the case into the register"),
            "set_status": self.env._("Say where the case stands"),
            "message_reporter": self.env._("Write to the reporter"),
        }

    @api.model
    def _usual_results(self):
        nobody = {"named": "nobody"}
        return super()._usual_results() | {
            "register_case": nobody,
            "exclude_named": nobody,
        }

    @api.model
    def _repeated_results(self):
        return super()._repeated_results() | {
            "record_decision": {"measure": "decision"},
        }

    @api.model
    def _result_words(self):
        return super()._result_words() | {
            "named": {
                "label": self.env._("Who of the office is named in the report"),
                "choices": [
                    ["nobody", self.env._("Nobody of those who handle reports")],
                    ["member", self.env._("A member of the team")],
                    ["team", self.env._("The whole team")],
                    ["inspector", self.env._("The Inspector")],
                    ["leadership", self.env._("The leadership")],
                ],
            },
            # Of the table of conflicts, and handed on to procedures that are called.
            "decided_by": {
                "label": self.env._("Who decides"),
                "choices": [
                    ["inspector", self.env._("The Inspector")],
                    ["sekda", self.env._("Regional secretary (Sekda)")],
                ],
            },
            "handled_by": {
                "label": self.env._("Who handles it"),
                "choices": [
                    ["team", self.env._("The team")],
                    ["outside", self.env._("Somebody outside the office")],
                ],
            },
        }

    @api.model
    def _content_names(self):
        return super()._content_names() | {
            "account": self.env._("What the reporter tells"),
            "evidence": self.env._("Evidence"),
            "messages": self.env._("Messages with the reporter"),
        }

    @api.model
    def _letter_names(self, company):
        indonesian = (self.env.lang or "").startswith("id")
        return super()._letter_names(company) | {
            key: letter.judul if indonesian else letter.title
            for key, letter in letters.LETTERS.items()
        }
