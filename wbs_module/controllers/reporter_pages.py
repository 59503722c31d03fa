"""The way of a report: start, one question a page, check, send, receipt."""

from __future__ import annotations

import logging
import re
import uuid
from typing import Any

import magic

from odoo import http
from odoo.exceptions import UserError
from odoo.http import Response, request

from .. import vault
from ..models.wbs_draft import draft_folder
from ..models.wbs_intake import IncomingFile, IncomingReport
from . import reporter_answers as answers_of
from .form_stream import drain
from .raw_dispatcher import body_stream
from .reporter_request import (
    COOKIE,
    PREFIX,
    FilePart,
    FormRefused,
    ReporterRequest,
    reporter_route,
)

_logger = logging.getLogger(__name__)
MOST_FILES = 20
SNIFF_LENGTH = 4096


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
        return here.page("start", closed_because=vault_room._why_no_intake())

    @reporter_route("/mulai", methods=("POST",))
    def begin(self, office: str, language: str) -> Response:
        """*I report now*: from here on the cookie holds the key of a draft."""
        here = ReporterRequest(office, language)
        if here.env["wbs.vault"]._why_no_intake():
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
            (draft_folder(key.key_id) / uid).unlink(missing_ok=True)
        content["files"] = kept
        here.keep(key, content)
        return here.go("/lapor/proof")

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
            code = here.env["wbs.intake"]._take(
                here.company, self._report(key, content)
            )
        except (UserError, vault.VaultError) as problem:
            return self._show(here, "check", content, send=str(problem))
        content = {"kind": "report", "office": content["office"], "code": code}
        here.keep(key, content)
        return here.go("/tanda-terima")

    @staticmethod
    def _report(key: Any, content: dict[str, Any]) -> IncomingReport:
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
            files=tuple(
                IncomingFile(
                    file["name"],
                    file["type"],
                    vault.decrypt_file(
                        key,
                        vault.FileContext(file["uid"], "draft"),
                        draft_folder(key.key_id) / file["uid"],
                    ),
                )
                for file in content["files"]
            ),
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


def receive_files(
    here: ReporterRequest, key: Any, most: int
) -> tuple[list[dict[str, Any]], str]:
    """Encrypt the files of the form under ``key``; (kept, sentence if not all)."""
    kept: list[dict[str, Any]] = []
    problem = ""
    try:
        for part in here.parts():
            if not isinstance(part, FilePart) or not part.name:
                continue
            if len(kept) >= most:
                problem = here.env._("At most %s files can come with a report.", most)
                continue
            try:
                kept.append(_receive(here, key, part))
            except vault.FileTooLarge:
                drain(body_stream())
                return kept, _too_large(here, part)
            except UserError as refused:
                problem = str(refused)
    except FormRefused:
        problem = here.env._(
            "The file did not arrive whole and was not kept. Send it once more; your "
            "answers are still here."
        )
    if not kept and not problem:
        problem = here.env._("Choose a file first, then send it.")
    return kept, problem


def _too_large(here: ReporterRequest, part: FilePart) -> str:
    return here.env._(
        "“%(name)s” is larger than %(limit)s MB and was not kept. Send it in parts, or "
        "describe what it shows; the office can ask for it later.",
        name=part.name,
        limit=here.env["wbs.evidence"]._limit() // 1024**2,
    )


def _receive(here: ReporterRequest, key: Any, part: FilePart) -> dict[str, Any]:
    blocks = part.blocks
    head = b""
    for block in blocks:
        head += block
        if len(head) >= SNIFF_LENGTH:
            break
    media_type = magic.from_buffer(head[:SNIFF_LENGTH], mime=True) if head else ""
    evidence = here.env["wbs.evidence"]
    refused = evidence._refused_because(media_type)
    if not head:
        refused = here.env._("“%s” is empty and was not kept.", _clean_name(part.name))
    if refused:
        raise UserError(refused)
    uid = uuid.uuid4().hex

    def all_blocks():
        yield head
        yield from blocks

    stored = vault.encrypt_file(
        key,
        vault.FileContext(uid, "draft"),
        all_blocks(),
        draft_folder(key.key_id) / uid,
        here.env["wbs.vault"]._key_folder().plaintext_hash_key,
        evidence._limit(),
    )
    return {
        "uid": uid,
        "name": _clean_name(part.name),
        "type": media_type,
        "size": stored.size,
    }


def _clean_name(name: str) -> str:
    """The last part of a file name, without anything that a path or a header means."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", last)[:120] or "berkas"


__all__ = ["COOKIE", "ReporterPages", "receive_files"]
