"""Setting up the second factor on the way in, before anything can be seen."""

from __future__ import annotations

import base64
import io
import os
import re

import qrcode

from odoo import http
from odoo.addons.auth_totp.models.totp import TOTP, TOTP_SECRET_SIZE
from odoo.addons.web.controllers.utils import _get_login_redirect_url
from odoo.http import Response, request

from ..models.wbs_second_factor import ENROL

SECRET = "wbs_totp_secret"


class SecondFactor(http.Controller):
    @http.route(ENROL, type="http", auth="public", methods=["GET", "POST"])
    def enrol(
        self, redirect: str | None = None, code: str = "", **_given: str
    ) -> Response:
        """For whoever gave the right password, must have a second factor, has none."""
        # sudo: somebody half signed in holds no right yet, and sets their own secret
        session = request.session
        if session.uid or not session.get("pre_uid"):
            return request.redirect("/web/login" if not session.uid else "/odoo")
        user = request.env["res.users"].sudo().browse(session["pre_uid"])
        if user._mfa_url() != ENROL:
            return request.redirect("/web/login")
        if not session.get(SECRET):
            secret = os.urandom(TOTP_SECRET_SIZE // 8)
            session[SECRET] = base64.b32encode(secret).decode()
        if request.httprequest.method == "POST" and self._keep(user, code):
            session.pop(SECRET)
            session.finalize(request.env)
            request.update_env(user=session.uid)
            request.update_context(**session.context)
            return request.redirect(_get_login_redirect_url(session.uid, redirect))
        return request.render(
            "wbs_module.second_factor",
            {
                "secret": session[SECRET],
                "picture": self._picture(user.login, session[SECRET]),
                "redirect": redirect,
                "failed": request.httprequest.method == "POST",
            },
            headers={"Cache-Control": "no-store"},
        )

    @staticmethod
    def _keep(user, code: str) -> bool:
        """Keep the secret if the code comes from it."""
        secret = request.session[SECRET]
        plain = re.sub(r"\s", "", code)
        matched = plain.isdigit() and TOTP(base64.b32decode(secret)).match(int(plain))
        if not matched:
            return False
        user.totp_secret = secret
        user.totp_last_counter = matched  # this code is used up
        request.env.flush_all()
        return True

    @staticmethod
    def _picture(login: str, secret: str) -> str:
        """What the telephone's camera reads, drawn here: no third party sees it."""
        host = request.httprequest.host.split(":", 1)[0]
        address = (
            f"otpauth://totp/{host}:{login}?secret={secret}&issuer={host}"
            "&algorithm=SHA1&digits=6&period=30"
        )
        data = io.BytesIO()
        qrcode.make(address.encode(), box_size=4).save(data, format="PNG")
        return base64.b64encode(data.getvalue()).decode()
