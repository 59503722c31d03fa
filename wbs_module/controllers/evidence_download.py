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
