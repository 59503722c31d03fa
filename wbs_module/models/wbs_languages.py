"""The languages that reporters read and letters are written in."""

from __future__ import annotations

from odoo.api import Environment

LANGUAGES = {"id": "id_ID", "en": "en_US"}
"""As addresses, cases and letters name them → as Odoo does."""


def installed(env: Environment, language: str) -> str:
    """Odoo's code of a language; English where the language is not installed."""
    wanted = LANGUAGES[language]
    known = dict(env["res.lang"].get_installed())
    return wanted if wanted in known else LANGUAGES["en"]
