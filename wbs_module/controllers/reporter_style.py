"""Serves the style sheet and the script of the public pages."""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from ..models.reporter_style_sheet import SCRIPT, STYLE, public_file
from .reporter_request import PREFIX


class ReporterStyle(http.Controller):
    @http.route(
        f"{PREFIX}/gaya/<name>.css",
        type="wbs_raw",
        auth="none",
        methods=["GET"],
        save_session=False,
        sitemap=False,
        needs_no_database=True,
    )
    def style(self, name: str) -> Response:
        return self._serve(STYLE, name, "text/css; charset=utf-8")

    @http.route(
        f"{PREFIX}/gaya/<name>.js",
        type="wbs_raw",
        auth="none",
        methods=["GET"],
        save_session=False,
        sitemap=False,
        needs_no_database=True,
    )
    def script(self, name: str) -> Response:
        return self._serve(SCRIPT, name, "text/javascript; charset=utf-8")

    @staticmethod
    def _serve(file: str, name: str, kind: str) -> Response:
        digest, content = public_file(file)
        if name != digest:
            raise request.not_found()
        return Response(
            content,
            content_type=kind,
            headers={
                "Content-Encoding": "gzip",
                "Cache-Control": "public, max-age=31536000, immutable",
            },
        )
