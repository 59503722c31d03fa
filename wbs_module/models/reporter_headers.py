"""What every answer below the reporter's pages carries, and what it must not."""

from __future__ import annotations

import gzip

from odoo.http import Response, request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "script-src 'self'; connect-src 'self'; "
        "form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
SMALLEST_COMPRESSED = 500


def dress(response: Response) -> None:
    """Put on strict headers, take off every cookie but the draft's, compress."""
    ours = [
        cookie
        for cookie in response.headers.getlist("Set-Cookie")
        if cookie.startswith("layanan=")
    ]
    response.headers.remove("Set-Cookie")
    for cookie in ours:
        response.headers.add("Set-Cookie", cookie)
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    _compress(response)


def _compress(response: Response) -> None:
    """Odoo compresses nothing; an old telephone on a thin line would notice.

    Nothing secret and nothing that a stranger chose stand together on one page
    (the receipt page shows no input), so that lengths tell nothing.
    """
    accepted = "gzip" in request.httprequest.headers.get("Accept-Encoding", "")
    if (
        not accepted
        or response.is_streamed
        or response.headers.get("Content-Encoding")
        or len(response.data) < SMALLEST_COMPRESSED
    ):
        return
    response.data = gzip.compress(response.data, compresslevel=6, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
