"""Letters and their templates for staff: as Word files, letters as a PDF to look at."""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from .staff_download import as_download, guarded


class LetterDownload(http.Controller):
    @http.route(
        "/wbs/letter/<int:record_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def letter(self, record_id: int) -> Response:
        letter = request.env["wbs.letter"].browse(record_id)
        return guarded(letter, lambda: as_download(*letter._download()))

    @http.route(
        "/wbs/letter/<int:record_id>/preview",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def preview(self, record_id: int) -> Response:
        letter = request.env["wbs.letter"].browse(record_id)
        return guarded(letter, lambda: _as_page(letter._preview()))

    @http.route(
        "/wbs/letter-template/<int:record_id>/<string:which>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def template(self, record_id: int, which: str) -> Response:
        if which not in ("current", "shipped", "example"):
            raise request.not_found()
        template = request.env["wbs.letter.template"].browse(record_id)

        def serve() -> Response:
            name, document = template._download(which)
            return as_download(name, len(document), iter([document]))

        return guarded(template, serve)


def _as_page(pdf: bytes) -> Response:
    """Our own PDF may stand in the browser; it is kept nowhere and loads nothing."""
    return Response(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": "inline; filename=surat.pdf",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        },
    )
