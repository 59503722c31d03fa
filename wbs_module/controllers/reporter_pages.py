"""The way of a report: start, one question a page, check, send, receipt."""

from __future__ import annotations

import logging
from typing import Any

from odoo import http
from odoo.exceptions import UserError
from odoo.http import Response, request

from .. import vault
from ..models.wbs_intake import IncomingReport
from . import reporter_answers as answers_of
from .form_stream import drain
from .raw_dispatcher import body_stream
from .reporter_files import (
    finish_pieces,
    incoming_files,
    receive_files,
    told_of_file,
    too_many,
)
from .reporter_pieces import over, remove_draft_file, take_piece, told_by_page
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
        if found and not found[1].get("code"):
            return here.go("/lapor/category")
        content = {"kind": "report", "answers": {}, "identity": {}, "files": []}
        return here.begin(content, "/lapor/category")

    @reporter_route("/lapor/<step>", methods=("GET", "POST"))
    def question(self, office: str, language: str, step: str) -> Response:
        here = ReporterRequest(office, language)
        if step not in answers_of.STEPS:
            raise request.not_found()
        found = here.draft("report", lock=request.httprequest.method == "POST")
        if found is None:
            return here.page("no_draft", status=404)
        key, content = found
        if content.get("code"):
            return here.go("/tanda-terima")
        if request.httprequest.method == "GET" or step == "check":
            return self._show(here, step, content)
        return self._answer(here, step, key, content)

    def _answer(
        self, here: ReporterRequest, step: str, key: Any, content: dict[str, Any]
    ) -> Response:
        try:
            given = here.fields()
        except FormRefused:
            return self._show(here, step, content, form=self._too_much(here))
        names = answers_of.fields_of(step)
        answers = {name: given.get(name, "").replace("\r\n", "\n") for name in names}
        if given.get("unknown"):
            # What was typed stays: the button may have been pressed by mistake.
            nothing = here.env._("I do not know.")
            answers = {name: text or nothing for name, text in answers.items()}
        errors = answers_of.check_step(here.env, step, answers)
        target = content["identity"] if step == "identity" else content["answers"]
        target.update(answers)
        here.keep(key, content)
        if errors:
            return self._show(here, step, content, **errors)
        return here.go(f"/lapor/{answers_of.next_step(step)}")

    def _show(
        self, here: ReporterRequest, step: str, content: dict[str, Any], **errors: str
    ) -> Response:
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

    @staticmethod
    def _too_much(here: ReporterRequest) -> str:
        return here.env._(
            "That was more than can be taken here, or it arrived broken, and was not "
            "kept. What you had saved before is still here."
        )

    # --- files ----

    @reporter_route("/berkas", methods=("POST",))
    def attach(self, office: str, language: str) -> Response:
        """Take files into the draft, encrypted as they arrive."""
        here = ReporterRequest(office, language)
        found = here.draft("report")
        if found is None:
            drain(body_stream())
            return here.page("no_draft", status=404)
        key, content = found
        if content.get("code"):
            return here.go("/tanda-terima")
        files, problem = receive_files(here, key, MOST_FILES - len(content["files"]))
        # Read again under the lock: another upload may have ended meanwhile.
        found = here.draft("report", lock=True)
        if found is None:
            return here.page("no_draft", status=404)
        content = found[1]
        content["files"] += files
        here.keep(key, content)
        if problem:
            return self._show(here, "proof", content, files=problem)
        return here.go("/lapor/proof")

    @reporter_route("/berkas/hapus", methods=("POST",))
    def detach(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        uid = here.fields().get("file", "")
        found = here.draft("report", lock=True)
        if found is None:
            return here.page("no_draft", status=404)
        key, content = found
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
        told = told_of_file(here)
        found = here.draft("report", lock=True)
        if found is None or found[1].get("code"):
            return told_by_page(404, problem=over(here))
        key, content = found
        file, problem = finish_pieces(here, key, told)
        known = [kept["uid"] for kept in content["files"]]
        if file and file["uid"] not in known:
            if len(known) >= MOST_FILES:
                remove_draft_file(key, file["uid"])
                file, problem = None, too_many(here, MOST_FILES)
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
            return here.page("no_draft", status=404)
        key, content = found
        if content.get("code"):
            return here.go("/tanda-terima")
        if not answers_of.report_is_complete(content):
            errors = answers_of.check_step(
                here.env, "what", {"what": content["answers"].get("what", "")}
            )
            return self._show(here, "what", content, **errors)
        try:
            # A savepoint: an answer ends in a commit, and half a case must not.
            with here.env.cr.savepoint():
                code = here.env["wbs.intake"]._take(
                    here.company, self._report(key, content, here.language)
                )
        except UserError as problem:
            return self._show(here, "check", content, send=str(problem))
        except (vault.VaultError, OSError) as problem:
            return self._show(here, "check", content, send=_not_stored(here, problem))
        content = {"kind": "report", "office": content["office"], "code": code}
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
        return here.page("receipt", code=found[1]["code"], errors={})

    @reporter_route("/tersimpan", methods=("POST",))
    def kept(self, office: str, language: str) -> Response:
        """The reporter has kept the code: nothing stays behind on either side."""
        here = ReporterRequest(office, language)
        if not here.fields().get("saved"):
            found = here.draft("report")
            code = found and found[1].get("code")
            if not code:
                return here.page("no_draft", status=404)
            sentence = here.env._(
                "Tick the box once you have kept the code: it cannot be shown again."
            )
            return here.page(
                "receipt", status=422, code=code, errors={"saved": sentence}
            )
        return here.leave(here.go("/selesai"))

    @reporter_route("/selesai")
    def finished(self, office: str, language: str) -> Response:
        return ReporterRequest(office, language).page("finished")

    @reporter_route("/keluar", methods=("POST",))
    def exit(self, office: str, language: str) -> Response:
        """Leave at once: draft, cookie and page are gone, another page stands there."""
        here = ReporterRequest(office, language)
        response = Response(status=303, headers={"Location": here.company.wbs_exit_url})
        return here.leave(response)


def _not_stored(here: ReporterRequest, problem: Exception) -> str:
    """The engineer reads the cause, the reporter what it means for them."""
    # The vault's sentences may be logged; another error's text might hold a name.
    cause = problem if isinstance(problem, vault.VaultError) else type(problem).__name__
    _logger.error("A report could not be stored: %s", cause)
    return here.env._(
        "Your report could not be stored just now and was not sent. All that you wrote "
        "is still here: try again in a few minutes."
    )


__all__ = ["COOKIE", "ReporterPages"]
