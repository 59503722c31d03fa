"""Reporter and staff over HTTP, as a browser would ask."""

from __future__ import annotations

import json
import re
from typing import Any

import requests

HOME = "/layanan/malang/id"


class ReporterOverHttp:
    """A browser without script. ``pages`` holds everything that it was shown."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url + HOME
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "reporter"
        self.pages: list[str] = []

    def send(self, path: str, files: Any = None, **fields: str) -> str:
        answer = self._session.post(
            f"{self._base}/{path}", data=fields or None, files=files, timeout=60
        )
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        self.pages.append(answer.text)
        return answer.text

    def report(
        self,
        account: dict[str, str],
        identity: dict[str, str],
        files: dict[str, bytes],
    ) -> str:
        """From *I report now* to the receipt; the code."""
        self.send("mulai", x="1")
        self.send("lapor/category", category="corruption")
        for step in ("what", "where", "when", "who", "source"):
            self.send(f"lapor/{step}", **{step: account[step]})
        for name, content in files.items():
            self.attach("berkas", name, content)
        self.send("lapor/proof", proof=account["proof"])
        self.send("lapor/identity", **identity)
        page = self.send("kirim", x="1")
        shown = re.search(r'id="code".*?</p>', page, re.S) or re.search(
            r'id="code".*?</div>', page, re.S
        )
        assert shown, page
        groups = re.findall(r"<span[^>]*>([0-9A-Z]{3})</span>", shown[0])
        assert len(groups) == 6, shown[0]
        return "-".join(groups)

    def attach(self, path: str, name: str, content: bytes) -> None:
        self.send(path, files={"files": (name, content, "application/octet-stream")})

    def open(self, code: str) -> str:
        return self.send("kode", code=code)


class StaffOverHttp:
    """Somebody signed in to Odoo."""

    def __init__(self, base_url: str, login: str, database: str) -> None:
        self._base = base_url
        self._session = requests.Session()
        answer = self._rpc(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": login},
        )
        assert answer.get("uid"), answer

    def _rpc(self, path: str, params: dict[str, Any]) -> Any:
        answer = self._session.post(
            self._base + path, json={"jsonrpc": "2.0", "params": params}, timeout=120
        ).json()
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer.get("result")

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        return self._rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def newest_case(self) -> int:
        return self.call("wbs.case", "search", [], order="id desc", limit=1)[0]

    def finish(self, case: int, step: str, outcome: str, **values: str) -> None:
        """Finish the open task ``step`` of a case."""
        tasks = self.call(
            "bpmn.task",
            "search",
            [
                ("instance_id.res_id", "=", case),
                ("element_id.key", "=", step),
                ("state", "=", "open"),
            ],
        )
        assert len(tasks) == 1, (step, tasks)
        self.call("bpmn.task", "complete", tasks, outcome, values)

    def content(self, case: int) -> str:
        return repr(self.call("wbs.case", "open_content", [case]))

    def download(self, path: str) -> bytes:
        answer = self._session.get(self._base + path, timeout=120)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content

    def register(
        self,
        report: dict[str, Any],
        files: list[tuple[str, tuple[str, bytes]]],
    ) -> str:
        """Register a letter as its clerk; the code on the receipt."""
        page = self._session.get(f"{self._base}/odoo", timeout=120).text
        token = re.search(r'csrf_token: "([^"]+)"', page)
        assert token, "the page of the web client holds no token"
        answer = self._session.post(
            f"{self._base}/wbs/registration",
            files=[("report", (None, json.dumps(report))), *files],
            headers={"X-CSRF-Token": token[1]},
            timeout=120,
        )
        assert answer.status_code == 200, answer.text[:500]
        return answer.json()["code"]

    def status_of(self, path: str) -> int:
        return self._session.get(self._base + path, timeout=120).status_code
