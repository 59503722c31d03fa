"""One whole case in the running product, then a search of everything it touched."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pytest

from .canary import Canaries
from .evidence_files import document, photograph
from .installation import Installation
from .people import ReporterOverHttp, StaffOverHttp

# Seconds for the scheduled jobs; a lost race is tried again after two minutes.
PATIENCE = 150


@dataclass
class Story:
    """What was told, and what those who may see it were shown."""

    canaries: Canaries
    shown_to_staff: str = ""
    shown_to_reporter: str = ""
    originals: list[bytes] = field(default_factory=list)
    cleaned: list[bytes] = field(default_factory=list)
    letter: bytes = b""
    preview: bytes = b""
    status_when_excluded: int = 0


@pytest.fixture(scope="session")
def here() -> Iterator[Installation]:
    installation = Installation()
    yield installation
    installation.close()


@pytest.fixture(scope="session")
def story(here: Installation) -> Story:
    """A named report with evidence, messages both ways, tasks, a letter, an exclusion,
    downloads: everything that a case may meet."""
    told = Canaries()
    story = Story(told)
    reporter = ReporterOverHttp(here.server.base_url)
    parts = ("what", "where", "when", "who", "source", "proof")
    code = reporter.report(
        {part: told.new(part) for part in parts},
        {
            "name": told.new("name"),
            "employee_number": told.new("employee number"),
            "address": told.new("address"),
            "telephone": told.new("telephone"),
            "reply_address": f"{told.new('reply')[:22]}@example.test",
        },
        {
            f"{told.new('file name')}.jpg": photograph(
                told.new("description"), told.new("artist")
            ),
            "berkas.docx": document(told.new("document"), told.new("author")),
            "catatan.txt": told.new("text file").encode() * 3000,
        },
    )
    told.also("receipt code", code)
    _work_on_it(here, story, reporter, code)
    story.shown_to_reporter = "\n".join(reporter.pages)
    return story


def _work_on_it(
    here: Installation, story: Story, reporter: ReporterOverHttp, code: str
) -> None:
    told = story.canaries
    staff = {
        login: StaffOverHttp(here.server.base_url, login, here.database)
        for login in ("secretariat", "handler", "inspector")
    }
    case = staff["secretariat"].newest_case()
    staff["secretariat"].finish(
        case, "IntakeCheck", "ask", question=told.new("question")
    )
    back = ReporterOverHttp(here.server.base_url)
    back.open(code)
    back.send("kotak/pesan", text=told.new("message"))
    back.attach("kotak/berkas", f"{told.new('later name')}.txt", b"isi" * 500)
    back.send("kotak/minta/tekanan", text=told.new("pressure"))
    staff["secretariat"].finish(case, "IntakeCheck", "accept")
    _let_mail_out(here)
    staff["handler"].finish(
        case,
        "Assess",
        "propose",
        assessment=told.new("assessment"),
        answer=told.new("answer"),
    )
    handler = staff["handler"]
    handler.call("wbs.case", "write_to_reporter", [case], told.new("news"))
    story.shown_to_staff = handler.content(case)
    for evidence in handler.call("wbs.evidence", "search", [("case_id", "=", case)]):
        story.cleaned.append(_cleaned(handler, evidence))
        asked = handler.call(
            "wbs.original.request",
            "create",
            [{"evidence_id": evidence, "reason": told.new("reason")}],
        )[0]
        original = handler.download(f"/wbs/evidence/{evidence}/original/{asked}")
        story.originals.append(original)
    _exclude(here, case, "handler")
    story.status_when_excluded = staff["handler"].status_of(f"/wbs/evidence/{evidence}")
    staff["inspector"].finish(case, "ApproveClosure", "approve")
    letter = _letter(staff["inspector"], case)
    content = staff["inspector"].download(f"/wbs/letter/{letter}")
    story.letter = zipfile.ZipFile(BytesIO(content)).read("word/document.xml")
    story.preview = staff["inspector"].download(f"/wbs/letter/{letter}/preview")
    _register_a_letter(staff["secretariat"], told)
    back.open(code)
    reporter.pages += back.pages
    # Wrong on purpose, and odd: errors must repeat nothing either.
    back.send("kotak/pesan", text=told.new("last message"))


def _cleaned(staff: StaffOverHttp, evidence: int) -> bytes:
    """The cleaned copy once it was made; empty for a kind that cannot be cleaned."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        states = staff.call("wbs.evidence", "read", [evidence], ["copy_state"])
        if states[0]["copy_state"] == "ready":
            return staff.download(f"/wbs/evidence/{evidence}")
        if states[0]["copy_state"] != "queued":
            return b""
        time.sleep(0.2)
    raise AssertionError("The outbox cleaned no copy.")


def _exclude(here: Installation, case: int, login: str) -> None:
    here.shell(
        f"user = env['res.users'].search([('login', '=', {login!r})])\n"
        f"env['wbs.case'].browse({case})._exclude(user)\n"
        "env.cr.commit()\n"
    )


def _register_a_letter(clerk: StaffOverHttp, told: Canaries) -> None:
    """What came on paper: a transcript, a copy, and what shows its writer."""
    code = clerk.register(
        {
            "channel": "letter",
            "category": "nepotism",
            "account": {"what": told.new("transcript"), "who": told.new("accused")},
            "identity": {"name": told.new("writer")},
        },
        [
            ("copy", (f"{told.new('copy name')}.txt", told.new("copy").encode() * 99)),
            ("original", ("surat.pdf", b"%PDF-1.4 " + told.new("paper").encode())),
        ],
    )
    told.also("code of the letter", code)


def _letter(staff: StaffOverHttp, case: int) -> int:
    """The letter to the reporter, once the outbox has written it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ready = staff.call(
            "wbs.letter",
            "search",
            [
                ("case_id", "=", case),
                ("kind", "=", "reporter_answer"),
                ("state", "=", "ready"),
            ],
        )
        if ready:
            return ready[0]
        time.sleep(0.2)
    raise AssertionError("The outbox wrote no letter.")


def _let_mail_out(here: Installation) -> None:
    """Digests wait ten minutes for more to tell; let them go now, from the server.

    While tasks wait: a digest that nothing waits for is not sent.
    """
    here.as_superuser(
        "UPDATE res_partner SET email = 'staff@example.test' WHERE id IN "
        "(SELECT partner_id FROM res_users WHERE active);"
        "UPDATE bpmn_outbox SET next_attempt_at = now() AT TIME ZONE 'UTC' "
        "WHERE channel = 'digest' AND state = 'pending'"
    )
    # By the running server, which knows the mail server and writes the logs.
    here.shell("env.ref('wbs_module.bpmn_cron_outbox')._trigger(); env.cr.commit()")
    deadline = time.monotonic() + PATIENCE
    while not here.mail.messages:
        assert time.monotonic() < deadline, "No mail left the product."
        time.sleep(0.2)
