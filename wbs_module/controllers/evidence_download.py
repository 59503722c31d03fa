"""Evidence for staff: always a download of a harmless type, in a stream."""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from .staff_download import as_download, guarded


class EvidenceDownload(http.Controller):
    @http.route(
        "/wbs/evidence/<int:record_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def evidence(self, record_id: int) -> Response:
        evidence = request.env["wbs.evidence"].browse(record_id)
        return guarded(evidence, lambda: as_download(*evidence._download()))

    @http.route(
        "/wbs/evidence/<int:record_id>/original/<int:request_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def original(self, record_id: int, request_id: int) -> Response:
        """The file as received, for whoever has just said why."""
        evidence = request.env["wbs.evidence"].browse(record_id)
        asked = request.env["wbs.original.request"].browse(request_id)
        return guarded(
            evidence, lambda: as_download(*evidence._download_original(asked))
        )
