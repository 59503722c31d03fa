"""People at their browsers, without the browsers: what they send over HTTP.

For programs that need many of them, and for tests of what stands behind the screens.
Every answer of the server is looked at; nothing is tried again by itself.
"""

import html
import http.client
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

PATIENCE_SECONDS = 60
OFFICE = "/layanan/malang/id"
CODE = re.compile(r'<p class="code" id="code".*?</p>', re.DOTALL)


class Refused(Exception):
    """The server answered, and said no: the sentence that the person reads."""


class Unreachable(Exception):
    """No answer came: whether the request was done, nobody knows."""


class _Visitor:
    """Somebody with cookies of their own. ``base_url`` may change between requests."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def _send(
        self, path: str, body: bytes | None = None, kind: str = ""
    ) -> tuple[int, bytes]:
        request = urllib.request.Request(self.base_url + path, data=body)
        if kind:
            request.add_header("Content-Type", kind)
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from None


class Staff(_Visitor):
    """Somebody with a login, who works in Odoo."""

    def __init__(self, base_url: str, database: str, login: str) -> None:
        super().__init__(base_url)
        self.database = database
        self.login = login

    def log_in(self) -> None:
        """Log in; the password of the demonstration is the login."""
        self.rpc(
            "/web/session/authenticate",
            {"db": self.database, "login": self.login, "password": self.login},
        )

    def call(self, model: str, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method as the web client does. Raises ``Refused``, ``Unreachable``."""
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": arguments, "kwargs": named},
        )

    def rpc(self, path: str, parameters: dict[str, Any]) -> Any:
        """Send a JSON-RPC request. Raises ``Refused``, ``Unreachable``."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": parameters})
        status, answer = self._send(path, body.encode(), "application/json")
        if status != 200:
            raise Unreachable(f"HTTP {status}")
        found = json.loads(answer)
        if "error" in found:
            raise Refused(found["error"]["data"]["message"])
        return found.get("result")

    def download(self, path: str) -> bytes:
        """Fetch a file. Raises ``Refused``, ``Unreachable``."""
        status, answer = self._send(path)
        if status != 200:
            raise Refused(f"HTTP {status}")
        return answer


class WebReporter(_Visitor):
    """A reporter on the public pages, in a browser without script."""

    def report(self, what: str) -> str:
        """Send a report from the first page to the receipt; return its code."""
        self.post("/mulai")
        self.post("/lapor/category", category="corruption")
        self.post("/lapor/what", what=what)
        receipt = self.post("/kirim")
        return self.code_on(receipt)

    @staticmethod
    def code_on(receipt: str) -> str:
        """Return the code that the page of the receipt shows."""
        shown = CODE.search(receipt)
        if not shown:
            raise Refused(in_words(receipt))
        return "-".join(re.findall(r"<span>([^<]+)</span>", shown[0]))

    def open(self, code: str) -> str:
        """Open a report by its code; return the page of the inbox."""
        return self.post("/kode", code=code)

    def write(self, text: str) -> str:
        """Send a message; the report must be open."""
        return self.post("/kotak/pesan", text=text)

    def post(self, tail: str, **fields: str) -> str:
        """Send a form and follow to the next page. Raises as ``Staff`` does."""
        body = urllib.parse.urlencode(fields).encode()
        kind = "application/x-www-form-urlencoded"
        status, page = self._send(OFFICE + tail, body, kind)
        text = page.decode(errors="replace")
        if status >= 500:
            raise Unreachable(f"HTTP {status}")
        if status != 200:
            raise Refused(in_words(text))
        return text


def in_words(page: str) -> str:
    """Return what a page says, without its markup."""
    body = page.partition("<main")[2] or page
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())
