"""What all of the reporter's pages share: office, language, cookie, rendering."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from odoo import SUPERUSER_ID, api, http
from odoo.http import Response, request

from ..models.reporter_style_sheet import script_address, style_address
from ..models.wbs_languages import LANGUAGES, installed
from .form_stream import FilePart, FormRefused, read_fields, read_parts
from .raw_dispatcher import body_stream

PREFIX = "/layanan"
COOKIE = "layanan"
BASE = f"{PREFIX}/<office>/<any(id,en):language>"
# Field → sentence, in the language of the environment.
Why = Callable[[api.Environment], dict[str, str]]


def reporter_route(*paths: str, methods: tuple[str, ...] = ("GET",)) -> Callable:
    """A route below ``/layanan/OFFICE/LANGUAGE``: no session, no user, no cookie.

    ``auth='none'`` and not ``public``: the latter would run as whoever is signed in to
    Odoo in the same browser.
    """
    return http.route(
        [BASE + path for path in paths],
        type="wbs_raw",
        auth="none",
        methods=list(methods),
        save_session=False,
        csrf=False,  # a token would hang on the session; the cookie is SameSite=Strict
        readonly=False,
        sitemap=False,
        max_content_length=None,
    )


class ReporterRequest:
    """One request of a reporter, as the pages see it."""

    def __init__(self, office: str, language: str) -> None:
        self.language = language
        # The system user, and no session: nobody is signed in on these pages.
        system = request.env(user=SUPERUSER_ID, su=True)
        self.env = system(context={"lang": installed(system, language)})
        self.company = self.env["res.company"].search(
            [("wbs_public_name", "=", office)], limit=1
        )
        if not self.company:
            raise request.not_found()
        self.env = self.env(
            context=dict(self.env.context, allowed_company_ids=self.company.ids)
        )

    def path(self, tail: str = "", language: str = "") -> str:
        office = self.company.wbs_public_name
        return f"{PREFIX}/{office}/{language or self.language}{tail}"

    # --- the form ----

    def fields(self) -> dict[str, str]:
        """The fields that were sent. Raises `FormRefused`."""
        return self.once(self.read_fields)

    @staticmethod
    def read_fields() -> dict[str, str]:
        """Read them from the stream, which can be done once. Raises `FormRefused`."""
        sent = request.httprequest
        return read_fields(body_stream(), sent.mimetype, sent.content_length or 0)

    @staticmethod
    def once(read: Callable[[], Any]) -> Any:
        """What ``read`` made of the body, also when the request is run again.

        A request that lost a race starts over, and its body is gone by then: read a
        second time, what somebody wrote would be an empty form.
        """
        if not hasattr(request, "reporter_body"):
            request.reporter_body = read()
        return request.reporter_body

    def parts(self) -> Any:
        """The parts of a form with files. Raises `FormRefused`."""
        sent = request.httprequest
        boundary = sent.mimetype_params.get("boundary")
        if sent.mimetype != "multipart/form-data" or not boundary:
            raise FormRefused
        return read_parts(body_stream(), boundary, sent.content_length or 0)

    # --- the draft ----

    def draft(self, kind: str, lock: bool = False) -> tuple[Any, dict[str, Any]] | None:
        """(key, content) of the cookie's draft, if it is of this kind and office."""
        found = self.env["wbs.draft"]._read(request.cookies.get(COOKIE), lock)
        if found is None:
            return None
        _key, content = found
        fits = content["kind"] == kind and content["office"] == self.company.id
        return found if fits else None

    def keep(self, key: Any, content: dict[str, Any], settled: bool = True) -> None:
        """Keep the draft.

        :param settled: what was refused before is done with; not so where somebody only
            changes the language, to understand it
        """
        if settled:
            content = {
                name: kept for name, kept in content.items() if name != "refused"
            }
        self.env["wbs.draft"]._keep(key, content)

    def refuse(
        self, key: Any, content: dict[str, Any], tail: str, why: Why
    ) -> Response:
        """Keep what was sent and why it is refused, and go to the page that says so.

        Never a page as the answer to a form: whoever comes back to such a page sees the
        browser's own question whether to send the form again, and nothing of ours.
        """
        content = {**content, "refused": self._told(tail, why)}
        self.env["wbs.draft"]._keep(key, content)
        return self.go(tail)

    def refused(self, content: dict[str, Any], tail: str) -> dict[str, str]:
        """Field → sentence, where the page at ``tail`` has to say what was refused."""
        refused = content.get("refused") or {"at": None}
        return refused["why"][self.language] if refused["at"] == tail else {}

    def _told(self, tail: str, why: Why) -> dict[str, Any]:
        """In all languages: whoever does not understand it changes the language."""
        told = {language: why(self._env_in(language)) for language in LANGUAGES}
        return {"at": tail, "why": told}

    def _env_in(self, language: str) -> api.Environment:
        return self.env(
            context=dict(self.env.context, lang=installed(self.env, language))
        )

    def prolong(self, kind: str) -> None:
        """Keep a draft alive while a long upload goes on."""
        key = self.env["wbs.draft"]._ending(request.cookies.get(COOKIE))
        if key:
            found = self.draft(kind, lock=True)
            if found:
                self.keep(*found, settled=False)

    def begin(
        self, content: dict[str, Any], tail: str, why: Why | None = None
    ) -> Response:
        """Keep a new draft and go to ``tail`` with its key in the cookie.

        The cookie holds one key: what another one opened would lie there until it ends.

        :param why: what the page at ``tail`` has to say first
        """
        self._wipe()
        content = {"office": self.company.id, **content}
        if why:
            content["refused"] = self._told(tail, why)
        key = self.env["wbs.draft"]._begin(content)
        response = self.go(tail)
        response.set_cookie(
            COOKIE,
            key.cookie(),
            expires=None,  # ends with the browser; Odoo's default is a year
            path=PREFIX,
            httponly=True,
            samesite="Strict",
            secure=request.httprequest.scheme == "https",
        )
        return response

    def leave(self, response: Response) -> Response:
        """Wipe what the cookie opens, and the cookie."""
        self._wipe()
        response.delete_cookie(COOKIE, path=PREFIX)
        return response

    def _wipe(self) -> None:
        found = self.env["wbs.draft"]._read(request.cookies.get(COOKIE))
        if found:
            self.env["wbs.draft"]._wipe(found[0])

    # --- answers ----

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        html = self.env["ir.qweb"]._render(
            f"wbs_module.reporter_{template}",
            {
                "here": self.path,
                "office": self.company,
                "language": self.language,
                "demonstration": self.env["wbs.vault"]._is_demonstration(),
                "style": style_address(),
                "script": script_address(),
                "errors": {},
                "path_tail": request.httprequest.path.removeprefix(self.path()),
                "promise": self.company._wbs_promise,
                **values,
            },
            lang=self.env.context["lang"],
        )
        body = "<!DOCTYPE html>\n" + str(html)
        return Response(body, status=status, content_type="text/html; charset=utf-8")

    def go(self, tail: str) -> Response:
        return Response(status=303, headers={"Location": self.path(tail)})


__all__ = ["FilePart", "FormRefused", "ReporterRequest", "reporter_route"]
