"""What a reporter asks for with the code, each on a page of its own: protection,
withdrawal, objection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import http
from odoo.exceptions import UserError
from odoo.http import Response, request

from . import reporter_answers as answers_of
from .form_stream import FormRefused
from .reporter_request import ReporterRequest, reporter_route


@dataclass(frozen=True)
class Asked:
    """A kind of request: what the case calls it, and whether it needs words."""

    kind: str
    needs_text: bool


# The word in the address → what is asked.
REQUESTS = {
    "tekanan": Asked("retaliation", needs_text=True),
    "cabut": Asked("withdrawal", needs_text=False),
    "keberatan": Asked("objection", needs_text=True),
}


class ReporterRequests(http.Controller):
    @reporter_route("/kotak/minta/<word>", methods=("GET", "POST"))
    def ask(self, office: str, language: str, word: str) -> Response:
        """Say what will happen, take the words, and hand them to the case once."""
        here = ReporterRequest(office, language)
        if word not in REQUESTS:
            raise request.not_found()
        sending = request.httprequest.method == "POST"
        found = here.draft("visit", lock=sending)
        if found is None:
            return here.page("no_visit", status=404)
        key, content = found
        case = here.env["wbs.case"].browse(content["case"])
        if not sending:
            return self._show(here, word, case)
        if content.get("asked") == word:  # sent twice: double click, back button
            return here.go(f"/kotak/diterima/{word}")
        text = self._text(here)
        problem = self._problem(here, REQUESTS[word], text)
        if not problem:
            try:
                # A savepoint: the answer ends in a commit, and half of it must not.
                with here.env.cr.savepoint():
                    case._reporter_says(REQUESTS[word].kind, text.strip())
            except UserError as refused:
                problem = str(refused)
        if problem:
            return self._show(here, word, case, text, errors={"text": problem})
        here.env["wbs.audit.entry"]._write_entry(
            case.uid,
            f"{REQUESTS[word].kind}.received",
            f"wbs.case/{case.uid}",
            actor="reporter",
        )
        here.keep(key, {**content, "asked": word})
        return here.go(f"/kotak/diterima/{word}")

    @reporter_route("/kotak/diterima/<word>")
    def asked(self, office: str, language: str, word: str) -> Response:
        """Say that it arrived, and what happens now."""
        here = ReporterRequest(office, language)
        if word not in REQUESTS:
            raise request.not_found()
        if here.draft("visit") is None:
            return here.page("no_visit", status=404)
        return here.page("request_arrived", word=word)

    @staticmethod
    def _text(here: ReporterRequest) -> str:
        try:
            return here.fields().get("text", "").replace("\r\n", "\n")
        except FormRefused:
            return ""

    @staticmethod
    def _problem(here: ReporterRequest, asked: Asked, text: str) -> str:
        if asked.needs_text and not text.strip():
            return here.env._("Write a few words first, then send it.")
        return answers_of.text_problem(here.env, text, answers_of.LONGEST_MESSAGE)

    @staticmethod
    def _show(
        here: ReporterRequest,
        word: str,
        case: Any,
        text: str = "",
        errors: dict[str, str] | None = None,
    ) -> Response:
        return here.page(
            "request",
            status=422 if errors else 200,
            word=word,
            refused=case._why_not_asked(REQUESTS[word].kind),
            text=text,
            errors=errors or {},
        )
