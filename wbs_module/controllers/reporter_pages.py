"""The way of a report: start, one question a page, check, send, receipt."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from odoo import api, http
from odoo.exceptions import UserError
from odoo.http import Response, request

from .. import vault
from ..models.wbs_case_dates import FIRST_ANSWER
from ..models.wbs_intake import IncomingReport
from . import reporter_answers as answers_of
from .form_stream import drain
from .raw_dispatcher import body_stream
from .reporter_files import (
    Sent,
    finish_pieces,
    incoming_files,
    no_file,
    receive_form,
    told,
    told_of_file,
    too_many,
)
from .reporter_pieces import closed, remove_draft_file, take_piece, told_by_page
from .reporter_request import (
    COOKIE,
    PREFIX,
    FormRefused,
    ReporterRequest,
    reporter_route,
)

MOST_FILES = 20

_logger = logging.getLogger(__name__)


class ReporterPages(http.Controller):
    @http.route(
        [PREFIX, f"{PREFIX}/<office>"],
        type="wbs_raw",
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=False,
        sitemap=False,
    )
    def offices(self, office: str | None = None) -> Response:
        """To the only office's page, or to a choice of offices."""
        offices = request.env["res.company"].sudo()  # names that offices publish
        offices = offices.search(
            [("wbs_public_name", "!=", False)], order="sequence, id"
        )
        names = [office] if office else offices.mapped("wbs_public_name")
        if not offices:
            raise request.not_found()
        if len(names) == 1:
            return Response(status=303, headers={"Location": f"{PREFIX}/{names[0]}/id"})
        here = ReporterRequest(names[0], "id")
        return here.page("offices", offices=offices)

    @reporter_route("")
    def start(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        vault_room = here.env["wbs.vault"]
        return here.page("start", closed=not vault_room._takes_reports())

    @reporter_route("/mulai", methods=("POST",))
    def begin(self, office: str, language: str) -> Response:
        """*I report now*: from here on the cookie holds the key of a draft."""
        here = ReporterRequest(office, language)
        if not here.env["wbs.vault"]._takes_reports():
            return here.go("")
        found = here.draft("report")
        if found and found[1].get("code"):
            # Another report would take the only place where this code still stands.
            return here.go("/tanda-terima")
        if found:
            return here.go("/lapor/category")
        return here.begin(_nothing_yet(), "/lapor/category")

    @reporter_route("/lapor/<step>", methods=("GET", "POST"))
    def question(self, office: str, language: str, step: str) -> Response:
        here = ReporterRequest(office, language)
        if step not in answers_of.STEPS:
            raise request.not_found()
        found = here.draft("report")
        if request.httprequest.method == "POST":
            return self._answer(here, step, found)
        if found is None:
            return here.page("no_draft", status=404)
        if found[1].get("code"):
            return here.go("/tanda-terima")
        return self._show(here, step, found[1])

    def _answer(self, here: ReporterRequest, step: str, found: Any) -> Response:
        if found is None:
            return self._begin_again(here, step)
        room = MOST_FILES - len(found[1].get("files", ()))
        sent = receive_form(here, found[0], room)
        # Read again under the lock: it was not held while files came.
        found = here.draft("report", lock=True)
        if found is None or found[1].get("code") or step == "check":
            return here.go("/lapor/check")
        key, content = found
        tail = f"/lapor/{step}"
        if broken := sent.broken:
            return here.refuse(
                *(key, content, tail),
                lambda env: {"form": answers_of.form_problem(env, broken)},
            )
        answers = self._keep_answers(here, step, content, sent)
        if sent.fields.get("language") or sent.fields.get("back"):
            here.keep(key, content, settled=not sent.fields.get("language"))
            back = sent.fields.get("back") and answers_of.previous_step(step)
            return here.go(f"/lapor/{back}" if back else tail)

        def why(env: api.Environment) -> dict[str, str]:
            return {**answers_of.check_step(env, step, answers), **told(env, sent)}

        if why(here.env):
            return here.refuse(key, content, tail, why)
        here.keep(key, content)
        return here.go(f"/lapor/{answers_of.next_step(step)}")

    @staticmethod
    def _keep_answers(
        here: ReporterRequest, step: str, content: dict[str, Any], sent: Sent
    ) -> dict[str, str]:
        """Put what was answered into the draft, whatever is wrong with it."""
        names = answers_of.fields_of(step)
        answers = {
            name: sent.fields.get(name, "").replace("\r\n", "\n") for name in names
        }
        if sent.fields.get("unknown"):
            # What was typed stays: the button may have been pressed by mistake.
            nothing = here.env._("I do not know.")
            answers = {name: text or nothing for name, text in answers.items()}
        content["identity" if step == "identity" else "answers"].update(answers)
        content["files"] += sent.files
        return answers

    def _begin_again(self, here: ReporterRequest, step: str) -> Response:
        """The draft has ended while somebody still wrote: keep what came just now."""
        sent, content = receive_form(here, None, 0), _nothing_yet()
        typed = map(sent.fields.get, answers_of.fields_of(step))
        if step == "check" or not any(typed):
            return here.go("/lapor/check")
        self._keep_answers(here, step, content, sent)
        field = answers_of.fields_of(step)[0]
        return here.begin(
            content,
            f"/lapor/{step}",
            lambda env: {
                field: env._(
                    "What you wrote earlier was wiped, because two hours had passed. "
                    "What you sent just now is here. Go on, and answer the other "
                    "questions again."
                )
            },
        )

    def _show(
        self, here: ReporterRequest, step: str, content: dict[str, Any]
    ) -> Response:
        errors = here.refused(content, f"/lapor/{step}")
        return here.page(
            "check" if step == "check" else "question",
            status=422 if errors else 200,
            step=step,
            number=answers_of.STEPS.index(step) + 1,
            steps=len(answers_of.STEPS),
            previous=answers_of.previous_step(step),
            answers=content["answers"],
            identity=content["identity"],
            files=content["files"],
            errors=errors,
            named_reports=here.env["wbs.generation"]._current() is not None,
            questions=answers_of.QUESTIONS,
            limit_megabytes=here.env["wbs.evidence"]._limit() // 1024**2,
        )

    # --- files ----

    @reporter_route("/berkas", methods=("POST",))
    def attach(self, office: str, language: str) -> Response:
        """Take files into the draft, encrypted as they arrive."""
        here = ReporterRequest(office, language)
        found = here.draft("report")
        if found is None:
            drain(body_stream())
            return here.go("/lapor/proof")
        sent = receive_form(here, found[0], MOST_FILES - len(found[1].get("files", ())))
        # Read again under the lock: another upload may have ended meanwhile.
        found = here.draft("report", lock=True)
        if found is None or found[1].get("code"):
            return here.go("/lapor/proof")
        key, content = found
        _keep_proof(content, sent.fields)
        content["files"] += sent.files
        if not (sent.files or sent.refused_file or sent.broken):
            sent.refused_file = no_file
        if told(here.env, sent):
            return here.refuse(
                key, content, "/lapor/proof", lambda env: told(env, sent)
            )
        here.keep(key, content)
        return here.go("/lapor/proof")

    @reporter_route("/berkas/hapus", methods=("POST",))
    def detach(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        try:
            fields = here.fields()
        except FormRefused:
            fields = {}
        uid = fields.get("file", "")
        found = here.draft("report", lock=True)
        if found is None or found[1].get("code"):
            return here.go("/lapor/proof")
        key, content = found
        _keep_proof(content, fields)
        kept = [file for file in content["files"] if file["uid"] != uid]
        if len(kept) < len(content["files"]):
            remove_draft_file(key, uid)
        content["files"] = kept
        here.keep(key, content)
        return here.go("/lapor/proof")

    @reporter_route("/berkas/potongan", methods=("POST",))
    def piece(self, office: str, language: str) -> Response:
        """A piece of a file, from a page with script."""
        return take_piece(ReporterRequest(office, language), "report")

    @reporter_route("/berkas/selesai", methods=("POST",))
    def pieces_finished(self, office: str, language: str) -> Response:
        """All pieces of a file are here: it joins the draft."""
        here = ReporterRequest(office, language)
        name = told_of_file(here)
        found = here.draft("report", lock=True)
        if found is None or found[1].get("code"):
            return told_by_page(404, problem=closed(here.env))
        key, content = found
        file, problem = finish_pieces(here, key, name)
        known = [kept["uid"] for kept in content["files"]]
        if file and file["uid"] not in known:
            if len(known) >= MOST_FILES:
                remove_draft_file(key, file["uid"])
                file, problem = None, too_many(here.env, MOST_FILES)
            else:
                content["files"].append(file)
                here.keep(key, content)
        return told_by_page(422 if problem else 200, problem=problem)

    # --- sending ----

    @reporter_route("/kirim", methods=("POST",))
    def send(self, office: str, language: str) -> Response:
        """Send the report once; a second sending finds the receipt of the first."""
        here = ReporterRequest(office, language)
        found = here.draft("report", lock=True)
        if found is None:
            return here.go("/lapor/check")
        key, content = found
        if content.get("code"):
            return here.go("/tanda-terima")
        if not answers_of.report_is_complete(content):
            what = {"what": content["answers"].get("what", "")}
            return here.refuse(
                *(key, content, "/lapor/what"),
                lambda env: answers_of.check_step(env, "what", what),
            )
        try:
            # A savepoint: an answer ends in a commit, and half a case must not.
            with here.env.cr.savepoint():
                code = here.env["wbs.intake"]._take(
                    here.company, self._report(key, content, here.language)
                )
        except UserError as problem:
            sentence = str(problem)
            return here.refuse(
                key, content, "/lapor/check", lambda env: {"send": sentence}
            )
        except (vault.VaultError, OSError) as problem:
            _log_not_stored(problem)
            return here.refuse(
                key, content, "/lapor/check", lambda env: {"send": _not_stored(env)}
            )
        due = here.company._wbs_clock_end(FIRST_ANSWER)
        content = {
            "kind": "report",
            "office": content["office"],
            "code": code,
            "answer_by": due and due.isoformat(),
        }
        here.keep(key, content)
        return here.go("/tanda-terima")

    @staticmethod
    def _report(key: Any, content: dict[str, Any], language: str) -> IncomingReport:
        answers = content["answers"]
        identity = {part: text for part, text in content["identity"].items() if text}
        reply_address = identity.pop("reply_address", "")
        return IncomingReport(
            channel="web",
            category=answers.get("category") or "other",
            account={
                name: answers.get(name, "") for name in answers if name != "category"
            },
            identity=identity,
            reply_address=reply_address,
            files=incoming_files(key, content["files"]),
            language=language,
        )

    @reporter_route("/tanda-terima")
    def receipt(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        found = here.draft("report")
        if found is None or not found[1].get("code"):
            return here.page("no_draft", status=404)
        content = found[1]
        errors = here.refused(content, "/tanda-terima")
        due = content.get("answer_by")
        return here.page(
            "receipt",
            status=422 if errors else 200,
            code=content["code"],
            answer_by=due and here.company._wbs_date(datetime.fromisoformat(due)),
            errors=errors,
        )

    @reporter_route("/tersimpan", methods=("POST",))
    def kept(self, office: str, language: str) -> Response:
        """The reporter has kept the code: nothing stays behind on either side."""
        here = ReporterRequest(office, language)
        try:
            saved = here.fields().get("saved")
        except FormRefused:
            saved = ""
        if saved:
            return here.leave(here.go("/selesai"))
        found = here.draft("report", lock=True)
        if found is None or not found[1].get("code"):
            return here.go("/tanda-terima")
        return here.refuse(
            *(*found, "/tanda-terima"),
            lambda env: {
                "saved": env._(
                    "Tick the box once you have kept the code: it cannot be shown "
                    "again."
                )
            },
        )

    @reporter_route("/selesai")
    def finished(self, office: str, language: str) -> Response:
        return ReporterRequest(office, language).page("finished")

    @reporter_route("/keluar", methods=("POST",))
    def exit(self, office: str, language: str) -> Response:
        """Leave at once: draft, cookie and page are gone, another page stands there."""
        here = ReporterRequest(office, language)
        response = Response(status=303, headers={"Location": here.company.wbs_exit_url})
        return here.leave(response)


def _nothing_yet() -> dict[str, Any]:
    return {"kind": "report", "answers": {}, "identity": {}, "files": []}


def _keep_proof(content: dict[str, Any], fields: dict[str, str]) -> None:
    """What was typed beside the files comes with them."""
    if "proof" in fields:
        content["answers"]["proof"] = fields["proof"].replace("\r\n", "\n")


def _log_not_stored(problem: Exception) -> None:
    """The engineer reads the cause, the reporter what it means for them."""
    # The vault's sentences may be logged; another error's text might hold a name.
    cause = problem if isinstance(problem, vault.VaultError) else type(problem).__name__
    _logger.error("A report could not be stored: %s", cause)


def _not_stored(env: api.Environment) -> str:
    return env._(
        "Your report could not be stored just now and was not sent. All that you wrote "
        "is still here: try again in a few minutes."
    )


__all__ = ["COOKIE", "ReporterPages"]
