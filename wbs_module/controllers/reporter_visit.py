"""What a visit with the code holds until it is sent: words typed on its pages."""

from __future__ import annotations

from typing import Any

from odoo.http import Response

from .reporter_files import Sent
from .reporter_request import ReporterRequest


def hold(content: dict[str, Any], tail: str, text: str) -> dict[str, Any]:
    """The visit's content with ``text`` held for the page at ``tail``."""
    return {**content, "typed": {**content.get("typed", {}), tail: text}}


def held(content: dict[str, Any], tail: str) -> str:
    """What was typed on the page at ``tail`` and not sent yet."""
    return content.get("typed", {}).get(tail, "")


def typed_text(sent: Sent) -> str:
    return sent.fields.get("text", "").replace("\r\n", "\n")


def no_visit(here: ReporterRequest, text: str) -> Response:
    """The visit has ended while somebody wrote: give the words back for copying.

    Here they cannot be held: whoever opens a report next may be somebody else.
    """
    if not text.strip():
        return here.go("/kotak")
    # No other language is offered: going there would lose the words.
    return here.page("no_visit", status=404, text=text, path_tail=None)


__all__ = ["held", "hold", "no_visit", "typed_text"]
