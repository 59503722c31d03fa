"""The signed-in insider, mail to Odoo, and a module's own habits."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from odoo.addons.mail.models.mail_thread import MailThread
from odoo.fields import Domain
from odoo.http import root
from odoo.tests import HttpCase, tagged

from .access_office import OfficeWithOneReport
from .wbs_office import CANARY

HOME = "/layanan/test-one/id"
STRICT = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@tagged("post_install", "-at_install", "once")
class TestSignedInInsider(OfficeWithOneReport, HttpCase):
    """An employee reports from a browser that holds their Odoo session."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.employee.login, "")
        # As in life: the test's own session would be excused from the device log.
        self.session["_trace_disable"] = False
        root.session_store.save(self.session)
        self.file = Path(root.session_store.get_session_filename(self.session.sid))
        self.before = self.file.stat().st_mtime_ns, self.file.read_bytes()
        self.devices = self.env["res.device.log"].search_count([])

    def post(self, path, **fields):
        data = fields or {"x": "1"}
        return self.url_open(HOME + path, data=data, allow_redirects=False)

    def assert_no_trace(self):
        self.assertEqual(self.env["res.device.log"].search_count([]), self.devices)
        after = self.file.stat().st_mtime_ns, self.file.read_bytes()
        self.assertEqual(after, self.before)

    def test_beginning_answering_and_leaving_ties_nothing_to_the_employee(self):
        self.url_open(HOME)
        self.post("/mulai")
        self.post("/lapor/category", category="corruption")
        self.post("/lapor/what", what=CANARY)
        drafts = self.env["wbs.draft"].search(Domain.TRUE)
        self.assertTrue(drafts)
        self.assertFalse({"create_uid", "write_uid"} & self.columns("wbs_draft"))
        self.post("/keluar")
        self.assert_no_trace()

    def test_reading_the_answer_with_the_code_ties_nothing_to_the_employee(self):
        answer = self.url_open(f"{HOME}/kode", data={"code": self.code})
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn(self.code, answer.url)
        self.assertNotIn(self.code, answer.text)
        title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL).group(1)
        self.assertNotIn(self.code[:4], title)
        self.post("/kotak", text="pesan baru")
        self.assert_no_trace()
        entries = self.env["wbs.audit.entry"].search([("chain", "=", self.case.uid)])
        self.assertNotIn(f"user:{self.employee.id}", entries.mapped("actor"))
        message = self.case.message_ids[-1:]
        self.assertFalse(message.author_id)

    def columns(self, table):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        return {name for (name,) in self.env.cr.fetchall()}

    def test_the_access_log_is_silent_about_the_reporters_pages(self):
        access_log = logging.getLogger("werkzeug")
        for path, kept in ((HOME, False), (f"{HOME}/kode", False), ("/odoo", True)):
            record = logging.LogRecord(
                *("werkzeug", logging.INFO, "", 0),
                *('127.0.0.1 - - "GET %s HTTP/1.1" 200', (path,), None),
            )
            self.assertEqual(bool(access_log.filter(record)), kept, path)

    def test_pages_call_nobody_and_run_no_script(self):
        for path in ("", "/kode", "/no-such-page"):
            page = self.url_open(HOME + path)
            for name, value in STRICT.items():
                self.assertEqual(page.headers.get(name), value, name)
            policy = page.headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertNotIn("<script", page.text)
            self.assertNotRegex(page.text, r"\son\w+\s*=")
            loaded = re.findall(
                r'<(?:link|img|iframe|script)[^>]+"(https?:[^"]+)', page.text
            )
            self.assertEqual(loaded, [])
            self.assertNotIn("session_id", page.headers.get("Set-Cookie", ""))

    def test_no_model_of_ours_has_a_place_for_an_address_of_a_client(self):
        for name in self.ours():
            for field in self.env[name]._fields:
                self.assertNotRegex(
                    field, r"(^|_)(ip|remote_addr|user_agent)(_|$)", name
                )


@tagged("post_install", "-at_install")
class TestHabits(OfficeWithOneReport):
    """Mail to Odoo, and names that a module gives without thinking."""

    def test_no_address_of_odoo_leads_mail_to_a_record_of_ours(self):
        """Odoo's gateway would log the sender and keep the mail in clear."""
        for name in self.ours():
            self.assertNotIsInstance(self.env[name], MailThread)
            self.assertFalse(hasattr(self.env[name], "message_new"), name)
        models = self.env["mail.alias"].search([]).mapped("alias_model_id.model")
        self.assertFalse(
            [name for name in models if name.startswith(("wbs.", "bpmn."))]
        )

    def test_names_of_records_hold_no_content(self):
        for model in (
            "wbs.case",
            "wbs.evidence",
            "wbs.letter",
            "wbs.note",
            "bpmn.task",
        ):
            for record in self.samples(model):
                for word in ("KENARI", "bukti.txt", "Terbukti"):
                    self.assertNotIn(word, record.display_name or "", model)

    def test_no_default_filter_or_action_names_a_case(self):
        for model in ("ir.filters", "ir.actions.act_window"):
            for row in self.env[model].search(Domain.TRUE):
                told = f"{row.name} {row.domain} {row.context}"
                self.assertNotIn(self.case.name, told)
