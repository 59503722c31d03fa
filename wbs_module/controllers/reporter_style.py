"""Serves the style sheet of the public pages."""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from ..models.reporter_style_sheet import style_sheet
from .reporter_request import PREFIX


class ReporterStyle(http.Controller):
    @http.route(
        f"{PREFIX}/gaya/<name>.css",
        type="wbs_raw",
        auth="none",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def style(self, name: str) -> Response:
        digest, content = style_sheet()
        if name != digest:
            raise request.not_found()
        return Response(
            content,
            content_type="text/css; charset=utf-8",
            headers={
                "Content-Encoding": "gzip",
                "Cache-Control": "public, max-age=31536000, immutable",
            },
        )
