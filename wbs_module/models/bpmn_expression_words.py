"""What is wrong with an expression (FEEL), in the reader's language.

The engine says it in English sentences with names and signs in them; they are known
here by their form. A text that is none of them stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from .bpmn_expression_sentences import KINDS, KINDS_OF_VALUES, SENTENCES

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
EXPECTED = {
    "a value or a name": _lt("a value or a name"),
    "a name": _lt("a name"),
    "an operator": _lt("an operator"),
    "the end": _lt("the end"),
}
OF_A_FUNCTION = re.compile(r"(?P<call>[\w ]+\(\)): (?P<text>.+)", re.DOTALL)


@lru_cache(maxsize=256)
def form_of(sentence: str) -> re.Pattern[str]:
    """A pattern for what a sentence with names in braces becomes."""
    parts = re.split(r"\{(\w+)\}", sentence)
    texts, names = parts[::2], [*parts[1::2], None]
    return re.compile(
        "".join(
            re.escape(text) + (f"(?P<{name}>.+?)" if name else "")
            for text, name in zip(texts, names, strict=True)
        ),
        re.DOTALL,
    )


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
        return self._sentence_in_words(text)

    @api.model
    def _sentence_in_words(self, text: str) -> str:
        in_english = self.with_context(lang="en_US").env
        for sentence in SENTENCES:
            found = form_of(in_english._(sentence)).fullmatch(text)
            if found:
                words = {
                    name: self._kind_in_words(value)
                    if name in KINDS_OF_VALUES
                    else value
                    for name, value in found.groupdict().items()
                }
                return self.env._(sentence).format_map(words)
        called = OF_A_FUNCTION.fullmatch(text)
        if called:
            return f"{called['call']}: {self._sentence_in_words(called['text'])}"
        return text

    @api.model
    def _kind_in_words(self, kind: str) -> str:
        if kind.startswith("list of "):
            inner = self._kind_in_words(kind.removeprefix("list of "))
            return self.env._("list of %s", inner)
        return self.env._(KINDS[kind]) if kind in KINDS else kind

    @api.model
    def _expected_words(self, item: str) -> str:
        return self.env._(EXPECTED[item]) if item in EXPECTED else item
