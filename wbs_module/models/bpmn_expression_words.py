"""What is wrong with an expression (FEEL), in the reader's language.

The engine says it in English sentences with names and signs in them; the usual ones are
known here by their pattern. One that is not known stays as the engine says it.
"""

from __future__ import annotations

import re

from odoo import api, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

PLACES = {
    "the condition": _lt("the condition"),
    "the loop's condition": _lt("the condition of the repetition"),
    "the completion condition": _lt("the condition that it is enough"),
    "the list": _lt("the list"),
    "the number of instances": _lt("the number of times"),
    "the script": _lt("the assignments"),
    "the timer": _lt("the timer"),
}
SENTENCES = (
    (r"The expression is not finished\.", _lt("The expression is not finished.")),
    (r"The expression is empty\.", _lt("The expression is empty.")),
    (r"'(?P<sign>.*?)' cannot stand here\.", _lt("“{sign}” cannot stand here.")),
    (
        r"A text that starts here does not end\.",
        _lt("A text that starts here does not end."),
    ),
    (
        r"Texts stand between straight double quotes: \"like this\"\.",
        _lt('Texts stand between straight double quotes: "like this".'),
    ),
    (
        r"The sign '(?P<sign>.*?)' has no meaning in an expression\.",
        _lt("The sign “{sign}” has no meaning in an expression."),
    ),
    (r"Correct the expression\.", _lt("Correct the expression.")),
)
EXPECTED = {
    "a value or a name": _lt("a value or a name"),
    "a name": _lt("a name"),
    "an operator": _lt("an operator"),
    "the end": _lt("the end"),
}


class BpmnProcess(models.Model):
    _inherit = "bpmn.process"

    @api.model
    def _expression_words(self, text: str) -> str:
        """What is wrong with an expression, or where it stands, translated."""
        if text in PLACES:
            return self.env._(PLACES[text])
        if text.startswith("the parameter "):
            name = text.removeprefix("the parameter ")
            return self.env._("the parameter %s", name)
        if text.startswith("Expected: "):
            expected = text.removeprefix("Expected: ").rstrip(".").split(", ")
            return self.env._(
                "What can stand here: %s.",
                ", ".join(self._expected_words(item) for item in expected),
            )
        for pattern, sentence in SENTENCES:
            found = re.fullmatch(pattern, text)
            if found:
                return self.env._(sentence).format_map(found.groupdict())
        return text

    @api.model
    def _expected_words(self, item: str) -> str:
        return self.env._(EXPECTED[item]) if item in EXPECTED else item
