"""Evidence for staff: always a download of a harmless type, in a stream."""

from __future__ import annotations

from urllib.parse import quote

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import Response, request

from .. import vault


class EvidenceDownload(http.Controller):
    @http.route(
        "/wbs/evidence/<int:evidence_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def download(self, evidence_id: int) -> Response:
        evidence = request.env["wbs.evidence"].browse(evidence_id).exists()
        try:
            name, blocks = evidence._download() if evidence else (None, None)
        except (AccessError, MissingError):
            raise request.not_found() from None
        except vault.VaultError as problem:
            return Response(str(problem), status=503, content_type="text/plain")
        if name is None:
            raise request.not_found()
        return Response(
            blocks,
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
                "Content-Length": str(evidence.size),
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
                "Content-Security-Policy": "sandbox; default-src 'none'",
            },
        )
