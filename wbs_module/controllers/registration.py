"""Registers what came by letter, in person or by telephone: a clerk's own channel."""

from __future__ import annotations

import json
from typing import Any

from odoo import http
from odoo.exceptions import UserError
from odoo.http import Response, request

from .. import vault
from ..models.wbs_intake import IncomingReport
from . import reporter_answers as answers_of
from .form_stream import FilePart, FormRefused, drain
from .raw_dispatcher import body_stream
from .reporter_files import incoming_files, receive_file
from .reporter_request import ReporterRequest

GROUP = "wbs_module.group_secretariat"
CHANNELS = ("letter", "in_person", "email", "whatsapp")
PARTS = (*answers_of.QUESTIONS, "proof")
MOST_FILES = 20


class Registration(http.Controller):
    @http.route(
        "/wbs/registration",
        type="wbs_raw",
        auth="user",
        methods=["POST"],
        readonly=False,
        max_content_length=None,
    )
    def register(self) -> Response:
        """Take a report that a clerk enters, with transcript and sealed originals.

        The form is ``report`` (JSON: channel, category, language, account, identity)
        and then the files: ``copy`` for handlers, ``original`` to be sealed.

        :return: JSON: the receipt ``code`` for the reporter and the ``case``, or
            ``errors`` (field → sentence) with status 422; nothing was kept then
        """
        token = request.httprequest.headers.get("X-CSRF-Token")
        if not request.validate_csrf(token) or not request.env.user.has_group(GROUP):
            drain(body_stream())
            raise request.not_found()
        office = request.env.company
        if not office.wbs_public_name:
            drain(body_stream())
            return _refused(
                form=request.env._(
                    "This office has no name in public addresses yet, so a reporter "
                    "could not come back with the code. Ask the administrator for one."
                )
            )
        language = "id" if (request.env.lang or "").startswith("id") else "en"
        here = ReporterRequest(office.wbs_public_name, language)
        try:
            return _take(here)
        except FormRefused:
            return _refused(
                form=here.env._(
                    "The form did not arrive whole and nothing was kept. Send it again."
                )
            )


def _take(here: ReporterRequest) -> Response:
    key, report, copies, originals, problem = here.once(lambda: _read(here))
    try:
        errors = {"files": problem} if problem else _problems(here, report, copies)
        if errors:
            return _refused(**errors)
        incoming = IncomingReport(
            channel=report["channel"],
            category=report["category"],
            account=report["account"],
            identity={part: text for part, text in report["identity"].items() if text},
            files=incoming_files(key, copies),
            originals=incoming_files(key, originals),
            language=report["language"],
            registered_by=request.env.uid,
        )
        with here.env.cr.savepoint():
            code = here.env["wbs.intake"]._take(here.company, incoming)
    except (UserError, vault.VaultError) as problem:
        return _refused(form=str(problem))
    finally:
        # What is needed was encrypted anew under the key of the case. After a commit
        # only: a request that lost a race runs again and reads these files again.
        here.env.cr.postcommit.add(lambda: here.env["wbs.draft"]._forget_files(key))
    case = here.env["wbs.receipt"]._find_case(code)
    return _answer({"code": code, "case": case.name, "case_id": case.id})


def _read(here: ReporterRequest) -> tuple[Any, dict[str, Any], list, list, str]:
    """The report and its files, each encrypted under a key of its own as it comes."""
    key = vault.new_draft_key()
    report: dict[str, Any] = {}
    files: dict[str, list] = {"copy": [], "original": []}
    problem = ""
    for part in here.parts():
        if not isinstance(part, FilePart):
            if part[0] == "report":
                report = _as_report(part[1])
        elif part.name and part.field in files and not problem:
            if sum(map(len, files.values())) >= MOST_FILES:
                problem = here.env._("At most %s files at once.", MOST_FILES)
                continue
            try:
                files[part.field].append(receive_file(here, key, part))
            except vault.FileTooLarge:
                problem = here.env._(
                    "“%(name)s” is larger than %(limit)s MB. Nothing was kept.",
                    name=part.name,
                    limit=here.env["wbs.evidence"]._limit() // 1024**2,
                )
            except UserError as refused:
                problem = str(refused)
    return key, report, files["copy"], files["original"], problem


def _as_report(text: str) -> dict[str, Any]:
    """The typed part of the form. Raises `FormRefused`."""
    try:
        told = json.loads(text)
        account, identity = told.get("account") or {}, told.get("identity") or {}
        return {
            "channel": str(told.get("channel") or ""),
            "category": str(told.get("category") or ""),
            "language": "en" if told.get("language") == "en" else "id",
            "account": {part: str(account.get(part) or "") for part in PARTS},
            "identity": {
                part: str(identity.get(part) or "")
                for part in answers_of.IDENTITY_PARTS
            },
        }
    except (ValueError, AttributeError):
        raise FormRefused from None


def _problems(
    here: ReporterRequest, report: dict[str, Any], copies: list
) -> dict[str, str]:
    """Field → sentence for the clerk."""
    if not report:
        raise FormRefused
    env, errors = here.env, {}
    categories = dict(env["wbs.case"]._fields["category"].selection)
    if report["channel"] not in CHANNELS:
        errors["channel"] = env._("Say how the report came in.")
    if report["category"] not in categories:
        errors["category"] = env._("Say what it is about.")
    if not report["account"]["what"].strip() and not copies:
        errors["what"] = env._(
            "Write a transcript of what is reported, or attach a copy on which the "
            "reporter cannot be recognised: handlers see nothing else."
        )
    for part, text in report["account"].items():
        problem = answers_of.text_problem(env, text, answers_of.longest(part))
        if problem:
            errors[part] = problem
    for part, text in report["identity"].items():
        problem = answers_of.text_problem(env, text, answers_of.LONGEST_IDENTITY)
        if problem:
            errors[part] = problem
    if answers_of.name_is_missing(here.company, report["identity"]):
        errors["name"] = env._(
            "This office does not take reports without a name. It is sealed, and those "
            "who handle the report never see it."
        )
    return errors


def _refused(**errors: str) -> Response:
    return _answer({"errors": errors}, status=422)


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return Response(
        json.dumps(content),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )
