"""The log of looks and its checkpoints as files, for an auditor to carry outside.

Both are what ``odoo wbs verify`` reads, with nothing else than the audit key.
"""

from __future__ import annotations

from collections.abc import Iterable

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import Response, request


class AuditExport(http.Controller):
    @http.route("/wbs/audit/log", type="http", auth="user", methods=["GET"])
    def log(self) -> Response:
        return self._file("wbs.audit.entry", "audit.jsonl")

    @http.route("/wbs/audit/checkpoints", type="http", auth="user", methods=["GET"])
    def checkpoints(self) -> Response:
        return self._file("wbs.audit.checkpoint", "checkpoints.jsonl")

    @staticmethod
    def _file(model: str, name: str) -> Response:
        records = request.env[model]
        try:
            records.check_access("read")
        except AccessError:
            raise request.not_found() from None
        lines: Iterable[bytes] = list(records._export_lines())
        return Response(
            lines,
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )
