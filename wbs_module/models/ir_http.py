"""Requests below the reporter's pages: no session, strict headers, silent failures."""

from __future__ import annotations

import logging
import traceback

import psycopg2
from werkzeug.exceptions import HTTPException, InternalServerError

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.http import Response, request

from .reporter_headers import dress
from .reporter_style_sheet import style_address, without_database
from .wbs_languages import installed

_logger = logging.getLogger(__name__)

PREFIX = "/layanan"
# Cut off, shut down, out of disk; a lost race is run again before it comes so far.
DATABASE_AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError)


def _is_reporters() -> bool:
    path = request.httprequest.path
    return path == PREFIX or path.startswith(PREFIX + "/")


class WithoutReporters(logging.Filter):
    """Keep the reporter's pages, and with them addresses, out of the access log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return f" {PREFIX}" not in record.getMessage()


logging.getLogger("werkzeug").addFilter(WithoutReporters())


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        try:
            return super()._match(path_info)
        except HTTPException as problem:
            if _is_reporters() and problem.code != 404:
                # Odoo answers this one (405) itself, past _handle_error.
                problem.error_response = cls._reporter_error(problem)
            raise

    @classmethod
    def _authenticate(cls, endpoint):
        if not _is_reporters():
            return super()._authenticate(endpoint)
        # Not even the session's check: it writes the signed-in user, address and time
        # into the device log.
        request.session.can_save = False
        cls._auth_method_none()

    @classmethod
    def _dispatch(cls, endpoint):
        if not _is_reporters():
            return super()._dispatch(endpoint)
        try:
            return super()._dispatch(endpoint)
        except (HTTPException, psycopg2.Error, ConcurrencyError):
            raise
        except Exception as problem:  # noqa: BLE001 (its text may hold content)
            frame = traceback.extract_tb(problem.__traceback__)[-1]
            _logger.error(
                "%s on a reporter's page, %s line %s",
                type(problem).__name__,
                frame.filename.rsplit("/", 1)[-1],
                frame.lineno,
            )
            raise InternalServerError() from None

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        if _is_reporters():
            dress(response)
        return result

    @classmethod
    def _handle_error(cls, exception):
        if _is_reporters():
            return cls._reporter_error(exception)
        if isinstance(exception, DATABASE_AWAY):
            exception = cls._database_away()
        return super()._handle_error(exception)

    @classmethod
    def _database_away(cls) -> UserError:
        """What a person reads where psycopg2 would say it in its own words."""
        return UserError(
            request.env._(
                "The database stopped answering before it confirmed. Load the page "
                "again in a minute: it shows whether your entry was stored. If it was "
                "not, nothing of it was, and you can enter it again."
            )
        )

    @classmethod
    def _reporter_error(cls, exception):
        status = getattr(exception, "code", None) or 500
        page = "not_found" if status in (404, 405) else "failed"
        language = "en" if "/en" in request.httprequest.path else "id"
        try:
            html = cls._reporter_error_page(page, language)
        except psycopg2.Error:
            html, status = without_database(), 503
        response = Response(
            "<!DOCTYPE html>\n" + str(html),
            status=status,
            content_type="text/html; charset=utf-8",
        )
        dress(response)
        return response

    @classmethod
    def _reporter_error_page(cls, page, language):
        env = request.env(user=1, su=True)
        return env["ir.qweb"]._render(
            f"wbs_module.reporter_{page}",
            {"style": style_address(), "errors": {}},
            lang=installed(env, language),
        )
