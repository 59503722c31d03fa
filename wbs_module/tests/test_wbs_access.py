"""Who may do what with the records of a report, through the ORM and over HTTP."""

import json
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models import wbs_vault
from .wbs_office import ROLES, OfficeOfReports

CASE_MODELS = (
    "wbs.case",
    "wbs.message",
    "wbs.evidence",
    "wbs.letter",
    "wbs.note",
    "wbs.referral",
)
NOBODYS_MODELS = (
    "wbs.content",
    "wbs.case.key",
    "wbs.identity",
    "wbs.receipt",
    "wbs.receipt.try",
    "wbs.draft",
    "wbs.audit.head",
)
CASE_ROLES = ("secretariat", "handler", "team_leader", "examiner", "inspector", "sekda")


@tagged("post_install", "-at_install")
class TestAccess(OfficeOfReports):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case, _code = cls.report(files=(cls.file(),))
        cls.env["wbs.message"]._send(cls.case, "in", "pesan")
        cls.env.flush_all()

    def test_each_role_may_read_what_its_part_needs_and_change_nothing(self):
        for role in ROLES:
            person = self.people[role]
            for model in CASE_MODELS:
                records = self.env[model].with_user(person)
                with self.subTest(role=role, model=model):
                    self.assertEqual(records.has_access("read"), role in CASE_ROLES)
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(records.has_access(operation))

    def test_who_works_on_cases_may_ask_for_an_original_and_see_only_their_own(self):
        for role in ROLES:
            requests = self.env["wbs.original.request"].with_user(self.people[role])
            with self.subTest(role=role):
                for operation in ("read", "write", "create"):
                    allowed = requests.has_access(operation)
                    self.assertEqual(allowed, role in CASE_ROLES)
                self.assertFalse(requests.has_access("unlink"))
        mine = self.env["wbs.original.request"].with_user(self.people["secretariat"])
        mine = mine.create({"evidence_id": self.case.evidence_ids.id, "reason": "x"})
        self.fresh()
        with self.assertRaises(AccessError):
            mine.with_user(self.people["inspector"]).read(["given_at"])

    def test_nobody_has_rights_on_keys_content_identities_and_codes(self):
        people = [*self.people.values(), self.employee, self.env.ref("base.user_admin")]
        for person in people:
            for model in NOBODYS_MODELS:
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(person=person.login, model=model):
                        records = self.env[model].with_user(person)
                        self.assertFalse(records.has_access(operation))

    def test_only_those_with_a_part_see_the_case(self):
        self.fresh()
        for role in CASE_ROLES:
            seen = self.env["wbs.case"].with_user(self.people[role]).search([])
            with self.subTest(role=role):
                self.assertEqual(bool(seen), role in ("secretariat", "inspector"))

    def test_offices_are_sealed_from_each_other(self):
        other_case, _code = self.report(office=self.other)
        self.fresh()
        for role, stranger in self.strangers.items():
            with self.subTest(role=role):
                cases = self.env["wbs.case"].with_user(stranger).search([])
                self.assertEqual(cases, other_case)
                tasks = self.env["bpmn.task"].with_user(stranger).search([])
                self.assertEqual(tasks.instance_id.company_id, self.other)

    def test_forbidden_and_missing_answer_alike(self):
        self.fresh()
        person = self.people["handler"]
        answers = []
        for record_id in (self.case.id, self.case.id + 10_000):
            case = self.env["wbs.case"].with_user(person).browse(record_id)
            with self.assertRaises(AccessError) as refused:
                case.open_content()
            answers.append((str(refused.exception), case.exists().ids))
        self.assertEqual(answers[0], answers[1])

    def test_an_employee_without_a_part_learns_nothing(self):
        for model in (*CASE_MODELS, "bpmn.instance", "bpmn.task", "wbs.audit.entry"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.employee).search([])

    def test_the_auditor_reads_the_log_and_writes_nothing(self):
        entries = self.env["wbs.audit.entry"].with_user(self.people["auditor"])
        self.assertTrue(entries.search([("chain", "=", self.case.uid)]))
        with self.assertRaises(AccessError):
            entries.create({"chain": "x"})

    def test_the_auditor_of_another_office_reads_none_of_its_entries(self):
        theirs, _code = self.report(self.other)
        ours = self.case
        auditors = {
            ours: self.people["auditor"],
            theirs: self._person("auditor", self.other, "other"),
        }
        entries = self.env["wbs.audit.entry"]
        both = entries.search([("chain", "in", [ours.uid, theirs.uid])])
        self.assertEqual(both.mapped("company_id"), self.office | self.other)
        for case, auditor in auditors.items():
            self.fresh()
            chains = {it.chain for it in both.with_user(auditor).search([])}
            self.assertIn(case.uid, chains)
            self.assertFalse(chains & {it.uid for it in auditors if it != case})
            hidden = both.filtered(lambda it, own=case: it.chain != own.uid)
            self.fresh()
            self.assertTrue(hidden)
            self.assertEqual(hidden.with_user(auditor).read(["actor"]), [])
            with self.assertRaises(AccessError):
                hidden.with_user(auditor).check_access("read")


