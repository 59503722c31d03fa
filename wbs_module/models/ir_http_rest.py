"""Rest times that hold without a websocket too."""

from __future__ import annotations

import time

from odoo import models
from odoo.addons.auth_timeout.models.ir_http import CheckIdentityException
from odoo.http import request

SEEN = "wbs_seen"
BETWEEN_STAMPS = 60  # seconds; not every request writes the session


class IrHttp(models.AbstractModel):
    # Rest times are an idea of their own, apart from the reporter's pages.
    # pylint: disable-next=consider-merging-classes-inherited
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        """Odoo measures inactivity through the websocket alone: without one, nothing
        would ever lock. So the last request counts too."""
        super()._authenticate(endpoint)
        if endpoint.routing["auth"] == "user" and request.session.uid is not None:
            cls._watch_rest(endpoint)

    @classmethod
    def _watch_rest(cls, endpoint):
        session, now = request.session, time.time()
        longest = request.env.user._get_lock_timeout_inactivity()
        if not longest:
            return
        seen = max(session.get(SEEN, now), session.get("identity-check-last", 0))
        if now - seen > longest:
            session["identity-check-next"] = now
            if endpoint.routing.get("check_identity", True):
                raise CheckIdentityException(
                    f"User {session.uid} needs to confirm his identity"
                )
        elif now - session.get(SEEN, 0) > BETWEEN_STAMPS:
            session[SEEN] = now
