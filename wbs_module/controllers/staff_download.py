"""How staff get a file: the same answer for what is missing and what is not theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote

from odoo import models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import Response, request

from .. import vault
from ..models.wbs_sentences import say_error


def guarded(record: models.Model, serve: Callable[[], Response]) -> Response:
    """What ``serve`` gives, if the person may read ``record``.

    The same 404 for what does not exist and what is not meant for this user; a
    sentence for what cannot be given now.
    """
    try:
        record.check_access("read")
        if not record.exists():
            raise request.not_found()
        return serve()
    except (AccessError, MissingError):
        raise request.not_found() from None
    except UserError as problem:
        return Response(str(problem), status=503, content_type="text/plain")
    except vault.VaultError as problem:
        sentence = say_error(record.env, problem)
        return Response(sentence, status=503, content_type="text/plain")


def as_download(name: str, size: int | None, blocks: Iterable[bytes]) -> Response:
    """Always a download of a harmless type, never shown inside the browser.

    :param size: in bytes; ``None`` where it is known only at the end
    """
    encoded = quote(name, safe="")
    length = {} if size is None else {"Content-Length": str(size)}
    return Response(
        blocks,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{encoded}",
            **length,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