@tagged("post_install", "-at_install", "once")
class TestAccessOverHttp(OfficeOfReports, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case, cls.code = cls.report(files=(cls.file(),))
        cls.env.flush_all()

    def call(self, model, method, *args):
        body = {
            "params": {"model": model, "method": method, "args": args, "kwargs": {}}
        }
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def log_in(self, person):
        person.password = person.login
        self.authenticate(person.login, person.login)

    @mute_logger("odoo.http")
    def test_handlers_get_the_same_error_for_forbidden_and_missing(self):
        self.log_in(self.people["handler"])
        answers = [
            self.call("wbs.case", "open_content", [record_id])["error"]["data"][
                "message"
            ]
            for record_id in (self.case.id, self.case.id + 10_000)
        ]
        self.assertEqual(answers[0], answers[1])

    @mute_logger("odoo.http")
    def test_private_methods_are_no_doors(self):
        self.log_in(self.people["secretariat"])
        for method in ("_unseal", "_exclude", "_set_status"):
            self.assertIn("error", self.call("wbs.case", method, [self.case.id]))
        self.assertIn("error", self.call("wbs.intake", "_take", 1, {}))

    def test_evidence_downloads_as_a_harmless_type_or_not_at_all(self):
        self.case.evidence_ids._make_copy()
        self.env.flush_all()
        url = f"/wbs/evidence/{self.case.evidence_ids.id}"
        self.log_in(self.people["secretariat"])
        answer = self.url_open(url)
        self.assertEqual(answer.content, b"isi bukti")
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.log_in(self.people["handler"])
        forbidden = self.url_open(url)
        missing = self.url_open("/wbs/evidence/99999999")
        self.assertEqual(forbidden.status_code, 404)
        self.assertEqual(forbidden.content, missing.content)


@tagged("post_install", "-at_install", "once")
class TestReportersPages(OfficeOfReports, HttpCase):
    STRICT = {
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
    }

    def test_every_answer_has_strict_headers_and_no_cookie(self):
        for path, status in (
            ("/layanan/test-one/id", 200),
            ("/layanan/test-one/id/kode", 200),
            ("/layanan/test-one/id/lapor/what", 404),
            ("/layanan/nowhere/id", 404),
            ("/layanan/test-one/id/no-such-page", 404),
            ("/layanan/test-one/id/mulai", 405),
        ):
            with self.subTest(path=path):
                answer = self.url_open(path, allow_redirects=False)
                self.assertEqual(answer.status_code, status)
                for name, value in self.STRICT.items():
                    self.assertEqual(answer.headers.get(name), value, name)
                policy = answer.headers["Content-Security-Policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertNotIn("Set-Cookie", answer.headers)
                self.assertNotIn("<script", answer.text)

    def test_the_first_page_is_small(self):
        page = self.url_open("/layanan/test-one/id")
        style = page.text.split('href="')[1].split('"')[0]
        size = len(page.content) + len(self.url_open(style).content)
        self.assertLess(size, 60_000)

    def test_a_signed_in_employee_leaves_no_trace_in_the_device_log(self):
        self.employee.password = self.employee.login
        self.authenticate(self.employee.login, self.employee.login)
        before = self.env["res.device.log"].search_count([])
        answer = self.url_open("/layanan/test-one/id")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.env["res.device.log"].search_count([]), before)
        draft = self.url_open("/layanan/test-one/id/mulai", data={"x": "1"})
        self.assertEqual(draft.status_code, 200)
        self.assertEqual(self.env["res.device.log"].search_count([]), before)

    def test_demonstration_keys_block_real_intake(self):
        self.env["ir.config_parameter"].set_param("wbs_module.demonstration", False)
        wbs_vault._told_why.clear()
        with self.assertLogs(wbs_vault.__name__, "ERROR") as log:
            page = self.url_open("/layanan/test-one/en")
        self.assertNotIn("/mulai", page.text)
        self.assertIn("demonstration keys", str(log.output))
        self.assertNotIn("demonstration keys", page.text)
        self.assertIn("by letter or in person", page.text)

    def test_where_keys_are_missing_reporters_read_no_folder_and_the_log_tells_once(
        self,
    ):
        absent = Path("/nowhere/near/keys")
        wbs_vault._told_why.clear()
        self.addCleanup(wbs_vault._told_why.clear)
        with (
            patch.object(wbs_vault, "place", lambda _name: absent),
            self.assertLogs(wbs_vault.__name__, "ERROR") as log,
        ):
            pages = [self.url_open("/layanan/test-one/id").text for _visit in range(2)]
        self.assertEqual(len(log.output), 1)
        self.assertIn("/nowhere", log.output[0])
        for page in pages:
            self.assertNotIn("nowhere", page)
            self.assertIn("lewat surat", page)

    def test_the_code_never_stands_in_an_address(self):
        _case, code = self.report()
        self.env.flush_all()
        answer = self.url_open(
            "/layanan/test-one/id/kode", data={"code": code}, allow_redirects=False
        )
        self.assertEqual(answer.status_code, 303)
        self.assertNotIn(code[:3], answer.headers["Location"])
        self.assertIn("SameSite=Strict", answer.headers["Set-Cookie"])
        self.assertIn("HttpOnly", answer.headers["Set-Cookie"])
