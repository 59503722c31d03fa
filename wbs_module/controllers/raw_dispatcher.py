"""A dispatcher that leaves the body of a request alone.

Odoo's own reads forms before the controller runs, and puts large parts in clear into
temporary files. Routes of this type read the stream themselves.
"""

from odoo.http import HttpDispatcher, request


class RawDispatcher(HttpDispatcher):
    routing_type = "wbs_raw"

    def dispatch(self, endpoint, args):
        self.request.params = dict(args)
        return self.request.registry["ir.http"]._dispatch(endpoint)


def body_stream():
    """The unread body of the running request."""
    # Odoo wraps werkzeug's request and offers no public way to its stream.
    return request.httprequest._HTTPRequest__wrapped.stream
