"""Evidence and letters for staff: always a download of a harmless type, in a stream."""

from __future__ import annotations

from urllib.parse import quote

from odoo import http, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import Response, request

from .. import vault


class EvidenceDownload(http.Controller):
    @http.route(
        "/wbs/evidence/<int:record_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def evidence(self, record_id: int) -> Response:
        return self._serve(request.env["wbs.evidence"].browse(record_id))

    @http.route(
        "/wbs/letter/<int:record_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def letter(self, record_id: int) -> Response:
        return self._serve(request.env["wbs.letter"].browse(record_id))

    @staticmethod
    def _serve(record: models.Model) -> Response:
        """The same 404 for what does not exist and what is not meant for this user."""
        try:
            record.check_access("read")
            if not record.exists():
                raise request.not_found()
            name, size, blocks = record._download()
        except (AccessError, MissingError):
            raise request.not_found() from None
        except (UserError, vault.VaultError) as problem:
            return Response(str(problem), status=503, content_type="text/plain")
        return Response(
            blocks,
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
                "Content-Length": str(size),
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
                "Content-Security-Policy": "sandbox; default-src 'none'",
            },
        )
