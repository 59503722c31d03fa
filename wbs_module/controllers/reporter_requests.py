"""What a reporter asks for with the code, each on a page of its own: protection,
withdrawal, objection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import api, http
from odoo.exceptions import UserError
from odoo.http import Response, request

from . import reporter_answers as answers_of
from .form_stream import FormRefused
from .reporter_files import Sent, told
from .reporter_request import ReporterRequest, reporter_route
from .reporter_visit import held, hold, no_visit, typed_text


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
        if request.httprequest.method == "POST":
            return self._answer(here, word)
        found = here.draft("visit")
        if found is None:
            return here.page("no_visit", status=404)
        return self._show(here, word, found[1])

    def _answer(self, here: ReporterRequest, word: str) -> Response:
        asked, tail = REQUESTS[word], f"/kotak/minta/{word}"
        sent = self._sent(here)
        text = typed_text(sent)
        found = here.draft("visit", lock=True)
        if found is None:
            return no_visit(here, text)
        key, content = found
        if sent.broken:
            return here.refuse(key, content, tail, lambda env: told(env, sent))
        if sent.fields.get("language") or sent.fields.get("back"):
            settled = not sent.fields.get("language")
            here.keep(key, hold(content, tail, text), settled)
            return here.go("/kotak" if sent.fields.get("back") else tail)
        if content.get("asked") == word:  # sent twice: double click, back button
            return here.go(f"/kotak/diterima/{word}")

        def why(env: api.Environment) -> dict[str, str]:
            problem = self._problem(env, asked, text)
            return {"text": problem} if problem else {}

        if why(here.env):
            return here.refuse(key, hold(content, tail, text), tail, why)
        case = here.env["wbs.case"].browse(content["case"])
        try:
            # A savepoint: the answer ends in a commit, and half of it must not.
            with here.env.cr.savepoint():
                case._reporter_says(asked.kind, text.strip())
        except UserError as refused:
            sentence = str(refused)
            return here.refuse(
                key, hold(content, tail, text), tail, lambda env: {"text": sentence}
            )
        here.env["wbs.audit.entry"]._write_entry(
            case.uid,
            f"{asked.kind}.received",
            f"wbs.case/{case.uid}",
            actor="reporter",
        )
        here.keep(key, {**hold(content, tail, ""), "asked": word})
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
    def _sent(here: ReporterRequest) -> Sent:
        try:
            return Sent(here.fields())
        except FormRefused as broken:
            return Sent(broken=broken)

    @staticmethod
    def _problem(env: api.Environment, asked: Asked, text: str) -> str:
        if asked.needs_text and not text.strip():
            return env._("Write a few words first, then send it.")
        return answers_of.text_problem(env, text, answers_of.LONGEST_MESSAGE)

    @staticmethod
    def _show(here: ReporterRequest, word: str, content: dict[str, Any]) -> Response:
        case = here.env["wbs.case"].browse(content["case"])
        tail = f"/kotak/minta/{word}"
        errors = here.refused(content, tail)
        return here.page(
            "request",
            status=422 if errors else 200,
            word=word,
            refused=case._why_not_asked(REQUESTS[word].kind),
            text=held(content, tail),
            errors=errors,
        )
