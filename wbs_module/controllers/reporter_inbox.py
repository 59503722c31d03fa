"""What a reporter reads and sends with the receipt code and nothing else."""

from __future__ import annotations

from typing import Any

from odoo import api, http
from odoo.http import Response

from .. import vault
from ..models.wbs_receipt_try import TooManyTries
from . import reporter_answers as answers_of
from .form_stream import FormRefused
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
from .reporter_request import ReporterRequest, reporter_route
from .reporter_requests import REQUESTS
from .reporter_visit import held, hold, no_visit, typed_text

INBOX = "/kotak"
MOST_FILES = 10


class ReporterInbox(http.Controller):
    @reporter_route("/kode", methods=("GET", "POST"))
    def code(self, office: str, language: str) -> Response:
        """Ask for the code. It is never in an address, a title or a log.

        A wrong one is answered at once, without a draft: before the right code there is
        no cookie, and the code is to stand there for comparing.
        """
        here = ReporterRequest(office, language)
        if http.request.httprequest.method == "GET":
            return self._ask_code(here)
        try:
            fields = here.fields()
        except FormRefused:
            fields = {}
        typed = fields.get("code", "")
        if fields.get("language"):
            return self._ask_code(here, typed)
        try:
            case = here.env["wbs.receipt"]._find_case(typed, here.company)
        except TooManyTries:
            sentence = here.env._(
                "Codes like this one were tried too often. Wait ten minutes, compare "
                "the code with what you wrote down, and try again; nothing is lost."
            )
            return self._ask_code(here, typed, 429, code=sentence)
        except vault.ReceiptCodeTypingError:
            sentence = answers_of.code_problem(here.env, typed)
            return self._ask_code(here, typed, 422, code=sentence)
        if not case:
            sentence = here.env._(
                "No report opens with this code here. Compare it with what you wrote "
                "down; codes end some time after a case is closed."
            )
            return self._ask_code(here, typed, 422, code=sentence)
        return here.begin({"kind": "visit", "case": case.id}, "/kotak")

    @staticmethod
    def _ask_code(
        here: ReporterRequest, typed: str = "", status: int = 200, **errors: str
    ) -> Response:
        begun = here.draft("report")
        return here.page(
            "code",
            status=status,
            code=typed,
            errors=errors,
            # Opening a report wipes what this browser holds of another one.
            unsent=begun and not begun[1].get("code"),
            code_not_kept=begun and begun[1].get("code"),
            posted=http.request.httprequest.method == "POST",
        )

    @reporter_route("/kotak")
    def inbox(self, office: str, language: str) -> Response:
        here = ReporterRequest(office, language)
        found = here.draft("visit")
        if found is None:
            return here.page("no_visit", status=404)
        return self._show(here, self._case(here, found[1]), found[1])

    @reporter_route("/kotak/pesan", methods=("POST",))
    def send_message(self, office: str, language: str) -> Response:
        """Send what was typed, and the files that were chosen beside it."""
        here = ReporterRequest(office, language)
        found, sent = self._receive(here)
        if found is None:
            return no_visit(here, sent.fields.get("text", ""))
        key, content = found
        case, text = self._case(here, content), typed_text(sent)
        self._take_files(here, key, case, sent.files)
        if sent.fields.get("language"):
            here.keep(key, hold(content, INBOX, text), settled=False)
            return here.go(INBOX)
        if sent.broken:
            return here.refuse(key, content, INBOX, lambda env: told(env, sent))
        if (word := sent.fields.get("ask")) in REQUESTS:
            here.keep(key, hold(content, INBOX, text))
            return here.go(f"{INBOX}/minta/{word}")
        empty = not (text.strip() or sent.files or sent.refused_file)

        def why(env: api.Environment) -> dict[str, str]:
            problem = answers_of.text_problem(env, text, answers_of.LONGEST_MESSAGE)
            if empty:
                problem = env._("Write your message first, then send it.")
            return {**({"text": problem} if problem else {}), **told(env, sent)}

        problems = why(here.env)
        if "text" in problems:
            return here.refuse(key, hold(content, INBOX, text), INBOX, why)
        # The same text sent twice in a row (double click, back button) is one message.
        if text.strip() and content.get("last") != text:
            case._reporter_says("message", text)
            self._log(here, case, "message.received")
            content = {**content, "last": text}
        content = hold(content, INBOX, "")
        if problems:
            return here.refuse(key, content, INBOX, why)
        here.keep(key, content)
        return here.go(INBOX)

    @reporter_route("/kotak/berkas", methods=("POST",))
    def attach(self, office: str, language: str) -> Response:
        """Take files, and hold what was typed beside them."""
        here = ReporterRequest(office, language)
        found, sent = self._receive(here)
        if found is None:
            return no_visit(here, sent.fields.get("text", ""))
        key, content = found
        self._take_files(here, key, self._case(here, content), sent.files)
        if "text" in sent.fields:
            content = hold(content, INBOX, typed_text(sent))
        if not (sent.files or sent.refused_file or sent.broken):
            sent.refused_file = no_file
        if told(here.env, sent):
            return here.refuse(key, content, INBOX, lambda env: told(env, sent))
        here.keep(key, content)
        return here.go(INBOX)

    @staticmethod
    def _receive(here: ReporterRequest) -> tuple[Any, Sent]:
        """(the visit, locked, or ``None`` if it has ended; what was sent)."""
        found = here.draft("visit")
        sent = receive_form(here, found and found[0], MOST_FILES)
        # Read again under the lock: it was not held while files came.
        return here.draft("visit", lock=True), sent

    @reporter_route("/kotak/berkas/potongan", methods=("POST",))
    def piece(self, office: str, language: str) -> Response:
        """A piece of a file, from a page with script."""
        return take_piece(ReporterRequest(office, language), "visit")

    @reporter_route("/kotak/berkas/selesai", methods=("POST",))
    def pieces_finished(self, office: str, language: str) -> Response:
        """All pieces of a file are here: the case takes it, once."""
        here = ReporterRequest(office, language)
        name = told_of_file(here)
        found = here.draft("visit", lock=True)
        if found is None:
            return told_by_page(404, problem=closed(here.env))
        key, content = found
        sent = content.get("sent", [])
        if key.upload_uid(name) in sent:
            return told_by_page(200, problem="")
        file, problem = finish_pieces(here, key, name)
        if file and len(sent) >= MOST_FILES:
            file, problem = None, too_many(here.env, MOST_FILES)
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

    def _show(
        self, here: ReporterRequest, case: Any, content: dict[str, Any]
    ) -> Response:
        key = here.env["wbs.vault"]._open_key(case)
        messages = case.message_ids
        opened = messages._opened(key)
        days = {item.id: case._local_date(item.sent_at) for item in messages}
        unread = messages.filtered(
            lambda item: item.direction == "out" and not item.read_at
        )
        unread.read_at = here.env["bpmn.time"]._now()
        self._log(here, case, "messages.read")
        errors = here.refused(content, INBOX)
        return here.page(
            "inbox",
            status=422 if errors else 200,
            case=case,
            answer_by=case._first_answer_by(),
            closed=case.status in ("closed", "rejected"),
            may_object=not case._why_no_objection(),
            may_ask_protection=case._hears("retaliation"),
            object_by=case._local_date(case._objection_until()),
            messages=[{**item, "day": days[item["id"]]} for item in opened],
            file_count=len(case.evidence_ids),
            text=held(content, INBOX),
            errors=errors,
            limit_megabytes=here.env["wbs.evidence"]._limit() // 1024**2,
        )
