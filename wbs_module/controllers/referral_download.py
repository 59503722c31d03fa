"""Referrals for staff: cleaned copies and their index in one archive, in a stream."""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from .staff_download import as_download, guarded


class ReferralDownload(http.Controller):
    @http.route(
        "/wbs/referral/<int:record_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,  # the look is logged
    )
    def referral(self, record_id: int) -> Response:
        referral = request.env["wbs.referral"].browse(record_id)
        return guarded(referral, lambda: as_download(*referral._download()))
