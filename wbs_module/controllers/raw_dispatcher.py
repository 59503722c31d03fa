"""A dispatcher that leaves the body of a request alone.

Odoo's own reads forms before the controller runs, and puts large parts in clear into
temporary files. Routes of this type read the stream themselves.
"""

from odoo.http import HttpDispatcher, Response, request

from ..models.reporter_headers import dress
from ..models.reporter_style_sheet import without_database


class RawDispatcher(HttpDispatcher):
    routing_type = "wbs_raw"

    def dispatch(self, endpoint, args):
        self.request.params = dict(args)
        if self.request.db is None:
            return self._without_database(endpoint, args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    @staticmethod
    def _without_database(endpoint, args):
        """The database is away. Odoo comes here only where the module is among its
        ``server_wide_modules``; otherwise reporters see Odoo's own bare page."""
        if endpoint.routing.get("needs_no_database"):
            response = endpoint(**args)
        else:
            response = Response(
                "<!DOCTYPE html>\n" + without_database(),
                status=503,
                content_type="text/html; charset=utf-8",
                headers={"Retry-After": "120"},
            )
        dress(response)
        return response


def body_stream():
    """The unread body of the running request."""
    # Odoo wraps werkzeug's request and offers no public way to its stream.
    return request.httprequest._HTTPRequest__wrapped.stream
