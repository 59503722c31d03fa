"""Serves the style sheet and the script of the public pages."""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from ..models.reporter_style_sheet import SCRIPT, STYLE, public_file
from .reporter_request import PREFIX

FILES = {
    "css": (STYLE, "text/css; charset=utf-8"),
    "js": (SCRIPT, "text/javascript; charset=utf-8"),
}


class ReporterStyle(http.Controller):
    @http.route(
        f"{PREFIX}/gaya/<name>.<any(css,js):kind>",
        type="wbs_raw",
        auth="none",
        methods=["GET"],
        save_session=False,
        sitemap=False,
        needs_no_database=True,
    )
    def style(self, name: str, kind: str) -> Response:
        file, content_type = FILES[kind]
        digest, content = public_file(file)
        if name != digest:
            raise request.not_found()
        return Response(
            content,
            content_type=content_type,
            headers={
                "Content-Encoding": "gzip",
                "Cache-Control": "public, max-age=31536000, immutable",
            },
        )
