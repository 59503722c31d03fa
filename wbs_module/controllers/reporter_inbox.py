"""What a reporter reads and sends with the receipt code and nothing else."""

from __future__ import annotations

from typing import Any

from odoo import http
from odoo.http import Response

from .. import vault
from ..models.wbs_receipt_try import TooManyTries
from . import reporter_answers as answers_of
from .form_stream import FormRefused, drain
from .raw_dispatcher import body_stream
from .reporter_files import (
    finish_pieces,
    incoming_files,
    receive_files,
    told_of_file,
    too_many,
)
from .reporter_pieces import over, remove_draft_file, take_piece, told_by_page
from .reporter_request import ReporterRequest, reporter_route

MOST_FILES = 10


class ReporterInbox(http.Controller):
    @reporter_route("/kode", methods=("GET", "POST"))
    def code(self, office: str, language: str) -> Response:
        """Ask for the code. It is never in an address, a title or a log."""
        here = ReporterRequest(office, language)
        if http.request.httprequest.method == "GET":
            return here.page("code", code="")
        try:
            typed = here.fields().get("code", "")
        except FormRefused:
            typed = ""
        try:
            case = here.env["wbs.receipt"]._find_case(typed, here.company)
        except TooManyTries:
            sentence = here.env._(
                "Codes like this one were tried too often. Wait ten minutes, compare "
                "the code with what you wrote down, and try again; nothing is lost."
            )
            return here.page("code", status=429, code=typed, errors={"code": sentence})
        except vault.ReceiptCodeTypingError:
            sentence = here.env._(
                "This is not a complete code, or a character is wrong. It has six "
                "groups of three; compare it with what you wrote down."
            )
            return here.page("code", status=422, code=typed, errors={"code": sentence})
        if not case:
            sentence = here.env._(
                "No report opens with this code here. Compare it with what you wrote "
                "down; codes end some time after a case is closed."
            )
            return here.page("code", status=422, code=typed, errors={"code": sentence})
        return here.begin({"kind": "visit", "case": case.id}, "/kotak")

    @reporter_route("/kotak")
    def inbox(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        found = here.draft("visit")
        if found is None:
            return here.page("no_visit", status=404)
        return self._show(here, self._case(here, found[1]))

    @reporter_route("/kotak/pesan", methods=("POST",))
    def send_message(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        found = here.draft("visit", lock=True)
        if found is None:
            drain(body_stream())
            return here.page("no_visit", status=404)
        key, content = found
        case = self._case(here, content)
        text = here.fields().get("text", "").replace("\r\n", "\n")
        problem = answers_of.text_problem(here.env, text, answers_of.LONGEST_MESSAGE)
        if not text.strip():
            problem = here.env._("Write your message first, then send it.")
        if problem:
            return self._show(here, case, text=text, errors={"text": problem})
        # The same text sent twice in a row (double click, back button) is one message.
        if content.get("last") != text:
            case._reporter_says("message", text)
            self._log(here, case, "message.received")
            here.keep(key, {**content, "last": text})
        return here.go("/kotak")

    @reporter_route("/kotak/berkas", methods=("POST",))
    def attach(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        found = here.draft("visit")
        if found is None:
            drain(body_stream())
            return here.page("no_visit", status=404)
        key, content = found
        case = self._case(here, content)
        files, problem = receive_files(here, key, MOST_FILES)
        self._take_files(here, key, case, files)
        if problem:
            return self._show(here, case, errors={"files": problem})
        return here.go("/kotak")

    @reporter_route("/kotak/berkas/potongan", methods=("POST",))
    def piece(self, office: str, language: str) -> Response:
        """A piece of a file, from a page with script."""
        return take_piece(ReporterRequest(office, language), "visit")

    @reporter_route("/kotak/berkas/selesai", methods=("POST",))
    def pieces_finished(self, office: str, language: str) -> Response:
        """All pieces of a file are here: the case takes it, once."""
        here = ReporterRequest(office, language)
        told = told_of_file(here)
        found = here.draft("visit", lock=True)
        if found is None:
            return told_by_page(404, problem=over(here))
        key, content = found
        sent = content.get("sent", [])
        if key.upload_uid(told) in sent:
            return told_by_page(200, problem="")
        file, problem = finish_pieces(here, key, told)
        if file and len(sent) >= MOST_FILES:
            file, problem = None, too_many(here, MOST_FILES)
        if file:
            self._take_files(here, key, self._case(here, content), [file])
            here.keep(key, {**content, "sent": [*sent, file["uid"]]})
            # Only after the commit: a step that is tried again needs them again.
            here.env.cr.postcommit.add(lambda: remove_draft_file(key, file["uid"]))
        return told_by_page(422 if problem else 200, problem=problem)

    def _take_files(self, here: ReporterRequest, key: Any, case, files: list) -> None:
        """Hand files of the visit over to the case."""
        case_key = here.env["wbs.vault"]._open_key(case)
        for file in incoming_files(key, files):
            here.env["wbs.evidence"]._take(
                case, case_key, file.name, file.media_type, file.blocks, file.scan
            )
        if files:
            self._log(here, case, "evidence.received")
            case._reporter_says("evidence")

    @reporter_route("/kotak/tutup", methods=("POST",))
    def close(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        return here.leave(here.go(""))

    # --- what stands behind ----

    @staticmethod
    def _case(here: ReporterRequest, content: dict[str, Any]):
        return here.env["wbs.case"].browse(content["case"])

    @staticmethod
    def _log(here: ReporterRequest, case, action: str) -> None:
        here.env["wbs.audit.entry"]._write_entry(
            case.uid, action, f"wbs.case/{case.uid}", actor="reporter"
        )

    def _show(self, here: ReporterRequest, case, text="", errors=None) -> Response:
        key = here.env["wbs.vault"]._open_key(case)
        messages = case.message_ids
        opened = messages._opened(key)
        unread = messages.filtered(
            lambda item: item.direction == "out" and not item.read_at
        )
        unread.read_at = here.env["bpmn.time"]._now()
        self._log(here, case, "messages.read")
        return here.page(
            "inbox",
            status=422 if errors else 200,
            case=case,
            answer_by=case._first_answer_by(),
            closed=case.status in ("closed", "rejected"),
            may_object=not case._why_no_objection(),
            may_ask_protection=case._hears("retaliation"),
            object_by=case._local_date(case._objection_until()),
            messages=opened,
            file_count=len(case.evidence_ids),
            text=text,
            errors=errors or {},
            limit_megabytes=here.env["wbs.evidence"]._limit() // 1024**2,
        )
